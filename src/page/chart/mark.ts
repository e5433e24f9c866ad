import type { ModelName } from '../../dataset/roles.ts'

/** Where a model stands on a chart at a threshold. */
export interface Mark {
  model: ModelName
  /** Its threshold now; or the one that it was judged at, where that has been moved. */
  standing: 'now' | 'judged'
  x: number
  y: number
  /** The same in words: "at 0.50: recall 0.861, precision 0.912". */
  words: string
}

import type { ModelName } from '../dataset/roles.ts'

/** Where a model stands on a chart at its threshold. */
export interface Mark {
  model: ModelName
  x: number
  y: number
  /** The same in words: "at 0.50: recall 0.861, precision 0.912". */
  words: string
}

import type { ModelName } from '../../dataset/roles.ts'

/** Where a model stands on a chart at a threshold. */
export interface Mark {
  model: ModelName
  /** Whether the mark is at the threshold as it is now, or at the one that the model was judged at before it was moved. */
  standing: 'now' | 'judged'
  x: number
  y: number
  /** Where it stands in words: "at 0.50: recall 0.861, precision 0.912". */
  words: string
}

/** A line to compare with: from corner to corner, or at a height. */
export type Reference = { kind: 'diagonal' } | { kind: 'height'; y: number; label: string }

/** An upright line at a threshold of the candidate. */
export interface Upright {
  at: number
  standing: Mark['standing']
  words: string
}

import type { Mark } from './mark.ts'

/** A line to compare with: from corner to corner, or at a height. */
export type Reference = { kind: 'diagonal' } | { kind: 'height'; y: number; label: string }

/** An upright line at a threshold of the candidate. */
export interface Upright {
  at: number
  standing: Mark['standing']
  words: string
}

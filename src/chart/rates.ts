import type { Curve } from '../worker/protocol.ts'

/** Rows of the four kinds at one threshold. */
export interface Counts {
  truePositives: number
  falsePositives: number
  falseNegatives: number
  trueNegatives: number
}

/** A rate at the threshold that can be drawn: from counts, null where it is 0/0. */
export interface Rate {
  id: string
  label: string
  of: (counts: Counts) => number | null
}

export const recall = (c: Counts) => ratio(c.truePositives, c.truePositives + c.falseNegatives)
export const precision = (c: Counts) => ratio(c.truePositives, c.truePositives + c.falsePositives)
export const falsePositiveRate = (c: Counts) => ratio(c.falsePositives, c.falsePositives + c.trueNegatives)
export const shareCalled = (c: Counts) => ratio(c.truePositives + c.falsePositives, total(c))

/** The metrics that the threshold chart offers, under their ids. */
export const rates: Rate[] = [
  { id: 'recall', label: 'Recall', of: recall },
  { id: 'precision', label: 'Precision', of: precision },
  { id: 'f1', label: 'F1', of: (c) => ratio(2 * c.truePositives, 2 * c.truePositives + c.falsePositives + c.falseNegatives) },
  { id: 'accuracy', label: 'Accuracy', of: (c) => ratio(c.truePositives + c.trueNegatives, total(c)) },
  { id: 'specificity', label: 'Specificity', of: (c) => ratio(c.trueNegatives, c.trueNegatives + c.falsePositives) },
  { id: 'predicted_positive_rate', label: 'Predicted positive rate', of: shareCalled },
]

/** Counts at the curve's i-th point. */
export function countsAt(curve: Curve, index: number): Counts {
  const truePositives = curve.truePositives[index]
  const falsePositives = curve.falsePositives[index]
  return {
    truePositives,
    falsePositives,
    falseNegatives: curve.positives - truePositives,
    trueNegatives: curve.negatives - falsePositives,
  }
}

/** Counts of a confusion matrix: a row per true class, a column per predicted class; negative, then positive. */
export function countsOfMatrix([[trueNegatives, falsePositives], [falseNegatives, truePositives]]: number[][]): Counts {
  return { truePositives, falsePositives, falseNegatives, trueNegatives }
}

function total(c: Counts): number {
  return c.truePositives + c.falsePositives + c.falseNegatives + c.trueNegatives
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole
}

import exp from '@stdlib/math-base-special-exp'

/**
 * The probability of the positive class whose logit (log-odds, natural logarithm) is given: 1 / (1 + e^−x), the inverse of
 * ln(p / (1 − p)). Both branches keep e from overflowing (Hastie, Tibshirani & Friedman, *The Elements of Statistical
 * Learning*, 2009, section 4.4).
 *
 * `sigmoid(0)` is 0.5; `sigmoid(-2)` is 0.11920292202211755.
 */
export function sigmoid(logit: number): number {
  if (logit >= 0) return 1 / (1 + exp(-logit))
  const odds = exp(logit)
  return odds / (1 + odds)
}

/**
 * The probabilities of several classes from their logits: e^x of each class divided by the sum over all classes, after the row's
 * largest logit is taken off each of them so that none overflows (Bridle 1990, "Probabilistic interpretation of feedforward
 * classification network outputs").
 * @param logits a column for each class, all of one length
 * @returns new columns in the same order, whose rows sum to 1
 *
 * `softmax([Float64Array.of(0), Float64Array.of(0)])` is `[[0.5], [0.5]]`.
 */
export function softmax(logits: readonly Float64Array[]): Float64Array[] {
  const probabilities = logits.map((column) => new Float64Array(column.length))
  const rowCount = logits[0]?.length ?? 0
  for (let row = 0; row < rowCount; row++) {
    let largest = -Infinity
    for (const column of logits) largest = Math.max(largest, column[row])
    let sum = 0
    for (const [i, column] of logits.entries()) {
      const odds = exp(column[row] - largest)
      probabilities[i][row] = odds
      sum += odds
    }
    for (const column of probabilities) column[row] /= sum
  }
  return probabilities
}

/** Whether numbers may be probabilities as they are: each from 0 to 1. Logits of more than a few rows go beyond. */
export function areFromZeroToOne(columns: readonly Float64Array[]): boolean {
  return columns.every((column) => column.every((value) => value >= 0 && value <= 1))
}

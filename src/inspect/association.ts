import type { Column } from './columns.ts'
import type { Frame } from './frame.ts'

/** How much two columns have to do with each other. */
export interface Association {
  /** From −1 to 1: 2 · AUC − 1, Cohen's kappa, or Pearson's correlation. */
  strength: number
  /** How many standard errors that is from what chance gives. */
  z: number
}

const none: Association = { strength: 0, z: 0 }

/** Of a score with one of the values of a column: 2 · AUC − 1 (ties count half). */
export function rankAssociation(frame: Frame, truth: Column, value: string, score: Column): Association {
  if (!frame.areTogether(truth, score)) return none
  return rankAssociationOf(frame.valuesOf(truth), value, frame.numbersOf(score), frame.rowsByNumber(score))
}

/** The same of any numbers in the order of the rows. */
export function rankAssociationOf(
  values: readonly (string | null)[],
  value: string,
  numbers: ArrayLike<number>,
  order: readonly number[] = values.map((_, row) => row).sort((a, b) => numbers[a] - numbers[b]),
): Association {
  const rows = order.filter((row) => values[row] !== null && !Number.isNaN(numbers[row]))
  let [positives, rankSum] = [0, 0]
  for (let start = 0; start < rows.length;) {
    let end = start
    while (end < rows.length && numbers[rows[end]] === numbers[rows[start]]) end++
    for (let i = start; i < end; i++) {
      if (values[rows[i]] !== value) continue
      positives++
      rankSum += (start + end + 1) / 2
    }
    start = end
  }
  const negatives = rows.length - positives
  if (positives === 0 || negatives === 0) return none
  const pairs = positives * negatives
  const strength = (2 * (rankSum - (positives * (positives + 1)) / 2)) / pairs - 1
  return { strength, z: strength / Math.sqrt((rows.length + 1) / (3 * pairs)) }
}

/** Of two columns with the same values: Cohen's kappa. */
export function agreement(frame: Frame, one: Column, other: Column): Association {
  if (!frame.areTogether(one, other)) return none
  const [a, b] = [frame.valuesOf(one), frame.valuesOf(other)]
  const [countsA, countsB] = [new Map<string, number>(), new Map<string, number>()]
  let [rows, equal] = [0, 0]
  for (let row = 0; row < a.length; row++) {
    const [left, right] = [a[row], b[row]]
    if (left === null || right === null) continue
    rows++
    if (left === right) equal++
    countsA.set(left, (countsA.get(left) ?? 0) + 1)
    countsB.set(right, (countsB.get(right) ?? 0) + 1)
  }
  let expected = 0
  for (const [value, count] of countsA) expected += (count / rows) * ((countsB.get(value) ?? 0) / rows)
  if (rows === 0 || expected === 0 || expected === 1) return none
  const share = equal / rows
  return {
    strength: (share - expected) / (1 - expected),
    z: (share - expected) / Math.sqrt((expected * (1 - expected)) / rows),
  }
}

/** Of two columns of numbers: Pearson's correlation. */
export function correlation(frame: Frame, one: Column, other: Column): Association {
  if (!frame.areTogether(one, other)) return none
  return pearson(frame.numbersOf(one), frame.numbersOf(other))
}

function pearson(x: ArrayLike<number>, y: ArrayLike<number>): Association {
  let [n, meanX, meanY, xx, yy, xy] = [0, 0, 0, 0, 0, 0]
  for (let row = 0; row < x.length; row++) {
    if (!Number.isFinite(x[row]) || !Number.isFinite(y[row])) continue
    n++
    const [dx, dy] = [x[row] - meanX, y[row] - meanY]
    meanX += dx / n
    meanY += dy / n
    xx += dx * (x[row] - meanX)
    yy += dy * (y[row] - meanY)
    xy += dx * (y[row] - meanY)
  }
  if (xx === 0 || yy === 0) return none
  const strength = xy / Math.sqrt(xx * yy)
  return { strength, z: strength * Math.sqrt(n) }
}

/** Spearman's correlation; 0 where rows cannot be compared. */
export function rankCorrelation(frame: Frame, one: Column, other: Column): number {
  if (!frame.areTogether(one, other)) return 0
  const [x, y] = [frame.numbersOf(one), frame.numbersOf(other)]
  const rows = Array.from(x, (_, row) => row).filter((row) => Number.isFinite(x[row]) && Number.isFinite(y[row]))
  return pearson(ranksOf(rows.map((row) => x[row])), ranksOf(rows.map((row) => y[row]))).strength
}

function ranksOf(numbers: readonly number[]): number[] {
  const order = numbers.map((_, i) => i).sort((a, b) => numbers[a] - numbers[b])
  const ranks = new Array<number>(numbers.length)
  for (let start = 0; start < order.length;) {
    let end = start
    while (end < order.length && numbers[order[end]] === numbers[order[start]]) end++
    for (let i = start; i < end; i++) ranks[order[i]] = (start + end) / 2
    start = end
  }
  return ranks
}

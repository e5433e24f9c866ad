import { countText, shareText } from './format.ts'

/** A confusion table of several classes, as the result has it: a row per true class, a column per predicted class. */
export interface ClassConfusion {
  labels: string[]
  counts: number[][]
}

/** Rows of one true class, and what they were called. */
export interface ConfusionRow {
  actual: string
  /** Rows, or their weight. */
  total: number
  cells: ClassCell[]
}

export interface ClassCell {
  predicted: string
  count: number
  /** Share of the rows that actually are so, 0 to 1; null where there are none. */
  share: number | null
  isRight: boolean
  words: string
}

export interface ConfusionView {
  rows: ConfusionRow[]
  /** Classes that are not shown, as they would be too many. */
  leftOut: number
}

/** The table in words; of more classes than `limit` the ones with the most rows, actual or predicted, in the labels' order. */
export function confusionView({ labels, counts }: ClassConfusion, limit: number): ConfusionView {
  const totals = counts.map((row) => sum(row))
  const sizes = labels.map((_, i) => totals[i] + sum(counts.map((row) => row[i])))
  const shown = labels.map((_, i) => i).sort((a, b) => sizes[b] - sizes[a] || a - b).slice(0, limit).sort((a, b) => a - b)
  const rows = shown.map((i) => ({
    actual: labels[i],
    total: totals[i],
    cells: shown.map((j) => classCell(labels[i], labels[j], counts[i][j], totals[i], i === j)),
  }))
  return { rows, leftOut: labels.length - shown.length }
}

/** The most frequent mistakes, each as its cell's words: "actual cat, predicted dog: 12 (4.1 % of the actual cat)". */
export function worstConfusions({ labels, counts }: ClassConfusion, limit: number): string[] {
  const mistakes = counts.flatMap((row, i) => row.flatMap((count, j) => (i === j || count === 0 ? [] : [{ i, j, count }])))
  return mistakes.sort((a, b) => b.count - a.count || a.i - b.i || a.j - b.j).slice(0, limit)
    .map(({ i, j, count }) => classCell(labels[i], labels[j], count, sum(counts[i]), false).words)
}

/** Rows, or weight, of each class by its label. */
export function rowsOfClasses({ labels, counts }: ClassConfusion): Map<string, number> {
  return new Map(labels.map((label, i) => [label, sum(counts[i])]))
}

function classCell(actual: string, predicted: string, count: number, total: number, isRight: boolean): ClassCell {
  const words = `actual ${actual}, predicted ${predicted}: ${countText(count)} (${shareText(count, total)} of the actual ${actual})`
  return { predicted, count, share: total === 0 ? null : count / total, isRight, words }
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

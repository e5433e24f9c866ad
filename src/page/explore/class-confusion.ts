import type { SliceResult } from '../../result/evaluation.ts'
import { countText, shareText } from '../../words/numbers.ts'

/** A confusion table of several classes, as the result has it: a row per true class, a column per predicted class. */
export interface LabelledConfusion {
  labels: string[]
  counts: number[][]
}

/** What colours a cell: its share of the rows of the actual class, or of the predicted class; or its rows. */
export type CellMeasure = 'of_actual' | 'of_predicted' | 'rows'

/** The rows of one class (by its index among the labels) that are predicted as another, or as itself. */
export interface ClassCell {
  actual: number
  predicted: number
  count: number
  /** The value by the measure; null where there are no rows to divide by. */
  value: number | null
  /** The value by the other model's table, where two models are compared. */
  against: { count: number; value: number | null } | null
  isRight: boolean
}

/** The classes to show: of more than `limit` those with the most rows, actual or predicted, in the labels' order. */
export function shownClasses({ labels, counts }: LabelledConfusion, limit: number): number[] {
  const sizes = labels.map((_, at) => sum(counts[at]) + sum(counts.map((row) => row[at])))
  return labels
    .map((_, at) => at)
    .sort((a, b) => sizes[b] - sizes[a] || a - b)
    .slice(0, limit)
    .sort((a, b) => a - b)
}

/** Makes the cells of a confusion; `against` is the table that it is compared with, or null. */
export function classCells(
  confusion: LabelledConfusion,
  against: LabelledConfusion | null,
  measure: CellMeasure,
): (actual: number, predicted: number) => ClassCell {
  const own = valuesOf(confusion, measure)
  const others = against && valuesOf(against, measure)
  return (actual, predicted) => ({
    actual,
    predicted,
    ...own(actual, predicted),
    against: others && others(actual, predicted),
    isRight: actual === predicted,
  })
}

/** The mistakes with the most rows; where two models are compared, those whose rows changed most, for better or worse. */
export function foremostMistakes(
  confusion: LabelledConfusion,
  against: LabelledConfusion | null,
  limit: number,
): ClassCell[] {
  const cell = classCells(confusion, against, 'rows')
  const size = ({ count, against: other }: ClassCell) => (other === null ? count : Math.abs(count - other.count))
  const mistakes: ClassCell[] = []
  confusion.counts.forEach((row, actual) =>
    row.forEach((count, predicted) => {
      if (actual !== predicted && count + (against?.counts[actual][predicted] ?? 0) > 0)
        mistakes.push(cell(actual, predicted))
    }),
  )
  return mistakes
    .filter((mistake) => size(mistake) > 0)
    .sort((a, b) => size(b) - size(a) || a.actual - b.actual || a.predicted - b.predicted)
    .slice(0, limit)
}

function valuesOf(
  { labels, counts }: LabelledConfusion,
  measure: CellMeasure,
): (actual: number, predicted: number) => { count: number; value: number | null } {
  const ofActual = counts.map(sum)
  const ofPredicted = labels.map((_, at) => sum(counts.map((row) => row[at])))
  return (actual, predicted) => {
    const count = counts[actual][predicted]
    const whole = measure === 'rows' ? 1 : measure === 'of_actual' ? ofActual[actual] : ofPredicted[predicted]
    return { count, value: whole === 0 ? null : count / whole }
  }
}

/** A cell in words: "actual cat, predicted dog: 12, 4.1 % of the actual cat, 9.0 % of the predicted dog". */
export function confusionCellWords(
  { actual, predicted, count, against }: ClassCell,
  confusion: LabelledConfusion,
): string {
  const [is, called] = [confusion.labels[actual], confusion.labels[predicted]]
  const head = `actual ${is}, predicted ${called}`
  if (against !== null) {
    const change = count - against.count
    const words = change === 0 ? 'as many' : `${countText(Math.abs(change))} ${change > 0 ? 'more' : 'fewer'}`
    return `${head}: candidate ${countText(count)}, production ${countText(against.count)}, ${words}`
  }
  const ofActual = shareText(count, sum(confusion.counts[actual]))
  const ofPredicted = shareText(count, sum(confusion.counts.map((row) => row[predicted])))
  return `${head}: ${countText(count)}, ${ofActual} of the actual ${is}, ${ofPredicted} of the predicted ${called}`
}

/** The candidate's value of a cell minus production's; null where one is not defined. */
export function changeOf({ value, against }: ClassCell): number | null {
  return value === null || against === null || against.value === null ? null : value - against.value
}

/** Whether a change of a cell is an improvement: more on the diagonal, less off it. */
export function isBetter({ isRight }: ClassCell, change: number): boolean {
  return isRight ? change > 0 : change < 0
}

/** Where the rows of a cell come from: a slice's own rows of it, out of its rows of the actual class. */
export interface ClassCellSlice {
  where: Record<string, string>
  count: number
  ofActual: number
}

/** Single slices with rows in the cell; first where there are more than the cell's share of all would have there. */
export function slicesOfClassCell(
  slices: Pick<SliceResult, 'where' | 'confusion'>[],
  confusion: LabelledConfusion,
  actual: number,
  predicted: number,
  limit: number,
): ClassCellSlice[] {
  const share = confusion.counts[actual][predicted] / sum(confusion.counts[actual])
  const excess = ({ count, ofActual }: ClassCellSlice) => count - share * ofActual
  return slices
    .flatMap(({ where, confusion: own }): ClassCellSlice[] => {
      if (own === undefined || Object.keys(where).length > 1 || own.counts[actual][predicted] === 0) return []
      return [{ where, count: own.counts[actual][predicted], ofActual: sum(own.counts[actual]) }]
    })
    .sort((a, b) => excess(b) - excess(a))
    .slice(0, limit)
}

/** Rows, or weight, of each class by its label. */
export function rowsOfClasses({ labels, counts }: LabelledConfusion): Map<string, number> {
  return new Map(labels.map((label, at) => [label, sum(counts[at])]))
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

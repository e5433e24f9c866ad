import type { ModelName } from '../../dataset/roles.ts'
import type { SliceResult, SplitResult } from '../../result/evaluation.ts'
import { countText, shareText } from '../../words/numbers.ts'
import type { HeatCell } from '../chart/heat-map.ts'
import type { ChartNumbers } from '../chart/numbers.ts'

/** A confusion table of several classes, as the result has it: a row per true class, a column per predicted class. */
export interface LabelledConfusion {
  labels: string[]
  counts: number[][]
}

/** What a part of the page about classes is given. */
export interface ClassesProps {
  /** The split's result of every model. */
  results: Partial<Record<ModelName, SplitResult>>
  split: string
  model: ModelName
  onchoose: (model: ModelName) => void
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

const percent = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const decimal = new Intl.NumberFormat('en', { maximumFractionDigits: 1, signDisplay: 'exceptZero' })

/** The squares of a heat map: of one model, or where there is another to compare with, candidate minus production. */
export function heatCells(
  confusion: LabelledConfusion,
  against: LabelledConfusion | null,
  shown: number[],
  measure: CellMeasure,
): HeatCell[] {
  const cell = classCells(confusion, against, measure)
  const cells = shown.flatMap((actual, row) =>
    shown.map((predicted, column) => ({ row, column, cell: cell(actual, predicted) })),
  )
  const size = (of: ClassCell) => Math.abs((against === null ? of.value : changeOf(of)) ?? 0)
  const most = Math.max(measure === 'rows' || against !== null ? 0 : 1, ...cells.map((each) => size(each.cell))) || 1
  return cells.map(({ row, column, cell: of }) => ({
    row,
    column,
    ...look(of),
    strength: Math.sqrt(size(of) / most),
    words: confusionCellWords(of, confusion),
    text: cellText(of, measure),
    actual: confusion.labels[of.actual],
    predicted: confusion.labels[of.predicted],
    value: of.count,
    isRight: of.isRight,
  }))
}

/** A cell's number as it is written in it: 41 %, 1,204; of a comparison +3.1 (percentage points), −12. */
export function cellText(cell: ClassCell, measure: CellMeasure): string {
  if (cell.against !== null) {
    const change = changeOf(cell)
    return change === null ? '–' : decimal.format(measure === 'rows' ? change : 100 * change).replace('-', '\u2212')
  }
  if (cell.value === null) return '–'
  if (measure === 'rows') return countText(cell.value)
  return cell.value > 0 && cell.value < 0.005 ? '<1\u00a0%' : `${percent.format(100 * cell.value)}\u00a0%`
}

/** All cells as numbers, of classes that are not shown too; with what they are compared with. */
export function confusionNumbers(confusion: LabelledConfusion, against: LabelledConfusion | null): ChartNumbers {
  const [ofActual, ofPredicted] = (['of_actual', 'of_predicted'] as const).map((measure) =>
    classCells(confusion, null, measure),
  )
  const share = (value: number) => `${(100 * value).toFixed(1)}\u00a0%`
  const places = confusion.labels.map((_, at) => at)
  const rows = places.flatMap((actual) =>
    places.map((predicted) => [
      confusion.labels[actual],
      confusion.labels[predicted],
      confusion.counts[actual][predicted],
      ...(against === null ? [] : [against.counts[actual][predicted]]),
      ofActual(actual, predicted).value,
      ofPredicted(actual, predicted).value,
    ]),
  )
  return {
    columns: [
      { title: 'Actual' },
      { title: 'Predicted' },
      { title: against === null ? 'Rows' : 'Rows, candidate', format: countText },
      ...(against === null ? [] : [{ title: 'Rows, production', format: countText }]),
      { title: 'Share of the actual', format: share },
      { title: 'Share of the predicted', format: share },
    ],
    rows,
    tableRows: rows.filter((row) => row[2] !== 0).slice(0, 400),
  }
}

function look(cell: ClassCell): { tone: string } {
  if (cell.against === null) return { tone: cell.isRight ? 'candidate' : 'fail' }
  return { tone: isBetter(cell, changeOf(cell) ?? 0) ? 'pass' : 'fail' }
}

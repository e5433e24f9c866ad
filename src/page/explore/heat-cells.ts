import type { HeatCell } from '../chart/heat-map.ts'
import type { ChartNumbers } from '../chart/numbers.ts'
import {
  confusionCellWords,
  changeOf,
  classCells,
  isBetter,
  type CellMeasure,
  type ClassCell,
  type LabelledConfusion,
} from './class-confusion.ts'
import { countText } from '../../words/numbers.ts'

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

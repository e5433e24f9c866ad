import { writeCsv, type Cell } from '../../csv/write.ts'
import { countText, metricText } from '../../words/numbers.ts'
import type { BandPoint, BandSeries } from './bands.ts'
import { thinnedPoints, type Point, type Series, countsAt, type ThresholdMetric } from './series.ts'
import type { ModelName } from '../../dataset/roles.ts'
import type { CalibrationBinResult } from '../../result/evaluation.ts'
import type { Curve } from '../../worker/protocol.ts'

/** The numbers that a chart draws, in full: its table on the page and its CSV are both made of them. */
export interface ChartNumbers {
  columns: NumberColumn[]
  /** Each row has a cell for each column. */
  rows: NumberCell[][]
  /** The rows that a table has room for, where those are fewer. */
  tableRows?: NumberCell[][]
}

/** A column of a chart's numbers. */
export interface NumberColumn {
  /** Heads the table; in lower case, joined by _, the CSV. */
  title: string
  /** How the table writes a number; without it, as JavaScript does. */
  format?: (value: number) => string
  /** Its cells may have an interval: two more columns in the CSV. */
  hasInterval?: boolean
  /** What the table says where there is no number: the CSV's cell is empty. */
  none?: string
}

/** A cell of a chart's numbers; null where there is nothing. */
export type NumberCell = number | string | null | NumberWithInterval

/** A number with its interval; NaN or null where that is not known. */
export interface NumberWithInterval {
  value: number
  low: number | null
  high: number | null
}

/** The numbers as CSV in full precision; what is not known or not finite is left empty. */
export function numbersCsv({ columns, rows }: ChartNumbers): string {
  const heads = columns.flatMap(({ title, hasInterval }) => {
    const name = fileName(title, '_')
    return hasInterval === true ? [name, `${name}_low`, `${name}_high`] : [name]
  })
  const cellsOf = (cell: NumberCell, { hasInterval }: NumberColumn) =>
    hasInterval === true ? intervalCells(cell) : [plain(isWithInterval(cell) ? cell.value : cell)]
  return `${writeCsv([heads, ...rows.map((row) => row.flatMap((cell, at) => cellsOf(cell, columns[at])))])}\r\n`
}

/** A cell as the table writes it, and its interval, where it has one that is no point. */
export function numberCellWords(
  cell: NumberCell,
  { format = String, none = '\u2013' }: NumberColumn,
): { value: string; interval: string | null } {
  if (cell === null || typeof cell === 'string') return { value: cell ?? none, interval: null }
  const { value, low, high } = isWithInterval(cell) ? cell : { value: cell, low: null, high: null }
  const isWide = low !== null && high !== null && low < high
  return {
    value: Number.isFinite(value) ? format(value) : none,
    interval: isWide ? `${format(low)} to ${format(high)}` : null,
  }
}

/** Words as the name of a file or a column: in lower case, with one separator for whatever is neither letter nor digit. */
export function fileName(words: string, between: '-' | '_' = '-'): string {
  return (
    words
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu)
      ?.join(between) ?? 'unnamed'
  )
}

function intervalCells(cell: NumberCell): Cell[] {
  return isWithInterval(cell) ? [plain(cell.value), plain(cell.low), plain(cell.high)] : [plain(cell), null, null]
}

function plain(cell: number | string | null): Cell {
  return typeof cell === 'number' && !Number.isFinite(cell) ? null : cell
}

function isWithInterval(cell: NumberCell): cell is NumberWithInterval {
  return typeof cell === 'object' && cell !== null
}

const rowsOfTable = 25

/**
 * Lines and their bands as numbers: a row for every point of either, from the highest threshold down. The table has some of
 * those that have a band, where there are any.
 * @param names of x, null where it is the threshold itself, and of y
 */
export function lineNumbers(
  series: Series[],
  bands: BandSeries[],
  names: { x: string | null; y: string },
): ChartNumbers {
  const row = (model: string, { threshold, x, y }: Point | BandPoint): NumberCell[] => [
    model,
    threshold,
    ...(names.x === null ? [] : [x]),
    y,
  ]
  const bandOf = (model: string) => bands.find((entry) => entry.model === model)?.points ?? []
  return {
    columns: [
      { title: 'Model' },
      { title: 'Threshold', format: metricText, none: 'above all' },
      ...(names.x === null ? [] : [{ title: names.x, format: metricText, hasInterval: true }]),
      { title: names.y, format: metricText, hasInterval: true },
    ],
    rows: series.flatMap(({ model, points }) => merged(points, bandOf(model)).map((point) => row(model, point))),
    tableRows: series.flatMap(({ model, points }) => {
      const banded = bandOf(model)
      return thinnedPoints<Point | BandPoint>(banded.length > 0 ? banded : points, rowsOfTable).map((point) =>
        row(model, point),
      )
    }),
  }
}

/** Points of both from high thresholds to low ones; for the same threshold, the one that has a band. */
function merged(points: Point[], banded: BandPoint[]): (Point | BandPoint)[] {
  const byThreshold = new Map<number | null, Point | BandPoint>()
  for (const point of [...points, ...banded]) byThreshold.set(point.threshold, point)
  return [...byThreshold.values()].sort((a, b) => (b.threshold ?? Infinity) - (a.threshold ?? Infinity))
}

/** The bins of each model as the numbers of the chart, a row for each bin. */
export function calibrationNumbers(models: { model: ModelName; bins: CalibrationBinResult[] }[]): ChartNumbers {
  return {
    columns: [
      { title: 'Model' },
      { title: 'Lowest score', format: metricText },
      { title: 'Highest score', format: metricText },
      { title: 'Rows', format: countText },
      { title: 'Positives', format: countText },
      { title: 'Mean score', format: metricText },
      { title: 'Share of positives', format: metricText, hasInterval: true },
    ],
    rows: models.flatMap(({ model, bins }) =>
      bins.map((bin) => [
        model,
        bin.lowest_score,
        bin.highest_score,
        bin.rows,
        bin.positives,
        bin.mean_score,
        { value: bin.share, low: bin.low, high: bin.high },
      ]),
    ),
  }
}

/** Every metric at every threshold of the curves, from the highest down; the threshold above all scores is null. */
export function sweepNumbers(curves: Curve[], metrics: ThresholdMetric[]): ChartNumbers {
  const columns = [
    'model',
    'threshold',
    'true_positives',
    'false_positives',
    'false_negatives',
    'true_negatives',
    ...metrics.map(({ id }) => id),
  ]
  return {
    columns: columns.map((title) => ({ title })),
    rows: curves.flatMap((curve) =>
      curve.thresholds.map((threshold, index) => {
        const counts = countsAt(curve, index)
        const { truePositives, falsePositives, falseNegatives, trueNegatives } = counts
        return [
          curve.model,
          threshold,
          truePositives,
          falsePositives,
          falseNegatives,
          trueNegatives,
          ...metrics.map(({ of }) => of(counts)),
        ]
      }),
    ),
  }
}

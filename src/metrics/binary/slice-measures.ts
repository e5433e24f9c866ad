import { joinedCodes } from '../../dataset/slices.ts'
import type { OrderedScores } from '../../tally/rank.ts'
import { orderedRows, partCells, sliceTallies } from '../../tally/slice-tallies.ts'
import type { Measure } from '../measure.ts'
import type { Settings } from '../settings.ts'
import { measureScores } from './catalogue.ts'

/** One model's rows, and the slices to measure it on: plain values, so that another thread can do it. */
export interface SliceJob {
  ordered: OrderedScores
  /** As in `ScoreTally`. */
  logLosses: Float64Array
  /** Per row, 1 for the positive class, else 0. */
  classes: Uint8Array
  /** Per row, how many rows it stands for; null: itself. */
  counts: Float64Array | null
  /** Columns of codes per row. */
  columns: Uint32Array[]
  /** Which of the columns each slice is of, and how many values they have. */
  slices: { columns: number[]; sizes: number[] }[]
  settings: Settings
}

/** By slice and code, the metrics of the scores. It may be given the job's order of the rows for good. */
export type SliceMeasurer = (job: SliceJob) => Promise<Map<string, Measure>[][]>

/** The metrics of the scores on slices that counts by score and class say all about. */
export function measureSlices({
  ordered,
  logLosses,
  classes,
  counts,
  columns,
  slices,
  settings,
}: SliceJob): Map<string, Measure>[][] {
  const rows = orderedRows(ordered, logLosses, classes, counts, columns)
  return slices.map((slice) => {
    const codes = joinedCodes(
      slice.columns.map((column) => rows.codes[column]),
      slice.sizes,
    )
    const partCount = slice.sizes.reduce((product, size) => product * size, 1)
    return sliceTallies(rows, partCells(codes, rows.classes, partCount)).map((tally) => measureScores(tally, settings))
  })
}

import type { SplitRows } from '../dataset/dataset.ts'
import type { Sampling } from '../dataset/sampling.ts'
import type { SliceColumn } from '../dataset/slices.ts'
import type { Difference } from './difference.ts'
import { isDefined, type Measure } from './measure.ts'
import {
  nestedDifference,
  nestedShareDifference,
  wholeEstimate,
  type RowsEstimate,
  type WholeEstimate,
} from './nested.ts'
import { rowsByCode } from './measured.ts'

/** What the candidate on a slice is compared with: production on the same rows, or the candidate itself on all rows of the split. */
export type Against = 'production' | 'all_rows'

/** A metric of the candidate on a slice, and how far it is from what it is compared with. */
export interface SliceComparison {
  /** null where it is not defined. */
  value: number | null
  other: number | null
  difference: Difference
}

/** Called between one piece of work and the next, so that other work comes in between; throws to stop. */
export type Pause = () => Promise<void>

/** A comparison from two measures and their difference; an undefined measure has no value. */
export function sliceComparison(
  value: Measure | undefined,
  other: Measure | undefined,
  difference: Difference,
): SliceComparison {
  return { value: valueOf(value), other: valueOf(other), difference }
}

function valueOf(measure: Measure | undefined): number | null {
  return measure !== undefined && isDefined(measure) ? measure.value : null
}

/**
 * Compares a metric on every slice that has rows with that on all rows, slices in the order in which they are measured.
 * @param estimate of the rows with these numbers, ascending, none of weight 0
 */
export async function compareWithAll(
  { slices, sampling }: Pick<SplitRows, 'slices' | 'sampling'>,
  estimate: (rows: Uint32Array) => RowsEstimate,
  confidence: number,
  pause: Pause,
): Promise<SliceComparison[]> {
  const all = weighing(
    Uint32Array.from({ length: sampling.rowCount }, (_, row) => row),
    sampling,
  )
  const whole = estimate(all)
  const estimateOnAll =
    isDefined(whole) && whole.influence !== null
      ? wholeEstimate(whole, spread(whole.influence, all, sampling.rowCount), sampling)
      : null
  const comparisons: SliceComparison[] = []
  for (const slice of slices) {
    for (const rows of sliceRowNumbers(slice)) {
      const weighed = weighing(rows, sampling)
      const part: RowsEstimate = weighed.length === 0 ? { undefinedBecause: 'no rows' } : estimate(weighed)
      comparisons.push(sliceComparison(part, whole, differenceFrom(whole, estimateOnAll, weighed, part, confidence)))
      await pause()
    }
  }
  return comparisons
}

function differenceFrom(
  whole: RowsEstimate,
  prepared: WholeEstimate | null,
  rows: Uint32Array,
  part: RowsEstimate,
  confidence: number,
): Difference {
  if (!isDefined(part)) return part
  if (!isDefined(whole)) return whole
  if (whole.count !== undefined && part.count !== undefined)
    return nestedShareDifference(part.count, whole.count, confidence)
  return prepared === null
    ? { difference: part.value - whole.value, interval: null, p: null, test: null }
    : nestedDifference(prepared, rows, part, confidence)
}

/** The rows of each value that has some, by their numbers. */
function sliceRowNumbers({ codes, values }: SliceColumn): Uint32Array[] {
  const { rows, starts } = rowsByCode(codes(), values.length)
  return values.map((_, code) => rows.subarray(starts[code], starts[code + 1])).filter(({ length }) => length > 0)
}

/** Those of a weight above 0: the others stand for no row. */
function weighing(rows: Uint32Array, { weights }: Sampling): Uint32Array {
  return weights === null ? rows : rows.filter((row) => weights.values[row] > 0)
}

function spread(influence: Float64Array, rows: Uint32Array, rowCount: number): Float64Array {
  if (rows.length === rowCount) return influence
  const spreadOut = new Float64Array(rowCount)
  rows.forEach((row, i) => {
    spreadOut[row] = influence[i]
  })
  return spreadOut
}

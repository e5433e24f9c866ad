import { square } from '../arithmetic.ts'
import type { Confusion } from '../binary/confusion.ts'
import { cellCounts, type CellWeights, type CountFunction, dot } from '../definitions/confusion-counts.ts'
import type { Ends, Interval } from '../measure.ts'
import { cellNames } from './weighted-counts.ts'

/** Fewer rows than this in a cell are few. */
const fewestInCell = 10
/** A caution that makes neither side longer by more than a twentieth says nothing. */
const leastStretch = 1.05

/** The shares that make the four counts, none of which tells anything of another: of positives, of those called so, and of negatives called so. */
const shares: readonly { numerator: CellWeights; denominator: CellWeights }[] = [
  { numerator: [1, 0, 1, 0], denominator: [1, 1, 1, 1] },
  { numerator: [1, 0, 0, 0], denominator: [1, 0, 1, 0] },
  { numerator: [0, 1, 0, 0], denominator: [0, 1, 0, 1] },
]

/**
 * An interval by the delta method with a caution where few rows decide: fewer than 10 of a cell that the metric is made of, such as
 * positives missed by an accurate model, of which the variance at the counts seen says too little. The cautious ends are its own, or,
 * farther out, MOVER's from the intervals of prevalence, recall and false positive rate, each moved alone (Newcombe,
 * Confidence Intervals for Proportions, 2012, 7.4: propagating imprecision).
 * @param intervalOf a share of the counts
 */
export function withFewCellsCaution(
  value: number,
  interval: Interval | null,
  counted: CountFunction,
  counts: Confusion,
  intervalOf: (numerator: CellWeights, denominator: CellWeights) => Ends,
  [lowest, highest]: readonly [number, number],
): Interval | null {
  if (interval === null) return null
  const cells = cellCounts(counts)
  const rows = counts.spread?.rows ?? cells
  // Where all cells have rows: precision depends on the true positives too where there is no false one.
  const slopes = counted.gradient(confusionOf(cells.map((count) => count + 1)))
  const few = [0, 1, 2, 3].filter((cell) => slopes[cell] !== 0 && rows[cell] < fewestInCell)
  if (few.length === 0) return interval
  const moved = movedEnds(value, counted, cells, intervalOf)
  const low = Math.max(lowest, Math.min(interval.low, moved.low))
  const high = Math.min(highest, Math.max(interval.high, moved.high))
  const isLonger =
    value - low > leastStretch * (value - interval.low) || high - value > leastStretch * (interval.high - value)
  if (!isLonger) return interval
  const fewest = few.reduce((least, cell) => (rows[cell] < rows[least] ? cell : least))
  const count = rows[fewest] === 0 ? 'no row is' : rows[fewest] === 1 ? 'one row is' : `${rows[fewest]} rows are`
  const reason = `the interval may be too short: ${count} among the ${cellNames[fewest]}, fewer than ${fewestInCell}`
  return { ...interval, caution: { reason, low, high } }
}

function movedEnds(
  value: number,
  counted: CountFunction,
  cells: CellWeights,
  intervalOf: (numerator: CellWeights, denominator: CellWeights) => Ends,
): Ends {
  const total = cells.reduce((sum, count) => sum + count, 0)
  const own = shares.map(({ numerator, denominator }) => {
    const size = dot(denominator, cells)
    // A class without rows: nothing is known of how often it is called positive.
    return size === 0
      ? { value: 0, low: 0, high: 1 }
      : { value: dot(numerator, cells) / size, ...intervalOf(numerator, denominator) }
  })
  const valueAt = ([prevalence, recall, falsePositiveRate]: number[]) => {
    const [positives, negatives] = [total * prevalence, total * (1 - prevalence)]
    return counted.value(
      confusionOf([
        positives * recall,
        negatives * falsePositiveRate,
        positives * (1 - recall),
        negatives * (1 - falsePositiveRate),
      ]),
    )
  }
  let [below, above] = [0, 0]
  own.forEach(({ low, high }, moved) => {
    const values = [low, high]
      .map((end) => valueAt(own.map((share, i) => (i === moved ? end : share.value))))
      .filter((each) => typeof each === 'number')
    below += square(value - Math.min(value, ...values))
    above += square(Math.max(value, ...values) - value)
  })
  return { low: value - Math.sqrt(below), high: value + Math.sqrt(above) }
}

function confusionOf([truePositives, falsePositives, falseNegatives, trueNegatives]: readonly number[]): Confusion {
  return { truePositives, falsePositives, falseNegatives, trueNegatives, spread: null }
}

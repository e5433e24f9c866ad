import { square } from '../arithmetic.ts'
import type { Confusion } from '../binary/confusion.ts'
import { cellCounts, type CountFunction } from '../definitions/confusion-counts.ts'
import type { Ends, Interval } from '../measure.ts'
import { normalValue } from './distributions.ts'

/**
 * The gamma interval of the expected value of a weighted sum of Poisson counts (Fay & Feuer, Statistics in Medicine 1997): it
 * knows that another row, of as great a weight as any, might have been drawn. Of no rows it reaches from 0 to −ln(α/2) of the
 * heaviest.
 * @param sum of the weights of the rows counted, and @param squares of their squares
 * @param heaviest weight that a row may have
 */
export function weightedCountInterval(sum: number, squares: number, heaviest: number, confidence: number): Ends {
  const z = normalValue(0.5 + confidence / 2)
  const [more, moreSquares] = [sum + heaviest, squares + heaviest * heaviest]
  return {
    low: sum === 0 ? 0 : scaledGamma(sum, squares, -z),
    high: more === 0 ? 0 : scaledGamma(more, moreSquares, z),
  }
}

/** The quantile at z of the gamma distribution of this mean and variance, by Wilson and Hilferty's cube root (PNAS 1931). */
function scaledGamma(mean: number, variance: number, z: number): number {
  const degrees = (2 * mean * mean) / variance
  const root = Math.max(0, 1 - 2 / (9 * degrees) + z * Math.sqrt(2 / (9 * degrees)))
  return mean * root * root * root
}

/** Fewer rows in a cell are few. */
const fewRows = 5
/** Rows that are so much heavier than others are heavy. */
const heavyTimes = 2
/** A caution that makes the interval hardly longer says nothing. */
const leastStretch = 1.1

/** What the rows of the four cells are called. */
export const cellNames = ['true positives', 'false positives', 'false negatives', 'true negatives']

/**
 * An interval with a caution where few rows of great weight decide: fewer than 5 of a cell whose class has rows more than
 * twice as heavy as the other class's are on average, among those that the metric is made of, such as false positives of a
 * case–control study. One more of them would make another value of it, and none of them shows no variance. The cautious ends are its own or, farther
 * out, those of the counts' gamma intervals, put together as MOVER does.
 */
export function withCountCaution(
  value: number,
  interval: Interval | null,
  counted: CountFunction,
  counts: Confusion,
  confidence: number,
  [lowest, highest]: readonly [number, number],
): Interval | null {
  if (interval === null || counts.spread === null || counts.spread.heaviest === null) return interval
  const { rows, moments, heaviest } = counts.spread
  const cells = cellCounts(counts)
  const reaches = cells.map((sum, cell) => {
    const { low, high } = weightedCountInterval(sum, moments[5 * cell], heaviest[classOf(cell)], confidence)
    const values = [low, high].flatMap((end) =>
      counted.value(countsOf(cells.map((own, i) => (i === cell ? end : own)))),
    )
    const known = [value, ...values.filter((each) => typeof each === 'number')]
    return { below: value - Math.min(...known), above: Math.max(...known) - value }
  })
  // Where all cells have rows: precision depends on the true positives too where there is no false one.
  const slopes = counted.gradient(countsOf(cells.map((sum) => sum + 1)))
  const few = cells.findIndex((_, cell) => {
    if (slopes[cell] === 0 || rows[cell] >= fewRows) return false
    const others = [0, 1, 2, 3].filter((other) => slopes[other] !== 0 && classOf(other) !== classOf(cell))
    const [weight, count] = [cells, rows].map((of) => others.reduce((sum, other) => sum + of[other], 0))
    return heaviest[classOf(cell)] * count > heavyTimes * weight
  })
  if (few < 0) return interval
  const below = Math.sqrt(reaches.reduce((sum, reach) => sum + square(reach.below), 0))
  const above = Math.sqrt(reaches.reduce((sum, reach) => sum + square(reach.above), 0))
  const own = interval.caution ?? interval
  const low = Math.max(lowest, Math.min(own.low, value - below))
  const high = Math.min(highest, Math.max(own.high, value + above))
  if (high - low <= leastStretch * (own.high - own.low)) return interval
  const count = rows[few] === 0 ? 'no row is' : rows[few] === 1 ? 'one row is' : `${rows[few]} rows are`
  return {
    ...interval,
    caution: {
      reason: `the interval may be too short: ${count} among the ${cellNames[few]}, of whose class each weighs much more than others`,
      low,
      high,
    },
  }
}

/** 1 of true positives and false negatives, else 0. */
function classOf(cell: number): 0 | 1 {
  return cell === 0 || cell === 2 ? 1 : 0
}

function countsOf([truePositives, falsePositives, falseNegatives, trueNegatives]: readonly number[]): Confusion {
  return { truePositives, falsePositives, falseNegatives, trueNegatives, spread: null }
}

import { hypotenuse } from '../arithmetic.ts'
import { isDefined, type Caution, type Interval, type Measure } from '../measure.ts'

/**
 * MOVER, the method of variance estimates recovery: the interval of a·A + b·B for independent estimates from their own
 * intervals (Zou & Donner, Statistics in Medicine 2008; for proportions Newcombe's square-and-add, 1998).
 */
export function moverInterval(
  a: number,
  first: { value: number; low: number; high: number },
  b: number,
  second: { value: number; low: number; high: number },
): Interval {
  const value = a * first.value + b * second.value
  const below = (weight: number, term: typeof first) =>
    weight * (weight > 0 ? term.value - term.low : term.value - term.high)
  const above = (weight: number, term: typeof first) =>
    weight * (weight > 0 ? term.high - term.value : term.low - term.value)
  return {
    low: value - hypotenuse(below(a, first), below(b, second)),
    high: value + hypotenuse(above(a, first), above(b, second)),
    method: 'mover',
  }
}

/**
 * MOVER for the difference of correlated estimates (Zou & Donner 2008), from their own intervals, which know their ends and
 * the rows behind them.
 * @param correlation of the two estimates
 */
export function pairedMoverInterval(
  first: { value: number; low: number; high: number },
  second: { value: number; low: number; high: number },
  correlation: number,
): { low: number; high: number } {
  const length = (a: number, b: number) => Math.sqrt(Math.max(0, a * a - 2 * correlation * a * b + b * b))
  const difference = first.value - second.value
  return {
    low: difference - length(first.value - first.low, second.high - second.value),
    high: difference + length(first.high - first.value, second.value - second.low),
  }
}

/** The correlation of two estimates from their standard errors and their difference's; 0 where one of them does not vary. */
export function correlationOfErrors(first: number, second: number, ofDifference: number): number {
  if (!(first > 0) || !(second > 0)) return 0
  return Math.min(
    1,
    Math.max(-1, (first * first + second * second - ofDifference * ofDifference) / (2 * first * second)),
  )
}

/** An estimate with its interval. */
export interface Estimated {
  value: number
  interval: Pick<Interval, 'low' | 'high' | 'caution'>
}

/** The interval of a difference of estimates of different rows: MOVER's from their own, as cautious as they are. */
export function independentDifference(first: Estimated, second: Estimated): Interval {
  const interval = moverInterval(1, ends(first), -1, ends(second))
  const caution = first.interval.caution ?? second.interval.caution
  if (caution === undefined) return interval
  const { low, high } = moverInterval(1, cautiousEnds(first), -1, cautiousEnds(second))
  return { ...interval, caution: { reason: caution.reason, low, high } }
}

function ends({ value, interval: { low, high } }: Estimated) {
  return { value, low, high }
}

function cautiousEnds({ value, interval }: Estimated) {
  const { low, high }: Pick<Caution, 'low' | 'high'> = interval.caution ?? interval
  return { value, low, high }
}

/**
 * A metric on one split minus the same metric on another, such as train minus test. They are of different rows, so that
 * the estimates are independent and MOVER gives the interval from their own; none where one of them has none.
 * @param name of the first split, for the reason why there is no gap
 */
export function gapBetween(name: string, from: Measure, to: Measure): Measure {
  if (!isDefined(to)) return to
  if (!isDefined(from)) return { undefinedBecause: `${name}: ${from.undefinedBecause}` }
  const value = from.value - to.value
  if (from.interval === null || to.interval === null) return { value, interval: null }
  return {
    value,
    interval: independentDifference({ ...from, interval: from.interval }, { ...to, interval: to.interval }),
  }
}

import { exp, lnFactorial } from '../arithmetic.ts'
import type { Interval } from '../measure.ts'

/**
 * Wilson's score interval for a proportion (Wilson, JASA 1927): the proportions that a two-sided score test does not
 * reject. Holds its level at small counts and at 0 and 1.
 * @param count successes, 0 … total
 * @param total trials, at least 1
 * @param z normal quantile of the level, such as 1.96
 */
export function wilsonInterval(count: number, total: number, z: number): Interval {
  const proportion = count / total
  const zSquared = z * z
  const centre = (proportion + zSquared / (2 * total)) / (1 + zSquared / total)
  const half =
    (z / (1 + zSquared / total)) * Math.sqrt((proportion * (1 - proportion)) / total + zSquared / (4 * total * total))
  return {
    low: count === 0 ? 0 : Math.max(0, centre - half),
    high: count === total ? 1 : Math.min(1, centre + half),
    method: 'wilson',
  }
}

/**
 * The difference of two proportions of the same rows: Newcombe's hybrid score interval for paired data (Statistics in
 * Medicine 1998, method 10), from the two Wilson intervals and the correlation φ with his continuity correction.
 * @param both rows where both are successes
 * @param firstOnly successes of the first alone
 * @param secondOnly successes of the second alone
 * @param neither the rest
 */
export function pairedProportionInterval(
  both: number,
  firstOnly: number,
  secondOnly: number,
  neither: number,
  z: number,
): Interval {
  const total = both + firstOnly + secondOnly + neither
  const first = wilsonInterval(both + firstOnly, total, z)
  const second = wilsonInterval(both + secondOnly, total, z)
  const firstValue = (both + firstOnly) / total
  const secondValue = (both + secondOnly) / total
  const difference = (firstOnly - secondOnly) / total
  const phi = correlation(both, firstOnly, secondOnly, neither)
  const combined = (a: number, b: number) => Math.sqrt(Math.max(0, a * a - 2 * phi * a * b + b * b))
  return {
    low: Math.max(-1, difference - combined(firstValue - first.low, second.high - secondValue)),
    high: Math.min(1, difference + combined(first.high - firstValue, secondValue - second.low)),
    method: 'newcombe',
  }
}

function correlation(both: number, firstOnly: number, secondOnly: number, neither: number): number {
  const margins = (both + firstOnly) * (secondOnly + neither) * (both + secondOnly) * (firstOnly + neither)
  if (margins === 0) return 0
  const total = both + firstOnly + secondOnly + neither
  const determinant = both * neither - firstOnly * secondOnly
  const corrected = determinant > 0 ? Math.max(determinant - total / 2, 0) : determinant
  return corrected / Math.sqrt(margins)
}

/**
 * McNemar's exact test: the two-sided binomial probability, at one half, of a split of the discordant pairs at least as
 * uneven as the one seen (McNemar 1947). 1 where there are none.
 */
export function mcnemarExact(firstOnly: number, secondOnly: number): number {
  const pairs = firstOnly + secondOnly
  const fewer = Math.min(firstOnly, secondOnly)
  // Terms relative to the largest in the tail, from there downwards, so that nothing underflows early.
  let term = 1
  let tail = 1
  for (let k = fewer; k > 0 && term > 1e-18 * tail; k--) {
    term *= k / (pairs - k + 1)
    tail += term
  }
  return Math.min(
    1,
    2 * tail * exp(lnFactorial(pairs) - lnFactorial(fewer) - lnFactorial(pairs - fewer) - pairs * Math.LN2),
  )
}

/**
 * Fisher's exact test of two independent proportions: twice the smaller tail of the hypergeometric distribution of the
 * first's successes, all margins given (Fisher 1935; doubled as McNemar's here).
 */
export function fisherExact(first: { count: number; total: number }, second: { count: number; total: number }): number {
  const counts = first.count + second.count
  const below = hypergeometricTail(first.count, first.total, second.total, counts)
  const above = hypergeometricTail(
    first.total - first.count,
    first.total,
    second.total,
    first.total + second.total - counts,
  )
  return Math.min(1, 2 * Math.min(below, above))
}

/** Probability of at most `count` successes among `first` draws, where `first` and `second` draws have `successes` together. */
function hypergeometricTail(count: number, first: number, second: number, successes: number): number {
  const least = Math.max(0, successes - second)
  // Terms relative to that of `count`, from there downwards, as far as they add anything.
  let term = 1
  let tail = 1
  for (let k = count; k > least && term > 1e-18 * tail; k--) {
    term *= (k * (second - successes + k)) / ((first - k + 1) * (successes - k + 1))
    tail += term
  }
  const choose = (n: number, k: number) => lnFactorial(n) - lnFactorial(k) - lnFactorial(n - k)
  return Math.min(
    1,
    tail * exp(choose(first, count) + choose(second, successes - count) - choose(first + second, successes)),
  )
}

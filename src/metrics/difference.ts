import type { Measure } from './measure.ts'
import { isDefined } from './measure.ts'
import { twoSidedP } from './quantile.ts'

/** Candidate minus production on the same rows, or the reason why there is no difference to speak of. */
export type Difference = DefinedDifference | { undefined: string }

export interface DefinedDifference {
  difference: number
  interval: { low: number; high: number } | null
  /** Two-sided p-value of "no difference"; null where no test here gives one. */
  p: number | null
  test: DifferenceTest | null
}

export type DifferenceTest = 'mcnemar' | 'delong' | 'delta' | 't' | 'bootstrap'

export function isDefinedDifference(difference: Difference): difference is DefinedDifference {
  return !('undefined' in difference)
}

/** The difference of two measures, undefined where either is. */
export function definedPair(candidate: Measure, production: Measure): { difference: number } | { undefined: string } {
  if (!isDefined(candidate)) return { undefined: `candidate: ${candidate.undefined}` }
  if (!isDefined(production)) return { undefined: `production: ${production.undefined}` }
  return { difference: candidate.value - production.value }
}

/**
 * A difference with its interval, difference ± quantile·standardError, and the p-value of the normal test; without
 * both where the standard error is not known (NaN).
 */
export function testedDifference(
  difference: number, standardError: number, quantile: number, test: DifferenceTest,
): Difference {
  if (Number.isNaN(standardError)) return { difference, interval: null, p: null, test: null }
  const interval = { low: difference - quantile * standardError, high: difference + quantile * standardError }
  const p = standardError > 0 ? twoSidedP(difference / standardError) : difference === 0 ? 1 : null
  return { difference, interval, p, test }
}

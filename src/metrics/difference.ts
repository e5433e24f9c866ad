import { independentDifference, correlationOfErrors, pairedMoverInterval } from './intervals/mover.ts'
import { studentT, type Precision } from './intervals/delta.ts'
import { isDefined, type Caution, type DefinedMeasure, type Interval, type Measure } from './measure.ts'
import { twoSidedP, twoSidedTP, twoSidedZ } from './intervals/distributions.ts'

/** Candidate minus production on the same rows, or the reason why there is no difference to speak of. */
export type Difference = DefinedDifference | { undefinedBecause: string }

/** A difference with its interval (null where no method here gives one) and its test. */
export interface DefinedDifference {
  difference: number
  interval: { low: number; high: number; caution?: Caution; withChoice?: Interval['withChoice'] } | null
  /** Two-sided p-value of "no difference"; null where no test here gives one. */
  p: number | null
  test: DifferenceTest | null
}

/**
 * `unpaired`: of two models on different rows, by MOVER from their own intervals. `fisher`: of a share on some rows and on
 * all, by those inside and those outside.
 */
export type DifferenceTest = 'mcnemar' | 'delong' | 'delta' | 't' | 'bootstrap' | 'unpaired' | 'fisher'

/** Whether a difference has a value. */
export function isDefinedDifference(difference: Difference): difference is DefinedDifference {
  return !('undefinedBecause' in difference)
}

/** Two defined measures and their difference; undefined where either is. */
export function definedPair(
  candidate: Measure,
  production: Measure,
): { candidate: DefinedMeasure; production: DefinedMeasure; difference: number } | { undefinedBecause: string } {
  if (!isDefined(candidate)) return { undefinedBecause: `candidate: ${candidate.undefinedBecause}` }
  if (!isDefined(production)) return { undefinedBecause: `production: ${production.undefinedBecause}` }
  return { candidate, production, difference: candidate.value - production.value }
}

/**
 * A difference with its interval, difference ± t·standardError, and the p-value of the normal test, the standard error
 * stretched by t/z: at this confidence p and interval agree. Of groups, of which a handful may carry the difference, p is
 * that of Student's t, whose tails are much heavier. Without both where the standard error is not known, or has less than one
 * degree of freedom.
 */
export function testedDifference(
  difference: number,
  precision: Precision,
  confidence: number,
  test: DifferenceTest,
): Difference {
  const quantile = studentT(confidence, precision)
  if (!Number.isFinite(quantile * precision.standardError)) return { difference, interval: null, p: null, test: null }
  const half = quantile * precision.standardError
  const interval = { low: difference - half, high: difference + half }
  const { standardError, ofTest } = precision
  const pOf = () =>
    ofTest === undefined
      ? twoSidedP((difference / half) * twoSidedZ(confidence))
      : twoSidedTP(difference / standardError, ofTest)
  const p = half > 0 ? pOf() : difference === 0 ? 1 : null
  return { difference, interval, p, test }
}

/** Standard errors of two values, and how sure their difference is. */
export interface PairedErrors {
  first: number
  second: number
  difference: Precision
}

/** The first minus the second, tested as in `testedDifference`, with MOVER's interval from their own where both have one and the difference varies. */
export function moverDifference(
  first: DefinedMeasure,
  second: DefinedMeasure,
  errors: PairedErrors,
  confidence: number,
  test: DifferenceTest,
): Difference {
  const tested = testedDifference(first.value - second.value, errors.difference, confidence, test)
  if ('undefinedBecause' in tested || tested.interval === null || !(errors.difference.standardError > 0)) return tested
  if (first.interval === null || second.interval === null) return tested
  const interval = pairedMover(
    { value: first.value, ...first.interval },
    { value: second.value, ...second.interval },
    errors,
  )
  // Ends beyond 10^154 have no squares.
  return Number.isFinite(interval.low) && Number.isFinite(interval.high) ? { ...tested, interval } : tested
}

/**
 * A difference with a caution where the interval of either model has one: the ends are the outermost of its own and of
 * MOVER's from the models' cautious ones. (Of ROC AUC, in simulations, a bound that is not met passes by DeLong's difference in
 * up to 20 % of the cases there, by these in at most 5 %; with fewer than 5 rows of a class in up to 15 %.)
 */
export function withPairedCaution(
  difference: Difference,
  { candidate, production }: { candidate: DefinedMeasure; production: DefinedMeasure },
  errorsOf: () => PairedErrors,
): Difference {
  if (candidate.interval === null || production.interval === null) return difference
  const caution = candidate.interval.caution ?? production.interval.caution
  if (caution === undefined || !isDefinedDifference(difference) || difference.interval === null) return difference
  const { low, high } = difference.interval
  // Models that rank alike differ by nothing.
  if (low === 0 && high === 0) return difference
  const cautious = ({ value, interval }: DefinedMeasure) => ({ value, ...interval!, ...interval!.caution })
  const ends = pairedMover(cautious(candidate), cautious(production), errorsOf())
  return {
    ...difference,
    interval: {
      low,
      high,
      caution: { reason: caution.reason, low: Math.min(low, ends.low), high: Math.max(high, ends.high) },
    },
  }
}

type Ends = Pick<Interval, 'low' | 'high'> & { value: number }

function pairedMover(first: Ends, second: Ends, errors: PairedErrors): { low: number; high: number } {
  return pairedMoverInterval(
    first,
    second,
    correlationOfErrors(errors.first, errors.second, errors.difference.standardError),
  )
}

/**
 * The candidate's value minus one that was measured on other rows: the two are independent, so that MOVER gives the interval
 * from their own, at one level; none where one of them has none. No test here gives a p-value.
 */
export function unpairedDifference(candidate: Measure, other: Measure): Difference {
  if (!isDefined(candidate)) return { undefinedBecause: `candidate: ${candidate.undefinedBecause}` }
  if (!isDefined(other)) return { undefinedBecause: `baseline: ${other.undefinedBecause}` }
  const difference = candidate.value - other.value
  if (candidate.interval === null || other.interval === null) return { difference, interval: null, p: null, test: null }
  const { low, high, caution } = independentDifference(
    { ...candidate, interval: candidate.interval },
    { ...other, interval: other.interval },
  )
  return { difference, interval: { low, high, ...(caution && { caution }) }, p: null, test: 'unpaired' }
}

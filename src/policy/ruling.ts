import { betterDirection } from '../metrics/definitions/catalogue.ts'
import { believableBound } from './assurance.ts'
import { settled, unmeasured, type Outcome, type Ruling } from './judgement.ts'
import type { DefinedEstimate, Estimate } from './estimate.ts'
import type { Bound, Policy, Requirement } from './policy.ts'
import { neededText, rowsNeeded, type Size } from './rows-needed.ts'
import { boundText, intervalText, shortNumber } from './words.ts'

type Rules = Pick<Policy, 'onUndefined' | 'onShortInterval'>

/**
 * Pass where all of the interval meets the bound, fail where none of it does, else undecided. Where the interval is known
 * to be too short it is said, and by the policy's choice a pass takes that all of the cautious one meets the bound too.
 */
export function ruleOn(
  requirement: Requirement,
  estimate: Estimate,
  size: Size,
  { onUndefined, onShortInterval }: Rules,
): Ruling {
  if ('undefinedBecause' in estimate) {
    const reason = `${requirement.metric} is not defined: ${estimate.undefinedBecause}${onUndefined === 'fail' ? ', which the policy takes for a fail' : ''}`
    return { ...unmeasured, outcome: onUndefined, reason }
  }
  const { value, low, high } = estimate
  if (low === null || high === null) {
    const reason = `${shortNumber(value)} has no interval here, so that it cannot be held against ${boundText(requirement.bound)}`
    return { ...settled, value, low, high, outcome: 'undecided', reason }
  }
  return {
    ...ruleOnInterval(requirement, { ...estimate, low, high }, size, onShortInterval),
    caution: estimate.caution ?? null,
  }
}

interface Shown {
  value: number
  low: number
  high: number
  caution?: DefinedEstimate['caution']
  fixed?: DefinedEstimate['fixed']
}

function ruleOnInterval(
  requirement: Requirement,
  interval: Shown,
  size: Size,
  onShort: Policy['onShortInterval'],
): Ruling {
  const { value, low, high, caution, fixed } = interval
  const { bound } = requirement
  const outcome = outcomeOf(low, high, bound)
  const suspicion = outcome === 'fail' ? null : suspicionOf(requirement, interval, size)
  if (suspicion !== null) return suspicion
  if (outcome === 'pass' && caution !== undefined)
    return ruleOnCaution(requirement, { ...interval, caution }, size, onShort)
  if (outcome !== 'undecided') {
    return {
      ...settled,
      value,
      low,
      high,
      outcome,
      reason: `${intervalText(interval)} is ${outcome === 'pass' ? '' : 'not '}${boundText(bound)}`,
    }
  }
  const ends =
    caution !== undefined && onShort === 'undecided' && outcomeOf(value, value, bound) === 'pass' ? caution : interval
  return undecided(
    interval,
    `may or may not be ${boundText(bound)}`,
    rowsNeeded(value, ends.low, ends.high, bound, size, fixed),
  )
}

/** Of an interval that meets the bound and is known to be too short. */
function ruleOnCaution(
  requirement: Requirement,
  interval: Required<Pick<Shown, 'caution'>> & Shown,
  size: Size,
  onShort: Policy['onShortInterval'],
): Ruling {
  const { value, low, high, caution, fixed } = interval
  const bound = believableBound(requirement)
  const ends = `${shortNumber(caution.low)} to ${shortNumber(caution.high)}`
  if (outcomeOf(caution.low, caution.high, bound) === 'pass') {
    const reason = `${intervalText(interval)} is ${boundText(requirement.bound)}, and so is ${ends}: ${caution.reason}`
    return { ...settled, value, low, high, outcome: 'pass', reason }
  }
  const words = `is ${boundText(requirement.bound)}, but ${caution.reason}, and ${ends} may or may not be ${boundText(bound)}`
  if (onShort === 'pass') {
    return {
      ...settled,
      value,
      low,
      high,
      outcome: 'pass',
      reason: `${intervalText(interval)} ${words} (no pass with on_short_interval: undecided)`,
    }
  }
  return {
    ...undecided(interval, words, rowsNeeded(value, caution.low, caution.high, bound, size, fixed)),
    doubt: 'short_interval',
  }
}

/**
 * Of a count of rows. Too few of them show nothing, so that it is never a fail; what is needed is known exactly, of
 * positives at the prevalence seen.
 */
export function ruleOnCount({ metric, bound }: Requirement, { rows, positives }: Size): Ruling {
  const count = metric === 'rows' ? rows : positives!
  const wanted = bound.atLeast!
  const found = { value: count, low: null, high: null }
  const noun = metric === 'rows' ? 'rows' : 'positives'
  if (count >= wanted)
    return { ...settled, ...found, outcome: 'pass', reason: `${count} ${noun} are at least ${wanted}` }
  const rowsForThem = metric === 'rows' ? wanted : count === 0 ? null : Math.ceil((rows / count) * wanted * (1 - 1e-12))
  const more =
    metric === 'positives' && rowsForThem !== null ? `; about ${rowsForThem} rows in all would have them` : ''
  return {
    ...settled,
    ...found,
    outcome: 'undecided',
    reason: `${count} ${noun} are fewer than ${wanted}: too few to show anything${more}`,
    rowsNeeded: rowsForThem,
    positivesNeeded: metric === 'positives' ? wanted : null,
  }
}

/** Of a slice without rows. */
export function ruleOnMissing(
  { metric }: Requirement,
  split: string,
  { onMissingSlice }: Pick<Policy, 'onMissingSlice'>,
): Ruling {
  const missing = `${metric} is not defined: no such rows in ${split}`
  switch (onMissingSlice) {
    case 'undecided':
      return { ...unmeasured, outcome: 'undecided', reason: missing }
    case 'fail':
      return { ...unmeasured, outcome: 'fail', reason: `${missing}, which the policy takes for a fail` }
    case 'ignore':
      return {
        ...unmeasured,
        outcome: 'undecided',
        reason: `${missing}, which the policy ignores`,
        skipped: 'missing_slice',
      }
  }
}

/** Of a comparison without a production model, where the policy lives with that. */
export const withoutProduction: Ruling = {
  ...unmeasured,
  outcome: 'undecided',
  reason: 'not judged: there is no production model to compare with, and the policy skips it',
  skipped: 'no_production',
}

/** Bounds are inclusive. */
function outcomeOf(low: number, high: number, { atLeast = -Infinity, atMost = Infinity }: Bound): Outcome {
  if (low >= atLeast && high <= atMost) return 'pass'
  if (high < atLeast || low > atMost) return 'fail'
  return 'undecided'
}

/**
 * Too good to be believed unseen: an improvement that may be larger than `suspiciousAbove`, as far as its interval goes.
 * The improvement is candidate minus production where higher is better, production minus candidate where lower is.
 */
function suspicionOf({ metric, suspiciousAbove }: Requirement, interval: Shown, size: Size): Ruling | null {
  if (suspiciousAbove === null) return null
  const { value, low, high, fixed } = interval
  const isLower = betterDirection(metric) === 'lower'
  const [least, most] = isLower ? [-high, -low] : [low, high]
  if (most <= suspiciousAbove) return null
  const words = `an improvement of more than ${suspiciousAbove}, which is suspicious: look for a leak`
  const doubt = 'suspicious_improvement' as const
  if (least > suspiciousAbove) return { ...undecided(interval, `is ${words}`, null), doubt }
  const cap = isLower ? { atLeast: -suspiciousAbove } : { atMost: suspiciousAbove }
  return { ...undecided(interval, `may be ${words}`, rowsNeeded(value, low, high, cap, size, fixed)), doubt }
}

function undecided({ value, low, high }: Shown, words: string, needed: Size | null): Ruling {
  return {
    ...settled,
    value,
    low,
    high,
    outcome: 'undecided',
    reason: `${intervalText({ value, low, high })} ${words}${neededText(needed)}`,
    rowsNeeded: needed?.rows ?? null,
    positivesNeeded: needed?.positives ?? null,
  }
}

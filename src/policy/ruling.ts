import { betterDirection } from '../metrics/definitions/catalogue.ts'
import { believableBound } from './assurance.ts'
import { settled, unmeasured, type Grounds, type Outcome, type Ruling } from './judgement.ts'
import type { DefinedEstimate, Estimate } from './estimate.ts'
import type { Bound, Policy, Requirement } from './policy.ts'
import { type NeededRows, rowsNeeded, type Size } from './rows-needed.ts'

type IntervalRules = Pick<Policy, 'onShortInterval' | 'confidence'>
type Rules = Pick<Policy, 'onUndefined' | 'onShortInterval' | 'confidence'>

/**
 * Pass where all of the interval meets the bound, fail where none of it does, else undecided. Where the interval is known
 * to be too short it is said, and by the policy's choice a pass takes that all of the cautious one meets the bound too.
 */
export function ruleOn(
  requirement: Requirement,
  estimate: Estimate,
  size: Size,
  { onUndefined, ...rules }: Rules,
): Ruling {
  if ('undefinedBecause' in estimate) {
    return { ...unmeasured, outcome: onUndefined, grounds: { kind: 'not_defined', why: estimate.undefinedBecause } }
  }
  const { value, low, high } = estimate
  if (low === null || high === null) {
    return { ...settled, value, low, high, outcome: 'undecided', grounds: { kind: 'no_interval' } }
  }
  return {
    ...ruleOnInterval(requirement, { ...estimate, low, high }, size, rules),
    caution: estimate.caution ?? null,
    optimism: estimate.optimism ?? null,
  }
}

interface Shown {
  value: number
  low: number
  high: number
  caution?: DefinedEstimate['caution']
  fixed?: DefinedEstimate['fixed']
}

function ruleOnInterval(requirement: Requirement, interval: Shown, size: Size, rules: IntervalRules): Ruling {
  const { value, low, high, caution, fixed } = interval
  const { bound } = requirement
  const { onShortInterval: onShort, confidence } = rules
  const outcome = outcomeOf(low, high, bound)
  const suspicion = outcome === 'fail' ? null : suspicionOf(requirement, interval, size, confidence)
  if (suspicion !== null) return suspicion
  if (outcome === 'pass' && caution !== undefined)
    return ruleOnCaution(requirement, { ...interval, caution }, size, rules)
  if (outcome !== 'undecided') return { ...settled, value, low, high, outcome, grounds: { kind: 'interval' } }
  const ends =
    caution !== undefined && onShort === 'undecided' && outcomeOf(value, value, bound) === 'pass' ? caution : interval
  return undecided(
    interval,
    { kind: 'interval' },
    rowsNeeded(value, ends.low, ends.high, bound, size, confidence, fixed),
  )
}

/** The ruling on an interval that meets the bound and is known to be too short. */
function ruleOnCaution(
  requirement: Requirement,
  interval: Required<Pick<Shown, 'caution'>> & Shown,
  size: Size,
  { onShortInterval: onShort, confidence }: IntervalRules,
): Ruling {
  const { value, low, high, caution, fixed } = interval
  const bound = believableBound(requirement)
  if (outcomeOf(caution.low, caution.high, bound) === 'pass')
    return { ...settled, value, low, high, outcome: 'pass', grounds: { kind: 'cautious_interval' } }
  const grounds: Grounds = { kind: 'short_interval', believable: bound }
  if (onShort === 'pass') return { ...settled, value, low, high, outcome: 'pass', grounds }
  return {
    ...undecided(interval, grounds, rowsNeeded(value, caution.low, caution.high, bound, size, confidence, fixed)),
    doubt: 'short_interval',
  }
}

/**
 * The ruling on a count of rows. Too few of them show nothing, so that it is never a fail; what is needed is known exactly, of
 * positives at the prevalence seen.
 */
export function ruleOnCount({ metric, bound }: Requirement, { rows, positives }: Size): Ruling {
  const count = metric === 'rows' ? rows : positives!
  const wanted = bound.atLeast!
  const found = { value: count, low: null, high: null, grounds: { kind: 'count' } as const }
  if (count >= wanted) return { ...settled, ...found, outcome: 'pass' }
  const rowsForThem = metric === 'rows' ? wanted : count === 0 ? null : Math.ceil((rows / count) * wanted * (1 - 1e-12))
  return {
    ...settled,
    ...found,
    outcome: 'undecided',
    rowsNeeded: rowsForThem,
    positivesNeeded: metric === 'positives' ? wanted : null,
  }
}

/** The ruling on a slice without rows. */
export function ruleOnMissing(split: string, { onMissingSlice }: Pick<Policy, 'onMissingSlice'>): Ruling {
  const missing = { ...unmeasured, grounds: { kind: 'no_rows', split } as const }
  switch (onMissingSlice) {
    case 'undecided':
      return { ...missing, outcome: 'undecided' }
    case 'fail':
      return { ...missing, outcome: 'fail' }
    case 'ignore':
      return { ...missing, outcome: 'undecided', skipped: 'missing_slice' }
  }
}

/** The ruling on a comparison where there is no production model and the policy skips it. */
export const withoutProduction: Ruling = {
  ...unmeasured,
  outcome: 'undecided',
  grounds: { kind: 'no_production' },
  skipped: 'no_production',
}

/** How an interval lies against a bound, which is inclusive. */
function outcomeOf(low: number, high: number, { atLeast = -Infinity, atMost = Infinity }: Bound): Outcome {
  if (low >= atLeast && high <= atMost) return 'pass'
  if (high < atLeast || low > atMost) return 'fail'
  return 'undecided'
}

/**
 * Too good to be believed unseen: an improvement that may be larger than `suspiciousAbove`, as far as its interval goes.
 * The improvement is candidate minus production where higher is better, production minus candidate where lower is.
 */
function suspicionOf(
  { metric, suspiciousAbove }: Requirement,
  interval: Shown,
  size: Size,
  confidence: number,
): Ruling | null {
  if (suspiciousAbove === null) return null
  const { value, low, high, fixed } = interval
  const isLower = betterDirection(metric) === 'lower'
  const [least, most] = isLower ? [-high, -low] : [low, high]
  if (most <= suspiciousAbove) return null
  const doubt = 'suspicious_improvement' as const
  const grounds = (isSure: boolean): Grounds => ({ kind: 'suspicious_improvement', isSure })
  if (least > suspiciousAbove) return { ...undecided(interval, grounds(true), null), doubt }
  const cap = isLower ? { atLeast: -suspiciousAbove } : { atMost: suspiciousAbove }
  return { ...undecided(interval, grounds(false), rowsNeeded(value, low, high, cap, size, confidence, fixed)), doubt }
}

function undecided({ value, low, high }: Shown, grounds: Grounds, needed: NeededRows | null): Ruling {
  return {
    ...settled,
    value,
    low,
    high,
    outcome: 'undecided',
    grounds,
    rowsNeeded: needed?.rows ?? null,
    positivesNeeded: needed?.positives ?? null,
    rowsRange: needed && [needed.fewest, needed.most],
  }
}

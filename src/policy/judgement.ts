import type { Caution } from '../metrics/measure.ts'
import type { Bound, Requirement } from './policy.ts'
import type { Size } from './rows-needed.ts'
import type { FindingCode, SplitFinding } from '../split/finding.ts'

/** What a requirement, or all of them, come to. */
export type Outcome = 'pass' | 'fail' | 'undecided'

/** What an outcome rests on, with the fields that a sentence about it needs beside those of the ruling. */
export type Grounds =
  /** The metric is not defined on these rows. */
  | { kind: 'not_defined'; why: string }
  /** The slice has no rows in this split. */
  | { kind: 'no_rows'; split: string }
  /** There is nothing to compare with, and the policy says to go on. */
  | { kind: 'no_production' }
  /** The value has no interval to hold against the bound. */
  | { kind: 'no_interval' }
  /** Its interval is a bootstrap’s, and looks have come to a confidence that so many replicates cannot carry. */
  | { kind: 'too_few_replicates'; confidence: number; replicates: number }
  /** The number of rows, or of positives. */
  | { kind: 'count' }
  /** Where the interval lies against the bound. */
  | { kind: 'interval' }
  /** The interval is known to be too short, and the cautious one meets the bound too. */
  | { kind: 'cautious_interval' }
  /** The interval is known to be too short, and the cautious one may not meet `believable`. */
  | { kind: 'short_interval'; believable: Bound }
  /** The improvement is, or may be, larger than the policy believes. */
  | { kind: 'suspicious_improvement'; isSure: boolean }
  /** The interval alone would fail, but so many (slices, or requirements and their slices) were looked at that one may look so by chance. */
  | { kind: 'many_slices' | 'many_requirements'; tested: number }
  /** The threshold was chosen on the rows that are judged: whatever the interval shows, it is no pass. */
  | { kind: 'chosen_here' }

/** Why a requirement is undecided where its interval alone would decide, or why it has none. */
export type Doubt =
  | 'suspicious_improvement'
  | 'many_slices'
  | 'many_requirements'
  | 'short_interval'
  | 'chosen_here'
  | 'too_few_replicates'

/**
 * What an interval has to do with the choice of a threshold: it is of the threshold `as_chosen` on other rows; it has the choice in it
 * (`with_choice`); or the threshold was chosen on the very rows that are judged (`chosen_here`).
 */
export type ThresholdStanding = 'as_chosen' | 'with_choice' | 'chosen_here'

/** What one requirement comes to on one set of rows. */
export interface Ruling {
  value: number | null
  low: number | null
  high: number | null
  outcome: Outcome
  /** What the outcome rests on; a sentence is made of it where it is told. */
  grounds: Grounds
  /** Rows, in all, that would settle it with a chance of 80 %; null where it is settled, or rows would not. */
  rowsNeeded: number | null
  positivesNeeded: number | null
  /** The fewest and the most rows, in all, that it may take, as the value may be off; null as the most: no end. Null where that is not told. */
  rowsRange: [fewest: number, most: number | null] | null
  /** Why it was not judged at all, where the policy lives with that: then it is undecided and does not gate. */
  skipped: 'no_production' | 'missing_slice' | null
  /** Why it is undecided where its interval alone would decide (too good to be believed, one of many, too short, or of rows that the threshold was chosen on), or has none for want of replicates. */
  doubt: Doubt | null
  /** Where its interval is known to be too short: ends that are far enough apart. */
  caution: Caution | null
  /** What the interval has to do with the choice of a threshold; null where none was chosen, or nothing depends on it. */
  choice: ThresholdStanding | null
  /** How much too high the value is where the threshold was chosen on these rows; null elsewhere, and where it is not known. */
  optimism: number | null
}

/** One requirement on one set of rows, with what was found. */
export interface Judgement extends Ruling {
  requirement: Requirement
  split: string
  /** The slice's value of each of its columns, or null. */
  slice: Record<string, string> | null
  /** Number of the rows that it is judged on. */
  size: Size
  /** Number of rows of the whole split. */
  splitRows: number
  /**
   * Degrees of freedom of Student's t away from the interval's own level: one less than the groups that the rows belong to (of a gap, the
   * fewer); Infinity where rows are independent.
   */
  degreesOfFreedom: number
}

/** Whether the verdict depends on a judgement. */
export function isGating({ requirement, skipped }: Judgement): boolean {
  return !requirement.isAdvisory && skipped === null
}

/**
 * Fail if anything that gates fails; else undecided if anything is, or nothing gates, or a finding stands for which
 * nothing measured is a pass, or meeting all of it shows nothing; else pass. Null where nothing was required.
 * @param isTrivial whether a constant or a coin meets all requirements (see `triviality`)
 */
export function verdictOf(judgements: Judgement[], findings: JudgedFinding[], isTrivial = false): Outcome | null {
  if (judgements.length === 0) return null
  const gating = judgements.filter(isGating)
  const has = (outcome: Outcome) => gating.some((judgement) => judgement.outcome === outcome)
  if (has('fail')) return 'fail'
  const isOpen = gating.length === 0 || has('undecided') || findingsThatCount(findings).length > 0 || isTrivial
  return isOpen ? 'undecided' : 'pass'
}

/** The fields of a ruling that nothing more has to be said of. */
export const settled = {
  rowsNeeded: null,
  positivesNeeded: null,
  rowsRange: null,
  skipped: null,
  doubt: null,
  caution: null,
  choice: null,
  optimism: null,
}
/** A ruling on rows without a value, and nothing else to say. */
export const unmeasured = { value: null, low: null, high: null, ...settled }

/** What a check of the splits found, and whether the policy lives with it. */
export type JudgedFinding = SplitFinding & { isWaived: boolean }

/** Findings with those waived that the policy names. */
export function withWaivers(findings: SplitFinding[], waive: FindingCode[]): JudgedFinding[] {
  return findings.map((finding) => ({ ...finding, isWaived: waive.includes(finding.code) }))
}

/** The findings because of which nothing that is measured on these splits is a pass. */
export function findingsThatCount(findings: JudgedFinding[]): JudgedFinding[] {
  return findings.filter(({ effect, isWaived }) => effect === 'undecided' && !isWaived)
}

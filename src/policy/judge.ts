import { dependsOnThreshold } from '../metrics/definitions/binary.ts'
import { isBootstrapped } from '../metrics/definitions/catalogue.ts'
import { canCarry } from '../metrics/intervals/percentile.ts'
import type { MeasuredRows, MeasuredSplit } from '../metrics/measured.ts'
import { InputError } from '../table/input-error.ts'
import { estimateOf } from './estimate.ts'
import { withHolm } from './holm.ts'
import { isGating, settled, type Judgement, type Ruling, type ThresholdStanding } from './judgement.ts'
import type { Policy, Requirement } from './policy.ts'
import { requiredRows, requiredSplit, type RequiredRows } from './required-rows.ts'
import type { Size } from './rows-needed.ts'
import { ruleOn, ruleOnCount, ruleOnMissing, withoutProduction } from './ruling.ts'
import { isCount } from './task-metrics.ts'

/** What is judged. */
export interface Evidence {
  splits: MeasuredSplit[]
  /** Whether there is production's model, or its baseline, to compare with. */
  hasProduction: boolean
  /** Whether the rows' weights are counts: then a row is as many rows as its weight says. */
  isCounted: boolean
  /** The split on which the candidate's threshold was chosen; null where it was not chosen. */
  chosenOn: string | null
}

/**
 * Judges every requirement on its interval: pass where all of it meets the bound, fail where none of it does, else
 * undecided. Throws InputError where a requirement speaks of a split, slice or model that the data does not have.
 */
export function judge(policy: Policy, evidence: Evidence): Judgement[] {
  const judged = policy.requirements.flatMap((requirement) => judgedAlone(requirement, policy, evidence))
  return corrected(judged, policy).map((judgement) => {
    const choice = thresholdStanding(judgement, policy, evidence.chosenOn)
    const told = withReplicates(judgement, choice, policy)
    return choice === null ? told : withStanding(told, choice)
  })
}

/**
 * Why a bootstrap's interval is not there, where looks have come to a confidence that the replicates cannot carry: a written confidence
 * beyond them is refused before anything is measured, and intervals that have a formula are there at any.
 */
function withReplicates(
  judgement: Judgement,
  choice: ThresholdStanding | null,
  { confidence, replicates }: Policy,
): Judgement {
  const isOfBootstrap = isBootstrapped(judgement.requirement.metric) || choice === 'with_choice'
  const isCarried = judgement.grounds.kind !== 'no_interval' || !isOfBootstrap || canCarry(replicates, confidence)
  if (isCarried) return judgement
  return {
    ...judgement,
    grounds: { kind: 'too_few_replicates', confidence, replicates },
    doubt: 'too_few_replicates',
  }
}

/** A requirement on each of its sets of rows, each by its own interval alone. */
function judgedAlone(requirement: Requirement, policy: Policy, evidence: Evidence): Judgement[] {
  const split = requiredSplit(requirement, evidence.splits, requirement.split, 'split')
  const { rows: splitRows, ...positives } = sizeOf(split, evidence.isCounted)
  if (requirement.of === 'versus_production' && !evidence.hasProduction) {
    if (policy.onNoProduction === 'refuse') throw noProduction(requirement)
    const size = { rows: splitRows, ...positives }
    return [
      {
        requirement,
        split: split.name,
        slice: null,
        size,
        splitRows,
        degreesOfFreedom: Infinity,
        ...withoutProduction,
      },
    ]
  }
  return requiredRows(requirement, split, evidence.splits).map((found) => {
    const size = found.rows === null ? { rows: 0, positives: null } : sizeOf(found.rows, evidence.isCounted)
    const ruling = rulingOn(requirement, found, size, split.name, policy)
    const degreesOfFreedom = groupFreedom(found)
    return { requirement, split: split.name, slice: found.slice, size, splitRows, degreesOfFreedom, ...ruling }
  })
}

/** One less than the groups there are, of two sets of rows the fewer; at least 1, as of one group nothing has an interval. */
function groupFreedom({ rows, from }: RequiredRows): number {
  return Math.max(1, Math.min(...[rows, from].map((some) => (some?.groupCount ?? Infinity) - 1)))
}

function rulingOn(
  requirement: Requirement,
  { rows, from }: RequiredRows,
  size: Size,
  split: string,
  policy: Policy,
): Ruling {
  if (rows === null) return ruleOnMissing(split, policy)
  if (requirement.of === 'gap' && from === null) return ruleOnMissing(requirement.gapFrom!, policy)
  if (isCount(requirement.metric)) return ruleOnCount(requirement, size)
  return ruleOn(requirement, estimateOf(requirement, rows, from), size, policy)
}

/**
 * "Something fails" is one claim about all that gates, and corrected for how many that is. What does not gate is no part of it: each
 * such requirement is corrected for its own slices.
 */
function corrected(judged: Judgement[], { correction, confidence }: Policy): Judgement[] {
  if (correction === 'none') return judged
  const familyOf = (judgement: Judgement) => (isGating(judgement) ? null : judgement.requirement)
  const found = new Map<Judgement, Judgement>()
  for (const key of new Set(judged.map(familyOf))) {
    const family = judged.filter((judgement) => familyOf(judgement) === key)
    withHolm(family, confidence).forEach((after, i) => found.set(family[i], after))
  }
  return judged.map((judgement) => found.get(judgement)!)
}

/**
 * What the intervals of a requirement have to do with the choice of the threshold. Those of slices and of the rows that the abstain band
 * leaves to the model or to a human never have the choice in them.
 */
function thresholdStanding(
  { requirement: { metric, slices, where }, split }: Judgement,
  { thresholdInterval }: Policy,
  chosenOn: string | null,
): ThresholdStanding | null {
  if (chosenOn === null || !dependsOnThreshold(metric)) return null
  if (split === chosenOn) return 'chosen_here'
  return thresholdInterval === 'with_choice' && slices === null && where === null ? 'with_choice' : 'as_chosen'
}

/**
 * A threshold looks better on the rows that it was chosen on than on any others, so that what is measured there is never a pass, and no
 * number of such rows makes it one. A fail stands: its interval has the choice in it.
 */
function withStanding(ruling: Judgement, choice: ThresholdStanding): Judgement {
  if (ruling.value === null) return ruling
  if (choice !== 'chosen_here') return ruling.low === null ? ruling : { ...ruling, choice }
  if (ruling.outcome === 'fail') return { ...ruling, choice }
  const { value, low, high, caution, optimism } = ruling
  return {
    ...ruling,
    ...settled,
    value,
    low,
    high,
    caution,
    optimism,
    choice,
    outcome: 'undecided',
    grounds: { kind: 'chosen_here' },
    doubt: ruling.outcome === 'pass' ? 'chosen_here' : null,
  }
}

/** How many rows there are, those that a row stands for included. */
function sizeOf({ rowCount, weight, positives, models }: MeasuredRows, isCounted: boolean): Size {
  if (!isCounted || weight === null) return { rows: rowCount, positives }
  const ofPositives = positives === null ? null : models.get('candidate')!.confusion![1]
  return { rows: weight, positives: ofPositives && ofPositives[0] + ofPositives[1] }
}

function noProduction(requirement: Requirement): InputError {
  return new InputError({
    code: 'no_production',
    place: { policyPath: `${requirement.path}.versus_production` },
    found: 'no production model',
    expected: 'its scores beside the candidate’s',
    remedy:
      'Name them (--production COLUMN, or columns.production in the policy) or a baseline of it (--baseline FILE), or say on_no_production: skip.',
  })
}

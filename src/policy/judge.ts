import { dependsOnThreshold } from '../metrics/definitions/binary.ts'
import type { MeasuredRows, MeasuredSplit } from '../metrics/measured.ts'
import { InputError } from '../table/input-error.ts'
import { estimateOf } from './estimate.ts'
import { withHolm } from './holm.ts'
import { settled, type Judgement, type Ruling, type ThresholdStanding } from './judgement.ts'
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
  return policy.requirements.flatMap((requirement) => {
    const split = requiredSplit(requirement, evidence.splits, requirement.split, 'split')
    const whole = sizeOf(split, evidence.isCounted)
    if (requirement.of === 'versus_production' && !evidence.hasProduction) {
      if (policy.onNoProduction === 'refuse') throw noProduction(requirement)
      return [{ requirement, split: split.name, slice: null, size: whole, splitRows: whole.rows, ...withoutProduction }]
    }
    const found = requiredRows(requirement, split, evidence.splits)
    const sizes = found.map(({ rows }) =>
      rows === null ? { rows: 0, positives: null } : sizeOf(rows, evidence.isCounted),
    )
    const rulings = rulingsOf(requirement, found, sizes, split.name, policy, evidence.chosenOn)
    return found.map(({ slice }, i) => ({
      requirement,
      split: split.name,
      slice,
      size: sizes[i],
      splitRows: whole.rows,
      ...rulings[i],
    }))
  })
}

function rulingsOf(
  requirement: Requirement,
  found: RequiredRows[],
  sizes: Size[],
  split: string,
  policy: Policy,
  chosenOn: string | null,
): Ruling[] {
  const rulings = found.map(({ rows, from }, i) => {
    if (rows === null) return ruleOnMissing(split, policy)
    if (requirement.of === 'gap' && from === null) return ruleOnMissing(requirement.gapFrom!, policy)
    if (isCount(requirement.metric)) return ruleOnCount(requirement, sizes[i])
    return ruleOn(requirement, estimateOf(requirement, rows, from), sizes[i], policy)
  })
  const corrected =
    requirement.slices === null || policy.correction === 'none'
      ? rulings
      : withHolm(rulings, requirement.bound, policy.confidence, sizes)
  const choice = thresholdStanding(requirement, split, policy, chosenOn)
  return choice === null ? corrected : corrected.map((ruling) => withStanding(ruling, choice))
}

/**
 * What the intervals of a requirement have to do with the choice of the threshold. Those of slices and of the rows that the abstain band
 * leaves to the model or to a human never have the choice in them.
 */
function thresholdStanding(
  { metric, slices, where }: Requirement,
  split: string,
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
function withStanding(ruling: Ruling, choice: ThresholdStanding): Ruling {
  if (ruling.value === null) return ruling
  if (choice !== 'chosen_here') return ruling.low === null ? ruling : { ...ruling, choice }
  if (ruling.outcome === 'fail') return { ...ruling, choice }
  const { value, low, high, caution, optimism } = ruling
  const found = { ...settled, value, low, high, caution, optimism, choice }
  return {
    ...found,
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

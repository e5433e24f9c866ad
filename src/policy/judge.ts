import { dependsOnThreshold } from '../metrics/definitions/binary.ts'
import type { MeasuredRows, MeasuredSplit } from '../metrics/measured.ts'
import { InputError } from '../table/input-error.ts'
import { estimateOf } from './estimate.ts'
import { withHolm } from './holm.ts'
import type { Judgement, Ruling } from './judgement.ts'
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
    const rulings = rulingsOf(requirement, found, sizes, split.name, policy)
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
  return isAtFrozenThreshold(requirement, policy) ? corrected.map(atFrozenThreshold) : corrected
}

/**
 * Whether intervals take a threshold that was chosen as it is: those of slices and of the rows that the abstain band leaves to
 * the model or to a human do, those of whole splits have the choice in them.
 */
function isAtFrozenThreshold({ metric, slices, where }: Requirement, { threshold }: Policy): boolean {
  return threshold.kind === 'best' && (slices !== null || where !== null) && dependsOnThreshold(metric)
}

function atFrozenThreshold(ruling: Ruling): Ruling {
  return ruling.low === null ? ruling : { ...ruling, isAsChosen: true }
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

import type { ModelName } from '../dataset/roles.ts'
import type { Costs } from '../metrics/settings.ts'
import type { ScoredSplit } from '../metrics/binary/split-scores.ts'
import {
  bestThreshold,
  thresholdAbove,
  type FoundThreshold,
  type Predicts,
  type ThresholdSearch,
} from '../metrics/binary/threshold.ts'
import { InputError } from '../table/input-error.ts'
import type { Bound, ChoosingRule, Policy, ThresholdRule } from './policy.ts'
import { dependsOnThreshold } from '../metrics/definitions/binary.ts'

/** The chosen threshold of one model, and how it was chosen, in words. */
export interface OperatingPoint {
  value: number
  chosen: string
  /** Where it was chosen: whether it predicts nobody or everybody positive; null: some, or not chosen. */
  predicts: Predicts
}

/**
 * Chooses each model's threshold by the same rule, on the split that the rule names and on no other. A model of hard
 * predictions has none.
 */
export function operatingPoints(
  rule: ThresholdRule,
  splits: ScoredSplit[],
  costs: Costs,
): Map<ModelName, OperatingPoint> {
  const { hardModels } = splits[0]
  const models = [...splits[0].tallies.keys()].filter((model) => !hardModels.has(model))
  if (rule.kind === 'fixed')
    return new Map(models.map((model) => [model, { value: rule.value, chosen: 'fixed', predicts: null }]))
  const split = splits.find(({ name }) => name === rule.on)
  if (split === undefined) {
    throw new InputError({
      code: 'no_such_split',
      place: { policyPath: 'threshold.on' },
      found: `${JSON.stringify(rule.on)}, but the rows are split into ${splits.map(({ name }) => name).join(', ')}`,
      expected: 'a split of the data to choose the threshold on',
      remedy: 'Name the split column (--split, columns.split), or fix the threshold.',
    })
  }
  return new Map(
    models.map((model) => {
      const found = bestThreshold(split.tallies.get(model)!, thresholdSearch(rule, costs))
      if (found === null) throw noThreshold(rule, model)
      return [model, { ...forAllRows(found, splits, model), chosen: ruleText(rule) }]
    }),
  )
}

/** What predicts nobody or everybody on the rows that it was chosen on does so on all others, too. */
function forAllRows(found: FoundThreshold, splits: ScoredSplit[], model: ModelName): FoundThreshold {
  const scores = splits.map(({ tallies }) => tallies.get(model)!.scores).filter(({ length }) => length > 0)
  const lowest = Math.min(...scores.map((ascending) => ascending[0]))
  const highest = Math.max(...scores.map((ascending) => ascending[ascending.length - 1]))
  switch (found.predicts) {
    case 'nobody':
      return { ...found, value: thresholdAbove(lowest, highest) }
    case 'everybody':
      return { ...found, value: lowest }
    case null:
      return found
  }
}

/**
 * Throws InputError where a requirement depends on a threshold that nobody named or has chosen, and the scores of a model are no
 * probabilities: 0.5 means nothing on another scale.
 */
export function requireThreshold({ threshold, requirements }: Policy, splits: ScoredSplit[]): void {
  const asked = requirements.find(({ metric }) => dependsOnThreshold(metric))
  if (asked === undefined) return
  const [beyond] = scoresWithoutThreshold(threshold, splits)
  if (beyond === undefined) return
  throw new InputError({
    code: 'threshold_not_named',
    place: { policyPath: asked.path },
    found: `${asked.metric}, which depends on the threshold, and scores of the ${beyond.model} model from ${beyond.lowest} to ${beyond.highest}: no probabilities, of which 0.5 would be the usual threshold`,
    expected: 'a threshold',
    remedy:
      'Name it (--threshold, or threshold in the policy), or have it chosen on validation (threshold: {minimise: expected_cost, on: validation}).',
  })
}

/** Scores of one model that do not all lie in 0 to 1. */
export interface ScoresBeyond {
  model: ModelName
  lowest: number
  highest: number
}

/** The models whose scores are no probabilities though the threshold is one that nobody named. */
export function scoresWithoutThreshold(threshold: ThresholdRule, splits: ScoredSplit[]): ScoresBeyond[] {
  return threshold.kind === 'fixed' && threshold.isUsual === true ? scoresBeyond(splits) : []
}

/** The models that give scores outside 0 to 1, and how far they reach. */
export function scoresBeyond(splits: ScoredSplit[]): ScoresBeyond[] {
  return [...splits[0].tallies.keys()].flatMap((model) => {
    const all = splits.map(({ tallies }) => tallies.get(model)!.scores).filter(({ length }) => length > 0)
    const lowest = Math.min(...all.map((scores) => scores[0]))
    const highest = Math.max(...all.map((scores) => scores[scores.length - 1]))
    return lowest < 0 || highest > 1 ? [{ model, lowest, highest }] : []
  })
}

/** What a rule looks for. */
export function thresholdSearch({ direction, metric, subjectTo }: ChoosingRule, costs: Costs): ThresholdSearch {
  return { direction, metric, subjectTo: subjectTo.map(({ metric: of, bound }) => ({ metric: of, ...bound })), costs }
}

function noThreshold(rule: ChoosingRule, model: ModelName): InputError {
  return new InputError({
    code: 'no_threshold',
    place: { policyPath: 'threshold.subject_to' },
    found: `no threshold of the ${model} model that meets ${rule.subjectTo.map(boundText).join(' and ') || 'it'} on ${rule.on}`,
    expected: 'at least one',
    remedy: 'Loosen the constraint, or fix the threshold.',
  })
}

/** "maximise recall subject to precision ≥ 0.9 on validation" */
function ruleText(rule: ChoosingRule): string {
  const constraints = rule.subjectTo.length === 0 ? '' : ` subject to ${rule.subjectTo.map(boundText).join(' and ')}`
  return `${rule.direction} ${rule.metric}${constraints} on ${rule.on}`
}

function boundText({ metric, bound }: { metric: string; bound: Bound }): string {
  const parts = [
    ...(bound.atLeast === undefined ? [] : [`${metric} >= ${bound.atLeast}`]),
    ...(bound.atMost === undefined ? [] : [`${metric} <= ${bound.atMost}`]),
  ]
  return parts.join(' and ')
}

import type { ModelName } from '../dataset/roles.ts'
import type { Costs } from '../metrics/settings.ts'
import type { ScoredSplit } from '../metrics/binary/split-scores.ts'
import { bestThreshold, type ThresholdSearch } from '../metrics/binary/threshold.ts'
import { InputError } from '../table/input-error.ts'
import type { Bound, ChoosingRule, ThresholdRule } from './policy.ts'

/** The chosen threshold of one model, and how it was chosen, in words. */
export interface OperatingPoint {
  value: number
  chosen: string
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
  if (rule.kind === 'fixed') return new Map(models.map((model) => [model, { value: rule.value, chosen: 'fixed' }]))
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
      const value = bestThreshold(split.tallies.get(model)!, thresholdSearch(rule, costs))
      if (value === null) throw noThreshold(rule, model)
      return [model, { value, chosen: ruleText(rule) }]
    }),
  )
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

import { defaultPolicy, type Bound, type Policy, type Requirement } from '../policy.ts'
import type { PolicyFile, RequirementFile } from './schema.ts'

/** A policy's file but for its columns and its rule for splits, which a set-up says by itself. */
export type PolicyTerms = Omit<PolicyFile, 'columns' | 'split'>

/**
 * What a policy's file says, without what it would be anyway: as JSON, `parsePolicy` reads the policy again (its columns
 * and its rule for splits apart).
 */
export function policyTerms(policy: Policy): PolicyTerms {
  const other = <Key extends keyof Policy>(key: Key): Policy[Key] | undefined =>
    JSON.stringify(policy[key]) === JSON.stringify(defaultPolicy[key]) ? undefined : policy[key]
  const costs = other('costs')
  const stages = other('stages')
  const smallestGroup = other('smallestGroup')
  return definedOnly<PolicyTerms>({
    version: 1,
    name: policy.name ?? undefined,
    task: policy.task ?? undefined,
    waive: other('waive'),
    threshold: other('threshold') && thresholdFile(policy.threshold),
    costs: costs && { false_positive: costs.falsePositive, false_negative: costs.falseNegative },
    abstain: policy.abstain ?? undefined,
    confidence: other('confidence'),
    replicates: other('replicates'),
    seed: other('seed'),
    baseline: policy.baseline ?? undefined,
    ledger: policy.ledger ?? undefined,
    autonomy: policy.autonomy ?? undefined,
    stages: stages?.map(({ name, share, confidence, rows }) =>
      definedOnly({ name, share, confidence: confidence ?? undefined, rows: rows ?? undefined }),
    ),
    report: smallestGroup === undefined ? undefined : { smallest_group: smallestGroup },
    invalid_rows: other('invalidRows'),
    correction: other('correction'),
    on_undefined: other('onUndefined'),
    on_short_interval: other('onShortInterval'),
    on_missing_slice: other('onMissingSlice'),
    on_no_production: other('onNoProduction'),
    requirements: policy.requirements.map(requirementFile),
  })
}

function thresholdFile(rule: Policy['threshold']): PolicyFile['threshold'] {
  if (rule.kind === 'fixed') return rule.value
  const { direction, metric, subjectTo, on } = rule
  const bounds = Object.fromEntries(subjectTo.map(({ metric: of, bound }) => [of, boundFile(bound)]))
  return { [direction]: metric, ...(subjectTo.length === 0 ? {} : { subject_to: bounds }), on }
}

function requirementFile({
  metric,
  ofClass,
  of,
  bound,
  suspiciousAbove,
  where,
  split,
  gapFrom,
  slices,
  values,
  isAdvisory,
}: Requirement): RequirementFile {
  const limits = boundFile(bound)
  return definedOnly<RequirementFile>({
    metric,
    class: ofClass ?? undefined,
    ...(of === 'value' ? limits : {}),
    versus_production:
      of === 'versus_production'
        ? definedOnly({ ...limits, suspicious_above: suspiciousAbove ?? undefined })
        : undefined,
    gap: of === 'gap' ? { from: gapFrom!, ...limits } : undefined,
    where: where ?? undefined,
    split: split ?? undefined,
    slices: slices ?? undefined,
    values: values.length === 0 ? undefined : values,
    advisory: isAdvisory ? true : undefined,
  })
}

function boundFile({ atLeast, atMost }: Bound): { at_least?: number; at_most?: number } {
  return definedOnly({ at_least: atLeast, at_most: atMost })
}

function definedOnly<T extends object>(values: T): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T
}

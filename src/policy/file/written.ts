import { modelNames, modelRoles, roleNames, roleTable, type Roles } from '../../dataset/roles.ts'
import { plainKeys, policyKeyNames, settingName, type PlainKey } from '../keys.ts'
import { defaultPolicy, type Bound, type Policy, type Requirement, type Stage } from '../policy.ts'
import { readingTerms } from '../reading-terms.ts'
import type { PolicyFile, RequirementFile } from './schema.ts'

/** A policy's file but for its columns and its rule for splits, which a set-up says by itself. */
export type PolicyTerms = Omit<PolicyFile, 'columns' | 'split'>

/**
 * What a policy's file says, without what it would be anyway: as JSON, `parsePolicy` reads the policy again (its columns
 * and its rule for splits apart).
 */
export function policyTerms(policy: Policy): PolicyTerms {
  const isUsual = (name: keyof Policy) => JSON.stringify(policy[name]) === JSON.stringify(defaultPolicy[name])
  const plain = plainKeys.map((key) => [key, isUsual(settingName(key)) ? undefined : policy[settingName(key)]])
  const { threshold, costs, abstain, stages, smallestGroup, requirements } = policy
  const terms: PolicyTerms = {
    ...(Object.fromEntries(plain) as Partial<Pick<PolicyTerms, PlainKey>>),
    ...readingTerms(policy.reading),
    version: 1,
    threshold: isUsual('threshold') ? undefined : thresholdFile(threshold),
    costs: isUsual('costs') ? undefined : { false_positive: costs.falsePositive, false_negative: costs.falseNegative },
    abstain: abstain ?? undefined,
    stages: isUsual('stages') ? undefined : stages.map(stageFile),
    report: isUsual('smallestGroup') ? undefined : { smallest_group: smallestGroup },
    requirements: requirements.map(requirementFile),
  }
  return definedOnly(inOrder(terms))
}

/** What a policy's file says of the columns in their roles; nothing of roles that nothing fills. */
export function columnTerms(columns: Partial<Roles>): NonNullable<PolicyFile['columns']> {
  const isFilled = (value: string | string[] | null | undefined) => value != null && value.length > 0
  const entries = roleNames.flatMap((role) => {
    const { policyKey } = roleTable[role]
    // The class that a score is of is a part of the model's entry.
    if (!isFilled(columns[role]) || policyKey.includes('.')) return []
    const model = modelNames.find((name) => name === role)
    const of = model === undefined ? null : columns[modelRoles[model].scoreOf]
    return [[policyKey, isFilled(of) ? { column: columns[role], of } : columns[role]]]
  })
  return Object.fromEntries(entries) as NonNullable<PolicyFile['columns']>
}

/** The terms in the order in which a file has its keys. */
function inOrder(terms: PolicyTerms): PolicyTerms {
  const places = ['version', ...policyKeyNames]
  const entries = Object.entries(terms).sort(([a], [b]) => places.indexOf(a) - places.indexOf(b))
  return Object.fromEntries(entries) as PolicyTerms
}

function stageFile({ name, share, confidence, rows }: Stage): NonNullable<PolicyFile['stages']>[number] {
  return definedOnly({ name, share, confidence: confidence ?? undefined, rows: rows ?? undefined })
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

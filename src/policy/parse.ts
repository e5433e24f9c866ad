import * as v from 'valibot'
import { nearestName } from '../dataset/resolve.ts'
import type { Roles, Task } from '../dataset/roles.ts'
import { binaryMetrics } from '../metrics/binary/catalogue.ts'
import { classMetricIds, metricIds } from '../metrics/catalogue.ts'
import { dependsOnThreshold } from '../metrics/binary/threshold.ts'
import type { SplitRule } from '../split/rule.ts'
import { InputError } from '../table/input-error.ts'
import { pathText, readDocument, type PolicyDocument } from './document.ts'
import { defaultPolicy, type Bound, type Policy, type Requirement, type ThresholdRule } from './policy.ts'
import { policySchema, type PolicyFile, type RequirementFile, type SplitRuleFile, type ThresholdFile } from './schema.ts'
import { splitRuleOf } from './split-rule.ts'

type Path = (string | number)[]

/**
 * A policy from its file's text (YAML or JSON). Anything unknown, missing or contradictory is an InputError with its
 * path, line and character: a policy that is not understood never passes anything.
 */
export function parsePolicy(file: string, text: string): Policy {
  const document = readDocument(file, text)
  const parsed = v.safeParse(policySchema, asTexts(document.value))
  // A key that is not known explains another that is missing.
  if (!parsed.success) throw schemaFault(document, parsed.issues.find(isUnknownKey) ?? parsed.issues[0])
  const policy = parsed.output
  const columns = columnRoles(policy.columns ?? {})
  return {
    name: policy.name ?? null,
    task: policy.task ?? null,
    columns,
    split: policy.split === undefined ? null : splitRule(document, policy.split, columns),
    waive: policy.waive ?? [],
    threshold: policy.threshold === undefined ? defaultPolicy.threshold : thresholdRule(document, policy.threshold),
    costs: policy.costs === undefined
      ? defaultPolicy.costs
      : { falsePositive: policy.costs.false_positive, falseNegative: policy.costs.false_negative },
    confidence: policy.confidence ?? defaultPolicy.confidence,
    replicates: policy.replicates ?? defaultPolicy.replicates,
    seed: policy.seed ?? defaultPolicy.seed,
    invalidRows: policy.invalid_rows ?? defaultPolicy.invalidRows,
    ledger: policy.ledger ?? null,
    smallestGroup: policy.report?.smallest_group ?? defaultPolicy.smallestGroup,
    requirements: policy.requirements.map((requirement, i) => toRequirement(document, policy.task ?? null, requirement, ['requirements', i])),
  }
}

function columnRoles({ production_prediction: productionPrediction, ...roles }: NonNullable<PolicyFile['columns']>): Partial<Roles> {
  return productionPrediction === undefined ? roles : { ...roles, productionPrediction }
}

function splitRule(document: PolicyDocument, file: SplitRuleFile, columns: Partial<Roles>): SplitRule {
  const rule = splitRuleOf(file, columns)
  if ('by' in rule) return rule
  const isThere = Object.hasOwn(file, rule.key)
  throw fault(document, ['split', rule.key], rule.found, rule.expected, isThere && rule.expected.startsWith('by '))
}

/** Names written as bare numbers or booleans (`positive: 1`) are names all the same. */
function asTexts(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('columns' in value)) return value
  const { columns } = value
  if (typeof columns !== 'object' || columns === null || Array.isArray(columns)) return value
  const named = Object.entries(columns).map(([role, name]): [string, unknown] =>
    [role, typeof name === 'number' || typeof name === 'boolean' ? String(name) : name])
  return { ...value, columns: Object.fromEntries(named) }
}

function thresholdRule(document: PolicyDocument, file: NonNullable<PolicyFile['threshold']>): ThresholdRule {
  if (typeof file === 'number') return { kind: 'fixed', value: file }
  const { maximise, minimise, subject_to: subjectTo = {}, on = 'validation' } = file
  const metric = maximise ?? minimise
  if (metric === undefined || (maximise !== undefined && minimise !== undefined)) {
    throw fault(document, ['threshold'], metric === undefined ? 'neither maximise nor minimise' : 'maximise and minimise', 'one of the two')
  }
  const direction = maximise === undefined ? 'minimise' : 'maximise'
  requireThresholdMetric(document, metric, ['threshold', direction])
  return { kind: 'best', direction, metric, on, subjectTo: constraints(document, subjectTo) }
}

function constraints(document: PolicyDocument, file: NonNullable<ThresholdFile['subject_to']>) {
  return Object.entries(file).map(([metric, bound]) => {
    const path = ['threshold', 'subject_to', metric]
    requireThresholdMetric(document, metric, path, true)
    return { metric, bound: toBound(document, bound, path) }
  })
}

function requireThresholdMetric(document: PolicyDocument, metric: string, path: Path, isKey = false): void {
  requireMetric(document, 'binary', metric, path, isKey)
  if (dependsOnThreshold(metric)) return
  const choices = binaryMetrics.map(({ id }) => id).filter(dependsOnThreshold).join(', ')
  throw fault(document, path, `${JSON.stringify(metric)}, which is the same at every threshold`, `one of ${choices}`, isKey)
}

function requireMetric(document: PolicyDocument, task: Task | null, metric: string, path: Path, isKey = false): void {
  const ids = metricIds(task)
  if (ids.includes(metric)) return
  throw fault(document, path, `unknown metric ${JSON.stringify(metric)}`, `one of ${ids.join(', ')}`, isKey, nearestName(metric, ids))
}

function requireClassMetric(document: PolicyDocument, { metric, versus_production: versus }: RequirementFile, path: Path): void {
  if (!classMetricIds.includes(metric)) {
    throw fault(document, [...path, 'metric'], `${JSON.stringify(metric)} of one class`, `one of ${classMetricIds.join(', ')}`)
  }
  if (versus !== undefined) throw fault(document, [...path, 'versus_production'], 'a difference of one class', 'a bound on the value, or a gap')
}

function toRequirement(document: PolicyDocument, task: Task | null, file: RequirementFile, path: Path): Requirement {
  if (file.class === undefined) requireMetric(document, task, file.metric, [...path, 'metric'])
  else requireClassMetric(document, file, path)
  const own = { at_least: file.at_least, at_most: file.at_most }
  const bounds = [
    { of: 'value' as const, bound: own, path },
    { of: 'versus_production' as const, bound: file.versus_production, path: [...path, 'versus_production'] },
    { of: 'gap' as const, bound: file.gap, path: [...path, 'gap'] },
  ].filter(({ of, bound }) => (of === 'value' ? own.at_least !== undefined || own.at_most !== undefined : bound !== undefined))
  if (bounds.length !== 1) {
    const found = bounds.length === 0 ? 'no bound' : bounds.map(({ of }) => (of === 'value' ? 'at_least or at_most' : of)).join(' and ')
    throw fault(document, path, found, 'one bound: at_least and/or at_most, versus_production, or gap; one requirement each')
  }
  const [{ of, bound, path: boundPath }] = bounds
  return {
    metric: file.metric,
    ofClass: file.class ?? null,
    of,
    bound: toBound(document, bound ?? {}, boundPath),
    split: file.split ?? null,
    gapFrom: file.gap?.from ?? null,
    slices: file.slices === undefined ? null : [file.slices].flat(),
    path: pathText(path),
  }
}

function toBound(document: PolicyDocument, file: { at_least?: number; at_most?: number }, path: Path): Bound {
  const { at_least: atLeast, at_most: atMost } = file
  if (atLeast === undefined && atMost === undefined) throw fault(document, path, 'no bound', 'at_least, at_most or both')
  if (atLeast !== undefined && atMost !== undefined && atLeast > atMost) {
    throw fault(document, path, `at_least ${atLeast} above at_most ${atMost}`, 'at_least ≤ at_most')
  }
  return { ...(atLeast === undefined ? {} : { atLeast }), ...(atMost === undefined ? {} : { atMost }) }
}

function schemaFault(document: PolicyDocument, issue: v.BaseIssue<unknown>): InputError {
  const path: Path = (issue.path ?? []).map(({ key }) => key as string | number)
  const isMissing = issue.input === undefined
  if (isUnknownKey(issue)) {
    const key = String(path.at(-1))
    const allowed = allowedKeys(path.slice(0, -1))
    return fault(document, path, `unknown key ${JSON.stringify(key)}`, `one of ${allowed.join(', ')}`, true, nearestName(key, allowed))
  }
  const found = isMissing ? 'nothing' : shown(issue.input)
  return fault(document, path, found, expectedText(issue), isMissing)
}

function isUnknownKey(issue: v.BaseIssue<unknown>): boolean {
  return issue.type === 'strict_object' && issue.expected === 'never'
}

function expectedText(issue: v.BaseIssue<unknown>): string {
  const key = String(issue.path?.at(-1)?.key ?? '')
  if (key === 'version') return 'version: 1 (this program reads no other)'
  if (issue.type === 'min_length') return 'at least one requirement: a policy without any would pass everything'
  const expected: Record<string, string> = {
    string: 'text', number: 'a number', finite: 'a finite number', array: 'a list', record: 'a map', strict_object: 'a map', non_empty: 'text that is not empty',
  }
  if (issue.type === 'strict_object' && issue.input === undefined) return `the key ${JSON.stringify(key)}`
  return expected[issue.type] ?? String(issue.expected ?? issue.message)
}

/** The keys that the map at a path may have. */
function allowedKeys(path: Path): string[] {
  let schema: unknown = policySchema
  for (const key of path) schema = step(schema, key)
  return Object.keys(entriesOf(unwrap(schema)) ?? {})
}

function step(schema: unknown, key: string | number): unknown {
  const inner = unwrap(schema)
  const entries = entriesOf(inner)
  if (entries !== undefined) return entries[String(key)]
  const container = inner as { item?: unknown; value?: unknown }
  return container.item ?? container.value
}

function unwrap(schema: unknown): unknown {
  const wrapper = schema as { wrapped?: unknown; getter?: (input: unknown) => unknown }
  if (wrapper.wrapped !== undefined) return unwrap(wrapper.wrapped)
  return wrapper.getter === undefined ? schema : unwrap(wrapper.getter({}))
}

function entriesOf(schema: unknown): Record<string, unknown> | undefined {
  return (schema as { entries?: Record<string, unknown> }).entries
}

function shown(input: unknown): string {
  if (input === null) return 'nothing'
  if (Array.isArray(input)) return input.length === 0 ? 'an empty list' : 'a list'
  return typeof input === 'object' ? 'a map' : typeof input === 'number' ? String(input) : JSON.stringify(input)
}

function fault(document: PolicyDocument, path: Path, found: string, expected: string, isKey = false, nearest: string | null = null): InputError {
  return new InputError({
    code: 'invalid_policy',
    place: document.placeOf(path, isKey),
    found,
    expected,
    remedy: nearest === null ? 'Mend the policy.' : `Did you mean ${JSON.stringify(nearest)}?`,
  })
}

/** An error that names a path of the policy, with the line and character where that path stands. */
export function locatedInPolicy(error: InputError, file: string, text: string): InputError {
  const { place } = error.fault
  if (place.policyPath === undefined || place.lineNumber !== undefined) return error
  const path = place.policyPath.split(/\.|(?=\[)/).map((key) => (/^\[\d+\]$/.test(key) ? Number(key.slice(1, -1)) : key))
  const { lineNumber, textColumn } = readDocument(file, text).placeOf(path)
  return new InputError({ ...error.fault, place: { ...place, file, lineNumber, textColumn } })
}

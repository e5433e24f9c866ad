import * as v from 'valibot'
import { classListText } from '../../dataset/named-columns.ts'
import { roleNames, roleTable, type Roles } from '../../dataset/roles.ts'
import type { AbstainBand } from '../../metrics/binary/abstain.ts'
import type { SplitRule } from '../../split/rule.ts'
import { InputError } from '../../table/input-error.ts'
import { asWritten } from './as-written.ts'
import { readDocument, type PolicyDocument } from './document.ts'
import { fault, noRequirement, schemaFault, type Path } from './fault.ts'
import { requireMetric, toBound, toRequirement } from './parse-requirement.ts'
import { plainSettings } from '../keys.ts'
import { defaultPolicy, type Policy, type Requirement, type Stage, type ThresholdRule } from '../policy.ts'
import { readingOf } from './reading.ts'
import {
  isScoreOf,
  policySchema,
  type PolicyFile,
  type ScoresForm,
  type SplitRuleFile,
  type ThresholdFile,
} from './schema.ts'
import { splitRuleOf } from './split-rule.ts'
import { dependsOnThreshold } from '../../metrics/definitions/binary.ts'
import { metricIds } from '../../metrics/definitions/catalogue.ts'

/** A policy as it is understood, and as its file has it. */
export interface ReadPolicy {
  policy: Policy
  form: PolicyFile
}

/**
 * A policy from its file's text (YAML or JSON). Anything unknown, missing or contradictory is an InputError with its
 * path, line and character: a policy that is not understood never passes anything.
 */
export function parsePolicy(file: string, text: string): Policy {
  return readPolicy(file, text).policy
}

/**
 * A policy from its file's text (YAML or JSON), and what the file says, in which there are no defaults. Throws InputError as
 * `parsePolicy` does.
 */
export function readPolicy(file: string, text: string): ReadPolicy {
  const document = readDocument(file, text)
  if (Array.isArray(document.value))
    throw fault(
      document,
      [],
      'a list',
      'a policy: a map of version, requirements and so on (a table of predictions is to be CSV)',
    )
  const parsed = v.safeParse(policySchema, asWritten(policySchema, document.value, document.written))
  if (!parsed.success) throw schemaFault(document, parsed.issues)
  return { policy: understood(document, parsed.output), form: parsed.output }
}

function understood(document: PolicyDocument, policy: PolicyFile): Policy {
  const columns = columnRoles(policy.columns ?? {})
  requireModelOfScore(document, columns)
  const { split, threshold, costs, abstain, stages, report } = policy
  return {
    ...plainSettings(policy),
    ...(policy.assurance === undefined ? {} : { confidence: confidenceOf(document, policy) }),
    columns,
    reading: readingOf(document, policy),
    split: split === undefined ? null : splitRule(document, split, columns),
    threshold: threshold === undefined ? defaultPolicy.threshold : thresholdRule(document, threshold),
    costs:
      costs === undefined
        ? defaultPolicy.costs
        : { falsePositive: costs.false_positive, falseNegative: costs.false_negative },
    abstain: abstain === undefined ? null : abstainBand(document, abstain),
    stages: rolloutStages(document, stages ?? []),
    smallestGroup: report?.smallest_group ?? defaultPolicy.smallestGroup,
    requirements: requirements(document, policy),
  }
}

/** The two-sided confidence of which either side is as sure as the policy asks. */
function confidenceOf(document: PolicyDocument, { assurance, confidence }: PolicyFile): number {
  if (confidence !== undefined)
    throw fault(
      document,
      ['assurance'],
      'assurance beside confidence',
      'one of the two: confidence is twice assurance, less one',
      true,
    )
  // 0.975 gives 0.95, as it is written.
  return Number((2 * assurance! - 1).toFixed(12))
}

function requirements(document: PolicyDocument, policy: PolicyFile): Requirement[] {
  const all = policy.requirements.map((requirement, i) =>
    toRequirement(document, policy, requirement, ['requirements', i]),
  )
  if (all.every(({ isAdvisory }) => isAdvisory))
    throw fault(document, ['requirements'], 'advisory ones alone', noRequirement)
  return all
}

function rolloutStages(document: PolicyDocument, files: NonNullable<PolicyFile['stages']>): Stage[] {
  files.forEach(({ name, share }, i) => {
    const before = files.slice(0, i)
    if (before.some((other) => other.name === name))
      throw fault(document, ['stages', i, 'name'], `a second ${JSON.stringify(name)}`, 'a name of its own')
    if (i > 0 && share < before[i - 1].share)
      throw fault(
        document,
        ['stages', i, 'share'],
        `${share} after ${before[i - 1].share}`,
        'a share that is not smaller',
      )
  })
  return files.map(({ name, share, confidence = null, rows = null }) => ({ name, share, confidence, rows }))
}

function abstainBand(document: PolicyDocument, band: AbstainBand): AbstainBand {
  if (band.from < band.to) return band
  throw fault(
    document,
    ['abstain'],
    `from ${band.from} to ${band.to}`,
    'from below to: scores from the one up to the other go to a human',
  )
}

function columnRoles(file: NonNullable<PolicyFile['columns']>): Partial<Roles> {
  const given: Record<string, ScoresForm | string[] | undefined> = file
  return Object.fromEntries(
    roleNames.flatMap((role) => {
      const [key, part = 'column'] = roleTable[role].policyKey.split('.')
      const named = given[key]
      if (named === undefined) return []
      if (typeof named === 'string' || Array.isArray(named)) return part === 'column' ? [[role, named]] : []
      if (isScoreOf(named)) return [[role, part === 'of' ? named.of : named.column]]
      const classes = Object.entries(named).map(([label, name]) => ({ label, name }))
      return part === 'column' ? [[role, classListText(classes)]] : []
    }),
  )
}

/** `score` is of several models' rows; alone it is meant as the candidate. */
function requireModelOfScore(document: PolicyDocument, { model, score }: Partial<Roles>): void {
  if (score === undefined || model !== undefined) return
  throw fault(
    document,
    ['columns', 'score'],
    'score without model',
    'model beside it, the column of the models’ names, where there is a row for each',
    true,
    'candidate',
  )
}

function splitRule(document: PolicyDocument, file: SplitRuleFile, columns: Partial<Roles>): SplitRule {
  const rule = splitRuleOf(file, columns)
  if ('by' in rule) return rule
  const isThere = Object.hasOwn(file, rule.key)
  throw fault(document, ['split', rule.key], rule.found, rule.expected, isThere && rule.expected.startsWith('by '))
}

/** An error that names a path of the policy (and not of another file), with the line and character where that path stands. */
export function locatedInPolicy(error: InputError, file: string, text: string): InputError {
  const { place } = error.fault
  if (place.policyPath === undefined || place.lineNumber !== undefined || (place.file ?? file) !== file) return error
  const path = place.policyPath
    .split(/\.|(?=\[)/)
    .map((key) => (/^\[\d+\]$/.test(key) ? Number(key.slice(1, -1)) : key))
  const { lineNumber, textColumn } = readDocument(file, text).placeOf(path)
  return new InputError({ ...error.fault, place: { ...place, file, lineNumber, textColumn } })
}

/** A threshold that is fixed, or the rule that chooses it. */
function thresholdRule(document: PolicyDocument, file: NonNullable<PolicyFile['threshold']>): ThresholdRule {
  if (typeof file === 'number') return { kind: 'fixed', value: file }
  const { maximise, minimise, subject_to: subjectTo = {}, on = 'validation' } = file
  const metric = maximise ?? minimise
  if (metric === undefined || (maximise !== undefined && minimise !== undefined)) {
    throw fault(
      document,
      ['threshold'],
      metric === undefined ? 'neither maximise nor minimise' : 'maximise and minimise',
      'one of the two',
    )
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
  const ids = metricIds('binary')
  requireMetric(document, ids, metric, path, isKey)
  if (dependsOnThreshold(metric)) return
  const choices = ids.filter(dependsOnThreshold).join(', ')
  throw fault(
    document,
    path,
    `${JSON.stringify(metric)}, which is the same at every threshold`,
    `one of ${choices}`,
    isKey,
  )
}

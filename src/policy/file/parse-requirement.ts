import { decisionDefinitions, isOfDecisions } from '../../metrics/definitions/binary.ts'
import { betterDirection, classMetricIds } from '../../metrics/definitions/catalogue.ts'
import { pathText, type PolicyDocument } from './document.ts'
import { fault, type Path } from './fault.ts'
import { InputError } from '../../table/input-error.ts'
import { metricAdvice } from './meant-name.ts'
import type { PolicyFile, RequirementFile } from './schema.ts'
import type { Bound, Requirement } from '../policy.ts'
import { isCount, requirableIds } from '../task-metrics.ts'

/** One requirement of the file; throws where it asks for what cannot be judged. */
export function toRequirement(
  document: PolicyDocument,
  { task, abstain }: Pick<PolicyFile, 'task' | 'abstain'>,
  file: RequirementFile,
  path: Path,
): Requirement {
  if (file.class !== undefined) requireClassMetric(document, file, path)
  else requireMetric(document, requirableIds(task ?? null), file.metric, [...path, 'metric'])
  if (isCount(file.metric)) requireCount(document, file, path)
  if (file.where !== undefined || file.metric === 'coverage')
    requireAbstention(document, file, path, abstain !== undefined)
  const { of, bound } = boundOf(document, file, path)
  return {
    metric: file.metric,
    ofClass: file.class ?? null,
    of,
    bound,
    suspiciousAbove: suspicionOf(document, file, bound, path),
    where: file.where ?? null,
    split: file.split ?? null,
    gapFrom: file.gap?.from ?? null,
    slices: file.slices === undefined ? null : [file.slices].flat(),
    values: sliceValues(document, file, path),
    isAdvisory: file.advisory ?? false,
    path: pathText(path),
  }
}

function boundOf(document: PolicyDocument, file: RequirementFile, path: Path): Pick<Requirement, 'of' | 'bound'> {
  const own = { at_least: file.at_least, at_most: file.at_most }
  const bounds = [
    { of: 'value' as const, bound: own, path },
    { of: 'versus_production' as const, bound: file.versus_production, path: [...path, 'versus_production'] },
    { of: 'gap' as const, bound: file.gap, path: [...path, 'gap'] },
  ].filter(({ of, bound }) =>
    of === 'value' ? own.at_least !== undefined || own.at_most !== undefined : bound !== undefined,
  )
  if (bounds.length !== 1) {
    const found =
      bounds.length === 0
        ? 'no bound'
        : bounds.map(({ of }) => (of === 'value' ? 'at_least or at_most' : of)).join(' and ')
    throw fault(
      document,
      path,
      found,
      'one bound: at_least and/or at_most, versus_production, or gap; one requirement each',
    )
  }
  const [{ of, bound, path: boundPath }] = bounds
  return { of, bound: toBound(document, bound ?? {}, boundPath) }
}

function requireClassMetric(
  document: PolicyDocument,
  { metric, versus_production: versus, where }: RequirementFile,
  path: Path,
): void {
  if (!classMetricIds.includes(metric)) {
    throw fault(
      document,
      [...path, 'metric'],
      `${JSON.stringify(metric)} of one class`,
      `one of ${classMetricIds.join(', ')}`,
    )
  }
  if (versus !== undefined)
    throw fault(document, [...path, 'versus_production'], 'a difference of one class', 'a bound on the value, or a gap')
  if (where !== undefined) throw fault(document, [...path, 'where'], 'an abstain band with several classes', 'no where')
}

/** A count has one kind of bound, which too few rows leave undecided. */
function requireCount(document: PolicyDocument, file: RequirementFile, path: Path): void {
  const foreign = (['at_most', 'versus_production', 'gap', 'where'] as const).find((key) => file[key] !== undefined)
  if (foreign !== undefined)
    throw fault(document, [...path, foreign], `${foreign} of ${file.metric}`, 'at_least: a number of rows', true)
  const { at_least: atLeast } = file
  if (atLeast === undefined) throw fault(document, path, 'no bound', 'at_least: a number of rows')
  if (!Number.isSafeInteger(atLeast) || atLeast < 1)
    throw fault(document, [...path, 'at_least'], String(atLeast), 'a whole number of rows, 1 or more')
}

function requireAbstention(document: PolicyDocument, file: RequirementFile, path: Path, hasBand: boolean): void {
  const [key, found] = file.where === undefined ? ['metric', 'coverage'] : ['where', file.where]
  if (!hasBand)
    throw fault(
      document,
      [...path, key],
      `${found} without an abstain band`,
      'abstain: {from: 0.35, to: 0.65} in the policy, say',
    )
  if (file.where !== undefined && !isOfDecisions(file.metric)) {
    const decisions = decisionDefinitions.map(({ id }) => id)
    throw fault(
      document,
      [...path, 'where'],
      `${JSON.stringify(file.metric)} where ${file.where}`,
      `a metric of decisions: one of ${decisions.join(', ')}`,
    )
  }
  if (file.versus_production !== undefined) {
    throw fault(
      document,
      [...path, 'versus_production'],
      'a difference of two models that abstain on other rows',
      'a bound on the value, or a gap',
    )
  }
}

/** Throws where the metric knows no better, or where no improvement would be both enough and not suspicious. */
function suspicionOf(
  document: PolicyDocument,
  { metric, versus_production: versus }: RequirementFile,
  bound: Bound,
  path: Path,
): number | null {
  const above = versus?.suspicious_above
  if (above === undefined) return null
  const better = betterDirection(metric)
  const keyPath = [...path, 'versus_production', 'suspicious_above']
  if (better === 'neither')
    throw fault(
      document,
      keyPath,
      `suspicious_above of ${metric}, which is better neither high nor low`,
      'at_most or at_least',
      true,
    )
  const wanted = better === 'lower' ? -(bound.atMost ?? Infinity) : (bound.atLeast ?? -Infinity)
  if (wanted >= above)
    throw fault(document, keyPath, `${above}, where an improvement of ${wanted} is asked for`, 'more than that')
  return above
}

/** Each entry with a value of each of the slice's columns. */
function sliceValues(document: PolicyDocument, { slices, values }: RequirementFile, path: Path): string[][] {
  if (values === undefined) return []
  if (slices === undefined)
    throw fault(
      document,
      [...path, 'values'],
      'values without slices',
      'slices: the column that they are values of',
      true,
    )
  const columns = [slices].flat()
  return values.map((value, i) => {
    const entry = [value].flat()
    if (entry.length === columns.length) return entry
    throw fault(
      document,
      [...path, 'values', i],
      `${entry.length} of ${columns.length} values`,
      `a value of each of ${columns.join(' and ')}`,
    )
  })
}

/** Throws where a metric is none of `ids`. */
export function requireMetric(
  document: PolicyDocument,
  ids: readonly string[],
  metric: string,
  path: Path,
  isKey = false,
): void {
  if (ids.includes(metric)) return
  throw new InputError({
    code: 'invalid_policy',
    place: document.placeOf(path, isKey),
    found: `unknown metric ${JSON.stringify(metric)}`,
    ...metricAdvice(metric, ids, 'the id of a metric', 'Mend the policy.'),
  })
}

/** Throws where everything would meet it, or nothing. */
export function toBound(document: PolicyDocument, file: { at_least?: number; at_most?: number }, path: Path): Bound {
  const { at_least: atLeast, at_most: atMost } = file
  if (atLeast === undefined && atMost === undefined)
    throw fault(document, path, 'no bound', 'at_least, at_most or both')
  if (atLeast !== undefined && atMost !== undefined && atLeast > atMost) {
    throw fault(document, path, `at_least ${atLeast} above at_most ${atMost}`, 'at_least ≤ at_most')
  }
  return { ...(atLeast === undefined ? {} : { atLeast }), ...(atMost === undefined ? {} : { atMost }) }
}

import { dependsOnThreshold } from '../../metrics/definitions/binary.ts'
import { metricIds } from '../../metrics/definitions/catalogue.ts'
import type { PolicyDocument } from './document.ts'
import { fault, type Path } from './fault.ts'
import { requireMetric, toBound } from './parse-bound.ts'
import type { ThresholdRule } from '../policy.ts'
import type { PolicyFile, ThresholdFile } from './schema.ts'

/** A threshold that is fixed, or the rule that chooses it. */
export function thresholdRule(document: PolicyDocument, file: NonNullable<PolicyFile['threshold']>): ThresholdRule {
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

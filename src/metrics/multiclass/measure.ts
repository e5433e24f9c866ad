import type { ModelName } from '../../dataset/roles.ts'
import { presentGroups } from '../../dataset/sampling.ts'
import type { Difference } from '../difference.ts'
import type { Measure } from '../measure.ts'
import type { MeasuredModel, MeasuredRows } from '../measured.ts'
import type { Settings } from '../settings.ts'
import { multiclassMetrics, multiclassMetric } from './catalogue.ts'
import { confusionRows, decisionCells } from './cells.ts'
import { compareEstimates, multiclassDecisionChanges } from './compare.ts'
import { classDefinitions } from '../definitions/one-class.ts'
import { measureOf } from './estimate.ts'
import { withHeavyRowsCaution } from './heavy-rows.ts'
import { countedRows, type MulticlassRows, perRow, takeRows } from './rows.ts'
import { subjectOf, type Subject } from './subject.ts'
import { isTallied } from '../binary/influence-table.ts'
import type { RowsEstimate } from '../nested.ts'

/** Every multiclass metric of each model on the rows, per class too, and the paired differences where there are two. */
export function measureMulticlass(rows: MulticlassRows, settings: Settings): MeasuredRows {
  const counted = countedRows(rows)
  const cells = decisionCells(counted)
  const subjects = new Map([...rows.models.keys()].map((name) => [name, subjectOf(counted, cells, name)]))
  const models = new Map([...subjects].map(([name, subject]) => [name, measuredModel(subject, settings)]))
  const differences = models.size < 2 ? null : new Map<string, Difference>()
  for (const { id, estimate } of multiclassMetrics) {
    const estimates = new Map([...subjects].map(([name, subject]) => [name, estimate(subject, settings)]))
    for (const [name, measured] of estimates) models.get(name)!.measures.set(id, measureOf(measured))
    differences?.set(
      id,
      compareEstimates(estimates.get('candidate')!, estimates.get('production')!, cells, settings.confidence),
    )
  }
  const measured = {
    rowCount: rows.sampling.rowCount,
    weight: totalWeight(rows, subjects),
    positives: null,
    ...presentGroups(rows.sampling),
    models,
    differences,
  }
  return models.size < 2 ? measured : { ...measured, changes: multiclassDecisionChanges(cells) }
}

/** One model without the metrics that are compared with the other's. */
function measuredModel(subject: Subject, { confidence }: Settings): MeasuredModel {
  const shares = subject.classShares(confidence)
  const classes = new Map(
    subject.labels.map((label, at) => [
      label,
      new Map(
        classDefinitions.map(({ id, missing, range }): [string, Measure] => {
          const share = shares[id][at]
          return [
            id,
            share === null
              ? { undefinedBecause: missing }
              : { value: share.value, interval: withHeavyRowsCaution(share.interval, subject.heavyRows(), range) },
          ]
        }),
      ),
    ]),
  )
  return { measures: new Map(), confusion: confusionRows(subject.confusion), classes }
}

function totalWeight({ sampling }: MulticlassRows, subjects: Map<ModelName, Subject>): number | null {
  return sampling.weights === null ? null : subjects.get('candidate')!.confusion.total
}

/** The candidate's metric on some rows, none of them of weight 0, with what each row adds to it. */
export function multiclassEstimator(
  id: string,
  all: MulticlassRows,
  settings: Settings,
): (rows: Uint32Array) => RowsEstimate {
  const candidate = all.models.get('candidate')!
  const alone = { ...all, models: new Map([['candidate' as const, candidate]]) }
  return (rows) => {
    const counted = countedRows(takeRows(alone, rows))
    const cells = decisionCells(counted)
    const estimate = multiclassMetric(id)!.estimate(subjectOf(counted, cells, 'candidate'), settings)
    if ('undefinedBecause' in estimate) return estimate
    const { value, interval, influence, hits } = estimate
    const ofRows =
      influence &&
      (influence.over === 'rows' ? influence.values : perRow(rows.length, (row) => influence.values[cells.ofRows[row]]))
    return {
      value,
      interval,
      influence: ofRows?.includes(NaN) ? null : ofRows,
      test: influence?.test ?? 'delta',
      ...(hits !== undefined && isTallied(counted.sampling) ? { count: countOf(hits, cells.weights) } : {}),
    }
  }
}

function countOf(hits: Uint8Array, weights: Float64Array): { count: number; total: number } {
  let [count, total] = [0, 0]
  weights.forEach((weight, cell) => {
    total += weight
    if (hits[cell] === 1) count += weight
  })
  return { count, total }
}

import { isTallied } from '../binary/influence-table.ts'
import type { RowsEstimate } from '../nested.ts'
import type { Settings } from '../settings.ts'
import { multiclassMetric } from './catalogue.ts'
import { decisionCells } from './cells.ts'
import { countedRows, perRow, takeRows, type MulticlassRows } from './rows.ts'
import { subjectOf } from './subject.ts'

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

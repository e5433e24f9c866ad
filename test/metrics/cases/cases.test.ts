import { describe, expect, it } from 'vitest'
import { evaluate } from '../../../src/evaluate/evaluate.ts'
import { defaultPolicy } from '../../../src/policy/policy.ts'
import { referenceKernels } from '../../../src/tally/reference.ts'
import { scannersOf } from '../../csv/everywhere.ts'
import { textSource } from '../../csv/sources.ts'
import { precisionRecallPoints, rocPoints, type CurvePoints } from '../binary/curve-points.ts'
import { tallyOf, weightedTally } from '../binary/tally-of.ts'
import { cases, type Case, type ExpectedCurve } from './cases.ts'

/** The candidate's metrics on all rows of the case's file. */
async function metricsOf({ csv, expected }: Case, isWeighted: boolean) {
  const columns = { ...expected.columns, ...(isWeighted ? { weight: 'weight' } : {}) }
  const policy = { ...defaultPolicy, task: expected.task, columns, replicates: 100 }
  const options = { kernels: referenceKernels(), scanners: scannersOf(1) }
  const { document } = await evaluate([textSource(csv)], policy, options)
  return document.models.candidate.splits.all.metrics
}

function expectCurve(curve: CurvePoints, expected: ExpectedCurve): void {
  expect(curve.x.length).toBe(expected.x.length)
  curve.x.forEach((value, i) => expect(value).toBeCloseTo(expected.x[i], 12))
  curve.y.forEach((value, i) => expect(value).toBeCloseTo(expected.y[i], 12))
}

const titled = cases.map((each) => [`${each.name}: ${each.expected.what} (${each.expected.made_with})`, each] as const)

describe.each(titled)('%s', (_title, each) => {
  it.each([
    ['metrics', false],
    ['weighted_metrics', true],
  ] as const)('%s', async (key, isWeighted) => {
    const metrics = await metricsOf(each, isWeighted)
    for (const [id, value] of Object.entries(each.expected[key])) {
      expect(Math.abs(metrics[id].value! - value) / Math.max(1, Math.abs(value)), id).toBeLessThan(1e-12)
    }
  })

  const { curves, weighted_curves } = each.expected
  if (curves === undefined || weighted_curves === undefined) return
  it('curves of plain and of weighted rows', async () => {
    const rows = each.csv.trimEnd().split('\n').slice(1)
    const column = (index: number) => rows.map((row) => Number(row.split(',')[index]))
    const [classes, scores, weights] = [0, 1, 2].map(column)
    for (const [tally, expected] of [
      [await tallyOf(classes, scores), curves],
      [await weightedTally(classes, scores, weights), weighted_curves],
    ] as const) {
      expectCurve(rocPoints(tally), expected.roc)
      const curve = precisionRecallPoints(tally)
      // scikit-learn goes from the lowest threshold up.
      expect(curve.thresholds.toReversed()).toEqual(expected.precision_recall.thresholds)
      expectCurve({ ...curve, x: curve.x.toReversed(), y: curve.y.toReversed() }, expected.precision_recall)
    }
  })
})

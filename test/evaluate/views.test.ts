import { beforeAll, describe, expect, test } from 'vitest'
import { sampleFiles, type Sample } from '../../src/page/open/samples.ts'
import { evaluate } from '../../src/evaluate/evaluate.ts'
import type { Evaluation } from '../../src/evaluate/session.ts'
import { parsePolicy } from '../../src/policy/file/parse.ts'
import { referenceKernels } from '../../src/tally/reference.ts'
import { scannersOf } from '../csv/everywhere.ts'
import { textSource } from '../csv/sources.ts'

async function evaluated(id: Sample['id'], smallestGroup = 1): Promise<Evaluation> {
  const { table, policy } = sampleFiles(id)
  const parsed = parsePolicy(policy.name, policy.text)
  return evaluate(
    [textSource(table.text)],
    { ...parsed, replicates: 100, smallestGroup },
    { kernels: referenceKernels(), scanners: scannersOf(1) },
  )
}

const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0)

describe('views of several classes', () => {
  let tickets: Evaluation
  beforeAll(async () => {
    tickets = await evaluated('several_classes')
  })
  const onTest = () => tickets.document.models.candidate.splits.test

  test('the curve of a class is of its rows and the rest', () => {
    const { labels, counts } = onTest().confusion!
    for (const [at, label] of labels.entries()) {
      const { positives, negatives } = tickets.views.classCurves('test', label).get('candidate')!
      expect([positives, positives + negatives]).toEqual([sum(counts[at]), onTest().rows])
    }
  })

  test('areas over the classes average to the document’s roc_auc_ovr', () => {
    const { labels } = onTest().confusion!
    const areas = labels.map((label) => tickets.views.classCurves('test', label).get('candidate')!.roc_auc.value!)
    expect(sum(areas) / labels.length).toBeCloseTo(onTest().metrics.roc_auc_ovr.value!, 9)
  })

  test('those called right, in the bins of the call’s probability, are the accuracy', () => {
    const { bins, histogram } = tickets.views.topLabels('test').get('candidate')!
    const shown = histogram as { right: number; wrong: number }[]
    const right = sum(shown.map((bin) => bin.right))
    expect(right + sum(shown.map((bin) => bin.wrong))).toBe(onTest().rows)
    expect(right / onTest().rows).toBe(onTest().metrics.accuracy.value)
    expect(sum(bins.equal_mass.map((bin) => bin.positives))).toBe(right)
  })

  test('their gaps are the document’s ece', () => {
    const { equal_width: bins } = tickets.views.topLabels('test').get('candidate')!.bins
    if ('undefined' in bins) throw new Error(bins.undefined)
    const gaps = bins.map(({ rows, mean_score, share }) => rows * Math.abs(mean_score - share))
    expect(sum(gaps) / onTest().rows).toBeCloseTo(onTest().metrics.ece.value!, 12)
  })
})

describe('views of numbers', () => {
  test('errors by tenths, weighted by their rows, are the document’s', async () => {
    const parcels = await evaluated('numbers')
    const { rows, metrics } = parcels.document.models.production!.splits.test
    const parts = parcels.views.errorBins('test').get('production')!
    expect(parts.length).toBe(10)
    expect(sum(parts.map((part) => part.rows))).toBe(rows)
    expect(sum(parts.map((part) => part.rows * part.mean_error.value!)) / rows).toBeCloseTo(
      metrics.mean_error.value!,
      9,
    )
  })

  test('of several classes there are none, and the other way round', async () => {
    const parcels = await evaluated('numbers')
    expect(() => parcels.views.topLabels('test')).toThrow('no such view')
  })
})

describe('groups of fewer rows than the policy lets be shown', () => {
  test('a class that small has no curve, and bins that small no numbers', async () => {
    const tickets = await evaluated('several_classes', 200)
    expect(tickets.views.classCurves('test', 'cancellation').size).toBe(0)
    expect(tickets.views.classCurves('test', 'billing').size).toBe(2)
    const { bins, histogram } = tickets.views.topLabels('test').get('candidate')!
    expect((bins.equal_width as { rows: number }[]).every(({ rows }) => rows >= 200)).toBe(true)
    for (const { right, wrong } of histogram as { right: number | null; wrong: number | null }[]) {
      expect(right === null || right + wrong! === 0 || right + wrong! >= 200).toBe(true)
    }
  })

  test('nor have parts of the predictions', async () => {
    const parcels = await evaluated('numbers', 500)
    for (const { rows } of parcels.views.errorBins('test').get('candidate')!) expect(rows).toBeGreaterThanOrEqual(500)
  })
})

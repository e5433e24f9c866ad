import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { evaluate } from '../../src/evaluate/evaluate.ts'
import { parsePolicy } from '../../src/policy/file/parse.ts'
import type { DifferenceResult, EvaluationDocument, MetricResult } from '../../src/result/evaluation.ts'
import { referenceKernels } from '../../src/tally/reference.ts'
import { lehmer } from '../helpers/lehmer.ts'
import { scannersOf } from '../csv/everywhere.ts'
import { textSource } from '../csv/sources.ts'

const caseText = (name: string) => readFileSync(new URL(`cases/${name}`, import.meta.url), 'utf8')

async function evaluated(csv: string, policy: string): Promise<EvaluationDocument> {
  const { document } = await evaluate(
    [textSource(csv)],
    parsePolicy('p.yaml', `version: 1\nreplicates: 100\n${policy}`),
    {
      kernels: referenceKernels(),
      scanners: scannersOf(1),
    },
  )
  return document
}

describe('whole weights of which nobody has said what they are', () => {
  const policy = `columns: {label: outcome, positive: 1, candidate: score, weight: pop_weight}
requirements: [{metric: recall, at_least: 0.85}, {metric: rows, at_least: 1000}]`

  it('owe no pass to being counts: intervals are those of importance weights, and rows are rows', async () => {
    const csv = caseText('sampling-weights.csv')
    const [open, counts, shares] = [
      await evaluated(csv, policy),
      await evaluated(csv, `weights: frequency\n${policy}`),
      await evaluated(csv, `weights: importance\n${policy}`),
    ]
    // A bootstrap over the rows (NumPy) gives 0.774 to 0.951.
    expect(open.requirements[0]).toMatchObject({ outcome: 'undecided', value: expect.closeTo(0.8724, 4) })
    expect(open.requirements[0].low).toBeGreaterThan(0.75)
    expect(open.requirements[0].low).toBeLessThan(0.79)
    expect(open.requirements[0].high).toBeGreaterThan(0.92)
    expect(open.requirements[0].high).toBeLessThan(0.96)
    expect(open.requirements[1]).toMatchObject({ outcome: 'undecided', value: 220 })
    expect(open.requirements).toEqual(shares.requirements)
    expect(counts.requirements.map(({ outcome, value }) => [outcome, value])).toEqual([
      ['pass', open.requirements[0].value],
      ['pass', 575_643],
    ])
    expect(open.verdict).toBe('undecided')
    const codes = ({ warnings }: EvaluationDocument) => warnings.map(({ code }) => code)
    expect([codes(open), codes(counts), codes(shares)]).toEqual([['weight_kind_not_said'], [], []])
    expect(open.warnings[0].message).toContain('say --weight-kind frequency (in the policy, weights: frequency)')
  })
})

describe('intervals of whole weights that are not said to be counts', () => {
  it('reach as far down as those of counts, so that no bound is met that counts would not meet', async () => {
    for (const seed of [1, 2, 3, 4]) {
      const random = lehmer(seed)
      const rows = Array.from({ length: 60 }, () => {
        const y = random() < 0.4 ? 1 : 0
        const scores = [0.4, 0.3].map((signal) => (signal * y + (1 - signal) * random()).toFixed(3))
        return [y, ...scores, 1 + Math.floor(9 * random() ** 3)].join(',')
      })
      const csv = ['y,a,b,w', ...rows, ''].join('\n')
      const policy = `columns: {label: y, candidate: a, production: b, weight: w}\nrequirements: [{metric: rows, at_least: 1}]`
      const [open, counts] = [await evaluated(csv, policy), await evaluated(csv, `weights: frequency\n${policy}`)]
      const lows = ({ models, comparison }: EvaluationDocument): [string, MetricResult | DifferenceResult][] => [
        ...Object.entries(models.candidate.splits.all.metrics),
        ...Object.entries(comparison!.splits.all.metrics).map(([id, found]): [string, DifferenceResult] => [
          `Δ ${id}`,
          found,
        ]),
      ]
      const ofCounts = new Map(lows(counts))
      for (const [id, found] of lows(open)) {
        const other = ofCounts.get(id)!
        // Calibration error takes off what noise adds, of which there is more.
        if (!('low' in found) || !('low' in other) || found.low == null || other.low == null || id.endsWith('ece'))
          continue
        expect(Math.min(found.low, found.caution?.low ?? 1) - other.low, `${id}, seed ${seed}`).toBeLessThan(1e-6)
      }
    }
  })
})

describe('groups of one row each', () => {
  it.each(['frequency', 'importance', null])('count once, whatever weight they have (kind: %s)', async (kind) => {
    const { requirements } = await evaluated(
      caseText('groups-of-one-row.csv'),
      `${kind === null ? '' : `weights: ${kind}\n`}columns: {label: y, candidate: s, weight: w, group: id}
requirements: [{metric: specificity, at_least: 0.96}]`,
    )
    // Wilson's interval of 293 in 300 (statsmodels), of groups of several rows alike with Student's t of those that carry the share,
    // 26.3 degrees of freedom (SciPy); of 5,860 in 6,000 it is 0.9725 to 0.9802, a pass.
    const [low, high] = kind === 'frequency' ? [0.951, 0.989] : [0.9526, 0.9887]
    expect(requirements[0].outcome).toBe('undecided')
    expect(requirements[0].low).toBeCloseTo(low, 3)
    expect(requirements[0].high).toBeCloseTo(high, 3)
  })
})

describe('a case–control study of a rare class', () => {
  const random = lehmer(8)
  const rows = Array.from({ length: 200 }, (_, i) => {
    const y = i % 2
    return `${y},${(0.2 * y + 0.8 * random()).toFixed(4)},${y === 1 ? 0.1 : 1.9}`
  })
  const policy = `columns: {label: y, candidate: s, weight: w}
requirements: [{metric: average_precision, at_least: 0.4}, {metric: roc_auc, at_least: 0.6}]`
  const csvOf = (of: string[]) => ['y,s,w', ...of, ''].join('\n')

  it('has too few heavy negatives among its upper scores for average precision, and says so', async () => {
    const found = await evaluated(csvOf(rows), policy)
    const measured = ({ models }: EvaluationDocument, id: string) => {
      const metric = models.candidate.splits.all.metrics[id]
      if (metric.value === null) throw new Error(id)
      return metric
    }
    const [precision, area] = ['average_precision', 'roc_auc'].map((id) => measured(found, id))
    expect(precision.caution!.reason).toContain('few negatives, each of a weight up to 19 times that of a positive')
    expect(precision.caution!.low).toBeLessThan(0.8 * precision.low!)
    expect(precision.caution!.high).toBeGreaterThanOrEqual(precision.high!)
    expect(area.caution?.reason ?? '').not.toContain('negatives')
    // Every row as often: as many heavy negatives as it takes.
    const many = await evaluated(
      csvOf(
        Array.from({ length: 20 }, (_, k) => rows.map((row) => row.replace(/(0\.\d{4})/, (s) => `${s}${k}`))).flat(),
      ),
      policy,
    )
    expect(measured(many, 'average_precision').caution).toBeUndefined()
  })

  it('leaves no trace of the order of its rows', async () => {
    const [one, other] = [await evaluated(csvOf(rows), policy), await evaluated(csvOf(rows.toReversed()), policy)]
    expect(other.sha256).toBe(one.sha256)
  })
})

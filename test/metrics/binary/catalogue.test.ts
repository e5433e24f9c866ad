import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { binaryMetric, binaryMetrics, measureScores, scoreMetrics } from '../../../src/metrics/binary/catalogue.ts'
import type { Settings } from '../../../src/metrics/settings.ts'
import { compareDecisions, compareScores } from '../../../src/metrics/binary/compare.ts'
import type { DefinedDifference } from '../../../src/metrics/difference.ts'
import { confusionAt, confusionOf } from '../../../src/metrics/binary/confusion.ts'
import type { DefinedMeasure } from '../../../src/metrics/measure.ts'
import { jointDecisions } from '../../../src/tally/decisions.ts'
import { rankOfThreshold } from '../../../src/tally/rank.ts'
import { tallied } from './tally-of.ts'

interface ExpectedModel {
  confusion: [[number, number], [number, number]]
  values: Record<string, number>
  wilson: Record<string, [number, number]>
}

interface Case {
  name: string
  threshold: number
  costs: [number, number]
  classes: number[]
  candidate: number[]
  production: number[]
  expected: {
    candidate: ExpectedModel
    production: ExpectedModel
    delong: { candidate: [number, number]; production: [number, number]; difference: [number, number, number, number] }
    mcnemar_p: number
  }
}

// Made by expected/binary.py: scikit-learn 1.2.1, and the definitions of Wilson's and DeLong's intervals in NumPy.
const cases: Case[] = JSON.parse(readFileSync(new URL('./expected/binary.json', import.meta.url), 'utf8'))

describe.each(cases)('binary metrics of $name', (example) => {
  const settings: Settings = {
    confidence: 0.95,
    costs: { falsePositive: example.costs[0], falseNegative: example.costs[1] },
    replicates: 200,
    seed: 1,
  }

  it.each(['candidate', 'production'] as const)('%s: every value is scikit-learn’s', async (model) => {
    const { tallies } = await tallied(example.classes, { candidate: example[model] })
    const tally = tallies.get('candidate')!
    const counts = confusionAt(tally, example.threshold)
    const expected = example.expected[model]
    expect([
      [counts.trueNegatives, counts.falsePositives],
      [counts.falseNegatives, counts.truePositives],
    ]).toEqual(expected.confusion)
    expect(Object.keys(expected.values).sort()).toEqual(binaryMetrics.map(({ id }) => id).sort())
    for (const metric of binaryMetrics) {
      const measure = metric.from === 'scores' ? metric.measure(tally, settings) : metric.measure(counts, settings)
      expect(relativeError((measure as DefinedMeasure).value, expected.values[metric.id]), metric.id).toBeLessThan(1e-9)
    }
  })

  it('Wilson’s and DeLong’s intervals are their definitions’', async () => {
    const { tallies } = await tallied(example.classes, { candidate: example.candidate })
    const tally = tallies.get('candidate')!
    const counts = confusionAt(tally, example.threshold)
    for (const [id, [low, high]] of Object.entries(example.expected.candidate.wilson)) {
      const metric = binaryMetric(id)!
      if (metric.from !== 'decisions') throw new Error(id)
      const { interval } = metric.measure(counts, settings) as DefinedMeasure
      expect(interval?.low, id).toBeCloseTo(low, 12)
      expect(interval?.high, id).toBeCloseTo(high, 12)
    }
    const auc = binaryMetric('roc_auc')!
    if (auc.from !== 'scores') throw new Error('roc_auc')
    const { interval } = auc.measure(tally, settings) as DefinedMeasure
    expect(interval?.method).toBe('delong')
    expect(interval?.low).toBeCloseTo(example.expected.delong.candidate[0], 12)
    expect(interval?.high).toBeCloseTo(example.expected.delong.candidate[1], 12)
  })

  it('paired: DeLong’s difference, McNemar’s p, and every difference is that of the values', async () => {
    const { rows, tallies } = await tallied(example.classes, example)
    const candidate = tallies.get('candidate')!
    const production = tallies.get('production')!
    const ranks = new Map(
      [...tallies].map(([model, tally]) => [model, rankOfThreshold(tally.scores, example.threshold)]),
    )
    const [decisions] = jointDecisions(rows, ranks)
    expect(confusionOf(decisions, 'candidate')).toEqual(confusionAt(candidate, example.threshold))
    expect(confusionOf(decisions, 'production')).toEqual(confusionAt(production, example.threshold))
    const measures = new Map([...tallies].map(([model, tally]) => [model, measureScores(tally, settings)]))
    const scoreDifferences = compareScores(scoreMetrics, { rows, candidate, production, measures, settings })
    for (const metric of binaryMetrics) {
      const difference = (
        metric.from === 'scores' ? scoreDifferences.get(metric.id) : compareDecisions(metric, decisions, settings)
      ) as DefinedDifference
      const { values } = example.expected.candidate
      expect(difference.difference, metric.id).toBeCloseTo(
        values[metric.id] - example.expected.production.values[metric.id],
        9,
      )
      if (difference.interval !== null) {
        expect(difference.interval.low, metric.id).toBeLessThanOrEqual(difference.difference)
        expect(difference.interval.high, metric.id).toBeGreaterThanOrEqual(difference.difference)
      }
      if (metric.id === 'roc_auc') {
        const [, low, high, p] = example.expected.delong.difference
        expect(difference.interval?.low).toBeCloseTo(low, 10)
        expect(difference.interval?.high).toBeCloseTo(high, 10)
        expect(difference.p).toBeCloseTo(p, 10)
      }
      if (metric.id === 'accuracy') expect(difference.p).toBeCloseTo(example.expected.mcnemar_p, 10)
    }
  })
})

function relativeError(found: number, expected: number): number {
  return Math.abs(found - expected) / Math.max(Math.abs(expected), 1e-12)
}

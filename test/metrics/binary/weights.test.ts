import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Sampling } from '../../../src/dataset/sampling.ts'
import { wholeOrShares } from '../../dataset/whole-weights.ts'
import { independentRows } from '../../dataset/independent-rows.ts'
import { binaryMetrics, measureScores, scoreMetrics } from '../../../src/metrics/binary/catalogue.ts'
import { compareDecisions, compareScores } from '../../../src/metrics/binary/compare.ts'
import { confusionOf } from '../../../src/metrics/binary/confusion.ts'
import { isTallied } from '../../../src/metrics/binary/influence-table.ts'
import type { Difference } from '../../../src/metrics/difference.ts'
import type { DefinedMeasure, Measure } from '../../../src/metrics/measure.ts'
import type { Settings } from '../../../src/metrics/settings.ts'
import { jointDecisions } from '../../../src/tally/decisions.ts'
import { rankOfThreshold } from '../../../src/tally/rank.ts'
import { tallied } from './tally-of.ts'
import { runs } from '../../property-runs.ts'

const settings: Settings = { confidence: 0.95, costs: { falsePositive: 1, falseNegative: 5 }, replicates: 200, seed: 1 }

interface Row {
  oneClass: number
  candidate: number
  production: number
  weight: number
  group: number
}

async function measured(
  rows: Row[],
  sampling: Sampling,
): Promise<{ measures: Map<string, Measure>; differences: Map<string, Difference> }> {
  const { rows: rowSet, tallies } = await tallied(
    rows.map((row) => row.oneClass),
    {
      candidate: rows.map((row) => row.candidate),
      production: rows.map((row) => row.production),
    },
    sampling,
  )
  const ranks = new Map([...tallies].map(([model, tally]) => [model, rankOfThreshold(tally.scores, 0.5)]))
  const [decisions] = jointDecisions(rowSet, ranks)
  const all = new Map(
    [...tallies].map(([model, tally]) => {
      const sampled = isTallied(sampling)
        ? undefined
        : { ranked: rowSet.models.get(model)!, classes: rowSet.classes, sampling }
      return [model, measureScores(tally, settings, sampled)]
    }),
  )
  const [candidate, production] = [tallies.get('candidate')!, tallies.get('production')!]
  const ofScores = compareScores(scoreMetrics, { rows: rowSet, candidate, production, measures: all, settings })
  return {
    measures: new Map(
      binaryMetrics.map((metric) => [
        metric.id,
        metric.from === 'scores'
          ? all.get('candidate')!.get(metric.id)!
          : metric.measure(confusionOf(decisions, 'candidate'), settings),
      ]),
    ),
    differences: new Map(
      binaryMetrics.map((metric) => [
        metric.id,
        metric.from === 'scores' ? ofScores.get(metric.id)! : compareDecisions(metric, decisions, settings),
      ]),
    ),
  }
}

const samplingOf = (rows: Row[], kind: 'none' | 'weights' | 'groups' | 'both'): Sampling => ({
  rowCount: rows.length,
  weights: kind === 'weights' || kind === 'both' ? wholeOrShares(Float64Array.from(rows, (row) => row.weight)) : null,
  groups:
    kind === 'groups' || kind === 'both' ? { groupCount: 6, codes: Uint32Array.from(rows, (row) => row.group) } : null,
})

const rowsOf = (weight: fc.Arbitrary<number>) =>
  fc.array(
    fc.record({
      oneClass: fc.constantFrom(0, 1),
      candidate: fc.integer({ min: 0, max: 20 }).map((k) => k / 20),
      production: fc.integer({ min: 0, max: 20 }).map((k) => k / 20),
      weight,
      group: fc.nat(5),
    }),
    { minLength: 2, maxLength: 40 },
  )

/** Numbers of two results agree to 6 digits (variances and skewness come from sums at 2^-26 of their largest term), all else exactly. */
function expectSame(found: unknown, expected: unknown, place: string): void {
  if (typeof expected === 'number' && typeof found === 'number') {
    expect(Math.abs(found - expected), `${place}: ${found}, ${expected}`).toBeLessThanOrEqual(
      1e-6 * Math.max(1, Math.abs(expected)),
    )
  } else if (typeof expected === 'object' && expected !== null && typeof found === 'object' && found !== null) {
    expect(Object.keys(found), place).toEqual(Object.keys(expected))
    for (const key of Object.keys(expected))
      expectSame((found as Record<string, unknown>)[key], (expected as Record<string, unknown>)[key], `${place}.${key}`)
  } else {
    expect(found, place).toEqual(expected)
  }
}

describe('weights that are counts', () => {
  it('equal repeating the rows: values, intervals, differences and their tests', async () => {
    await fc.assert(
      fc.asyncProperty(rowsOf(fc.integer({ min: 1, max: 4 })), async (rows) => {
        const repeated = rows.flatMap((row) => Array.from({ length: row.weight }, () => row))
        const weighted = await measured(rows, samplingOf(rows, 'weights'))
        const plain = await measured(repeated, independentRows(repeated.length))
        expectSame(Object.fromEntries(weighted.measures), Object.fromEntries(plain.measures), 'measures')
        expectSame(Object.fromEntries(weighted.differences), Object.fromEntries(plain.differences), 'differences')
      }),
      { numRuns: runs(60) },
    )
  })

  it('equal repeating the rows within their groups', async () => {
    await fc.assert(
      fc.asyncProperty(rowsOf(fc.integer({ min: 1, max: 4 })), async (rows) => {
        const repeated = rows.flatMap((row) => Array.from({ length: row.weight }, () => row))
        const weighted = await measured(rows, samplingOf(rows, 'both'))
        const plain = await measured(repeated, samplingOf(repeated, 'groups'))
        expectSame(Object.fromEntries(weighted.measures), Object.fromEntries(plain.measures), 'measures')
        // Whether a difference of zero variance is exactly zero depends on rounding: values only.
        for (const [id, difference] of plain.differences) {
          if ('undefinedBecause' in difference) continue
          expectSame((weighted.differences.get(id) as { difference: number }).difference, difference.difference, id)
        }
      }),
      { numRuns: runs(60) },
    )
  })
})

describe('weights that are shares', () => {
  const shares = rowsOf(fc.integer({ min: 1, max: 400 }).map((k) => k / 7))

  it.each(['weights', 'both', 'groups'] as const)('%s: the order of the rows changes no digit', async (kind) => {
    await fc.assert(
      fc.asyncProperty(
        shares.chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length }))),
        async ([rows, shuffled]) => {
          const [first, second] = [
            await measured(rows, samplingOf(rows, kind)),
            await measured(shuffled, samplingOf(shuffled, kind)),
          ]
          expect([...first.measures]).toEqual([...second.measures])
          expect([...first.differences]).toEqual([...second.differences])
        },
      ),
      { numRuns: runs(40) },
    )
  })

  it('a common factor of all weights changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(shares, async (rows) => {
        const scaled = rows.map((row) => ({ ...row, weight: row.weight * 4 }))
        const shareSampling = (list: Row[]): Sampling => ({
          rowCount: list.length,
          groups: null,
          weights: { kind: 'importance', values: Float64Array.from(list, (row) => row.weight) },
        })
        const [one, other] = [await measured(rows, shareSampling(rows)), await measured(scaled, shareSampling(scaled))]
        expectSame(Object.fromEntries(one.measures), Object.fromEntries(other.measures), 'measures')
      }),
      { numRuns: runs(40) },
    )
  })
})

// Made by expected/weighted.py: scikit-learn 1.2.1 with sample_weight, and definitions in NumPy.
describe('weighted and grouped rows', () => {
  const example = JSON.parse(readFileSync(new URL('./expected/weighted.json', import.meta.url), 'utf8')) as {
    classes: number[]
    scores: number[]
    weights: number[]
    groups: number[]
    values: Record<string, number>
    recall: Record<string, [number, number]>
    roc_auc: Record<string, [number, number]>
    brier: Record<string, [number, number]>
  }
  const rows = example.classes.map((oneClass, i): Row => ({
    oneClass,
    candidate: example.scores[i],
    production: 0.5,
    weight: example.weights[i],
    group: example.groups[i],
  }))
  const weights = wholeOrShares(Float64Array.from(example.weights))
  const groups = { groupCount: 40, codes: Uint32Array.from(example.groups) }
  const intervalOf = (measure: Measure | undefined) => (measure as DefinedMeasure).interval!

  it('every value is scikit-learn’s with sample_weight', async () => {
    const { measures } = await measured(rows, { rowCount: rows.length, weights, groups: null })
    for (const [id, value] of Object.entries(example.values)) {
      expect((measures.get(id) as DefinedMeasure).value, id).toBeCloseTo(value, 10)
    }
  })

  it.each(['importance', 'groups'] as const)('%s: intervals by their definition', async (kind) => {
    const sampling = {
      rowCount: rows.length,
      weights: kind === 'importance' ? weights : null,
      groups: kind === 'groups' ? groups : null,
    }
    const { measures } = await measured(rows, sampling)
    for (const id of ['recall', 'roc_auc', 'brier'] as const) {
      if (example[id][kind] === undefined) continue
      expect(intervalOf(measures.get(id)).low, id).toBeCloseTo(example[id][kind][0], 7)
      expect(intervalOf(measures.get(id)).high, id).toBeCloseTo(example[id][kind][1], 7)
    }
  })
})

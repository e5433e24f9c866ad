import { describe, expect, it } from 'vitest'
import { takeSampling, type Sampling } from '../../../src/dataset/sampling.ts'
import { wholeOrShares } from '../../dataset/whole-weights.ts'
import { independentRows } from '../../dataset/independent-rows.ts'
import { measureAbstention, measureAbstentionOfParts, type AbstainBand } from '../../../src/metrics/binary/abstain.ts'
import { binaryMetrics } from '../../../src/metrics/binary/catalogue.ts'
import { confusionAt, sampledConfusionAt } from '../../../src/metrics/binary/confusion.ts'
import { sampledRows } from '../../../src/metrics/binary/influence-table.ts'
import type { Measure } from '../../../src/metrics/measure.ts'
import { lehmer } from '../../helpers/lehmer.ts'
import { tallied } from './tally-of.ts'

const settings = { confidence: 0.95, costs: { falsePositive: 1, falseNegative: 3 }, replicates: 100, seed: 1 }
const random = lehmer(11)
const classes = Array.from({ length: 300 }, () => (random() < 0.4 ? 1 : 0))
// Two decimals: ties, also with the ends of the band.
const scores = classes.map((one) => Math.round(100 * (0.35 * one + 0.65 * random())) / 100)
const whole = (values: Float64Array): Sampling => ({ ...independentRows(300), weights: wholeOrShares(values) })
const samplings: [string, Sampling][] = [
  ['independent rows', independentRows(300)],
  ['frequency', whole(Float64Array.from(classes, () => Math.floor(4 * random())))],
  ['importance', whole(Float64Array.from(classes, () => 0.5 + random()))],
  [
    'groups',
    { ...independentRows(300), groups: { codes: Uint32Array.from(classes, (_, row) => row % 60), groupCount: 60 } },
  ],
]

/** The metrics of decisions of some of the rows alone, as a file of them would have. */
async function alone(
  sampling: Sampling,
  threshold: number,
  isTaken: (score: number) => boolean,
): Promise<Map<string, Measure>> {
  const kept = Uint32Array.from(classes.keys()).filter((row) => isTaken(scores[row]))
  const ofRows = <T>(values: T[]) => [...kept].map((row) => values[row])
  const { rows, tallies } = await tallied(ofRows(classes), { candidate: ofRows(scores) }, takeSampling(sampling, kept))
  const sampled = sampledRows(rows, 'candidate')
  const confusion =
    sampled === undefined ? confusionAt(tallies.get('candidate')!, threshold) : sampledConfusionAt(sampled, threshold)
  return new Map(
    binaryMetrics.flatMap((metric) =>
      metric.from === 'decisions' ? [[metric.id, metric.measure(confusion, settings)]] : [],
    ),
  )
}

describe.each(samplings)('an abstain band over %s', (_name, sampling) => {
  // Below the threshold, around it, above it, ends between scores, no row, every row.
  it.each([
    [{ from: 0.2, to: 0.4 }, 0.5],
    [{ from: 0.35, to: 0.65 }, 0.5],
    [{ from: 0.6, to: 0.7 }, 0.5],
    [{ from: 0.355, to: 0.355001 }, 0.5],
    [{ from: -1, to: 2 }, 0.5],
    [{ from: 0.5, to: 0.65 }, 0.5],
    [{ from: 0.35, to: 0.5 }, 0.5],
    [{ from: 0.35, to: 0.65 }, 0.353],
  ] as [AbstainBand, number][])(
    '%j at threshold %d: each part is what a file of its rows alone would have',
    async (band, threshold) => {
      const { rows, tallies } = await tallied(classes, { candidate: scores }, sampling)
      const found = measureAbstention(rows, tallies.get('candidate')!, 'candidate', threshold, band, settings)
      const isAbstained = (score: number) => band.from <= score && score < band.to
      expect(found.decided).toEqual(await alone(sampling, threshold, (score) => !isAbstained(score)))
      expect(found.abstained).toEqual(await alone(sampling, threshold, isAbstained))
    },
  )

  it('is the same from tallies and from rows, and of parts of the rows', async () => {
    const band = { from: 0.35, to: 0.65 }
    const { rows, tallies } = await tallied(classes, { candidate: scores }, sampling)
    const found = measureAbstention(rows, tallies.get('candidate')!, 'candidate', 0.5, band, settings)
    expect(measureAbstentionOfParts(rows, 'candidate', 0.5, band, settings, null, 1)).toEqual([found])
    const [none, all] = measureAbstentionOfParts(
      rows,
      'candidate',
      0.5,
      band,
      settings,
      new Uint32Array(300).fill(1),
      2,
    )
    expect(all).toEqual(found)
    expect(none.coverage).toEqual({ undefinedBecause: 'no rows' })
  })
})

it('coverage is the share of rows decided, with Wilson’s interval', async () => {
  const { rows, tallies } = await tallied([0, 1, 0, 1], { candidate: [0.1, 0.4, 0.5, 0.9] })
  const { coverage } = measureAbstention(
    rows,
    tallies.get('candidate')!,
    'candidate',
    0.5,
    { from: 0.4, to: 0.5 },
    settings,
  )
  // 0.4 is in the band, 0.5 is not: 3 of 4. Wilson's formula in Python's floats.
  expect(coverage).toMatchObject({ value: 0.75, interval: { method: 'wilson' } })
  expect('interval' in coverage && coverage.interval!.low).toBeCloseTo(0.3006418, 6)
  expect('interval' in coverage && coverage.interval!.high).toBeCloseTo(0.9544127, 6)
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Sampling } from '../../../src/dataset/sampling.ts'
import { wholeOrShares } from '../../dataset/whole-weights.ts'
import { independentRows } from '../../dataset/independent-rows.ts'
import { EceReplicates, KsReplicates } from '../../../src/metrics/binary/score-replicates.ts'
import { expectedCalibrationError, kolmogorovSmirnov } from '../../../src/metrics/binary/probability.ts'
import { percentileInterval } from '../../../src/metrics/intervals/percentile.ts'
import { bootstrapBands } from '../../../src/metrics/binary/bands.ts'
import { ChoiceBootstrap } from '../../../src/metrics/binary/choice-bootstrap.ts'
import { groupScores, type NamedRows, resampling } from '../../../src/metrics/binary/resampling.ts'
import { bootstrapScoreDifferences, bootstrapScores } from '../../../src/metrics/binary/score-bootstrap.ts'
import { bestThreshold, type ThresholdSearch } from '../../../src/metrics/binary/threshold.ts'
import type { Interval } from '../../../src/metrics/measure.ts'
import type { Settings } from '../../../src/metrics/settings.ts'
import { referenceKernels } from '../../../src/tally/reference.ts'
import { replicateBlocks, sweepOnce } from '../../../src/tally/replicates.ts'
import { tallied, tallyOf } from './tally-of.ts'
import { runs } from '../../property-runs.ts'

const kernels = referenceKernels()
const settings: Settings = { confidence: 0.95, costs: { falsePositive: 1, falseNegative: 5 }, replicates: 60, seed: 7 }
const search: ThresholdSearch = { direction: 'maximise', metric: 'f1', subjectTo: [], costs: settings.costs }

interface Row {
  oneClass: number
  candidate: number
  production: number
  weight: number
  group: number
}

const row: fc.Arbitrary<Row> = fc.record({
  oneClass: fc.constantFrom(0, 1),
  candidate: fc.integer({ min: 0, max: 20 }).map((k) => k / 20),
  production: fc.integer({ min: 0, max: 20 }).map((k) => k / 20),
  weight: fc.integer({ min: 0, max: 12 }).map((k) => k / 4),
  group: fc.nat(9),
})
const someRows = fc.array(row, { minLength: 8, maxLength: 50 })

type Kind = 'plain' | 'frequency' | 'importance' | 'groups' | 'grouped importance'
const kinds: Kind[] = ['plain', 'frequency', 'importance', 'groups', 'grouped importance']

function samplingOf(rows: Row[], kind: Kind): Sampling {
  const weights =
    kind === 'frequency' ? rows.map(({ weight }) => Math.ceil(weight)) : rows.map(({ weight }) => weight + 0.1)
  return {
    ...independentRows(rows.length),
    weights: kind === 'plain' || kind === 'groups' ? null : wholeOrShares(Float64Array.from(weights)),
    groups:
      kind === 'groups' || kind === 'grouped importance'
        ? { codes: Uint32Array.from(rows, ({ group }) => group), groupCount: 10 }
        : null,
  }
}

async function named(name: string, rows: Row[], kind: Kind = 'plain'): Promise<NamedRows> {
  const scores = { candidate: rows.map((r) => r.candidate), production: rows.map((r) => r.production) }
  return {
    name,
    ...(await tallied(
      rows.map((r) => r.oneClass),
      scores,
      samplingOf(rows, kind),
    )),
  }
}

function thresholdsOf({ tallies }: NamedRows) {
  return new Map([...tallies].map(([model, tally]) => [model, bestThreshold(tally, search)?.value ?? 0.5]))
}

/** Everything that the bootstrap says of some rows, half of them validation. */
async function everything(rows: NamedRows, validation: NamedRows) {
  const choice = new ChoiceBootstrap(
    kernels,
    { search, chosenOn: validation, thresholds: thresholdsOf(validation) },
    settings,
  )
  return {
    scores: await bootstrapScores(kernels, rows, 'candidate', settings),
    differences: await bootstrapScoreDifferences(kernels, rows, settings),
    choice: await choice.intervals(rows, 'candidate', new Map()),
    choiceDifferences: await choice.differences(rows, new Map()),
    bands: await bootstrapBands(kernels, rows, 'candidate', ['recall', 'precision'], settings),
  }
}

/** Two hundred rows whose scores say something, from a linear congruential generator (Numerical Recipes). */
function manyRows(rowCount: number, seed = 1): Row[] {
  let state = seed
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
  return Array.from({ length: rowCount }, () => {
    const chance = random()
    const noisy = (share: number) => (1 - share) * chance + share * random()
    return {
      oneClass: random() < chance ? 1 : 0,
      candidate: noisy(0.2),
      production: noisy(0.6),
      weight: 1,
      group: Math.floor(10 * random()),
    }
  })
}

describe('the bootstrap', () => {
  it.each(kinds)('the order of the rows leaves no trace, to the last bit (%s)', async (kind) => {
    await fc.assert(
      fc.asyncProperty(someRows, fc.infiniteStream(fc.double({ noNaN: true })), async (rows, random) => {
        const shuffled = rows
          .map((r) => ({ r, key: random.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ r }) => r)
        const of = async (own: Row[]) =>
          everything(await named('test', own, kind), await named('validation', own, kind))
        expect(await of(shuffled)).toEqual(await of(rows))
      }),
      { numRuns: runs(8) },
    )
  })

  it('a row that counts w times is w rows alike', async () => {
    await fc.assert(
      fc.asyncProperty(someRows, async (rows) => {
        const repeated = rows.flatMap((r) => Array.from({ length: Math.ceil(r.weight) }, () => r))
        fc.pre(repeated.length > 0)
        const present = rows.filter((r) => r.weight > 0)
        const of = async (own: Row[], kind: Kind) =>
          everything(await named('test', own, kind), await named('validation', own, kind))
        expect(await of(present, 'frequency')).toEqual(await of(repeated, 'plain'))
      }),
      { numRuns: runs(10) },
    )
  })

  it('groups of one row each are rows drawn one by one: the widths agree', async () => {
    const rows = manyRows(400)
    const own = { ...settings, replicates: 800 }
    const apart = await named('test', rows)
    const grouped = {
      ...apart,
      rows: {
        ...apart.rows,
        sampling: {
          ...apart.rows.sampling,
          groups: { codes: Uint32Array.from(rows, (_, i) => i), groupCount: rows.length },
        },
      },
    }
    const width = async (sample: NamedRows) => {
      const { low, high } = (await bootstrapScores(kernels, sample, 'candidate', own)).get('ks')!
      return high - low
    }
    expect((await width(grouped)) / (await width(apart))).toBeCloseTo(1, 0.8)
  })

  it('rows that come in tens are as uncertain as a tenth of them', async () => {
    const rows = manyRows(200)
    const tens = rows.flatMap((r, group) => Array.from({ length: 10 }, () => ({ ...r, group })))
    const own = { ...settings, replicates: 800 }
    const sample = await named('test', tens)
    const grouped = {
      ...sample,
      rows: {
        ...sample.rows,
        sampling: {
          ...sample.rows.sampling,
          groups: { codes: Uint32Array.from(tens, (r) => r.group), groupCount: 200 },
        },
      },
    }
    const width = async (some: NamedRows) => {
      const band = (await bootstrapBands(kernels, some, 'candidate', ['recall'], own, { pointLimit: 10 })).metrics.get(
        'recall',
      )!
      return band.high[5] - band.low[5]
    }
    const few = await width(await named('test', rows))
    expect((await width(grouped)) / few).toBeGreaterThan(0.85)
    expect((await width(grouped)) / few).toBeLessThan(1.15)
    expect((await width(sample)) / few).toBeLessThan(0.5)
  })

  it('a model differs from itself by nothing, where nothing is left to chance', async () => {
    const rows = manyRows(300).map((r) => ({ ...r, production: r.candidate }))
    const sample = await named('test', rows)
    const choice = new ChoiceBootstrap(
      kernels,
      { search, chosenOn: sample, thresholds: thresholdsOf(sample) },
      settings,
    )
    for (const [id, { interval, p }] of await choice.differences(sample, new Map())) {
      expect([id, interval, p]).toEqual([id, { low: 0, high: 0 }, 1])
    }
    for (const [id, { interval, p }] of await bootstrapScoreDifferences(kernels, sample, settings)) {
      expect(interval.low, id).toBeCloseTo(-interval.high, 12)
      expect(p, id).toBe(1)
    }
  })

  it('a candidate’s intervals do not depend on whether there is a production model, nor on other rows’ names', async () => {
    const rows = manyRows(150)
    const both = await named('test', rows)
    const alone = {
      name: 'test',
      ...(await tallied(
        rows.map((r) => r.oneClass),
        { candidate: rows.map((r) => r.candidate) },
      )),
    }
    const of = (sample: NamedRows) => bootstrapScores(kernels, sample, 'candidate', settings)
    expect(await of(alone)).toEqual(await of(both))
    expect(await of({ ...both, name: 'validation' })).not.toEqual(await of(both))
  })

  it('another seed gives other draws, the same seed the same', async () => {
    const sample = await named('test', manyRows(150))
    const of = (seed: number) => bootstrapScores(kernels, sample, 'candidate', { ...settings, seed })
    expect(await of(1)).toEqual(await of(1))
    expect(await of(2)).not.toEqual(await of(1))
  })

  it('metrics that are undefined have no interval', async () => {
    const positives = await named(
      'test',
      manyRows(50).map((r) => ({ ...r, oneClass: 1 })),
    )
    expect([...(await bootstrapScores(kernels, positives, 'candidate', settings)).keys()]).toEqual(['ece'])
    const beyond = await named(
      'test',
      manyRows(50).map((r) => ({ ...r, candidate: r.candidate + 1 })),
    )
    expect([...(await bootstrapScores(kernels, beyond, 'candidate', settings)).keys()]).toEqual(['ks'])
    expect([...(await bootstrapScoreDifferences(kernels, beyond, settings)).keys()]).toEqual(['ks'])
  })

  it('of a calibrated model reaches down to an ECE of 0, though the estimate is above it; of another one does not', async () => {
    // In each bin the share of positives is the score; one row is changed, so that the estimate is not 0 itself.
    const calibrated = Array.from({ length: 2000 }, (_, i) => {
      const score = i % 2 === 0 ? 0.3 : 0.7
      return { oneClass: (i >> 1) % 10 < 10 * score ? 1 : 0, candidate: score, production: score, weight: 1, group: 0 }
    })
    calibrated[0].oneClass = 1 - calibrated[0].oneClass
    const of = async (rows: Row[]) =>
      (await bootstrapScores(kernels, await named('test', rows), 'candidate', settings)).get('ece')!
    expect((await of(calibrated)).low).toBe(0)
    const off = await of(calibrated.map((r) => ({ ...r, candidate: r.candidate + 0.1 })))
    expect(off.low).toBeGreaterThan(0.05)
    expect(off.high).toBeLessThan(0.15)
  })
})

describe('the choice in the bootstrap', () => {
  it('is the value at the chosen threshold, with replicates about it', async () => {
    const validation = await named('validation', manyRows(400, 5))
    const test = await named('test', manyRows(400, 9))
    const choice = { search, chosenOn: validation, thresholds: thresholdsOf(validation) }
    const bootstrap = new ChoiceBootstrap(kernels, choice, settings)
    const { value, replicates } = (await bootstrap.replicates(test, ['candidate'])).get('candidate')!.get('recall')!
    const threshold = choice.thresholds.get('candidate')!
    const positives = manyRows(400, 9).filter((r) => r.oneClass === 1)
    expect(value).toBe(positives.filter((r) => r.candidate >= threshold).length / positives.length)
    expect(replicates.filter((replicate) => replicate < value).length).toBeGreaterThan(5)
    expect(replicates.filter((replicate) => replicate > value).length).toBeGreaterThan(5)
  })

  it('is made once for whatever rows it is measured on, and says the same as if it were made for each', async () => {
    const [validation, test] = [await named('validation', manyRows(300, 5)), await named('test', manyRows(300, 9))]
    const choice = { search, chosenOn: validation, thresholds: thresholdsOf(validation) }
    let drawn = 0
    const counting: typeof kernels = {
      ...kernels,
      replicateSweeps: (cells, draws) => {
        drawn += draws.replicateCount
        return kernels.replicateSweeps(cells, draws)
      },
    }
    const shared = new ChoiceBootstrap(counting, choice, settings)
    for (const rows of [validation, test, test]) {
      expect(await shared.replicates(rows, ['candidate'])).toEqual(
        await new ChoiceBootstrap(kernels, choice, settings).replicates(rows, ['candidate']),
      )
    }
    expect(drawn).toBe(3 * settings.replicates)
  })

  it('is never surer than the frozen threshold, and none where the rule is often not met', async () => {
    const sample = await named('all', manyRows(200))
    const choice = { search, chosenOn: sample, thresholds: thresholdsOf(sample) }
    const intervals = (of: typeof choice, atFrozen: Map<string, Interval>) =>
      new ChoiceBootstrap(kernels, of, settings).intervals(sample, 'candidate', atFrozen)
    const frozen = new Map([['recall', { low: 0.001, high: 1, method: 'wilson' as const }]])
    const interval = (await intervals(choice, frozen)).get('recall')!
    expect(interval).toEqual({ low: 0.001, high: 1, method: 'bootstrap' })
    const never = { ...choice, search: { ...search, subjectTo: [{ metric: 'precision', atLeast: 1.01 }] } }
    expect((await intervals(never, new Map())).size).toBe(0)
  })
})

describe('bands', () => {
  it('hold the curve, point by point', async () => {
    const sample = await named('test', manyRows(300))
    const { thresholds, metrics } = await bootstrapBands(
      kernels,
      sample,
      'candidate',
      ['recall', 'precision', 'false_positive_rate'],
      settings,
      { pointLimit: 50 },
    )
    expect(thresholds.length).toBeGreaterThan(30)
    expect(thresholds.length).toBeLessThanOrEqual(51)
    for (const { values, low, high } of metrics.values()) {
      values.forEach((value, point) => {
        expect(low[point]).toBeLessThanOrEqual(value)
        expect(high[point]).toBeGreaterThanOrEqual(value)
      })
    }
    const paused = { pointLimit: 50, pause: async () => void (pauses += 1) }
    let pauses = 0
    expect(await bootstrapBands(kernels, sample, 'candidate', [...metrics.keys()], settings, paused)).toEqual({
      thresholds,
      metrics,
    })
    expect(pauses).toBeGreaterThan(metrics.size)
    // Everything is called positive at the lowest threshold: recall is 1, and Wilson's interval keeps its width.
    expect(metrics.get('recall')!.high[0]).toBe(1)
    expect(metrics.get('recall')!.low[0]).toBeLessThan(1)
  })
})

describe('groups of scores', () => {
  it('are the scores themselves where there are few', async () => {
    const tally = await tallyOf([0, 1, 1], [0.1, 0.2, 0.3])
    expect([...groupScores(tally, 3).starts]).toEqual([0, 1, 2])
  })

  it('hold equal masses of both classes, and part where they are told to', async () => {
    const rows = manyRows(5000).map((r) => ({ ...r, oneClass: r.oneClass === 1 && r.candidate > 0.9 ? 1 : 0 }))
    const tally = await tallyOf(
      rows.map((r) => r.oneClass),
      rows.map((r) => r.candidate),
    )
    const { starts, thresholds } = groupScores(tally, 100, [0.5, 2])
    expect(starts.length).toBeLessThanOrEqual(102)
    expect(starts.length).toBeGreaterThan(80)
    expect(thresholds).toContain(Math.min(...rows.map((r) => r.candidate).filter((score) => score >= 0.5)))
    for (let group = 1; group < starts.length; group++) {
      const positivesHere = tally.truePositives[starts[group - 1]] - tally.truePositives[starts[group]]
      expect(positivesHere / tally.positives).toBeLessThan(0.03)
    }
  })

  it.each(['plain', 'frequency'] as const)('of one model, rows are drawn by class and group (%s)', async (kind) => {
    const rows = manyRows(500).map((r, i) => ({ ...r, weight: 1 + (i % 3) }))
    const {
      sample,
      groups: [{ thresholds }],
    } = resampling(await named('test', rows, kind), ['candidate'], () => [], 40)
    const cells = new Map<number, number>()
    for (const { oneClass, candidate, weight } of rows) {
      const place = 2 * thresholds.findLastIndex((threshold) => candidate >= threshold) + oneClass
      cells.set(place, (cells.get(place) ?? 0) + (kind === 'plain' ? 1 : weight))
    }
    const ordered = [...cells.keys()].toSorted((a, b) => (a % 2) - (b % 2) || a - b)
    expect([...sample.tallies[0].places]).toEqual(ordered)
    expect([...sample.counts]).toEqual(ordered.map((place) => cells.get(place)))
  })

  it('of KS and ECE are few, and say what all scores say: the tails of both agree', async () => {
    const sample = await named('test', manyRows(3000))
    const tally = sample.tallies.get('candidate')!
    const own = { ...settings, replicates: 2000 }
    const ungrouped = resampling(sample, ['candidate'])
    expect(ungrouped.groups[0].starts.length).toBe(tally.scores.length)
    const [once] = sweepOnce(ungrouped.sample)
    const ks = new KsReplicates(once, own.replicates)
    const ece = new EceReplicates(tally, ungrouped.groups[0], once, own.replicates)
    for await (const block of replicateBlocks(kernels, ungrouped.sample, 3, 1, own.replicates)) {
      for (let r = 0; r < block.replicateCount; r++) {
        for (const statistic of [ks, ece])
          statistic.add(block.sweeps[0], r * tally.scores.length, block.firstReplicate + r)
      }
    }
    let cellCount = 0
    const counting: typeof kernels = {
      ...kernels,
      replicateSweeps: (cells, draws) => {
        cellCount = cells.counts.length
        return kernels.replicateSweeps(cells, draws)
      },
    }
    const grouped = await bootstrapScores(counting, sample, 'candidate', own)
    expect(cellCount).toBeGreaterThan(100)
    expect(cellCount).toBeLessThan(2 * (64 + 64 + 16))
    // A quantile of 2,000 replicates is off by about 4 % of the interval's width.
    const expected = {
      ks: ks.interval(kolmogorovSmirnov(tally), own.confidence)!,
      ece: percentileInterval(ece.values, own.confidence)!,
    }
    for (const id of ['ks', 'ece'] as const) {
      const width = expected[id].high - expected[id].low
      expect(Math.abs(grouped.get(id)!.low - expected[id].low) / width, `${id} low`).toBeLessThan(0.12)
      expect(Math.abs(grouped.get(id)!.high - expected[id].high) / width, `${id} high`).toBeLessThan(0.12)
    }
  })

  it('of two models together hold at most 32,768 cells of rows, and every row', async () => {
    const rows = manyRows(60_000)
    const sample = await named('test', rows)
    const { sample: drawn, groups } = resampling(sample, ['candidate', 'production'])
    expect(drawn.counts.length).toBeLessThanOrEqual(2 ** 15)
    expect(drawn.counts.length).toBeGreaterThan(2 ** 13)
    expect(drawn.counts.reduce((sum, count) => sum + count, 0)).toBe(60_000)
    sweepOnce(drawn).forEach(({ truePositives, falsePositives }, i) => {
      const tally = sample.tallies.get(i === 0 ? 'candidate' : 'production')!
      groups[i].starts.forEach((rank, group) => {
        expect([truePositives[group], falsePositives[group]]).toEqual([
          tally.truePositives[rank],
          tally.falsePositives[rank],
        ])
      })
    })
  })
})

describe('a value', () => {
  it('never lies outside the bootstrap’s interval of it', async () => {
    await fc.assert(
      fc.asyncProperty(someRows, async (rows) => {
        const sample = await named('test', rows)
        const intervals = await bootstrapScores(kernels, sample, 'candidate', settings)
        const tally = sample.tallies.get('candidate')!
        const values = { ks: kolmogorovSmirnov(tally), ece: expectedCalibrationError(tally) }
        for (const [id, { low, high }] of intervals) {
          expect(low).toBeLessThanOrEqual(values[id])
          expect(high).toBeGreaterThanOrEqual(values[id])
        }
      }),
      { numRuns: runs(50) },
    )
  })
})

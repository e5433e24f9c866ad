import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  binSums,
  brierDecomposition,
  type BrierDecomposition,
  calibrationCurve,
  equalMassBins,
  equalWidthBins,
  singleScoreBins,
} from '../../../src/metrics/binary/calibration.ts'
import { sampledRows } from '../../../src/metrics/binary/influence-table.ts'
import { eceBinCount, expectedCalibrationError, lossMoments } from '../../../src/metrics/binary/probability.ts'
import { twoSidedZ } from '../../../src/metrics/intervals/distributions.ts'
import { wilsonInterval } from '../../../src/metrics/intervals/proportion.ts'
import { cases, quantile, tallyOfCase } from './calibration-cases.ts'
import { tallied, tallyOf } from './tally-of.ts'
import { runs } from '../../property-runs.ts'

const z = twoSidedZ(0.95)
const someRows = fc.array(
  fc.record({ oneClass: fc.constantFrom(0, 1), score: fc.integer({ min: 0, max: 60 }).map((k) => k / 60) }),
  { minLength: 1, maxLength: 200 },
)
const someBinCount = fc.integer({ min: 1, max: 20 })

function total({
  reliability,
  resolution,
  uncertainty,
  withinBinVariance,
  withinBinCovariance,
}: BrierDecomposition): number {
  return reliability - resolution + uncertainty + withinBinVariance - withinBinCovariance
}

describe.each(cases)('calibration of $name', (example) => {
  it.skipIf(example.isWeighted)('bins of equal width are scikit-learn’s', async () => {
    const tally = await tallyOfCase(example, example.validation)
    const curve = calibrationCurve(tally, equalWidthBins(tally, 15), 0.95)
    const { share, mean } = example.expected.uniform
    expect(curve.length).toBe(share.length)
    curve.forEach((bin, i) => {
      expect(bin.share).toBeCloseTo(share[i], 12)
      expect(bin.meanScore).toBeCloseTo(mean[i], 12)
      expect(bin.interval).toEqual(wilsonInterval(bin.positives, bin.rows, z))
    })
  })

  it('the Brier score’s terms are their definitions’, and sum to it', async () => {
    const tally = await tallyOfCase(example, example.validation)
    const { score, by_score: byScore, by_width: byWidth } = example.expected.brier
    const found = { byScore: brierDecomposition(tally), byWidth: brierDecomposition(tally, equalWidthBins(tally, 15)) }
    for (const term of Object.keys(byScore) as (keyof BrierDecomposition)[]) {
      expect(found.byScore[term], term).toBeCloseTo(byScore[term], 12)
      expect(found.byWidth[term], term).toBeCloseTo(byWidth[term], 12)
    }
    expect(total(found.byScore)).toBeCloseTo(score, 12)
    expect(total(found.byWidth)).toBeCloseTo(score, 12)
  })
})

it('bins of equal mass are scikit-learn’s quantile bins where scores are distinct and rows divide evenly', async () => {
  const tally = await tallyOf(quantile.classes, quantile.scores)
  const curve = calibrationCurve(tally, equalMassBins(tally, 12), 0.95)
  expect(curve.map(({ rows }) => rows)).toEqual(Array(12).fill(10))
  curve.forEach((bin, i) => {
    expect(bin.share).toBeCloseTo(quantile.share[i], 12)
    expect(bin.meanScore).toBeCloseTo(quantile.mean[i], 12)
  })
})

describe('the laws of calibration', () => {
  it('bins hold every row once, in order, no score in two; each mean lies among its scores', async () => {
    await fc.assert(
      fc.asyncProperty(someRows, someBinCount, async (rows, binCount) => {
        const tally = await tallyOf(
          rows.map((r) => r.oneClass),
          rows.map((r) => r.score),
        )
        for (const cut of [equalWidthBins, equalMassBins, singleScoreBins]) {
          const curve = calibrationCurve(tally, cut(tally, binCount), 0.95)
          expect(curve.reduce((sum, bin) => sum + bin.rows, 0)).toBe(rows.length)
          expect(curve.reduce((sum, bin) => sum + bin.positives, 0)).toBe(tally.positives)
          if (cut !== singleScoreBins) expect(curve.length).toBeLessThanOrEqual(binCount)
          curve.forEach((bin, i) => {
            expect(bin.lowestScore).toBeLessThanOrEqual(bin.meanScore)
            expect(bin.meanScore).toBeLessThanOrEqual(bin.highestScore)
            expect(rows.filter(({ score }) => score >= bin.lowestScore && score <= bin.highestScore).length).toBe(
              bin.rows,
            )
            if (i > 0) expect(curve[i - 1].highestScore).toBeLessThan(bin.lowestScore)
          })
        }
      }),
      { numRuns: runs(60) },
    )
  })

  it('a bin of equal mass holds less than its share and the rows of one score together', async () => {
    await fc.assert(
      fc.asyncProperty(someRows, someBinCount, async (rows, binCount) => {
        const tally = await tallyOf(
          rows.map((r) => r.oneClass),
          rows.map((r) => r.score),
        )
        const ties = (score: number) => rows.filter((r) => r.score === score).length
        for (const bin of calibrationCurve(tally, equalMassBins(tally, binCount), 0.95)) {
          expect(bin.rows).toBeLessThanOrEqual(
            rows.length / binCount + ties(bin.lowestScore) / 2 + ties(bin.highestScore) / 2 + 1e-9,
          )
        }
      }),
      { numRuns: runs(60) },
    )
  })

  it('the gaps of the bins of equal width, weighed by rows, are the expected calibration error', async () => {
    await fc.assert(
      fc.asyncProperty(someRows, async (rows) => {
        const tally = await tallyOf(
          rows.map((r) => r.oneClass),
          rows.map((r) => r.score),
        )
        const gaps = calibrationCurve(tally, equalWidthBins(tally, eceBinCount), 0.95).reduce(
          (sum, { rows: count, meanScore, share }) => sum + count * Math.abs(meanScore - share),
          0,
        )
        expect(gaps / rows.length).toBeCloseTo(expectedCalibrationError(tally), 12)
      }),
      { numRuns: runs(60) },
    )
  })

  it('reliability − resolution + uncertainty + within-bin terms is the Brier score, in any bins; over scores the last are 0', async () => {
    await fc.assert(
      fc.asyncProperty(someRows, someBinCount, async (rows, binCount) => {
        const tally = await tallyOf(
          rows.map((r) => r.oneClass),
          rows.map((r) => r.score),
        )
        const brier = lossMoments(tally, 'squared').mean
        expect(total(brierDecomposition(tally, equalWidthBins(tally, binCount)))).toBeCloseTo(brier, 12)
        expect(total(brierDecomposition(tally, equalMassBins(tally, binCount)))).toBeCloseTo(brier, 12)
        const murphy = brierDecomposition(tally)
        expect([murphy.withinBinVariance, murphy.withinBinCovariance]).toEqual([0, 0])
        expect(total(murphy)).toBeCloseTo(brier, 12)
      }),
      { numRuns: runs(60) },
    )
  })

  it('rows that belong together widen the interval and leave the share alone', async () => {
    const [classes, scores] = [
      [0, 1, 1, 0, 1, 1, 0, 0],
      [0.4, 0.4, 0.4, 0.4, 0.8, 0.8, 0.8, 0.8],
    ]
    const groups = { codes: Uint32Array.from([0, 1, 1, 0, 2, 2, 3, 3]), groupCount: 4 }
    const { rows, tallies } = await tallied(classes, { candidate: scores }, { rowCount: 8, weights: null, groups })
    const tally = tallies.get('candidate')!
    const starts = singleScoreBins(tally)
    const independent = calibrationCurve(tally, starts, 0.95)
    expect(independent.map(({ interval }) => interval)).toEqual([wilsonInterval(2, 4, z), wilsonInterval(2, 4, z)])
    calibrationCurve(tally, starts, 0.95, sampledRows(rows, 'candidate')).forEach((bin, i) => {
      expect(bin.share).toBe(0.5)
      expect(bin.interval.low).toBeLessThan(independent[i].interval.low)
      expect(bin.interval.high).toBeGreaterThan(independent[i].interval.high)
    })
  })

  it('a bin’s sums are those of its rows', async () => {
    const tally = await tallyOf([0, 1, 1, 0, 1], [0.1, 0.2, 0.2, 0.8, 0.9])
    expect(binSums(tally, [0, 2])).toEqual([
      { from: 0, to: 2, rows: 3, positives: 2, scoreSum: 0.5 },
      { from: 2, to: 4, rows: 2, positives: 1, scoreSum: 1.7000000000000002 },
    ])
  })
})

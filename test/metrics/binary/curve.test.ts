import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  gainCurve,
  liftCurve,
  metricCurve,
  precisionRecallCurve,
  rocCurve,
  type CurveOrReason,
  type ExactCurve,
} from '../../../src/metrics/binary/curve.ts'
import { confusionAt } from '../../../src/metrics/binary/confusion.ts'
import { rocAuc } from '../../../src/metrics/binary/roc-auc.ts'
import { thinnedCurve, thinnedExactCurve } from '../../../src/metrics/binary/thinning.ts'
import { fixtureText, hasFixtures } from '../../fixtures.ts'
import { cases, tallyOfCase } from './calibration-cases.ts'
import { tallyOf, weightedTally } from './tally-of.ts'
import { runs } from '../../property-runs.ts'

const costs = { falsePositive: 2, falseNegative: 7 }
const someRows = fc
  .array(fc.record({ oneClass: fc.constantFrom(0, 1), score: fc.integer({ min: 0, max: 400 }).map((k) => k / 400) }), {
    minLength: 2,
    maxLength: 400,
  })
  .filter((rows) => new Set(rows.map(({ oneClass }) => oneClass)).size === 2)

function defined(curve: CurveOrReason): ExactCurve {
  if ('undefinedBecause' in curve) throw new Error(curve.undefinedBecause)
  return curve
}

function expectClose(found: Float64Array, expected: number[], digits = 12) {
  expect(found.length).toBe(expected.length)
  found.forEach((value, i) => expect(value).toBeCloseTo(expected[i], digits))
}

describe.each(cases)('curves of $name', (example) => {
  it('ROC is scikit-learn’s, point by point', async () => {
    const { x, y, thresholds } = defined(rocCurve(await tallyOfCase(example, example.validation)))
    const { roc } = example.expected.curves
    // scikit-learn leaves out rows without weight; here their score is one more point, on the one before it.
    const isKept = keptOf(thresholds, roc.thresholds)
    expectClose(x.filter(isKept), roc.x)
    expectClose(y.filter(isKept), roc.y)
    expect(thresholds[0]).toBe(Infinity)
  })

  it('precision and recall are scikit-learn’s, point by point, but for its last', async () => {
    const { x, y, thresholds } = defined(precisionRecallCurve(await tallyOfCase(example, example.validation)))
    const expected = example.expected.curves.precision_recall
    const isKept = keptOf(thresholds, expected.thresholds)
    expectClose(thresholds.filter(isKept).toReversed(), expected.thresholds)
    expectClose(x.filter(isKept).toReversed(), expected.x.slice(0, -1))
    expectClose(y.filter(isKept).toReversed(), expected.y.slice(0, -1))
  })
})

function keptOf(thresholds: Float64Array, wanted: number[]): (value: number, index: number) => boolean {
  const known = new Set([Infinity, ...wanted])
  return (_, index) => known.has(thresholds[index])
}

describe.skipIf(!hasFixtures)('yardstick’s published curves', () => {
  const table = (name: string) =>
    fixtureText(`yardstick/${name}.csv`)
      .trim()
      .split(/\r?\n/)
      .slice(1)
      .map((line) => line.split(',').map((cell) => cell.replaceAll('"', '')))
  const rows = hasFixtures ? table('two_class_example') : []
  const classes = rows.map(([, truth]) => (truth === 'Class1' ? 1 : 0))
  const scores = rows.map(([, , score]) => Number(score))
  const weights = rows.map(([, , , , , weight]) => Number(weight))

  it.each([
    ['', null],
    ['_weighted', weights],
  ] as const)('two_class_example%s', async (suffix, ofRows) => {
    const tally = ofRows === null ? await tallyOf(classes, scores) : await weightedTally(classes, scores, ofRows)
    const roc = defined(rocCurve(tally))
    // From the lowest threshold up; its first and last points are −Inf and Inf, the first a second (1, 1).
    const published = table(`published_two_class_roc-curve${suffix}`)
      .slice(1)
      .map((cells) => cells.map(Number))
    expectClose(
      roc.x.toReversed(),
      published.map(([, specificity]) => 1 - specificity),
      9,
    )
    expectClose(
      roc.y.toReversed(),
      published.map(([, , sensitivity]) => sensitivity),
      9,
    )
    const curve = defined(precisionRecallCurve(tally))
    const [, ...points] = table(`published_two_class_pr-curve${suffix}`).map((cells) => cells.map(Number))
    expectClose(
      curve.x,
      points.map(([, recall]) => recall),
      9,
    )
    expectClose(
      curve.y,
      points.map(([, , precision]) => precision),
      9,
    )
  })
})

describe('exact curves', () => {
  it('four rows, by hand', async () => {
    const tally = await tallyOf([1, 0, 1, 0], [0.9, 0.6, 0.4, 0.1])
    const points = (curve: CurveOrReason) => Array.from(defined(curve).x, (x, i) => [x, defined(curve).y[i]])
    expect(points(rocCurve(tally))).toEqual([
      [0, 0],
      [0, 0.5],
      [0.5, 0.5],
      [0.5, 1],
      [1, 1],
    ])
    expect(points(precisionRecallCurve(tally))).toEqual([
      [0.5, 1],
      [0.5, 0.5],
      [1, 2 / 3],
      [1, 0.5],
    ])
    expect(points(gainCurve(tally))).toEqual([
      [0, 0],
      [0.25, 0.5],
      [0.5, 0.5],
      [0.75, 1],
      [1, 1],
    ])
    expect(points(liftCurve(tally))).toEqual([
      [0.25, 2],
      [0.5, 1],
      [0.75, 4 / 3],
      [1, 1],
    ])
    // Nothing called: two positives missed, at 7 each, over four rows.
    expect(points(metricCurve(tally, 'expected_cost', costs))).toEqual([
      [Infinity, 3.5],
      [0.9, 1.75],
      [0.6, 2.25],
      [0.4, 0.5],
      [0.1, 1],
    ])
    expect(points(metricCurve(tally, 'precision', costs)).length).toBe(4)
    expect(() => metricCurve(tally, 'roc_auc', costs)).toThrow('does not depend on a threshold')
  })

  it('are undefined where a class that they need is missing', async () => {
    const negatives = await tallyOf([0, 0], [0.2, 0.4])
    expect(rocCurve(negatives)).toEqual({ undefinedBecause: 'only one class' })
    for (const curve of [precisionRecallCurve, gainCurve, liftCurve])
      expect(curve(negatives)).toEqual({ undefinedBecause: 'no positives' })
  })

  it('the area under ROC by trapezoids is the AUC; under gain it is a mixture of that and chance', async () => {
    await fc.assert(
      fc.asyncProperty(someRows, async (rows) => {
        const tally = await tallyOf(
          rows.map((r) => r.oneClass),
          rows.map((r) => r.score),
        )
        expect(area(defined(rocCurve(tally)))).toBeCloseTo(rocAuc(tally), 10)
        const prevalence = tally.positives / rows.length
        expect(area(defined(gainCurve(tally)))).toBeCloseTo(prevalence / 2 + (1 - prevalence) * rocAuc(tally), 10)
      }),
      { numRuns: runs(50) },
    )
  })

  it('a metric against the threshold is the metric at every threshold', async () => {
    await fc.assert(
      fc.asyncProperty(someRows, async (rows) => {
        const tally = await tallyOf(
          rows.map((r) => r.oneClass),
          rows.map((r) => r.score),
        )
        const { x, y } = metricCurve(tally, 'expected_cost', costs)
        x.forEach((threshold, i) => {
          const { falsePositives, falseNegatives } = confusionAt(tally, threshold)
          expect(y[i]).toBeCloseTo((2 * falsePositives + 7 * falseNegatives) / rows.length, 12)
        })
      }),
      { numRuns: runs(20) },
    )
  })
})

function area({ x, y }: ExactCurve): number {
  let sum = 0
  for (let i = 1; i < x.length; i++) sum += ((x[i] - x[i - 1]) * (y[i] + y[i - 1])) / 2
  return sum
}

describe('thinning', () => {
  const resolution = 10

  it('leaves no point of any curve farther than a column’s width from the line, nor an extreme out', async () => {
    await fc.assert(
      fc.asyncProperty(someRows, async (rows) => {
        const tally = await tallyOf(
          rows.map((r) => r.oneClass),
          rows.map((r) => r.score),
        )
        const exact = [
          ...[rocCurve, precisionRecallCurve, gainCurve, liftCurve].map((curve) => defined(curve(tally))),
          metricCurve(tally, 'expected_cost', costs),
          metricCurve(tally, 'f1', costs),
        ]
        for (const curve of exact) {
          const drawn = thinnedExactCurve(curve, resolution)
          expect(drawn.x.length).toBeLessThanOrEqual(4 * resolution + 5)
          expect([drawn.x[0], drawn.x.at(-1), drawn.thresholds[0]]).toEqual([
            curve.x[0],
            curve.x.at(-1),
            curve.thresholds[0],
          ])
          expect([Math.min(...drawn.y), Math.max(...drawn.y)]).toEqual([Math.min(...curve.y), Math.max(...curve.y)])
          const finite = curve.x.filter(Number.isFinite)
          const width = (Math.max(...finite) - Math.min(...finite)) / resolution
          curve.x.forEach((x, i) => expect(distanceAlongX(drawn, x, curve.y[i])).toBeLessThanOrEqual(width + 1e-12))
        }
      }),
      { numRuns: runs(40) },
    )
  })

  it('of counts: no rate is farther than its resolution from a point kept, nor of precision an extreme left out', async () => {
    await fc.assert(
      fc.asyncProperty(someRows, async (rows) => {
        const tally = await tallyOf(
          rows.map((r) => r.oneClass),
          rows.map((r) => r.score),
        )
        const { thresholds, truePositives, falsePositives } = thinnedCurve(tally, resolution)
        expect([thresholds[0], thresholds.at(-1)]).toEqual([null, tally.scores[0]])
        const roc = defined(rocCurve(tally))
        roc.x.forEach((x, i) => {
          const isNear = truePositives.some(
            (count, k) =>
              Math.abs(count / tally.positives - roc.y[i]) <= 1 / resolution &&
              Math.abs(falsePositives[k] / tally.negatives - x) <= 1 / resolution,
          )
          expect(isNear).toBe(true)
        })
        const precisions = truePositives.slice(1).map((count, k) => count / (count + falsePositives[k + 1]))
        const all = defined(precisionRecallCurve(tally)).y
        expect([Math.min(...precisions), Math.max(...precisions)]).toEqual([Math.min(...all), Math.max(...all)])
      }),
      { numRuns: runs(40) },
    )
  })
})

/** How far, along x, the nearest piece of the line that reaches the height y is. */
function distanceAlongX({ x, y }: ExactCurve, atX: number, atY: number): number {
  let least = Infinity
  for (let i = 0; i < x.length; i++) {
    if (y[i] === atY) least = Math.min(least, x[i] === atX ? 0 : Math.abs(x[i] - atX))
    if (
      i === 0 ||
      !Number.isFinite(x[i - 1]) ||
      !(Math.min(y[i - 1], y[i]) <= atY && atY <= Math.max(y[i - 1], y[i])) ||
      y[i] === y[i - 1]
    )
      continue
    const along = x[i - 1] + ((x[i] - x[i - 1]) * (atY - y[i - 1])) / (y[i] - y[i - 1])
    least = Math.min(least, Math.abs(along - atX))
  }
  return least
}

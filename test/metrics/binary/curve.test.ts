import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { thinnedCurve } from '../../../src/metrics/binary/curve.ts'
import { confusionAt } from '../../../src/metrics/binary/confusion.ts'
import { rocAuc } from '../../../src/metrics/binary/roc-auc.ts'
import { fixtureText, hasFixtures } from '../../fixtures.ts'
import { cases, tallyOfCase } from './calibration-cases.ts'
import { gainPoints, precisionRecallPoints, rocPoints, type CurvePoints } from './curve-points.ts'
import { tallyOf, weightedTally } from './tally-of.ts'
import { runs } from '../../property-runs.ts'

const someRows = fc
  .array(fc.record({ oneClass: fc.constantFrom(0, 1), score: fc.integer({ min: 0, max: 400 }).map((k) => k / 400) }), {
    minLength: 2,
    maxLength: 400,
  })
  .filter((rows) => new Set(rows.map(({ oneClass }) => oneClass)).size === 2)

function expectClose(found: number[], expected: number[], digits = 12) {
  expect(found.length).toBe(expected.length)
  found.forEach((value, i) => expect(value).toBeCloseTo(expected[i], digits))
}

describe.each(cases)('curves of $name', (example) => {
  it('ROC is scikit-learn’s, point by point', async () => {
    const { x, y, thresholds } = rocPoints(await tallyOfCase(example, example.validation))
    const { roc } = example.expected.curves
    // scikit-learn leaves out rows without weight; here their score is one more point, on the one before it.
    const isKept = keptOf(thresholds, roc.thresholds)
    expectClose(x.filter(isKept), roc.x)
    expectClose(y.filter(isKept), roc.y)
    expect(thresholds[0]).toBeNull()
  })

  it('precision and recall are scikit-learn’s, point by point, but for its last', async () => {
    const { x, y, thresholds } = precisionRecallPoints(await tallyOfCase(example, example.validation))
    const expected = example.expected.curves.precision_recall
    const isKept = keptOf(thresholds, expected.thresholds)
    expectClose(thresholds.filter(isKept).map(Number).toReversed(), expected.thresholds)
    expectClose(x.filter(isKept).toReversed(), expected.x.slice(0, -1))
    expectClose(y.filter(isKept).toReversed(), expected.y.slice(0, -1))
  })
})

function keptOf(thresholds: (number | null)[], wanted: number[]): (value: unknown, index: number) => boolean {
  const known = new Set([null, ...wanted])
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
    const roc = rocPoints(tally)
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
    const curve = precisionRecallPoints(tally)
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

describe('curves at every threshold', () => {
  it('four rows, by hand', async () => {
    const tally = await tallyOf([1, 0, 1, 0], [0.9, 0.6, 0.4, 0.1])
    const points = ({ x, y }: CurvePoints) => x.map((value, i) => [value, y[i]])
    expect(points(rocPoints(tally))).toEqual([
      [0, 0],
      [0, 0.5],
      [0.5, 0.5],
      [0.5, 1],
      [1, 1],
    ])
    expect(points(precisionRecallPoints(tally))).toEqual([
      [0.5, 1],
      [0.5, 0.5],
      [1, 2 / 3],
      [1, 0.5],
    ])
    expect(points(gainPoints(tally))).toEqual([
      [0, 0],
      [0.25, 0.5],
      [0.5, 0.5],
      [0.75, 1],
      [1, 1],
    ])
  })

  it('have no points where a class that they need is missing', async () => {
    const negatives = await tallyOf([0, 0], [0.2, 0.4])
    for (const pointsOf of [rocPoints, precisionRecallPoints, gainPoints]) expect(pointsOf(negatives).x).toEqual([])
  })

  it('the area under ROC by trapezoids is the AUC; under gain it is a mixture of that and chance', async () => {
    await fc.assert(
      fc.asyncProperty(someRows, async (rows) => {
        const tally = await tallyOf(
          rows.map((r) => r.oneClass),
          rows.map((r) => r.score),
        )
        expect(area(rocPoints(tally))).toBeCloseTo(rocAuc(tally), 10)
        const prevalence = tally.positives / rows.length
        expect(area(gainPoints(tally))).toBeCloseTo(prevalence / 2 + (1 - prevalence) * rocAuc(tally), 10)
      }),
      { numRuns: runs(50) },
    )
  })

  it('have the counts of every threshold', async () => {
    await fc.assert(
      fc.asyncProperty(someRows, async (rows) => {
        const tally = await tallyOf(
          rows.map((r) => r.oneClass),
          rows.map((r) => r.score),
        )
        const { thresholds, truePositives, falsePositives } = thinnedCurve(tally, Infinity)
        expect(thresholds).toEqual([null, ...tally.scores.toReversed()])
        thresholds.forEach((threshold, i) => {
          const counts = confusionAt(tally, threshold ?? Infinity)
          expect([truePositives[i], falsePositives[i]]).toEqual([counts.truePositives, counts.falsePositives])
        })
      }),
      { numRuns: runs(20) },
    )
  })
})

function area({ x, y }: CurvePoints): number {
  let sum = 0
  for (let i = 1; i < x.length; i++) sum += ((x[i] - x[i - 1]) * (y[i] + y[i - 1])) / 2
  return sum
}

describe('thinning', () => {
  const resolution = 10

  it('leaves no rate farther than its resolution from a point kept, nor an extreme of precision out', async () => {
    await fc.assert(
      fc.asyncProperty(someRows, async (rows) => {
        const tally = await tallyOf(
          rows.map((r) => r.oneClass),
          rows.map((r) => r.score),
        )
        const { thresholds, truePositives, falsePositives } = thinnedCurve(tally, resolution)
        expect([thresholds[0], thresholds.at(-1)]).toEqual([null, tally.scores[0]])
        const roc = rocPoints(tally)
        roc.x.forEach((x, i) => {
          const isNear = truePositives.some(
            (count, k) =>
              Math.abs(count / tally.positives - roc.y[i]) <= 1 / resolution &&
              Math.abs(falsePositives[k] / tally.negatives - x) <= 1 / resolution,
          )
          expect(isNear).toBe(true)
        })
        const precisions = truePositives.slice(1).map((count, k) => count / (count + falsePositives[k + 1]))
        const all = precisionRecallPoints(tally).y
        expect([Math.min(...precisions), Math.max(...precisions)]).toEqual([Math.min(...all), Math.max(...all)])
      }),
      { numRuns: runs(40) },
    )
  })
})

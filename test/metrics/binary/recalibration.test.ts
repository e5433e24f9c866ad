import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Sampling } from '../../../src/dataset/sampling.ts'
import { sampledRows } from '../../../src/metrics/binary/influence-table.ts'
import { fitIsotonicLine, isotonicProbability } from '../../../src/metrics/binary/isotonic.ts'
import { lossMoments } from '../../../src/metrics/binary/probability.ts'
import {
  type JudgedScores,
  recalibrated,
  type RecalibrationMethod,
  recalibrationMethods,
  recalibrations,
  type Recalibrations,
  type Recalibrator,
} from '../../../src/metrics/binary/recalibration.ts'
import { rocAuc } from '../../../src/metrics/binary/roc-auc.ts'
import type { DefinedMeasure } from '../../../src/metrics/measure.ts'
import type { Settings } from '../../../src/metrics/settings.ts'
import type { ScoreTally } from '../../../src/tally/rows.ts'
import { cases, relativeError, tallyOfCase } from './calibration-cases.ts'
import { tallied, tallyOf, weightedTally } from './tally-of.ts'
import { runs } from '../../property-runs.ts'

const settings: Settings = { confidence: 0.95, costs: { falsePositive: 1, falseNegative: 4 }, replicates: 200, seed: 1 }
const fitting = (method: RecalibrationMethod, tally: ScoreTally) =>
  recalibrationMethods.find((entry) => entry.method === method)!.fit(tally)

function fitted(method: RecalibrationMethod, tally: ScoreTally): Recalibrator {
  const fit = fitting(method, tally)
  if ('undefinedBecause' in fit) throw new Error(fit.undefinedBecause)
  return fit
}

const someRows = fc
  .array(fc.record({ oneClass: fc.constantFrom(0, 1), score: fc.integer({ min: 0, max: 40 }).map((k) => k / 40) }), {
    minLength: 4,
    maxLength: 150,
  })
  .filter((rows) => new Set(rows.map(({ oneClass }) => oneClass)).size === 2)
const tallyOfRows = (rows: { oneClass: number; score: number }[]) =>
  tallyOf(
    rows.map((r) => r.oneClass),
    rows.map((r) => r.score),
  )

describe.each(cases)('recalibration of $name', (example) => {
  it('Platt’s line is the one of least loss, and scikit-learn’s is near it', async () => {
    const { on, parameters } = fitted('platt', await tallyOfCase(example, example.validation))
    const { exact, scikit_learn: near } = example.expected.platt
    expect(on).toBe('logit')
    expect(relativeError(parameters.slope, exact[0])).toBeLessThan(1e-9)
    expect(relativeError(parameters.intercept, exact[1])).toBeLessThan(1e-9)
    if (near !== null) expect(relativeError(parameters.slope, near[0])).toBeLessThan(1e-2)
  })

  it('the temperature is the one of least log loss', async () => {
    const { parameters } = fitted('temperature', await tallyOfCase(example, example.validation))
    expect(relativeError(parameters.temperature, example.expected.temperature)).toBeLessThan(1e-9)
  })

  it('isotonic regression is scikit-learn’s, at its knots, between and beyond them', async () => {
    const { parameters, probability } = fitted('isotonic', await tallyOfCase(example, example.validation))
    const { grid, predicted, knots } = example.expected.isotonic
    grid.forEach((score, i) => expect(probability(score), String(score)).toBeCloseTo(predicted[i], 12))
    expect(parameters.knots).toBe(knots)
  })

  it('on test, each does what it does in scikit-learn', async () => {
    const validation = await tallyOfCase(example, example.validation)
    const test = await tallyOfCase(example, example.test)
    const { before, methods } = recalibrations(validation, test, settings)
    const { expected } = example
    expect(methods.map(({ method }) => method)).toEqual(['platt', 'isotonic', 'temperature'])
    const judged = new Map<keyof typeof expected.test, JudgedScores>([['before', before]])
    for (const entry of methods) if ('after' in entry) judged.set(entry.method, entry.after)
    expect(judged.size).toBe(4)
    for (const [name, { logLoss, brier, ece }] of judged) {
      const found = { log_loss: logLoss, brier, ece }
      for (const id of ['log_loss', 'brier', 'ece'] as const) {
        expect(
          relativeError((found[id] as DefinedMeasure).value, expected.test[name][id]),
          `${name} ${id}`,
        ).toBeLessThan(1e-9)
      }
    }
  })

  it('the cost is that of the threshold chosen anew on validation, and of fp/(fp + fn)', async () => {
    const validation = await tallyOfCase(example, example.validation)
    const { before, methods } = recalibrations(validation, await tallyOfCase(example, example.test), settings)
    expect(before.optimal.threshold).toBe(0.2)
    const cost = (threshold: number, of: (score: number) => number, { classes, scores, weights } = example.test) => {
      const sum = scores.reduce(
        (all, score, row) =>
          all + weights[row] * (of(score) >= threshold ? (classes[row] === 0 ? 1 : 0) : 4 * classes[row]),
        0,
      )
      return sum / weights.reduce((all, weight) => all + weight, 0)
    }
    for (const entry of methods) {
      if ('undefinedBecause' in entry) throw new Error(entry.undefinedBecause)
      const { probability } = entry.recalibrator
      for (const { threshold, expectedCost } of [entry.after.chosen, entry.after.optimal]) {
        expect((expectedCost as DefinedMeasure).value).toBeCloseTo(cost(threshold!, probability), 12)
      }
      const onValidation = (threshold: number) => cost(threshold, probability, example.validation)
      for (const score of validation.scores) {
        expect(onValidation(entry.after.chosen.threshold!)).toBeLessThanOrEqual(
          onValidation(probability(score)) + 1e-12,
        )
      }
    }
  })
})

describe('the laws of recalibration', () => {
  it('isotonic: never falls, keeps what it made, and never worsens the Brier score where it was fitted', async () => {
    await fc.assert(
      fc.asyncProperty(someRows, async (rows) => {
        const tally = await tallyOfRows(rows)
        const line = fitIsotonicLine(tally)
        for (let score = -0.1, last = -Infinity; score < 1.1; score += 0.007) {
          const here = isotonicProbability(line, score)
          expect(here).toBeGreaterThanOrEqual(last)
          last = here
        }
        const once = recalibrated(tally, fitted('isotonic', tally))
        expect(recalibrated(once, fitted('isotonic', once))).toEqual(once)
        expect(lossMoments(once, 'squared').mean).toBeLessThanOrEqual(lossMoments(tally, 'squared').mean + 1e-15)
      }),
      { numRuns: runs(80) },
    )
  })

  it('Platt and temperature leave the AUC alone but for scores that become equal, and no method parts a tie', async () => {
    await fc.assert(
      fc.asyncProperty(someRows, async (rows) => {
        const tally = await tallyOfRows(rows)
        for (const { fit } of recalibrationMethods) {
          const recalibrator = fit(tally)
          if ('undefinedBecause' in recalibrator) continue
          const after = recalibrated(tally, recalibrator)
          expect(after.scores.length).toBeLessThanOrEqual(tally.scores.length)
          if (after.scores.length === tally.scores.length) expect(rocAuc(after)).toBe(rocAuc(tally))
          expect([after.truePositives[0], after.falsePositives[0]]).toEqual([tally.positives, tally.negatives])
          expect(after.scores).toEqual(after.scores.toSorted())
          // A slope of 0 fits best where scores have nothing to do with the classes: then all become equal.
          if (recalibrator.method !== 'isotonic') expect([1, tally.scores.length]).toContain(after.scores.length)
        }
      }),
      { numRuns: runs(80) },
    )
  })

  it('temperature never worsens the log loss where it was fitted; Platt’s mean probability is that of its targets', async () => {
    await fc.assert(
      fc.asyncProperty(someRows, async (rows) => {
        const tally = await tallyOfRows(rows)
        const temperature = fitting('temperature', tally)
        if (!('undefinedBecause' in temperature)) {
          const after = lossMoments(recalibrated(tally, temperature), 'logarithmic').mean
          expect(after).toBeLessThanOrEqual(lossMoments(tally, 'logarithmic').mean + 1e-12)
        }
        const platt = fitting('platt', tally)
        if ('undefinedBecause' in platt) return
        const { positives, negatives } = tally
        const mean = rows.reduce((sum, { score }) => sum + platt.probability(score), 0) / rows.length
        expect(mean).toBeCloseTo(
          (positives * ((positives + 1) / (positives + 2)) + negatives / (negatives + 2)) / rows.length,
          8,
        )
      }),
      { numRuns: runs(80) },
    )
  })

  it('of many distinct scores too, Platt’s line has no gradient left', async () => {
    const rowCount = 20_000
    const scores = Array.from({ length: rowCount }, (_, row) => (row + 0.5) / rowCount)
    // A share of positives that rises as the square of the score, by the digits of a sequence that fills 0 to 1 evenly.
    const classes = scores.map((score, row) => ((row * 0.618_033_988_75) % 1 < score * score ? 1 : 0))
    const tally = await tallyOf(classes, scores)
    const { probability, parameters } = fitted('platt', tally)
    expect(parameters.slope).toBeGreaterThan(1)
    const { positives, negatives } = tally
    const residuals = scores.map(
      (score, row) =>
        probability(score) - (classes[row] === 1 ? (positives + 1) / (positives + 2) : 1 / (negatives + 2)),
    )
    const gradient = (x: (score: number) => number) =>
      residuals.reduce((sum, residual, row) => sum + residual * x(scores[row]), 0) / rowCount
    expect(Math.abs(gradient(() => 1))).toBeLessThan(1e-12)
    expect(Math.abs(gradient((score) => Math.log(score / (1 - score))))).toBeLessThan(1e-12)
  })

  it('whole weights are repeated rows', async () => {
    await fc.assert(
      fc.asyncProperty(someRows, fc.infiniteStream(fc.integer({ min: 1, max: 3 })), async (rows, stream) => {
        const weights = rows.map(() => stream.next().value as number)
        const repeated = await tallyOfRows(rows.flatMap((r, i) => Array(weights[i]).fill(r) as typeof rows))
        const weighted = await weightedTally(
          rows.map((r) => r.oneClass),
          rows.map((r) => r.score),
          weights,
        )
        const plain = (tally: ScoreTally) =>
          recalibrations(tally, tally, settings).methods.map((entry) =>
            'undefinedBecause' in entry ? entry : [entry.recalibrator.parameters, entry.after],
          )
        expect(plain(weighted)).toEqual(plain(repeated))
      }),
      { numRuns: runs(40) },
    )
  })
})

describe('where counts do not say all', () => {
  it.each(['groups', 'importance'] as const)(
    '%s of one row each and alike are independent rows, and what is recalibrated stays so',
    async (kind) => {
      const { classes, scores } = cases[1].test
      const sampling: Sampling =
        kind === 'groups'
          ? {
              rowCount: classes.length,
              weights: null,
              groups: { codes: Uint32Array.from(classes.keys()), groupCount: classes.length },
            }
          : {
              rowCount: classes.length,
              weights: { kind: 'importance', values: new Float64Array(classes.length).fill(0.5) },
              groups: null,
            }
      const { rows, tallies } = await tallied(classes, { candidate: scores }, sampling)
      const validation = await tallyOfCase(cases[1], cases[1].validation)
      const plain = recalibrations(validation, await tallyOf(classes, scores), settings)
      const sampled = recalibrations(validation, tallies.get('candidate')!, settings, sampledRows(rows, 'candidate'))
      const judged = ({ before, methods }: Recalibrations) => [
        before,
        ...methods.flatMap((entry) => ('after' in entry ? [entry.after] : [])),
      ]
      expect(judged(sampled).length).toBe(4)
      judged(sampled).forEach(({ brier, optimal, chosen }, i) => {
        const expected = judged(plain)[i]
        for (const [found, wanted] of [
          [brier, expected.brier],
          [optimal.expectedCost, expected.optimal.expectedCost],
          [chosen.expectedCost, expected.chosen.expectedCost],
        ]) {
          const [a, b] = [found as DefinedMeasure, wanted as DefinedMeasure]
          expect(a.value).toBeCloseTo(b.value, 12)
          // n/(n − 1) more in one variance than in the other; and shares of groups take Student's t of those that carry them.
          const stretch = kind === 'groups' && found !== brier ? 2 : 1.001
          const lengths = ({ value, interval }: DefinedMeasure) => [value - interval!.low, interval!.high - value]
          lengths(a).forEach((length, side) => {
            expect(length).toBeGreaterThan(lengths(b)[side] / 1.001 - 0.001)
            expect(length).toBeLessThan(lengths(b)[side] * stretch + 0.001)
          })
        }
      })
    },
  )

  it('the same rows four times over, in groups of four, are no surer than once', async () => {
    const { classes, scores } = cases[1].test
    const four = <T>(list: T[]) => list.flatMap((entry) => [entry, entry, entry, entry])
    const groups = { codes: Uint32Array.from(four([...classes.keys()])), groupCount: classes.length }
    const { rows, tallies } = await tallied(
      four(classes),
      { candidate: four(scores) },
      { rowCount: 4 * classes.length, weights: null, groups },
    )
    const once = recalibrations(await tallyOf(classes, scores), await tallyOf(classes, scores), settings).before
    const often = recalibrations(
      await tallyOf(classes, scores),
      tallies.get('candidate')!,
      settings,
      sampledRows(rows, 'candidate'),
    ).before
    for (const [a, b] of [
      [often.brier, once.brier],
      [often.optimal.expectedCost, once.optimal.expectedCost],
    ] as [DefinedMeasure, DefinedMeasure][]) {
      expect(a.value).toBeCloseTo(b.value, 12)
      expect(a.interval!.high - a.interval!.low).toBeGreaterThan(0.98 * (b.interval!.high - b.interval!.low))
    }
  })
})

describe('says why it has nothing to fit', () => {
  const reasons = async (classes: number[], scores: number[]) => {
    const tally = await tallyOf(classes, scores)
    return Object.fromEntries(
      recalibrations(tally, tally, settings).methods.map((entry) => [
        entry.method,
        'undefinedBecause' in entry ? entry.undefinedBecause : 'fits',
      ]),
    )
  }

  it('one class', async () => {
    expect(new Set(Object.values(await reasons([1, 1], [0.2, 0.7])))).toEqual(new Set(['only one class to fit to']))
  })

  it('scores that are all alike, or that keep the classes apart about one half', async () => {
    const nothing = 'no finite fit: all scores are alike, or they keep the classes apart'
    expect(await reasons([0, 1], [0.5, 0.5])).toEqual({ platt: nothing, temperature: nothing, isotonic: 'fits' })
    expect(await reasons([0, 0, 1, 1], [0.1, 0.3, 0.6, 0.8])).toEqual({
      platt: 'fits',
      temperature: nothing,
      isotonic: 'fits',
    })
  })

  it('scores that look reversed: they are not turned round', async () => {
    const reversed = 'higher scores do not go with more positives: the scores look reversed, and are not turned round'
    expect(await reasons([1, 1, 0, 1, 0, 0], [0.1, 0.3, 0.4, 0.6, 0.7, 0.8])).toEqual({
      platt: reversed,
      temperature: reversed,
      isotonic: 'fits',
    })
  })

  it('scores that are no probabilities have no temperature; Platt takes them as they are', async () => {
    const tally = await tallyOf([0, 1, 0, 1, 1], [-3, -1, 0.5, 2, 40])
    const { before, methods } = recalibrations(tally, tally, settings)
    expect(before.logLoss).toEqual({ undefinedBecause: 'scores outside 0 to 1 are not probabilities' })
    expect(before.optimal).toEqual({
      threshold: null,
      expectedCost: { undefinedBecause: 'scores outside 0 to 1 are not probabilities' },
    })
    const [platt, isotonic, temperature] = methods
    expect(platt).toMatchObject({
      recalibrator: { on: 'score' },
      after: { logLoss: { value: expect.any(Number) }, optimal: { threshold: 0.2 } },
    })
    expect(isotonic).toMatchObject({ recalibrator: { on: 'score' } })
    expect(temperature).toEqual({ method: 'temperature', undefinedBecause: 'scores outside 0 to 1 have no log odds' })
  })

  it('fitted to log odds, judged on scores that have none', async () => {
    const { methods } = recalibrations(
      await tallyOf([0, 1, 0, 1], [0.1, 0.4, 0.6, 0.9]),
      await tallyOf([0, 1], [-1, 3]),
      settings,
    )
    expect(methods.map((entry) => 'undefinedBecause' in entry)).toEqual([true, false, true])
  })
})

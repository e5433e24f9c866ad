import { expect, it } from 'vitest'
import { recalibrations } from '../../src/metrics/binary/recalibration.ts'
import type { Settings } from '../../src/metrics/settings.ts'
import { calibrationResult, recalibrationResults } from '../../src/report/calibration.ts'
import { tallyOf } from '../metrics/binary/tally-of.ts'

const settings: Settings = { confidence: 0.95, costs: { falsePositive: 1, falseNegative: 3 }, replicates: 200, seed: 1 }
const classes = [0, 0, 1, 0, 1, 1, 0, 1]
const scores = [0.1, 0.2, 0.2, 0.4, 0.6, 0.7, 0.7, 0.9]

it('the document’s calibration is plain JSON: every bin, and Brier’s terms', async () => {
  const result = calibrationResult(await tallyOf(classes, scores), settings)
  expect(JSON.parse(JSON.stringify(result))).toEqual(result)
  expect(Object.keys(result)).toEqual(['bins', 'brier'])
  // Wilson's interval of one in two.
  expect(result.bins.equal_mass).toContainEqual({
    lowest_score: 0.2,
    highest_score: 0.2,
    rows: 2,
    mean_score: 0.2,
    positives: 1,
    share: 0.5,
    low: expect.closeTo(0.0945, 4),
    high: expect.closeTo(0.9055, 4),
  })
  // Distinct scores' shares of positives: 0, 1/2, 0, 1, 1/2, 1, of rows 1, 2, 1, 1, 2, 1.
  expect(result.brier).toEqual({
    reliability: expect.closeTo((0.01 + 2 * 0.09 + 0.16 + 0.16 + 2 * 0.04 + 0.01) / 8, 12),
    resolution: 0.125,
    uncertainty: 0.25,
  })
})

it('of scores that are no probabilities: bins of equal mass alone, and why the rest is missing', async () => {
  const { bins, brier } = calibrationResult(await tallyOf([0, 1], [-2, 3]), settings)
  const reason = { undefined: 'scores outside 0 to 1 are not probabilities' }
  expect(bins.equal_width).toEqual(reason)
  expect(bins.equal_mass.map(({ mean_score: mean }) => mean)).toEqual([-2, 3])
  expect(brier).toEqual(reason)
})

it('each recalibration is said before and after, or why there is none', async () => {
  const tally = await tallyOf(classes, scores)
  const results = recalibrationResults(recalibrations(tally, tally, settings), 'validation', 'test')
  expect(JSON.parse(JSON.stringify(results))).toEqual(results)
  expect(results.map(({ method }) => method)).toEqual(['platt', 'isotonic', 'temperature'])
  // Of hardly a wrong row the wrong ones are counted.
  const interval = expect.stringMatching(/^(t|gamma)$/)
  const metric = { value: expect.any(Number), low: expect.any(Number), high: expect.any(Number), interval }
  const cost = { value: expect.any(Number), low: expect.any(Number), high: expect.any(Number), interval: 'mover' }
  expect(results[0]).toEqual({
    method: 'platt',
    fitted_on: 'validation',
    judged_on: 'test',
    on: 'logit',
    parameters: { slope: expect.any(Number), intercept: expect.any(Number) },
    log_loss: { before: metric, after: metric },
    brier: { before: metric, after: metric },
    ece: {
      before: expect.objectContaining({ value: expect.any(Number) }),
      after: expect.objectContaining({ value: expect.any(Number) }),
    },
    chosen_threshold: {
      threshold: { before: 0.2, after: expect.any(Number) },
      expected_cost: { before: cost, after: cost },
    },
    optimal_threshold: { threshold: { before: 0.25, after: 0.25 }, expected_cost: { before: cost, after: cost } },
  })
  const [reversed] = recalibrationResults(
    recalibrations(await tallyOf([1, 0], [0.2, 0.8]), tally, settings),
    'validation',
    'test',
  )
  expect(reversed).toEqual({
    method: 'platt',
    fitted_on: 'validation',
    judged_on: 'test',
    undefined: 'higher scores do not go with more positives: the scores look reversed, and are not turned round',
  })
})

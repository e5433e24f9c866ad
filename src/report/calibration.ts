import {
  type BinStarts,
  brierDecomposition,
  type CalibrationBin,
  calibrationCurve,
  equalMassBins,
  equalWidthBins,
} from '../metrics/binary/calibration.ts'
import type { SampledRows } from '../metrics/binary/influence-table.ts'
import { areProbabilities, eceBinCount } from '../metrics/binary/probability.ts'
import type {
  CostAtThreshold,
  JudgedScores,
  RecalibrationOutcome,
  Recalibrations,
} from '../metrics/binary/recalibration.ts'
import type { Settings } from '../metrics/settings.ts'
import type { ScoreTally } from '../tally/rows.ts'
import { metricResult } from './document.ts'
import type {
  CalibrationBinResult,
  CalibrationResult,
  CostBeforeAfter,
  RecalibrationResult,
} from '../result/evaluation.ts'

/**
 * One model's calibration on one split, in bins like those of `ece`.
 * @param rows of the tally, where they belong together or have importance weights
 */
export function calibrationResult(
  tally: ScoreTally,
  { confidence }: Pick<Settings, 'confidence'>,
  rows?: SampledRows,
): CalibrationResult {
  const isDefined = tally.scores.length > 0 && areProbabilities(tally)
  const reason = { undefined: tally.scores.length === 0 ? 'no rows' : 'scores outside 0 to 1 are not probabilities' }
  const bins = (starts: BinStarts) => binResults(calibrationCurve(tally, starts, confidence, rows))
  return {
    bins: {
      equal_width: isDefined ? bins(equalWidthBins(tally, eceBinCount)) : reason,
      equal_mass: bins(equalMassBins(tally, eceBinCount)),
    },
    brier: isDefined ? brierResult(tally) : reason,
  }
}

/** What each recalibration would do, method by method. */
export function recalibrationResults(
  { before, methods }: Recalibrations,
  fittedOn: string,
  judgedOn: string,
): RecalibrationResult[] {
  return methods.map((outcome) => recalibrationResult(before, outcome, fittedOn, judgedOn))
}

function binResults(curve: CalibrationBin[]): CalibrationBinResult[] {
  return curve.map((bin) => ({
    lowest_score: bin.lowestScore,
    highest_score: bin.highestScore,
    rows: bin.rows,
    mean_score: bin.meanScore,
    positives: bin.positives,
    share: bin.share,
    low: bin.interval.low,
    high: bin.interval.high,
  }))
}

function brierResult(tally: ScoreTally): CalibrationResult['brier'] {
  const { reliability, resolution, uncertainty } = brierDecomposition(tally)
  return { reliability, resolution, uncertainty }
}

function recalibrationResult(
  before: JudgedScores,
  outcome: RecalibrationOutcome,
  fittedOn: string,
  judgedOn: string,
): RecalibrationResult {
  const head = { method: outcome.method, fitted_on: fittedOn, judged_on: judgedOn }
  if ('undefinedBecause' in outcome) return { ...head, undefined: outcome.undefinedBecause }
  const { recalibrator, after } = outcome
  const both = (of: 'logLoss' | 'brier' | 'ece') => ({
    before: metricResult(before[of]),
    after: metricResult(after[of]),
  })
  return {
    ...head,
    on: recalibrator.on,
    parameters: recalibrator.parameters,
    log_loss: both('logLoss'),
    brier: both('brier'),
    ece: both('ece'),
    chosen_threshold: costResult(before.chosen, after.chosen),
    optimal_threshold: costResult(before.optimal, after.optimal),
  }
}

function costResult(before: CostAtThreshold, after: CostAtThreshold): CostBeforeAfter {
  return {
    threshold: { before: before.threshold, after: after.threshold },
    expected_cost: { before: metricResult(before.expectedCost), after: metricResult(after.expectedCost) },
  }
}

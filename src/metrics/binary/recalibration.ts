import type { ScoreTally } from '../../tally/rows.ts'
import type { Measure } from '../measure.ts'
import type { Settings } from '../settings.ts'
import { expectedCost } from '../definitions/binary-costs.ts'
import type { ScoreDefinition } from '../definitions/binary-definition.ts'
import { brier, expectedCalibrationError, logLoss } from '../definitions/binary-scores.ts'
import { decisionMetric, scoreMetric } from './catalogue.ts'
import { confusionAt, sampledConfusionAt } from './confusion.ts'
import type { SampledRows } from './influence-table.ts'
import { areProbabilities } from './probability.ts'
import {
  recalibrated,
  recalibratedRows,
  recalibrationMethods,
  type RecalibrationMethod,
  type Recalibrator,
} from './recalibrator.ts'
import { bestThreshold } from './threshold.ts'

/** How scores do on the rows that judge them. */
export interface JudgedScores {
  logLoss: Measure
  brier: Measure
  ece: Measure
  /** At the threshold of least expected cost on the rows that the recalibration was fitted to. */
  chosen: CostAtThreshold
  /** At the threshold that is best for probabilities that are kept as promised. */
  optimal: CostAtThreshold
}

/** The expected cost at a threshold; the threshold is null where there is none to take. */
export interface CostAtThreshold {
  threshold: number | null
  expectedCost: Measure
}

/** What each way to recalibrate would do; nothing is applied. */
export interface Recalibrations {
  before: JudgedScores
  methods: RecalibrationOutcome[]
}

/** What one way to recalibrate would do, or the reason why it cannot be fitted. */
export type RecalibrationOutcome =
  | { method: RecalibrationMethod; recalibrator: Recalibrator; after: JudgedScores }
  | { method: RecalibrationMethod; undefinedBecause: string }

/**
 * Fits Platt scaling, isotonic regression and temperature scaling on one tally, and judges each on another of the same
 * model: log loss, Brier score, calibration error, and the expected cost at two thresholds. The one is chosen anew on the
 * recalibrated scores of the first tally; the other is fp/(fp + fn) of the costs, above which a row whose probability
 * is right is cheaper predicted positive (Elkan, IJCAI 2001).
 * @param rows of the test tally, where they belong together or have importance weights: then they decide how sure a
 * value is
 */
export function recalibrations(
  validation: ScoreTally,
  test: ScoreTally,
  settings: Settings,
  rows?: SampledRows,
): Recalibrations {
  return {
    before: judged(validation, { tally: test, rows }, settings),
    methods: recalibrationMethods.map(({ method, fit }) => {
      const recalibrator = fit(validation)
      if ('undefinedBecause' in recalibrator) return { method, undefinedBecause: recalibrator.undefinedBecause }
      if (recalibrator.on === 'logit' && !areProbabilities(test))
        return { method, undefinedBecause: 'scores outside 0 to 1 have no log odds' }
      const after = { tally: recalibrated(test, recalibrator), rows: rows && recalibratedRows(rows, recalibrator) }
      return { method, recalibrator, after: judged(recalibrated(validation, recalibrator), after, settings) }
    }),
  }
}

/** What judges: a tally, and its rows where counts do not say all. */
interface Judges {
  tally: ScoreTally
  rows: SampledRows | undefined
}

function judged(validation: ScoreTally, test: Judges, settings: Settings): JudgedScores {
  const { costs } = settings
  const chosen = bestThreshold(validation, { direction: 'minimise', metric: expectedCost.id, subjectTo: [], costs })
  return {
    logLoss: measured(logLoss, test, settings),
    brier: measured(brier, test, settings),
    ece: measured(expectedCalibrationError, test, settings),
    chosen: chosen === null ? notChosen('no rows to choose a threshold on') : costAt(chosen, test, settings),
    optimal: optimalCost(test, settings),
  }
}

function optimalCost(test: Judges, settings: Settings): CostAtThreshold {
  const { falsePositive, falseNegative } = settings.costs
  if (!areProbabilities(test.tally)) return notChosen('scores outside 0 to 1 are not probabilities')
  if (falsePositive + falseNegative === 0) return notChosen('errors cost nothing')
  return costAt(falsePositive / (falsePositive + falseNegative), test, settings)
}

function notChosen(reason: string): CostAtThreshold {
  return { threshold: null, expectedCost: { undefinedBecause: reason } }
}

function costAt(threshold: number, { tally, rows }: Judges, settings: Settings): CostAtThreshold {
  const counts = rows === undefined ? confusionAt(tally, threshold) : sampledConfusionAt(rows, threshold)
  return { threshold, expectedCost: decisionMetric(expectedCost.id).measure(counts, settings) }
}

function measured({ id }: ScoreDefinition, { tally, rows }: Judges, settings: Settings): Measure {
  return scoreMetric(id).measure(tally, settings, rows)
}

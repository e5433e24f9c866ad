import { ln } from '../arithmetic.ts'
import { decisionMetric, scoreMetric } from './catalogue.ts'
import { confusionAt, sampledConfusionAt } from './confusion.ts'
import type { SampledRows } from './influence-table.ts'
import { fitIsotonicLine, isotonicProbability } from './isotonic.ts'
import { fitLogisticLine, logistic, type LogisticLine } from './logistic.ts'
import { areProbabilities, epsilon } from './probability.ts'
import { negativesAt, positivesAt, type ScoreTally } from '../../tally/rows.ts'
import { bestThreshold } from './threshold.ts'
import { expectedCost } from '../definitions/binary.ts'
import type { ScoreDefinition } from '../definitions/definition.ts'
import { brier, expectedCalibrationError, logLoss } from '../definitions/binary-scores.ts'
import type { Measure } from '../measure.ts'
import type { Settings } from '../settings.ts'

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
  const search = { direction: 'minimise' as const, metric: expectedCost.id, subjectTo: [], costs }
  const chosen = bestThreshold(validation, search)?.value ?? null
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

/** A rising map from scores to probabilities, fitted to rows of known class. */
export interface Recalibrator {
  method: RecalibrationMethod
  /** What the map is a function of: the score, or its log odds ln(p / (1 − p)), p kept 2^-52 away from 0 and 1. */
  on: 'score' | 'logit'
  /** Platt: slope and intercept of the log odds. Temperature: what log odds are divided by. Isotonic: how many knots. */
  parameters: Record<string, number>
  probability(score: number): number
}

/** Platt scaling, isotonic regression, temperature scaling. */
export type RecalibrationMethod = 'platt' | 'isotonic' | 'temperature'

/** A fitted recalibrator, or the reason why there is none. */
export type Fit = Recalibrator | { undefinedBecause: string }

/** Every method, with what fits it; all need rows of both classes. */
export const recalibrationMethods: readonly { method: RecalibrationMethod; fit(tally: ScoreTally): Fit }[] = [
  { method: 'platt', fit: ofBothClasses(fitPlatt) },
  { method: 'isotonic', fit: ofBothClasses(fitIsotonic) },
  { method: 'temperature', fit: ofBothClasses(fitTemperature) },
]

/**
 * The tally with its scores recalibrated; scores that become equal are one from then on. The order is the old one: where
 * rounding would turn two scores round, both get the lower one's probability.
 */
export function recalibrated(tally: ScoreTally, recalibrator: Recalibrator): ScoreTally {
  const { scores, rankOf } = mergedScores(tally.scores, recalibrator)
  // Counts are of rows from a score up: those of the lowest of the scores that became one are theirs together.
  const take = (counts: Uint32Array | Float64Array) => {
    const taken = counts.slice(0, scores.length)
    for (let rank = counts.length - 1; rank >= 0; rank--) taken[rankOf[rank]] = counts[rank]
    return taken
  }
  return { ...tally, scores, truePositives: take(tally.truePositives), falsePositives: take(tally.falsePositives) }
}

/** The rows that a tally was made of with their scores recalibrated, as `recalibrated` does the tally. */
function recalibratedRows(rows: SampledRows, recalibrator: Recalibrator): SampledRows {
  const { scores, rankOf } = mergedScores(rows.ranked.scores, recalibrator)
  return { ...rows, ranked: { scores, ranks: rows.ranked.ranks.map((rank) => rankOf[rank]) } }
}

/** The distinct scores that there are afterwards, and the rank of each old one among them. */
function mergedScores(
  before: Float64Array,
  { probability }: Recalibrator,
): { scores: Float64Array; rankOf: Uint32Array } {
  const scores = new Float64Array(before.length)
  const rankOf = new Uint32Array(before.length)
  let last = -1
  for (let rank = 0; rank < before.length; rank++) {
    const score = probability(before[rank])
    if (last < 0 || score > scores[last]) scores[++last] = score
    rankOf[rank] = last
  }
  return { scores: scores.slice(0, last + 1), rankOf }
}

function ofBothClasses(fit: (tally: ScoreTally) => Fit): (tally: ScoreTally) => Fit {
  return (tally) =>
    tally.positives > 0 && tally.negatives > 0 ? fit(tally) : { undefinedBecause: 'only one class to fit to' }
}

/**
 * Platt scaling: logistic regression on the log odds of the score (on the score itself where it is no probability), with
 * Platt's targets (P + 1)/(P + 2) and 1/(N + 2) in place of 1 and 0 (Platt 1999; Lin, Lin & Weng, Machine Learning 2007).
 * scikit-learn's `CalibratedClassifierCV(method='sigmoid')` is this regression on whatever scores it is given.
 */
function fitPlatt(tally: ScoreTally): Fit {
  const { positives, negatives } = tally
  const on = areProbabilities(tally) ? 'logit' : 'score'
  const x = on === 'logit' ? tally.scores.map(logit) : tally.scores
  const line = lineThrough(
    tally,
    x,
    { positive: (positives + 1) / (positives + 2), negative: 1 / (negatives + 2) },
    true,
  )
  if ('undefinedBecause' in line) return line
  const { slope, intercept } = line
  const probability =
    on === 'logit'
      ? (score: number) => logistic(slope * logit(score) + intercept)
      : (score: number) => logistic(slope * score + intercept)
  return { method: 'platt', on, parameters: { slope, intercept }, probability }
}

/** Temperature scaling: the log odds divided by the temperature of least log loss (Guo et al., ICML 2017). */
function fitTemperature(tally: ScoreTally): Fit {
  if (!areProbabilities(tally)) return { undefinedBecause: 'scores outside 0 to 1 have no log odds' }
  const line = lineThrough(tally, tally.scores.map(logit), { positive: 1, negative: 0 }, false)
  if ('undefinedBecause' in line) return line
  const { slope } = line
  return {
    method: 'temperature',
    on: 'logit',
    parameters: { temperature: 1 / slope },
    probability: (score) => logistic(slope * logit(score)),
  }
}

function fitIsotonic(tally: ScoreTally): Fit {
  const line = fitIsotonicLine(tally)
  return {
    method: 'isotonic',
    on: 'score',
    parameters: { knots: line.scores.length },
    probability: (score) => isotonicProbability(line, score),
  }
}

/** A rising line for the log odds, or why there is none. */
function lineThrough(
  tally: ScoreTally,
  x: Float64Array,
  target: { positive: number; negative: number },
  hasIntercept: boolean,
): LogisticLine | { undefinedBecause: string } {
  const rows = new Float64Array(x.length)
  const targets = new Float64Array(x.length)
  for (let rank = 0; rank < x.length; rank++) {
    const [positives, negatives] = [positivesAt(tally, rank), negativesAt(tally, rank)]
    rows[rank] = positives + negatives
    targets[rank] = positives * target.positive + negatives * target.negative
  }
  const line = fitLogisticLine({ x, rows, targets }, hasIntercept)
  if (line === null) return { undefinedBecause: 'no finite fit: all scores are alike, or they keep the classes apart' }
  if (!(line.slope > 0))
    return {
      undefinedBecause:
        'higher scores do not go with more positives: the scores look reversed, and are not turned round',
    }
  return line
}

function logit(probability: number): number {
  const clipped = Math.min(1 - epsilon, Math.max(epsilon, probability))
  return ln(clipped) - ln(1 - clipped)
}

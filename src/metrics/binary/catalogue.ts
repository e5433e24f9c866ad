import type { ScoreTally } from '../../tally/rows.ts'
import { described, type MetricDescription } from '../description.ts'
import { hallInterval } from '../hall.ts'
import { studentT, type Precision } from '../influence.ts'
import { isDefined, type Interval, type Measure } from '../measure.ts'
import type { Costs, Settings } from '../settings.ts'
import { logitInterval } from '../transformed.ts'
import { averagePrecision, averagePrecisionInfluence, averagePrecisionPrecision } from './average-precision.ts'
import { balancedAccuracy, cohenKappa, matthewsCorrcoef, ratioMetric, type CellWeights, type ConfusionMetric } from './confusion-metric.ts'
import type { Confusion } from './confusion.ts'
import {
  balancedAccuracyInterval, correlationInterval, costInterval, fBetaInterval, proportionInterval, type DecisionInterval,
} from './decision-intervals.ts'
import { classSizes, meanPrecisionOf, precisionOf, type InfluenceTable, type SampledRows } from './influence-table.ts'
import { measuredArea } from './measured-area.ts'
import {
  areProbabilities, expectedCalibrationError, kolmogorovSmirnov, lossInfluence, lossMoments, type Loss,
} from './probability.ts'
import { rocAuc, rocAucInfluence } from './roc-auc.ts'

/** A metric of the catalogue: what it is, and how it is measured. */
export type BinaryMetric = DecisionMetric | ScoreMetric

/** A metric of the decisions at a threshold: a function of the confusion counts. */
export interface DecisionMetric extends MetricDescription {
  on: 'decisions'
  /** Where it is a share of the same rows for every model: of which. Else null. */
  shareOf: 'rows' | 'positives' | 'negatives' | null
  confusion(costs: Costs): ConfusionMetric
  measure(counts: Confusion, settings: Settings): Measure
}

/** A metric of the scores, the same at every threshold. */
export interface ScoreMetric extends MetricDescription {
  on: 'scores'
  /** The metric of which this one is a rescaling, so that it need not be measured twice. */
  rescales?: { id: string; rescaled(value: number): number }
  /** How a difference of two models on the same independent rows is judged. */
  paired: { by: 'delong'; scale: number } | { by: 'influence' | 'loss' | 'nothing' }
  /** What each row adds to the estimate, given its value; null where it has no such form. */
  influence: ((tally: ScoreTally, value: number) => InfluenceTable) | null
  /** @param rows where they belong together or have shares for weights: then they decide how sure the value is */
  measure(tally: ScoreTally, settings: Settings, rows?: SampledRows): Measure
}

const fewRows = 'its interval is too short where a class has only a few rows'

/** Every binary metric, in the order of the contract. */
export const binaryMetrics: readonly BinaryMetric[] = [
  proportion('accuracy', 'Accuracy', 'share of rows called right: (TP + TN) / rows', 'higher', [1, 0, 0, 1], [1, 1, 1, 1], 'no rows', 'rows'),
  decisionMetric(
    described('balanced_accuracy', 'Balanced accuracy', 'mean of recall and specificity', 'with one class: that class’s rate if no other is predicted, else undefined', [0, 1], 'higher'),
    balancedAccuracy, balancedAccuracyInterval,
  ),
  proportion('precision', 'Precision', 'share of the rows called positive that are: TP / (TP + FP)', 'higher', [1, 0, 0, 0], [1, 1, 0, 0], 'no predicted positives'),
  proportion('recall', 'Recall', 'share of the positives that are called so: TP / (TP + FN)', 'higher', [1, 0, 0, 0], [1, 0, 1, 0], 'no positives', 'positives'),
  proportion('specificity', 'Specificity', 'share of the negatives that are called so: TN / (TN + FP)', 'higher', [0, 0, 0, 1], [0, 1, 0, 1], 'no negatives', 'negatives'),
  proportion('npv', 'Negative predictive value', 'share of the rows called negative that are: TN / (TN + FN)', 'higher', [0, 0, 0, 1], [0, 0, 1, 1], 'no predicted negatives'),
  fBeta('f1', 'F1', 1),
  fBeta('f2', 'F2', 2),
  fBeta('f0_5', 'F0.5', 0.5),
  proportion('jaccard', 'Jaccard index', 'TP / (TP + FP + FN)', 'higher', [1, 0, 0, 0], [1, 1, 1, 0], 'no positives, true or predicted'),
  decisionMetric(
    described('matthews_corrcoef', 'Matthews correlation', 'correlation of true and predicted class', '0 where one class alone is true or predicted', [-1, 1], 'higher'),
    matthewsCorrcoef, correlationInterval(matthewsCorrcoef),
  ),
  decisionMetric(
    described('cohen_kappa', 'Cohen’s kappa', 'agreement of true and predicted class beyond chance', 'undefined where one class alone is true and predicted', [-1, 1], 'higher'),
    cohenKappa, correlationInterval(cohenKappa),
  ),
  proportion('false_positive_rate', 'False positive rate', 'share of the negatives called positive: FP / (FP + TN)', 'lower', [0, 1, 0, 0], [0, 1, 0, 1], 'no negatives', 'negatives'),
  proportion('false_negative_rate', 'False negative rate', 'share of the positives called negative: FN / (FN + TP)', 'lower', [0, 0, 1, 0], [1, 0, 1, 0], 'no positives', 'positives'),
  proportion('predicted_positive_rate', 'Predicted positive rate', 'share of rows called positive: (TP + FP) / rows', 'neither', [1, 1, 0, 0], [1, 1, 1, 1], 'no rows', 'rows'),
  proportion('prevalence', 'Prevalence', 'share of rows that are positive: (TP + FN) / rows', 'neither', [1, 0, 1, 0], [1, 1, 1, 1], 'no rows'),
  auc('roc_auc', 'ROC AUC', 'probability that a positive scores above a negative, ties counting half', 1),
  {
    ...described('average_precision', 'Average precision', 'Σ (Rₖ − Rₖ₋₁)·Pₖ over distinct scores', 'undefined without positives; no interpolation; without an interval with one positive, and at 0 and 1', [0, 1], 'higher'),
    on: 'scores',
    paired: { by: 'influence' },
    influence: averagePrecisionInfluence,
    measure(tally, { confidence }, rows) {
      if (tally.positives === 0) return { undefined: 'no positives' }
      const value = averagePrecision(tally)
      const precision = rows === undefined ? averagePrecisionPrecision(tally, value) : sampledAveragePrecision(tally, value, rows)
      const ends = logitInterval(value, studentT(confidence, precision) * precision.standardError)
      return { value, interval: ends && { ...ends, method: 'delta' } }
    },
  },
  loss('log_loss', 'Log loss', 'mean of −ln of the probability given to the true class, clipped at 2⁻⁵²', Infinity, true),
  loss('brier', 'Brier score', 'mean squared difference of probability and outcome', 1, false),
  {
    ...described('ece', 'Expected calibration error', '15 equal-width bins, L1: Σ share of rows × |mean score − share of positives|', 'bins closed on the right, the first on both sides; undefined where a score lies outside 0 to 1; of a calibrated model its interval leaves 0 out in up to 10 % of the cases', [0, 1], 'lower', 'Naeini et al. 2015'),
    on: 'scores',
    paired: { by: 'nothing' },
    influence: null,
    measure(tally) {
      const reason = whyNoProbabilities(tally)
      return reason === null ? { value: expectedCalibrationError(tally), interval: null } : { undefined: reason }
    },
  },
  {
    ...described('ks', 'Kolmogorov–Smirnov', 'largest |TPR − FPR| over all thresholds', 'undefined with one class; its interval is wider than asked', [0, 1], 'higher', 'Kolmogorov–Smirnov two-sample statistic'),
    on: 'scores',
    paired: { by: 'nothing' },
    influence: null,
    measure(tally) {
      return hasBothClasses(tally) ? { value: kolmogorovSmirnov(tally), interval: null } : { undefined: 'only one class' }
    },
  },
  auc('gini', 'Gini coefficient', '2·ROC AUC − 1', 2),
  {
    ...described('expected_cost', 'Expected cost', 'mean cost of a row: (cost of FP·FP + cost of FN·FN) / rows', 'costs are the policy’s, 1 and 1 without', [0, Infinity], 'lower', 'Elkan, IJCAI 2001'),
    on: 'decisions',
    shareOf: null,
    confusion: expectedCost,
    measure(counts, { confidence, costs }) {
      const value = expectedCost(costs).value(counts)
      if (typeof value !== 'number') return value
      return { value, interval: costInterval(costs)(value, counts, confidence) }
    },
  },
]

/** The metrics that do not depend on a threshold. */
export const scoreMetrics: readonly ScoreMetric[] = binaryMetrics.filter((metric) => metric.on === 'scores')

const byId = new Map(binaryMetrics.map((metric) => [metric.id, metric]))

/** All metrics of scores of one tally, by id. */
export function measureScores(tally: ScoreTally, settings: Settings, rows?: SampledRows): Map<string, Measure> {
  const measures = new Map<string, Measure>()
  for (const metric of scoreMetrics) {
    const known = metric.rescales === undefined ? undefined : measures.get(metric.rescales.id)
    measures.set(metric.id, known === undefined ? metric.measure(tally, settings, rows) : rescaledMeasure(known, metric.rescales!.rescaled))
  }
  return measures
}

function rescaledMeasure(measure: Measure, rescaled: (value: number) => number): Measure {
  if (!isDefined(measure)) return measure
  const { value, interval } = measure
  return { value: rescaled(value), interval: interval && rescaledInterval(interval, rescaled) }
}

function rescaledInterval({ caution, ...interval }: Interval, rescaled: (value: number) => number): Interval {
  const ends = <Ends extends { low: number; high: number }>(of: Ends): Ends => ({ ...of, low: rescaled(of.low), high: rescaled(of.high) })
  return { ...ends(interval), ...(caution && { caution: ends(caution) }) }
}

export function binaryMetric(id: string): BinaryMetric | undefined {
  return byId.get(id)
}

function proportion(
  id: string, title: string, definition: string, better: MetricDescription['better'],
  numerator: CellWeights, denominator: CellWeights, reason: string, shareOf: DecisionMetric['shareOf'] = null,
): DecisionMetric {
  const description = described(id, title, definition, `undefined where there are ${reason}`, [0, 1], better)
  return { ...decisionMetric(description, ratioMetric(numerator, denominator, reason), proportionInterval(numerator, denominator)), shareOf }
}

function decisionMetric(description: MetricDescription, metric: ConfusionMetric, interval: DecisionInterval): DecisionMetric {
  return {
    ...description,
    on: 'decisions',
    shareOf: null,
    confusion: () => metric,
    measure(counts, { confidence }) {
      const value = metric.value(counts)
      return typeof value === 'number' ? { value, interval: interval(value, counts, confidence) } : value
    },
  }
}

/** (1 + β²)·TP / ((1 + β²)·TP + β²·FN + FP). */
function fBeta(id: string, title: string, beta: number): DecisionMetric {
  const square = beta * beta
  const metric = ratioMetric([1 + square, 0, 0, 0], [1 + square, 1, square, 0], 'no positives, true or predicted')
  const definition = beta === 1
    ? 'harmonic mean of precision and recall: 2·TP / (2·TP + FP + FN)'
    : `(1 + β²)·TP / ((1 + β²)·TP + β²·FN + FP) with β = ${beta}`
  return decisionMetric(described(id, title, definition, 'undefined where there are no positives, true or predicted', [0, 1], 'higher'), metric, fBetaInterval(beta))
}

function auc(id: string, title: string, definition: string, scale: 1 | 2): ScoreMetric {
  const rescaled = (area: number) => scale * area - (scale - 1)
  return {
    ...described(id, title, definition, 'undefined with one class; its interval is too short where rows of the rarer class × (1 − area) are fewer than 20: a pass there has to hold on a wider one too', [rescaled(0), 1], 'higher', 'DeLong et al. 1988; Sun & Xu 2014'),
    on: 'scores',
    ...(scale === 1 ? {} : { rescales: { id: 'roc_auc', rescaled } }),
    paired: { by: 'delong', scale },
    influence: (tally) => rocAucInfluence(tally, rocAuc(tally)).map((influence) => scale * influence),
    measure(tally, { confidence }, rows) {
      if (!hasBothClasses(tally)) return { undefined: 'only one class' }
      return rescaledMeasure(measuredArea(tally, confidence, rows), rescaled)
    },
  }
}

function loss(
  id: Loss, title: string, definition: string, highest: number, needsBothClasses: boolean,
): ScoreMetric {
  return {
    ...described(id, title, definition, `undefined where a score lies outside 0 to 1${needsBothClasses ? ' and with one class' : ''}; ${fewRows}`, [0, highest], 'lower'),
    on: 'scores',
    paired: { by: 'loss' },
    influence: (tally, value) => lossInfluence(tally, id, value),
    measure(tally, { confidence }, rows) {
      const reason = whyNoProbabilities(tally)
      if (reason !== null) return { undefined: reason }
      if (needsBothClasses && !hasBothClasses(tally)) return { undefined: 'only one class' }
      const { mean, precision } = lossMoments(tally, id)
      const interval = hallInterval(mean, rows === undefined ? precision : meanPrecisionOf(lossInfluence(tally, id, mean), rows), confidence)
      return { value: mean, interval: interval && { ...interval, high: Math.min(highest, interval.high) } }
    },
  }
}

/** Mean cost per row at the given costs. */
function expectedCost(costs: Costs): ConfusionMetric {
  return ratioMetric([0, costs.falsePositive, costs.falseNegative, 0], [1, 1, 1, 1], 'no rows')
}

/** With no more degrees of freedom than the positives leave. */
function sampledAveragePrecision(tally: ScoreTally, value: number, rows: SampledRows): Precision {
  const precision = precisionOf(averagePrecisionInfluence(tally, value), rows)
  return { ...precision, degreesOfFreedom: Math.min(precision.degreesOfFreedom, classSizes(rows).positives - 1) }
}

function whyNoProbabilities(tally: ScoreTally): string | null {
  if (tally.scores.length === 0) return 'no rows'
  return areProbabilities(tally) ? null : 'scores outside 0 to 1 are not probabilities'
}

function hasBothClasses(tally: ScoreTally): boolean {
  return tally.positives > 0 && tally.negatives > 0
}

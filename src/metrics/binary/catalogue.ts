import type { ScoreTally } from '../../tally/rows.ts'
import type { Measuring, MetricDescription } from '../description.ts'
import { hallInterval } from '../hall.ts'
import { studentT, type Precision } from '../influence.ts'
import { isDefined, type Interval, type Measure } from '../measure.ts'
import type { Costs, Settings } from '../settings.ts'
import { logitInterval } from '../transformed.ts'
import { averagePrecision, averagePrecisionInfluence, averagePrecisionPrecision } from './average-precision.ts'
import {
  balancedAccuracy,
  cohenKappa,
  matthewsCorrcoef,
  ratioMetric,
  type CellWeights,
  type ConfusionMetric,
} from './confusion-metric.ts'
import type { Confusion } from './confusion.ts'
import {
  balancedAccuracyInterval,
  correlationInterval,
  costInterval,
  fBetaInterval,
  proportionInterval,
  type DecisionInterval,
} from './decision-intervals.ts'
import { binaryDescriptions, type BinaryMetricId } from './descriptions.ts'
import { classSizes, meanPrecisionOf, precisionOf, type InfluenceTable, type SampledRows } from './influence-table.ts'
import { measuredArea } from './measured-area.ts'
import {
  areProbabilities,
  expectedCalibrationError,
  kolmogorovSmirnov,
  lossInfluence,
  lossMoments,
  type Loss,
} from './probability.ts'
import { rocAuc, rocAucInfluence } from './roc-auc.ts'

/** A metric of the catalogue: what it is, and how it is measured. */
export type BinaryMetric = DecisionMetric | ScoreMetric

/** A metric of the decisions at a threshold: a function of the confusion counts. */
export interface DecisionMetric extends MetricDescription {
  on: 'decisions'
  /** Where it is a share of the same rows for every model: of which. Else null. */
  shareOf: 'rows' | 'positives' | 'negatives' | null
  /** Where it is a share of some of the model's cells: those that count in it. Else null. */
  proportion: { numerator: CellWeights; denominator: CellWeights } | null
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

const measuring: Record<BinaryMetricId, Measuring<DecisionMetric> | Measuring<ScoreMetric>> = {
  accuracy: proportion([1, 0, 0, 1], [1, 1, 1, 1], 'no rows', 'rows'),
  balanced_accuracy: ofDecisions(balancedAccuracy, balancedAccuracyInterval),
  precision: proportion([1, 0, 0, 0], [1, 1, 0, 0], 'no predicted positives'),
  recall: proportion([1, 0, 0, 0], [1, 0, 1, 0], 'no positives', 'positives'),
  specificity: proportion([0, 0, 0, 1], [0, 1, 0, 1], 'no negatives', 'negatives'),
  npv: proportion([0, 0, 0, 1], [0, 0, 1, 1], 'no predicted negatives'),
  f1: fBeta(1),
  f2: fBeta(2),
  f0_5: fBeta(0.5),
  jaccard: proportion([1, 0, 0, 0], [1, 1, 1, 0], 'no positives, true or predicted'),
  matthews_corrcoef: ofDecisions(matthewsCorrcoef, correlationInterval(matthewsCorrcoef)),
  cohen_kappa: ofDecisions(cohenKappa, correlationInterval(cohenKappa)),
  false_positive_rate: proportion([0, 1, 0, 0], [0, 1, 0, 1], 'no negatives', 'negatives'),
  false_negative_rate: proportion([0, 0, 1, 0], [1, 0, 1, 0], 'no positives', 'positives'),
  predicted_positive_rate: proportion([1, 1, 0, 0], [1, 1, 1, 1], 'no rows', 'rows'),
  prevalence: proportion([1, 0, 1, 0], [1, 1, 1, 1], 'no rows'),
  roc_auc: area(1),
  average_precision: {
    on: 'scores',
    paired: { by: 'influence' },
    influence: averagePrecisionInfluence,
    measure(tally, { confidence }, rows) {
      if (tally.positives === 0) return { undefinedBecause: 'no positives' }
      const value = averagePrecision(tally)
      const precision =
        rows === undefined ? averagePrecisionPrecision(tally, value) : sampledAveragePrecision(tally, value, rows)
      const ends = logitInterval(value, studentT(confidence, precision) * precision.standardError)
      return { value, interval: ends && { ...ends, method: 'delta' } }
    },
  },
  log_loss: loss('log_loss', Infinity, true),
  brier: loss('brier', 1, false),
  ece: {
    on: 'scores',
    paired: { by: 'nothing' },
    influence: null,
    measure(tally) {
      const reason = whyNoProbabilities(tally)
      return reason === null ? { value: expectedCalibrationError(tally), interval: null } : { undefinedBecause: reason }
    },
  },
  ks: {
    on: 'scores',
    paired: { by: 'nothing' },
    influence: null,
    measure(tally) {
      return hasBothClasses(tally)
        ? { value: kolmogorovSmirnov(tally), interval: null }
        : { undefinedBecause: 'only one class' }
    },
  },
  gini: area(2),
  expected_cost: {
    on: 'decisions',
    shareOf: null,
    proportion: null,
    confusion: expectedCost,
    measure(counts, { confidence, costs }) {
      const value = expectedCost(costs).value(counts)
      if (typeof value !== 'number') return value
      return { value, interval: costInterval(costs)(value, counts, confidence) }
    },
  },
}

/** Every binary metric, in the order of the contract. */
export const binaryMetrics: readonly BinaryMetric[] = binaryDescriptions.map((description) => ({
  ...description,
  ...measuring[description.id],
}))

/** The metrics that do not depend on a threshold. */
export const scoreMetrics: readonly ScoreMetric[] = binaryMetrics.filter((metric) => metric.on === 'scores')

const byId = new Map(binaryMetrics.map((metric) => [metric.id, metric]))

/** All metrics of scores of one tally, by id. */
export function measureScores(tally: ScoreTally, settings: Settings, rows?: SampledRows): Map<string, Measure> {
  const measures = new Map<string, Measure>()
  for (const metric of scoreMetrics) {
    const known = metric.rescales === undefined ? undefined : measures.get(metric.rescales.id)
    measures.set(
      metric.id,
      known === undefined ? metric.measure(tally, settings, rows) : rescaledMeasure(known, metric.rescales!.rescaled),
    )
  }
  return measures
}

function rescaledMeasure(measure: Measure, rescaled: (value: number) => number): Measure {
  if (!isDefined(measure)) return measure
  const { value, interval } = measure
  return { value: rescaled(value), interval: interval && rescaledInterval(interval, rescaled) }
}

function rescaledInterval({ caution, ...interval }: Interval, rescaled: (value: number) => number): Interval {
  const ends = <Ends extends { low: number; high: number }>(of: Ends): Ends => ({
    ...of,
    low: rescaled(of.low),
    high: rescaled(of.high),
  })
  return { ...ends(interval), ...(caution && { caution: ends(caution) }) }
}

export function binaryMetric(id: string): BinaryMetric | undefined {
  return byId.get(id)
}

function proportion(
  numerator: CellWeights,
  denominator: CellWeights,
  reason: string,
  shareOf: DecisionMetric['shareOf'] = null,
): Measuring<DecisionMetric> {
  return {
    ...ofDecisions(ratioMetric(numerator, denominator, reason), proportionInterval(numerator, denominator)),
    shareOf,
    proportion: { numerator, denominator },
  }
}

function ofDecisions(metric: ConfusionMetric, interval: DecisionInterval): Measuring<DecisionMetric> {
  return {
    on: 'decisions',
    shareOf: null,
    proportion: null,
    confusion: () => metric,
    measure(counts, { confidence }) {
      const value = metric.value(counts)
      return typeof value === 'number' ? { value, interval: interval(value, counts, confidence) } : value
    },
  }
}

/** (1 + β²)·TP / ((1 + β²)·TP + β²·FN + FP). */
function fBeta(beta: number): Measuring<DecisionMetric> {
  const square = beta * beta
  const metric = ratioMetric([1 + square, 0, 0, 0], [1 + square, 1, square, 0], 'no positives, true or predicted')
  return ofDecisions(metric, fBetaInterval(beta))
}

/** The area under the ROC curve, or with scale 2 what it is above chance, of what it could be. */
function area(scale: 1 | 2): Measuring<ScoreMetric> {
  const rescaled = (area: number) => scale * area - (scale - 1)
  return {
    on: 'scores',
    ...(scale === 1 ? {} : { rescales: { id: 'roc_auc', rescaled } }),
    paired: { by: 'delong', scale },
    influence: (tally) => rocAucInfluence(tally, rocAuc(tally)).map((influence) => scale * influence),
    measure(tally, { confidence }, rows) {
      if (!hasBothClasses(tally)) return { undefinedBecause: 'only one class' }
      return rescaledMeasure(measuredArea(tally, confidence, rows), rescaled)
    },
  }
}

function loss(of: Loss, highest: number, needsBothClasses: boolean): Measuring<ScoreMetric> {
  return {
    on: 'scores',
    paired: { by: 'loss' },
    influence: (tally, value) => lossInfluence(tally, of, value),
    measure(tally, { confidence }, rows) {
      const reason = whyNoProbabilities(tally)
      if (reason !== null) return { undefinedBecause: reason }
      if (needsBothClasses && !hasBothClasses(tally)) return { undefinedBecause: 'only one class' }
      const { mean, precision } = lossMoments(tally, of)
      const interval = hallInterval(
        mean,
        rows === undefined ? precision : meanPrecisionOf(lossInfluence(tally, of, mean), rows),
        confidence,
      )
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

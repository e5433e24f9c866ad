import { wilsonInterval } from '../../metrics/proportion.ts'
import { fisherInterval, logitInterval, type Ends } from '../../metrics/transformed.ts'
import type { PlanContext } from './assumptions.ts'
import { valueFor } from './assumptions.ts'
import { confusionModel } from './confusion-model.ts'

/** What an interval would be before there are rows: of a metric with a known true value. */
export interface PrecisionModel {
  /** The formula, and who gave it. */
  source: string
  /** Interval around the value from so many rows in all; `z` is the normal quantile of its level. */
  ends(rows: number, z: number): Ends
  /** For the variance of a difference: what one row adds, times the rows. */
  variance: number
  /** Of a share: the share of all rows that it is one of. */
  unitShare: number
}

/** By task and metric, the model of precision at a true value; null where no formula here is its own. */
export function precisionModel(metric: string, value: number, context: PlanContext): PrecisionModel | null {
  const deviation = context.deviations.get(metric)
  if (deviation !== undefined)
    return normalModel(value, deviation * deviation, 'normal, with the standard deviation given')
  switch (context.task) {
    case 'binary':
      return binaryModel(metric, value, context)
    case 'multiclass':
      return multiclassModel(metric, value, context)
    case 'regression':
      return regressionModel(metric, value)
  }
}

function binaryModel(metric: string, value: number, context: PlanContext): PrecisionModel | null {
  const { prevalence, costs } = context
  switch (metric) {
    case 'accuracy':
    case 'predicted_positive_rate':
    case 'prevalence':
    case 'coverage':
      return shareModel(value, 1)
    case 'recall':
    case 'false_negative_rate':
      return shareModel(value, prevalence)
    case 'specificity':
    case 'false_positive_rate':
      return shareModel(value, 1 - prevalence)
    case 'precision':
      return shareModel(value, predictedShare(value, context))
    case 'npv':
      return shareModel(value, 1 - predictedShare(valueFor('precision', context) ?? 1, context))
    case 'jaccard':
      return shareModel(value, (2 * prevalence) / (1 + value))
    case 'f1':
      return f1Model(value, prevalence)
    case 'ks':
      return logitModel(
        value,
        ((1 - value * value) * (1 / prevalence + 1 / (1 - prevalence))) / 4,
        'delta method at the peak, both rates alike; the interval will be somewhat wider',
      )
    case 'roc_auc':
      return areaModel(value, prevalence)
    case 'gini':
      return rescaled(areaModel((value + 1) / 2, prevalence), 2, -1)
    case 'average_precision':
      return logitModel(value, (value * (1 - value)) / prevalence, 'Boyd, Eng & Page 2013, from the positives')
    case 'brier':
      return normalModel(
        value,
        boundedVariance(value, 1),
        'normal, with the largest variance there can be (Bhatia & Davis 2000)',
      )
    case 'expected_cost':
      return normalModel(
        value,
        boundedVariance(value, Math.max(costs.falsePositive, costs.falseNegative)),
        'normal, with the largest variance there can be (Bhatia & Davis 2000)',
      )
    default:
      return confusionModel(metric, value, context)
  }
}

/**
 * Means over classes of a rate of each one's rows, true or predicted: of classes that are all as well told, and as often, the
 * variance is r(1 − r)/n; with a rarer one it is at most that of two classes of which the rarer has its share, which stands
 * for it. F1's mean and what takes every class's probabilities have no formula here.
 */
function multiclassModel(metric: string, value: number, { prevalence }: PlanContext): PrecisionModel | null {
  switch (metric) {
    case 'accuracy':
    case 'top_2_accuracy':
    case 'top_3_accuracy':
    case 'recall_weighted':
    case 'f1_micro':
      return shareModel(value, 1)
    case 'recall':
    case 'precision':
      return shareModel(value, prevalence)
    case 'balanced_accuracy':
    case 'recall_macro':
    case 'precision_macro':
      return logitModel(
        value,
        (value * (1 - value) * (1 / prevalence + 1 / (1 - prevalence))) / 4,
        'delta method, as of two classes told alike, the rarer with the prevalence',
      )
    case 'f1':
      return f1Model(value, prevalence)
    case 'brier':
      return normalModel(
        value,
        boundedVariance(value, 2),
        'normal, with the largest variance there can be (Bhatia & Davis 2000)',
      )
    default:
      return null
  }
}

/** Errors are taken to be normal: half-normal in size, with mean σ√(2/π), median 0.6745·σ, and squares of variance 2σ⁴. */
function regressionModel(metric: string, value: number): PrecisionModel | null {
  const source = 'normal, of normal errors'
  switch (metric) {
    case 'mean_absolute_error':
    case 'mean_pinball_loss':
      return normalModel(value, value * value * (Math.PI / 2 - 1), source)
    case 'mean_squared_error':
      return normalModel(value, 2 * value * value, source)
    case 'root_mean_squared_error':
      return normalModel(value, (value * value) / 2, source)
    case 'r2':
    case 'explained_variance':
      return normalModel(value, 4 * value * (1 - value) * (1 - value), 'Olkin & Finn 1995')
    case 'pearson':
      return fisherModel(value, 1)
    case 'spearman':
      return fisherModel(value, 1 + (value * value) / 2)
    default:
      return null
  }
}

/** As many rows are called positive as are, or as recall and precision make them. */
function predictedShare(precision: number, context: PlanContext): number {
  const recall = valueFor('recall', context)
  const share = recall === null || precision <= 0 ? context.prevalence : (context.prevalence * recall) / precision
  return Math.min(0.999, share)
}

/** Wilson's interval (JASA 1927) of a share of some of the rows. */
function shareModel(value: number, unitShare: number): PrecisionModel {
  return {
    source: 'Wilson 1927',
    unitShare,
    variance: (value * (1 - value)) / unitShare,
    ends: (rows, z) => wilsonInterval(value * rows * unitShare, rows * unitShare, z),
  }
}

/** F1 is a function of the Jaccard index J, a share of the TP + FP + FN: F = 2J/(1 + J); precision and recall alike. */
function f1Model(value: number, prevalence: number): PrecisionModel {
  const share = shareModel(value / (2 - value), prevalence * (2 - value))
  const f1 = (jaccard: number) => (2 * jaccard) / (1 + jaccard)
  const slope = ((2 - value) * (2 - value)) / 2
  return {
    source: 'Wilson 1927, of the Jaccard index',
    unitShare: 1,
    variance: share.variance * slope * slope,
    ends(rows, z) {
      const { low, high } = share.ends(rows, z)
      return { low: f1(low), high: f1(high) }
    },
  }
}

/**
 * Hanley & McNeil (Radiology 1982): the variance of an area A from P positives and N negatives, their scores exponential,
 * (A(1 − A) + (P − 1)(Q₁ − A²) + (N − 1)(Q₂ − A²)) / PN with Q₁ = A/(2 − A) and Q₂ = 2A²/(1 + A).
 */
export function hanleyMcNeilVariance(area: number, positives: number, negatives: number): number {
  const square = area * area
  const q1 = area / (2 - area)
  const q2 = (2 * square) / (1 + area)
  return (
    (area * (1 - area) + (positives - 1) * (q1 - square) + (negatives - 1) * (q2 - square)) / (positives * negatives)
  )
}

function areaModel(area: number, prevalence: number): PrecisionModel {
  const varianceFrom = (rows: number) =>
    hanleyMcNeilVariance(area, Math.max(1, rows * prevalence), Math.max(1, rows * (1 - prevalence)))
  const many = 1e9
  return {
    source: 'Hanley & McNeil 1982',
    unitShare: 1,
    variance: varianceFrom(many) * many,
    ends(rows, z) {
      const half = z * Math.sqrt(varianceFrom(rows))
      return { low: area - half, high: Math.min(1, area + half) }
    },
  }
}

function logitModel(value: number, variance: number, source: string): PrecisionModel {
  return {
    source,
    unitShare: 1,
    variance,
    ends: (rows, z) => logitInterval(value, z * Math.sqrt(variance / rows)) ?? { low: value, high: value },
  }
}

/** Fisher's z (1915), of variance c/(n − 3): c = 1, or of ranks 1 + ρ²/2 (Bonett & Wright 2000). */
function fisherModel(value: number, c: number): PrecisionModel {
  const scale = (1 - value * value) * Math.sqrt(c)
  return {
    source: c === 1 ? 'Fisher 1915' : 'Bonett & Wright 2000',
    unitShare: 1,
    variance: scale * scale,
    ends: (rows, z) =>
      fisherInterval(value, (z * scale) / Math.sqrt(Math.max(1, rows - 3))) ?? { low: value, high: value },
  }
}

export function normalModel(value: number, variance: number, source: string): PrecisionModel {
  return {
    source,
    unitShare: 1,
    variance,
    ends(rows, z) {
      const half = z * Math.sqrt(variance / rows)
      return { low: value - half, high: value + half }
    },
  }
}

function rescaled(
  { source, unitShare, variance, ends }: PrecisionModel,
  factor: number,
  shift: number,
): PrecisionModel {
  return {
    source,
    unitShare,
    variance: variance * factor * factor,
    ends(rows, z) {
      const { low, high } = ends(rows, z)
      return { low: factor * low + shift, high: factor * high + shift }
    },
  }
}

/** Of a row's loss between 0 and `most` with a given mean, the variance is at most mean·(most − mean). */
function boundedVariance(mean: number, most: number): number {
  return Math.max(0, mean * (most - mean))
}

import type { Confusion } from '../../metrics/binary/confusion.ts'
import type { DecisionDefinition, MetricDefinition, Planning } from '../../metrics/definitions/definition.ts'
import { countFunction, decisionDefinition } from '../../metrics/definitions/binary.ts'
import { classMetricDefinition, metricDefinition } from '../../metrics/definitions/catalogue.ts'
import type { CountFunction } from '../../metrics/definitions/confusion-counts.ts'
import { deltaPrecision } from '../../metrics/intervals/decisions.ts'
import { wilsonInterval } from '../../metrics/intervals/proportion.ts'
import { fisherInterval, logitInterval } from '../../metrics/intervals/delta.ts'
import type { Ends } from '../../metrics/measure.ts'
import { valueFor, type PlanContext } from './assumptions.ts'

/** What an interval would be before there are rows: of a metric with a known true value. */
export interface PrecisionModel {
  /** The formula, and who gave it. */
  source: string
  /** Interval around the value from so many rows in all; `z` is the normal quantile of its level. */
  ends(rows: number, z: number): Ends
  /** Where the estimate of so many rows lies, up to a normal quantile on either side of the value. */
  estimates(rows: number, z: number): Ends
  /** For the variance of a difference: what one row adds, times the rows. */
  variance: number
  /** Of a share: the share of all rows that it is one of. */
  unitShare: number
}

/** The model of precision of a metric at a true value, by its definition; null where no formula here is its own. */
export function precisionModel(metric: string, value: number, context: PlanContext): PrecisionModel | null {
  const deviation = context.deviations.get(metric)
  if (deviation !== undefined)
    return normalModel(value, deviation * deviation, 'normal, with the standard deviation given')
  // Coverage is no metric of the catalogue: it is a share of all rows.
  if (metric === 'coverage') return shareModel(value, 1)
  const definition =
    metricDefinition(metric, context.task) ?? (context.task === 'multiclass' ? classMetricDefinition(metric) : null)
  return definition?.planning ? plannedModel(definition, definition.planning, value, context) : null
}

function plannedModel(
  definition: MetricDefinition,
  planning: Planning,
  value: number,
  context: PlanContext,
): PrecisionModel | null {
  const { prevalence, costs } = context
  const assumptions = { prevalence, costs, valueOf: (metric: string) => valueFor(metric, context) }
  switch (planning.by) {
    case 'share':
      return shareModel(value, planning.ofRows(value, assumptions))
    case 'f1':
      return f1Model(value, prevalence)
    case 'gradient':
      return gradientModel(decisionDefinition(definition.id), value, context)
    case 'area':
      return planning.factor === 1
        ? areaModel(value, prevalence)
        : rescaled(areaModel((value + 1) / 2, prevalence), 2, -1)
    case 'variance': {
      const model = planning.scale === 'logit' ? logitModel : normalModel
      return model(value, planning.variance(value, assumptions), planning.source)
    }
    case 'fisher':
      return fisherModel(value, planning.inflation(value), planning.source)
  }
}

/** Wilson's interval (JASA 1927) of a share of some of the rows. */
function shareModel(value: number, unitShare: number): PrecisionModel {
  return {
    source: 'Wilson 1927',
    unitShare,
    variance: (value * (1 - value)) / unitShare,
    ends: (rows, z) => wilsonInterval(value * rows * unitShare, rows * unitShare, z),
    estimates: (rows, z) => normalEnds(value, (value * (1 - value)) / (rows * unitShare), z),
  }
}

/** A normal estimate's ends: at the variance of the value itself, which that of an interval around it is not. */
function normalEnds(value: number, variance: number, z: number): Ends {
  const half = z * Math.sqrt(variance)
  return { low: value - half, high: value + half }
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
    estimates(rows, z) {
      const { low, high } = share.estimates(rows, z)
      return { low: f1(Math.max(0, low)), high: f1(Math.min(1, high)) }
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
    estimates: (rows, z) => normalEnds(area, varianceFrom(rows), z),
  }
}

function logitModel(value: number, variance: number, source: string): PrecisionModel {
  const ends = (rows: number, z: number) =>
    logitInterval(value, z * Math.sqrt(variance / rows)) ?? { low: value, high: value }
  return { source, unitShare: 1, variance, ends, estimates: ends }
}

/** Fisher's z, of variance `inflation`/(n − 3). */
function fisherModel(value: number, inflation: number, source: string): PrecisionModel {
  const scale = (1 - value * value) * Math.sqrt(inflation)
  const ends = (rows: number, z: number) =>
    fisherInterval(value, (z * scale) / Math.sqrt(Math.max(1, rows - 3))) ?? { low: value, high: value }
  return { source, unitShare: 1, variance: scale * scale, ends, estimates: ends }
}

/** The model of an estimate that is normal around its value; `variance` is what one row adds. */
export function normalModel(value: number, variance: number, source: string): PrecisionModel {
  const ends = (rows: number, z: number) => normalEnds(value, variance / rows, z)
  return { source, unitShare: 1, variance, ends, estimates: ends }
}

function rescaled(
  { source, unitShare, variance, ends, estimates }: PrecisionModel,
  factor: number,
  shift: number,
): PrecisionModel {
  const rescaledEnds = ({ low, high }: Ends) => ({ low: factor * low + shift, high: factor * high + shift })
  return {
    source,
    unitShare,
    variance: variance * factor * factor,
    ends: (rows, z) => rescaledEnds(ends(rows, z)),
    estimates: (rows, z) => rescaledEnds(estimates(rows, z)),
  }
}

/**
 * The delta method at the counts that are to be expected of a row (Agresti, Categorical Data Analysis, 2013, 16.1): those at
 * the prevalence and the recall that is expected, specificity being what the metric's value then takes; with no such recall
 * at recall and specificity alike. Carried out on Fisher's scale where the metric may be negative, else on the logit's. Null
 * where the metric has that value at no such counts.
 */
function gradientModel(definition: DecisionDefinition, value: number, context: PlanContext): PrecisionModel | null {
  const metric = countFunction(definition, context.costs)
  const scale = definition.range[0] < 0 ? fisherInterval : logitInterval
  const shares = sharesAt(metric, value, context)
  if (shares === null) return null
  const error = deltaPrecision(metric, shares.counts).standardError
  const ends = (rows: number, z: number) => scale(value, (z * error) / Math.sqrt(rows)) ?? { low: value, high: value }
  return { source: `delta method, ${shares.words}`, unitShare: 1, variance: error * error, ends, estimates: ends }
}

function sharesAt(
  metric: CountFunction,
  value: number,
  context: PlanContext,
): { counts: Confusion; words: string } | null {
  const { prevalence } = context
  const recall = valueFor('recall', context)
  const atRecall = recall === null ? null : solve(metric, value, (rate) => sharesOf(prevalence, recall, rate))
  if (atRecall !== null)
    return {
      counts: sharesOf(prevalence, recall!, atRecall),
      words: `recall ${short(recall!)} and specificity ${short(atRecall)}`,
    }
  const alike = solve(metric, value, (rate) => sharesOf(prevalence, rate, rate))
  return alike === null
    ? null
    : { counts: sharesOf(prevalence, alike, alike), words: `recall and specificity ${short(alike)} both` }
}

/** By row. */
function sharesOf(prevalence: number, recall: number, specificity: number): Confusion {
  return {
    truePositives: prevalence * recall,
    falseNegatives: prevalence * (1 - recall),
    falsePositives: (1 - prevalence) * (1 - specificity),
    trueNegatives: (1 - prevalence) * specificity,
    spread: null,
  }
}

/** The rate, between 0 and 1, at which the metric has a value; these metrics grow with either rate. */
function solve(metric: CountFunction, value: number, sharesAtRate: (rate: number) => Confusion): number | null {
  const at = (rate: number) => metric.value(sharesAtRate(rate)) as number
  let [low, high] = [1e-9, 1 - 1e-9]
  if (!(at(low) <= value && value <= at(high))) return null
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2
    if (at(middle) < value) low = middle
    else high = middle
  }
  return (low + high) / 2
}

function short(rate: number): string {
  return String(Number(rate.toPrecision(3)))
}

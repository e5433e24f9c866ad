import {
  balancedAccuracy,
  cohenKappa,
  deltaPrecision,
  matthewsCorrcoef,
  ratioMetric,
  type ConfusionMetric,
} from '../../metrics/binary/confusion-metric.ts'
import type { Confusion } from '../../metrics/binary/confusion.ts'
import { fisherInterval, logitInterval } from '../../metrics/transformed.ts'
import { valueFor, type PlanContext } from './assumptions.ts'
import type { PrecisionModel } from './models.ts'

const fBeta = (square: number): ConfusionMetric => ratioMetric([1 + square, 0, 0, 0], [1 + square, 1, square, 0], '')

/** Metrics of the four counts that are no share of rows, and the scale on which their interval is carried out. */
const metrics: Record<string, { metric: ConfusionMetric; scale: typeof fisherInterval }> = {
  balanced_accuracy: { metric: balancedAccuracy, scale: logitInterval },
  matthews_corrcoef: { metric: matthewsCorrcoef, scale: fisherInterval },
  cohen_kappa: { metric: cohenKappa, scale: fisherInterval },
  f2: { metric: fBeta(4), scale: logitInterval },
  f0_5: { metric: fBeta(0.25), scale: logitInterval },
}

/**
 * The delta method at the counts that are to be expected of a row (Agresti, Categorical Data Analysis, 2013, 16.1): those at
 * the prevalence and the recall that is expected, specificity being what the metric's value then takes; with no such recall
 * at recall and specificity alike. Null where the metric is none of these, or has that value at no counts.
 */
export function confusionModel(id: string, value: number, context: PlanContext): PrecisionModel | null {
  if (!Object.hasOwn(metrics, id)) return null
  const { metric, scale } = metrics[id]
  const shares = sharesAt(metric, value, context)
  if (shares === null) return null
  const error = deltaPrecision(metric, shares.counts).standardError
  return {
    source: `delta method, ${shares.words}`,
    unitShare: 1,
    variance: error * error,
    ends: (rows, z) => scale(value, (z * error) / Math.sqrt(rows)) ?? { low: value, high: value },
  }
}

function sharesAt(
  metric: ConfusionMetric,
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
function solve(metric: ConfusionMetric, value: number, sharesAtRate: (rate: number) => Confusion): number | null {
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

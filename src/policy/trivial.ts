import type { Task } from '../dataset/roles.ts'
import { binaryDefinitions, decisionDefinition, isOfDecisions, valueOfCounts } from '../metrics/definitions/binary.ts'
import { ln } from '../metrics/arithmetic.ts'
import { isDefined, type Measure } from '../metrics/measure.ts'
import type { MeasuredRows, MeasuredSplit } from '../metrics/measured.ts'
import type { Costs } from '../metrics/settings.ts'
import { isGating, type Judgement } from './judgement.ts'
import type { Bound, Policy, Requirement } from './policy.ts'
import { requiredRows, requiredSplit } from './required-rows.ts'
import { isCount } from './task-metrics.ts'

/**
 * Who meets all requirements that gate without knowing anything of a row, so that meeting them shows nothing of a model:
 * - `anything`: no requirement says anything of a model
 * - `nobody`, `everybody`: a model that predicts nobody, or everybody, positive
 * - `coin`: one that tosses a coin, which says positive (or any class) with the probability `rate`
 * - `class`: one that always predicts the same class
 * - `mean`: one that always predicts the label's mean
 */
export type Trivial =
  | { metBy: 'anything' | 'nobody' | 'everybody' | 'mean' }
  | { metBy: 'coin'; rate: number }
  | { metBy: 'class'; label: string }

/** What is judged, and on which rows. */
export interface JudgedRows {
  task: Task
  /** The classes, in the order of every confusion table; null in regression. */
  labels: string[] | null
  splits: MeasuredSplit[]
}

/** A model that knows nothing of a row; by what it says, it has values of metrics on rows of known classes. */
interface KnowsNothing {
  trivial: Trivial
  /** Its value; null where it has none, or it is not known. */
  valueOf(requirement: Requirement, rows: MeasuredRows): number | null
}

/**
 * Whether a constant or a coin meets all requirements that gate; null where none does. Its values are those to be expected on the very
 * rows that are judged. A comparison with production is met by nobody here: present practice is a bound of its own.
 */
export function triviality(policy: Policy, judgements: Judgement[], judged: JudgedRows): Trivial | null {
  const gating = judgements.filter(isGating)
  if (gating.length === 0) return null
  const telling = gating.filter(({ requirement: { metric } }) => !isAboutRows(metric))
  if (telling.length === 0) return { metBy: 'anything' }
  if (telling.some(({ requirement }) => requirement.of === 'versus_production')) return null
  const found = knowingNothing(policy.costs, judged).find((model) =>
    telling.every((judgement) => isMetBy(model, judgement, judged.splits)),
  )
  return found?.trivial ?? null
}

/** Whether a metric says something of the rows, and nothing of what a model makes of them. */
function isAboutRows(metric: string): boolean {
  return (
    isCount(metric) ||
    metric === 'coverage' ||
    binaryDefinitions.some(({ id, dependsOn }) => id === metric && dependsOn === 'labels')
  )
}

function isMetBy(
  { valueOf }: KnowsNothing,
  { requirement, split, slice }: Judgement,
  splits: MeasuredSplit[],
): boolean {
  const whole = requiredSplit(requirement, splits, split, 'split')
  const { rows, from } = requiredRows(requirement, whole, splits).find(
    (found) => JSON.stringify(found.slice) === JSON.stringify(slice),
  )!
  if (rows === null) return true
  const own = valueOf(requirement, rows)
  if (own === null) return false
  if (requirement.of !== 'gap') return isWithin(own, requirement.bound)
  const before = from === null ? null : valueOf(requirement, from)
  return before !== null && isWithin(before - own, requirement.bound)
}

/** Whether a bound is met; sums that are off by rounding alone decide nothing. */
function isWithin(value: number, { atLeast = -Infinity, atMost = Infinity }: Bound): boolean {
  const rounding = 1e-12 * Math.max(1, Math.abs(value))
  return value >= atLeast - rounding && value <= atMost + rounding
}

function knowingNothing(costs: Costs, { task, labels }: JudgedRows): KnowsNothing[] {
  switch (task) {
    case 'binary':
      return [0, 1, ...coinRates].map((rate) => binaryModel(rate, costs))
    case 'multiclass':
      return multiclassModels(labels!)
    case 'regression':
      return [{ trivial: { metBy: 'mean' }, valueOf: ({ metric }, rows) => valueOfMean(metric, rows) }]
  }
}

/** Even ones first, as the one that is told. */
const coinRates = Array.from({ length: 99 }, (_, i) => (i + 1) / 100).toSorted(
  (a, b) => Math.abs(a - 0.5) - Math.abs(b - 0.5),
)

/** Says positive with the probability `rate`, whatever the row; as a probability the share of positives. */
function binaryModel(rate: number, costs: Costs): KnowsNothing {
  return {
    trivial: rate === 0 ? { metBy: 'nobody' } : rate === 1 ? { metBy: 'everybody' } : { metBy: 'coin', rate },
    valueOf({ metric, where }, rows) {
      const share = shareOfPositives(rows, where)
      if (share === null) return null
      // Of two classes the Brier score is the squared error of the one; of several the sum of each one's.
      if (metric === 'brier') return share * (1 - share)
      if (!isOfDecisions(metric)) return scoresOfConstant[metric]?.([1 - share, share]) ?? null
      return valueOfCounts(
        decisionDefinition(metric),
        costs,
      )({
        truePositives: rate * share,
        falsePositives: rate * (1 - share),
        falseNegatives: (1 - rate) * share,
        trueNegatives: (1 - rate) * (1 - share),
      })
    },
  }
}

function shareOfPositives(rows: MeasuredRows, where: Requirement['where']): number | null {
  const { confusion, abstention } = rows.models.get('candidate')!
  if (where !== null) {
    const share = abstention?.[where].get('prevalence')
    return share !== undefined && isDefined(share) ? share.value : null
  }
  const shares = sharesOfClasses(confusion)
  return shares === null ? null : shares[1]
}

/** Each class's share of the rows; null where there are none. */
function sharesOfClasses(confusion: number[][] | null): number[] | null {
  const sizes = (confusion ?? []).map((counts) => counts.reduce((sum, count) => sum + count, 0))
  const all = sizes.reduce((sum, size) => sum + size, 0)
  return all === 0 ? null : sizes.map((size) => size / all)
}

/** Metrics of scores that are the same for every row: the classes' shares, where they are probabilities. */
const scoresOfConstant: Record<string, ((shares: number[]) => number) | undefined> = {
  roc_auc: () => 0.5,
  roc_auc_ovr: () => 0.5,
  roc_auc_ovo: () => 0.5,
  gini: () => 0,
  ks: () => 0,
  ece: () => 0,
  average_precision: ([, positives]) => positives,
  log_loss: (shares) => -sumOf(shares, (share) => (share === 0 ? 0 : share * ln(share))),
  brier: (shares) => sumOf(shares, (share) => share * (1 - share)),
}

/** Always one class, each in turn; and any class, each as likely as another. */
function multiclassModels(labels: string[]): KnowsNothing[] {
  const always = labels.map((label, at) =>
    multiclassModel({ metBy: 'class', label }, labels, (i) => (i === at ? 1 : 0)),
  )
  const rate = 1 / labels.length
  return [...always, multiclassModel({ metBy: 'coin', rate }, labels, () => rate)]
}

/** @param rateOf the probability with which a class is predicted, whatever the row */
function multiclassModel(trivial: Trivial, labels: string[], rateOf: (at: number) => number): KnowsNothing {
  return {
    trivial,
    valueOf({ metric, ofClass }, rows) {
      const shares = sharesOfClasses(rows.models.get('candidate')!.confusion)
      if (shares === null) return null
      const rates = shares.map((_, at) => rateOf(at))
      const recalls = rates
      const precisions = shares.map((share, at) => (rates[at] > 0 ? share : 0))
      const f1s = shares.map((share, at) => (rates[at] + share > 0 ? (2 * rates[at] * share) / (rates[at] + share) : 0))
      if (ofClass !== null)
        return { precision: precisions, recall: recalls, f1: f1s }[metric]?.[labels.indexOf(ofClass)] ?? null
      const right = sumOf(shares, (share, at) => share * rates[at])
      const present = shares.filter((share) => share > 0).length
      const ofDecisions: Record<string, number | undefined> = {
        accuracy: right,
        f1_micro: right,
        recall_weighted: right,
        balanced_accuracy: sumOf(recalls, (recall, at) => (shares[at] > 0 ? recall : 0)) / present,
        recall_macro: sumOf(recalls, (recall) => recall) / labels.length,
        precision_macro: sumOf(precisions, (precision) => precision) / labels.length,
        f1_macro: sumOf(f1s, (f1) => f1) / labels.length,
        precision_weighted: sumOf(precisions, (precision, at) => precision * shares[at]),
        f1_weighted: sumOf(f1s, (f1, at) => f1 * shares[at]),
        matthews_corrcoef: 0,
        cohen_kappa: 0,
        top_2_accuracy: largestSum(shares, 2),
        top_3_accuracy: largestSum(shares, 3),
      }
      return ofDecisions[metric] ?? scoresOfConstant[metric]?.(shares) ?? null
    },
  }
}

function largestSum(values: number[], count: number): number {
  return sumOf(values.toSorted((a, b) => b - a).slice(0, count), (value) => value)
}

/**
 * The metrics of a model that always predicts the label's mean. Its squared error is the label's variance, which the candidate's own
 * squared error and R² tell; its mean absolute error is at most the square root of that.
 */
function valueOfMean(metric: string, rows: MeasuredRows): number | null {
  const known: Record<string, number | undefined> = {
    r2: 0,
    explained_variance: 0,
    mean_error: 0,
    pearson: 0,
    spearman: 0,
  }
  if (known[metric] !== undefined) return known[metric]
  const { measures } = rows.models.get('candidate')!
  const valueOf = (id: string) => definedValue(measures.get(id))
  const [squared, explained] = [valueOf('mean_squared_error'), valueOf('r2')]
  if (squared === null || explained === null || explained >= 1) return null
  const variance = squared / (1 - explained)
  const deviation = Math.sqrt(variance)
  const ofSpread: Record<string, number | undefined> = {
    mean_squared_error: variance,
    root_mean_squared_error: deviation,
    mean_absolute_error: deviation,
    median_absolute_error: deviation,
    mean_pinball_loss: deviation / 2,
  }
  return ofSpread[metric] ?? null
}

function definedValue(measure: Measure | undefined): number | null {
  return measure !== undefined && isDefined(measure) ? measure.value : null
}

function sumOf(values: readonly number[], term: (value: number, at: number) => number): number {
  return values.reduce((sum, value, at) => sum + term(value, at), 0)
}

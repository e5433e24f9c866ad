import type { Costs } from '../metrics/settings.ts'
import type { Curve } from '../worker/protocol.ts'

/** Rows of the four kinds at one threshold. */
export interface Counts {
  truePositives: number
  falsePositives: number
  falseNegatives: number
  trueNegatives: number
}

/** A metric of the decisions that can be drawn against the threshold: from counts, null where it is not defined. */
export interface Rate {
  id: string
  label: string
  /** What it may be. */
  range: readonly [number, number]
  of: (counts: Counts) => number | null
}

/** For each of true positives, false positives, false negatives, true negatives a weight. */
type Weights = readonly [number, number, number, number]

export const recall = share([1, 0, 0, 0], [1, 0, 1, 0])
export const precision = share([1, 0, 0, 0], [1, 1, 0, 0])
export const falsePositiveRate = share([0, 1, 0, 0], [0, 1, 0, 1])
export const shareCalled = share([1, 1, 0, 0], [1, 1, 1, 1])
const specificity = share([0, 0, 0, 1], [0, 1, 0, 1])

/** Those that no costs are needed for; all as the engine's catalogue defines them, under its ids. */
const plainRates: readonly Rate[] = [
  rate('recall', 'Recall', recall),
  rate('precision', 'Precision', precision),
  rate('f1', 'F1', fBeta(1)),
  rate('f2', 'F2', fBeta(2)),
  rate('f0_5', 'F0.5', fBeta(0.5)),
  rate('accuracy', 'Accuracy', share([1, 0, 0, 1], [1, 1, 1, 1])),
  rate('balanced_accuracy', 'Balanced accuracy', balancedAccuracy),
  rate('specificity', 'Specificity', specificity),
  rate('npv', 'Negative predictive value', share([0, 0, 0, 1], [0, 0, 1, 1])),
  rate('false_positive_rate', 'False positive rate', falsePositiveRate),
  rate('false_negative_rate', 'False negative rate', share([0, 0, 1, 0], [1, 0, 1, 0])),
  rate('predicted_positive_rate', 'Predicted positive rate', shareCalled),
  rate('jaccard', 'Jaccard index', share([1, 0, 0, 0], [1, 1, 1, 0])),
  rate('matthews_corrcoef', 'Matthews correlation', matthewsCorrcoef, [-1, 1]),
  rate('cohen_kappa', 'Cohen’s kappa', cohenKappa, [-1, 1]),
]

/** Every metric that can be drawn against the threshold, expected cost among them. */
export function ratesAt({ falsePositive, falseNegative }: Costs): Rate[] {
  const cost = share([0, falsePositive, falseNegative, 0], [1, 1, 1, 1])
  return [...plainRates, rate('expected_cost', 'Expected cost', cost, [0, Infinity])]
}

/** Their ids. */
export const rateIds: readonly string[] = ratesAt({ falsePositive: 1, falseNegative: 1 }).map(({ id }) => id)

/** Counts at the curve's i-th point. */
export function countsAt(curve: Curve, index: number): Counts {
  const truePositives = curve.truePositives[index]
  const falsePositives = curve.falsePositives[index]
  return {
    truePositives,
    falsePositives,
    falseNegatives: curve.positives - truePositives,
    trueNegatives: curve.negatives - falsePositives,
  }
}

/** Counts of a confusion matrix: a row per true class, a column per predicted class; negative, then positive. */
export function countsOfMatrix([[trueNegatives, falsePositives], [falseNegatives, truePositives]]: number[][]): Counts {
  return { truePositives, falsePositives, falseNegatives, trueNegatives }
}

function rate(id: string, label: string, of: Rate['of'], range: Rate['range'] = [0, 1]): Rate {
  return { id, label, range, of }
}

function share(part: Weights, whole: Weights): Rate['of'] {
  return (counts) => {
    const total = weighed(whole, counts)
    return total === 0 ? null : weighed(part, counts) / total
  }
}

function weighed(weights: Weights, { truePositives, falsePositives, falseNegatives, trueNegatives }: Counts): number {
  return (
    weights[0] * truePositives + weights[1] * falsePositives + weights[2] * falseNegatives + weights[3] * trueNegatives
  )
}

function fBeta(beta: number): Rate['of'] {
  const square = beta * beta
  return share([1 + square, 0, 0, 0], [1 + square, 1, square, 0])
}

/** Of one class alone its rate, where the other is not predicted. */
function balancedAccuracy(counts: Counts): number | null {
  const [ofPositives, ofNegatives] = [recall(counts), specificity(counts)]
  if (ofPositives !== null && ofNegatives !== null) return (ofPositives + ofNegatives) / 2
  if (ofPositives !== null) return counts.falseNegatives === 0 ? ofPositives : null
  return counts.falsePositives === 0 ? ofNegatives : null
}

function matthewsCorrcoef({
  truePositives: tp,
  falsePositives: fp,
  falseNegatives: fn,
  trueNegatives: tn,
}: Counts): number | null {
  if (tp + fp + fn + tn === 0) return null
  const margins = Math.sqrt(tp + fp) * Math.sqrt(tp + fn) * Math.sqrt(tn + fp) * Math.sqrt(tn + fn)
  return margins === 0 ? 0 : Math.min(1, Math.max(-1, (tp * tn - fp * fn) / margins))
}

function cohenKappa({
  truePositives: tp,
  falsePositives: fp,
  falseNegatives: fn,
  trueNegatives: tn,
}: Counts): number | null {
  const chance = (tp + fp) * (fp + tn) + (tp + fn) * (fn + tn)
  return chance === 0 ? null : (2 * (tp * tn - fp * fn)) / chance
}

import type { ScoreTally } from '../../tally/rows.ts'
import type { UndefinedMeasure } from '../measure.ts'
import type { Costs } from '../settings.ts'
import { decisionDefinition, valueOfCounts } from '../definitions/binary.ts'
import { confusionAtRank, type Confusion } from './confusion.ts'

/**
 * A line with a point for every distinct score, from the highest threshold down. Where the first point calls nothing
 * positive, its threshold is Infinity (as scikit-learn's). Points at which y is not defined are left out.
 */
export interface ExactCurve {
  thresholds: Float64Array
  x: Float64Array
  y: Float64Array
}

/** A curve, or the reason why these rows have none. */
export type CurveOrReason = ExactCurve | UndefinedMeasure

/** ROC: false positive rate, true positive rate; as scikit-learn's `roc_curve(drop_intermediate=False)`. */
export function rocCurve(tally: ScoreTally): CurveOrReason {
  const { positives, negatives } = tally
  if (positives === 0 || negatives === 0) return { undefinedBecause: 'only one class' }
  return exactCurve(
    tally,
    ({ falsePositives }) => falsePositives / negatives,
    ({ truePositives }) => truePositives / positives,
  )
}

/**
 * Recall, precision; as scikit-learn's `precision_recall_curve`, in the opposite order and without its last point
 * (recall 0, precision 1), which is a convention and no rows' precision.
 */
export function precisionRecallCurve(tally: ScoreTally): CurveOrReason {
  const { positives } = tally
  if (positives === 0) return { undefinedBecause: 'no positives' }
  return exactCurve(
    tally,
    ({ truePositives }) => truePositives / positives,
    ({ truePositives, falsePositives }) =>
      truePositives + falsePositives === 0 ? null : truePositives / (truePositives + falsePositives),
  )
}

/** Cumulative gain: share of the rows predicted positive, share of the positives among them (recall). */
export function gainCurve(tally: ScoreTally): CurveOrReason {
  const { positives } = tally
  if (positives === 0) return { undefinedBecause: 'no positives' }
  return exactCurve(
    tally,
    (counts) => shareCalled(counts, tally),
    ({ truePositives }) => truePositives / positives,
  )
}

/** Lift: share of the rows predicted positive, how many times the share of positives among them is that among all rows. */
export function liftCurve(tally: ScoreTally): CurveOrReason {
  const { positives, negatives } = tally
  if (positives === 0) return { undefinedBecause: 'no positives' }
  return exactCurve(
    tally,
    (counts) => shareCalled(counts, tally),
    ({ truePositives, falsePositives }) => {
      const called = truePositives + falsePositives
      return called === 0 ? null : (truePositives * (positives + negatives)) / (called * positives)
    },
  )
}

/**
 * A metric of the decisions against the threshold: x is the threshold (Infinity: nothing is positive).
 * @param id such as `f1`, or `expected_cost` at the costs given
 */
export function metricCurve(tally: ScoreTally, id: string, costs: Costs): ExactCurve {
  return exactCurve(tally, (_counts, threshold) => threshold, valueOfCounts(decisionDefinition(id), costs))
}

function shareCalled({ truePositives, falsePositives }: Confusion, { positives, negatives }: ScoreTally): number {
  return (truePositives + falsePositives) / (positives + negatives)
}

function exactCurve(
  tally: ScoreTally,
  xOf: (counts: Confusion, threshold: number) => number,
  yOf: (counts: Confusion) => number | null,
): ExactCurve {
  const { scores } = tally
  const thresholds = new Float64Array(scores.length + 1)
  const x = new Float64Array(scores.length + 1)
  const y = new Float64Array(scores.length + 1)
  let length = 0
  for (let rank = scores.length; rank >= 0; rank--) {
    const counts = confusionAtRank(tally, rank)
    const height = yOf(counts)
    if (height === null) continue
    thresholds[length] = rank === scores.length ? Infinity : scores[rank]
    x[length] = xOf(counts, thresholds[length])
    y[length] = height
    length++
  }
  return { thresholds: thresholds.subarray(0, length), x: x.subarray(0, length), y: y.subarray(0, length) }
}

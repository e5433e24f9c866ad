import { thinnedCurve } from '../../../src/metrics/binary/curve.ts'
import { decisionDefinition, valueOfCounts } from '../../../src/metrics/definitions/binary.ts'
import type { ScoreTally } from '../../../src/tally/rows.ts'

/** A metric of decisions against another, from the highest threshold down; null: above every score. */
export interface CurvePoints {
  thresholds: (number | null)[]
  x: number[]
  y: number[]
}

/** The points of a curve at every threshold, none left out but those at which a metric is not defined. */
function curvePoints(tally: ScoreTally, xId: string, yId: string): CurvePoints {
  const { thresholds, truePositives, falsePositives, positives, negatives } = thinnedCurve(tally, Infinity)
  const [xOf, yOf] = [xId, yId].map((id) => valueOfCounts(decisionDefinition(id)))
  const points = thresholds.flatMap((threshold, i) => {
    const counts = {
      truePositives: truePositives[i],
      falsePositives: falsePositives[i],
      falseNegatives: positives - truePositives[i],
      trueNegatives: negatives - falsePositives[i],
    }
    const [x, y] = [xOf(counts), yOf(counts)]
    return x === null || y === null ? [] : [{ threshold, x, y }]
  })
  return {
    thresholds: points.map(({ threshold }) => threshold),
    x: points.map(({ x }) => x),
    y: points.map(({ y }) => y),
  }
}

/** Recall against false positive rate; no points where a class is missing. */
export function rocPoints(tally: ScoreTally): CurvePoints {
  return curvePoints(tally, 'false_positive_rate', 'recall')
}

/** Precision against recall; no points without positives. */
export function precisionRecallPoints(tally: ScoreTally): CurvePoints {
  return curvePoints(tally, 'recall', 'precision')
}

/** Recall against the share of rows called positive; no points without positives. */
export function gainPoints(tally: ScoreTally): CurvePoints {
  return curvePoints(tally, 'predicted_positive_rate', 'recall')
}

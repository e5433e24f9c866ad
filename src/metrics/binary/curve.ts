import type { ScoreTally } from '../../tally/rows.ts'

/** Confusion counts along a model's thresholds, from high to low; the first point calls nothing positive. */
export interface ThresholdCurve {
  positives: number
  negatives: number
  /** null: above every score. */
  thresholds: (number | null)[]
  truePositives: number[]
  falsePositives: number[]
}

/**
 * The threshold curve, thinned for drawing: a point is kept where it is at least 1/`resolution` of either axis away
 * from the last one kept, so that ROC and precision-recall lines keep their shape; first and last are always kept.
 */
export function thinnedCurve(tally: ScoreTally, resolution = 500): ThresholdCurve {
  const { scores, truePositives, falsePositives, positives, negatives } = tally
  const curve: ThresholdCurve = { positives, negatives, thresholds: [null], truePositives: [0], falsePositives: [0] }
  const positiveStep = positives / resolution
  const negativeStep = negatives / resolution
  let lastTrue = 0
  let lastFalse = 0
  for (let k = scores.length - 1; k >= 0; k--) {
    const trueHere = truePositives[k]
    const falseHere = falsePositives[k]
    if (k > 0 && trueHere - lastTrue < positiveStep && falseHere - lastFalse < negativeStep) continue
    curve.thresholds.push(scores[k])
    curve.truePositives.push(trueHere)
    curve.falsePositives.push(falseHere)
    lastTrue = trueHere
    lastFalse = falseHere
  }
  return curve
}

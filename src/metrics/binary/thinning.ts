import type { ScoreTally } from '../../tally/rows.ts'
import type { ExactCurve } from './curve.ts'

/** Curves with fewer points, for drawing alone. */

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
 * The counts at enough thresholds to draw every curve that is made of them: no point left out is farther than
 * 1/`resolution` from one kept in true or false positive rate (so neither in the share of rows predicted positive), and
 * of precision the highest and lowest within each 1/`resolution` of recall are kept. First and last are always kept.
 */
export function thinnedCurve(tally: ScoreTally, resolution = 500): ThresholdCurve {
  const { scores, truePositives, falsePositives, positives, negatives } = tally
  const curve: ThresholdCurve = { positives, negatives, thresholds: [null], truePositives: [0], falsePositives: [0] }
  const extremes = precisionExtremes(tally, resolution)
  let lastTrue = 0
  let lastFalse = 0
  let next = 0
  for (let rank = scores.length - 1; rank >= 0; rank--) {
    const isExtreme = extremes[next] === rank
    if (isExtreme) next++
    const isNear =
      (truePositives[rank] - lastTrue) * resolution < positives &&
      (falsePositives[rank] - lastFalse) * resolution < negatives
    if (rank > 0 && isNear && !isExtreme) continue
    curve.thresholds.push(scores[rank])
    curve.truePositives.push(truePositives[rank])
    curve.falsePositives.push(falsePositives[rank])
    lastTrue = truePositives[rank]
    lastFalse = falsePositives[rank]
  }
  return curve
}

/** Ranks, descending, of what thinning precision against recall keeps. */
function precisionExtremes(
  { scores, truePositives, falsePositives, positives }: ScoreTally,
  resolution: number,
): number[] {
  if (positives === 0) return []
  const last = scores.length - 1
  const precision = (index: number) => {
    const called = truePositives[last - index] + falsePositives[last - index]
    return called === 0 ? 1 : truePositives[last - index] / called
  }
  return keptPoints(scores.length, (index) => truePositives[last - index] / positives, precision, 1 / resolution).map(
    (index) => last - index,
  )
}

/**
 * A curve thinned to at most 4·`resolution` + 5 points. Of the points within one column, `resolution` columns across
 * the curve's width, the first, the last, the highest and the lowest are kept (the M4 aggregation: Jugel et al., VLDB
 * 2014): what is left out lies on the thinned line but for less than a column's width. An infinite threshold is no width.
 */
export function thinnedExactCurve(curve: ExactCurve, resolution = 500): ExactCurve {
  const { x, y, thresholds } = curve
  const finite = x.filter(Number.isFinite)
  if (finite.length === 0) return curve
  const width = Math.abs(finite[finite.length - 1] - finite[0])
  const kept = keptPoints(
    x.length,
    (index) => x[index],
    (index) => y[index],
    width / resolution,
  )
  const take = (values: Float64Array) => Float64Array.from(kept, (index) => values[index])
  return { thresholds: take(thresholds), x: take(x), y: take(y) }
}

/** Indices, ascending, of the first, last, lowest and highest point of each column of a line along which x is monotone. */
function keptPoints(
  length: number,
  x: (index: number) => number,
  y: (index: number) => number,
  columnWidth: number,
): number[] {
  const kept: number[] = []
  let first = 0
  while (first < length) {
    const from = x(first)
    let lowest = first
    let highest = first
    let last = first
    while (last + 1 < length && Math.abs(x(last + 1) - from) <= columnWidth) {
      last++
      if (y(last) < y(lowest)) lowest = last
      if (y(last) > y(highest)) highest = last
    }
    kept.push(first)
    for (const index of [Math.min(lowest, highest), Math.max(lowest, highest), last]) {
      if (index > kept[kept.length - 1]) kept.push(index)
    }
    first = last + 1
  }
  return kept
}

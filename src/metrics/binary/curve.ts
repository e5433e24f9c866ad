import { taken } from '../../dataset/columns.ts'
import type { ModelName } from '../../dataset/roles.ts'
import { takeSampling } from '../../dataset/sampling.ts'
import type { ScoredSplit } from './split-scores.ts'
import { rankScores } from '../../tally/rank.ts'
import { type RowSet, type ScoreTally, tallyScoresHere } from '../../tally/rows.ts'

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
 * Indices, ascending, of the first, last, lowest and highest point of each column of a line along which x is monotone
 * (the M4 aggregation: Jugel et al., VLDB 2014).
 */
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

/** One model's counts along its thresholds, on some of the rows. */
export interface SliceCurve extends ThresholdCurve {
  model: ModelName
}

/** The curves of one slice: of every model that gives scores; none where nothing is known of such a slice. */
export function sliceCurves({ rows, slices, hardModels }: ScoredSplit, where: Record<string, string>): SliceCurve[] {
  const found = slices.find(
    ({ columns }) =>
      columns.length === Object.keys(where).length && columns.every((column) => Object.hasOwn(where, column)),
  )
  const code = found?.values.findIndex((values) => values.every((value, i) => value === where[found.columns[i]])) ?? -1
  if (found === undefined || code < 0) return []
  const codes = found.codes()
  const own = Uint32Array.from(codes.keys()).filter((row) => codes[row] === code)
  return [...rows.models.keys()]
    .filter((model) => !hardModels.has(model))
    .map((model) => ({ model, ...thinnedCurve(tallyOf(rows, model, own)) }))
}

function tallyOf({ models, classes, sampling }: RowSet, model: ModelName, rows: Uint32Array) {
  const { scores, ranks } = models.get(model)!
  const ranked = rankScores(Float64Array.from(rows, (row) => scores[ranks[row]]))
  return tallyScoresHere(ranked, taken(classes, rows), takeSampling(sampling, rows))
}

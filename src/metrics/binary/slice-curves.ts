import type { ModelName } from '../../dataset/roles.ts'
import { tallyScoresHere, type RowSet } from '../../tally/rows.ts'
import { rankScores } from '../../tally/rank.ts'
import { taken } from '../../dataset/columns.ts'
import { takeSampling } from '../../dataset/sampling.ts'
import type { ScoredSplit } from './split-scores.ts'
import { thinnedCurve, type ThresholdCurve } from './thinning.ts'

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

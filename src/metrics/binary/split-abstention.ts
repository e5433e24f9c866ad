import type { ModelName } from '../../dataset/roles.ts'
import type { MeasuredAbstention, MeasuredRows, MeasuredSplit } from '../measured.ts'
import type { Settings } from '../settings.ts'
import { abstentionWithoutScores, measureAbstention, measureAbstentionOfParts, type AbstainBand } from './abstain.ts'
import type { TalliedSlices, ScoredSplit } from './split-scores.ts'

/** The abstain band, and the slices that it is wanted for. */
export interface AbstentionWants {
  band: AbstainBand
  /** Whether the slices of these columns are wanted too, which costs a look at their rows one by one. */
  ofSlices(columns: string[]): boolean
}

/**
 * A measured split with what each model does inside and outside the abstain band, at its own threshold. Intervals take
 * the threshold as it is: where it was chosen, they do not have the choice in them.
 */
export function withAbstention(
  measured: MeasuredSplit,
  split: ScoredSplit,
  thresholds: Map<ModelName, number>,
  wants: AbstentionWants,
  settings: Settings,
): MeasuredSplit {
  const ofModels = (measure: (model: ModelName) => MeasuredAbstention) =>
    new Map(
      [...split.tallies.keys()].map((model) => [
        model,
        split.hardModels.has(model) ? abstentionWithoutScores() : measure(model),
      ]),
    )
  const whole = ofModels((model) =>
    measureAbstention(split.rows, split.tallies.get(model)!, model, thresholds.get(model)!, wants.band, settings),
  )
  // Slices are measured in the order of the tallied ones that have rows.
  const ofSlices = split.slices.flatMap((slices) => {
    const ofParts = wants.ofSlices(slices.columns)
      ? slicesAbstention(split, slices, thresholds, wants.band, settings)
      : null
    return slices.parts.flatMap(({ rowCount }, code) =>
      rowCount === 0 ? [] : [ofParts && ofModels((model) => ofParts.get(model)![code])],
    )
  })
  return {
    ...measured,
    ...withModels(measured, whole),
    slices: measured.slices.map((slice, i) =>
      ofSlices[i] === null ? slice : { ...slice, ...withModels(slice, ofSlices[i]) },
    ),
  }
}

function slicesAbstention(
  { rows, hardModels }: ScoredSplit,
  { codes, values }: TalliedSlices,
  thresholds: Map<ModelName, number>,
  band: AbstainBand,
  settings: Settings,
): Map<ModelName, MeasuredAbstention[]> {
  const scoring = [...rows.models.keys()].filter((model) => !hardModels.has(model))
  return new Map(
    scoring.map((model) => [
      model,
      measureAbstentionOfParts(rows, model, thresholds.get(model)!, band, settings, codes(), values.length),
    ]),
  )
}

function withModels(
  { models }: MeasuredRows,
  abstentions: Map<ModelName, MeasuredAbstention>,
): Pick<MeasuredRows, 'models'> {
  return {
    models: new Map(
      [...models].map(([model, measured]) => [model, { ...measured, abstention: abstentions.get(model)! }]),
    ),
  }
}

import type { ModelName } from '../../dataset/roles.ts'
import { decisionMetric, decisionMetrics } from './catalogue.ts'
import { type Confusion, confusionAtRank, confusionOf } from './confusion.ts'
import { isTallied, type SampledRows } from './influence-table.ts'
import type { ScoredSplit, TalliedSlices } from './split-scores.ts'
import { predictedPositiveRate } from '../definitions/binary-decisions.ts'
import type { AbstainPart, MeasuredAbstention, MeasuredRows, MeasuredSplit } from '../measured.ts'
import type { Settings } from '../settings.ts'
import { partDecisions, rowDecisions } from '../../tally/decisions.ts'
import { rankOfThreshold } from '../../tally/rank.ts'
import type { RowSet, ScoreTally } from '../../tally/rows.ts'

/** Rows with from ≤ score < to are left to a human; of the others a threshold decides. */
export interface AbstainBand {
  from: number
  to: number
}

/** The band among a tally's scores: ranks from `first` up to `end` are in it. */
export interface BandRanks {
  first: number
  end: number
}

/** The confusion counts of the rows that the model decides, and of those that it leaves to a human. */
export type BandConfusions = Record<AbstainPart, Confusion>

/** The share of rows predicted positive, which is the share decided where "positive" stands for "decided". */
const shareDecided = decisionMetric(predictedPositiveRate.id)

/** The ranks of the distinct scores at which an abstain band begins and ends. */
export function bandRanks(scores: Float64Array, { from, to }: AbstainBand): BandRanks {
  return { first: rankOfThreshold(scores, from), end: rankOfThreshold(scores, to) }
}

/** Both parts' counts where ranks from `rank` on are predicted positive: O(1), of independent rows. */
export function bandConfusions(tally: ScoreTally, rank: number, { first, end }: BandRanks): BandConfusions {
  const within = (low: number, high: number) => {
    const [from, to] = [confusionAtRank(tally, low), confusionAtRank(tally, Math.max(low, high))]
    return { positives: from.truePositives - to.truePositives, negatives: from.falsePositives - to.falsePositives }
  }
  const all = tally.scores.length
  const confusion = (called: ReturnType<typeof within>[], others: ReturnType<typeof within>[]): Confusion => ({
    truePositives: called.reduce((sum, { positives }) => sum + positives, 0),
    falsePositives: called.reduce((sum, { negatives }) => sum + negatives, 0),
    falseNegatives: others.reduce((sum, { positives }) => sum + positives, 0),
    trueNegatives: others.reduce((sum, { negatives }) => sum + negatives, 0),
    spread: null,
  })
  const cut = Math.min(Math.max(rank, first), end)
  return {
    decided: confusion(
      [within(rank, first), within(Math.max(rank, end), all)],
      [within(0, Math.min(rank, first)), within(end, rank)],
    ),
    abstained: confusion([within(cut, end)], [within(first, cut)]),
  }
}

/**
 * One model's decisions at a threshold, inside and outside the band.
 * @param tally of the same rows
 */
export function measureAbstention(
  rows: RowSet,
  tally: ScoreTally,
  model: ModelName,
  threshold: number,
  band: AbstainBand,
  settings: Settings,
): MeasuredAbstention {
  if (!isTallied(rows.sampling)) return measureAbstentionOfParts(rows, model, threshold, band, settings, null, 1)[0]
  const parts = bandConfusions(tally, rankOfThreshold(tally.scores, threshold), bandRanks(tally.scores, band))
  const { decided, abstained } = parts
  return measured(
    parts,
    {
      truePositives: decided.truePositives + decided.falseNegatives,
      falsePositives: decided.falsePositives + decided.trueNegatives,
      falseNegatives: abstained.truePositives + abstained.falseNegatives,
      trueNegatives: abstained.falsePositives + abstained.trueNegatives,
      spread: null,
    },
    settings,
  )
}

/**
 * One model's decisions at a threshold, inside and outside the band, on every part of the rows: row by row.
 * @param codes per row its part's code, below `partCount`; null: all rows are part 0
 */
export function measureAbstentionOfParts(
  { classes, models, sampling }: RowSet,
  model: ModelName,
  threshold: number,
  band: AbstainBand,
  settings: Settings,
  codes: Uint32Array | null,
  partCount: number,
): MeasuredAbstention[] {
  const ranked = models.get(model)!
  const { parts, isDecided } = bandParts({ ranked, classes, sampling }, bandRanks(ranked.scores, band), codes)
  const rows = { classes, sampling, models: new Map([['candidate' as const, ranked]]) }
  const decisions = rowDecisions(rows, new Map([['candidate', rankOfThreshold(ranked.scores, threshold)]]))
  const ofParts = partDecisions(sampling, decisions, parts, 2 * partCount).map((joint) =>
    confusionOf(joint, 'candidate'),
  )
  return partDecisions(sampling, isDecided, codes, partCount).map((joint, code) =>
    measured(
      { decided: ofParts[2 * code], abstained: ofParts[2 * code + 1] },
      confusionOf(joint, 'candidate'),
      settings,
    ),
  )
}

/** Of a model of hard predictions. */
function abstentionWithoutScores(): MeasuredAbstention {
  const reason = { undefinedBecause: 'hard predictions, no scores' }
  const measures = () => new Map(decisionMetrics.map(({ id }) => [id, reason]))
  return { coverage: reason, decided: measures(), abstained: measures() }
}

/** Per row, twice its part's code, and one more where it is in the band; and the cell of "decided" as a decision. */
function bandParts({ ranked: { ranks }, classes }: SampledRows, { first, end }: BandRanks, codes: Uint32Array | null) {
  const parts = new Uint32Array(ranks.length)
  const isDecided = new Uint8Array(ranks.length)
  for (let row = 0; row < ranks.length; row++) {
    const abstained = ranks[row] >= first && ranks[row] < end ? 1 : 0
    parts[row] = (codes === null ? 0 : 2 * codes[row]) + abstained
    isDecided[row] = 4 * classes[row] + 2 * (1 - abstained)
  }
  return { parts, isDecided }
}

function measured(confusions: BandConfusions, coverage: Confusion, settings: Settings): MeasuredAbstention {
  const measures = (part: AbstainPart) =>
    new Map(decisionMetrics.map((metric) => [metric.id, metric.measure(confusions[part], settings)]))
  return {
    coverage: shareDecided.measure(coverage, settings),
    decided: measures('decided'),
    abstained: measures('abstained'),
  }
}

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

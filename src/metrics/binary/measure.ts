import type { ModelName } from '../../dataset/roles.ts'
import { partDecisions, rowDecisions, type JointDecisions } from '../../tally/decisions.ts'
import { rankOfThreshold } from '../../tally/rank.ts'
import { type MeasuredModel, type MeasuredRows, type MeasuredSplit, whereOf } from '../measured.ts'
import type { Settings } from '../settings.ts'
import { binaryMetrics } from './catalogue.ts'
import { compareDecisions, decisionChanges } from './compare.ts'
import { confusionAt, confusionOf, sampledConfusionAt, type Confusion } from './confusion.ts'
import { sampledRows } from './influence-table.ts'
import type { ScoreResults } from './score-bootstrap.ts'
import type { ScoredSplit } from './split-scores.ts'

/** Measures a split and its slices with each model at its own threshold: one pass over the rows. */
export function measureSplit(
  split: ScoredSplit,
  thresholds: Map<ModelName, number>,
  settings: Settings,
): MeasuredSplit {
  const ranks = new Map(
    [...split.tallies].map(([model, tally]) => [model, rankOfThreshold(tally.scores, thresholds.get(model)!)]),
  )
  const { sampling } = split.rows
  const ofRows = rowDecisions(split.rows, ranks)
  const [decisions] = partDecisions(sampling, ofRows, null, 1)
  return {
    name: split.name,
    ...measureRows(split, decisions, settings),
    slices: split.slices.flatMap(({ columns, values, codes, parts }) => {
      const ofValues = partDecisions(sampling, ofRows, codes(), values.length)
      return values.flatMap((value, code) => {
        if (parts[code].rowCount === 0) return []
        return [{ where: whereOf(columns, value), ...measureRows(parts[code], ofValues[code], settings) }]
      })
    }),
  }
}

/**
 * Measures one model on a split at a threshold, without touching its rows: O(log scores). (Where they belong together or
 * have importance weights, their decisions are counted anew.)
 */
export function measureModelAt(
  split: ScoredSplit,
  model: ModelName,
  threshold: number,
  settings: Settings,
): MeasuredModel {
  const tally = split.tallies.get(model)!
  const rows = sampledRows(split.rows, model)
  return measureModel(
    split,
    model,
    rows === undefined ? confusionAt(tally, threshold) : sampledConfusionAt(rows, threshold),
    settings,
  )
}

function measureRows(results: ScoreResults, decisions: JointDecisions, settings: Settings): MeasuredRows {
  const models = new Map<ModelName, MeasuredModel>()
  for (const model of results.measures.keys()) {
    models.set(model, measureModel(results, model, confusionOf(decisions, model), settings))
  }
  return {
    rowCount: results.rowCount,
    weight: results.weight,
    positives: results.positives,
    ...(results.groupCount === undefined ? {} : { groupCount: results.groupCount }),
    models,
    differences:
      results.differences === null
        ? null
        : new Map(
            binaryMetrics.map((metric) => [
              metric.id,
              metric.from === 'scores'
                ? results.differences!.get(metric.id)!
                : compareDecisions(metric, decisions, settings),
            ]),
          ),
    ...(models.size < 2 ? {} : { changes: decisionChanges(decisions) }),
  }
}

function measureModel(
  results: ScoreResults,
  model: ModelName,
  confusion: Confusion,
  settings: Settings,
): MeasuredModel {
  const ofScores = results.measures.get(model)!
  return {
    confusion: [
      [confusion.trueNegatives, confusion.falsePositives],
      [confusion.falseNegatives, confusion.truePositives],
    ],
    classes: null,
    measures: new Map(
      binaryMetrics.map((metric) => [
        metric.id,
        metric.from === 'scores' ? ofScores.get(metric.id)! : metric.measure(confusion, settings),
      ]),
    ),
  }
}

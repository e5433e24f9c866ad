import type { BinaryDataset } from '../../dataset/dataset.ts'
import type { ModelName } from '../../dataset/roles.ts'
import { abstentionWants, sliceWants } from '../policy-wants.ts'
import {
  type CurveBands,
  isCountable,
  type MeasuredTask,
  type MeasureOptions,
  type ModelCalibration,
  named,
  thresholdsOf,
} from './task.ts'
import { noViews } from '../views.ts'
import { withAbstention } from '../../metrics/binary/abstain.ts'
import { type BandOptions, bootstrapBands, type ThresholdBands } from '../../metrics/binary/bands.ts'
import { ChoiceBootstrap, type ThresholdChoice } from '../../metrics/binary/choice-bootstrap.ts'
import { sliceCurves } from '../../metrics/binary/curve.ts'
import { sampledRows } from '../../metrics/binary/influence-table.ts'
import { measureModelAt, measureSplit } from '../../metrics/binary/measure.ts'
import { recalibrations } from '../../metrics/binary/recalibration.ts'
import type { NamedRows } from '../../metrics/binary/resampling.ts'
import type { BootstrapDifference } from '../../metrics/binary/score-bootstrap.ts'
import { compareBinarySlices } from '../../metrics/binary/slice-comparisons.ts'
import { measureSplitScores, type ScoredSplit, tallySplit } from '../../metrics/binary/split-scores.ts'
import { rocAuc } from '../../metrics/definitions/binary-scores.ts'
import { isDefinedDifference } from '../../metrics/difference.ts'
import { type Interval, isDefined } from '../../metrics/measure.ts'
import type { MeasuredRows, MeasuredSplit } from '../../metrics/measured.ts'
import type { Settings } from '../../metrics/settings.ts'
import { countsOfTally } from '../../metrics/value-bins.ts'
import { type OperatingPoint, operatingPoints, thresholdSearch } from '../../policy/operating-point.ts'
import type { Policy } from '../../policy/policy.ts'
import { calibrationResult, recalibrationResults } from '../../report/calibration.ts'
import { rowSetResult } from '../../report/document.ts'
import type { Kernels } from '../../tally/kernels.ts'
import type { EvaluationNotice } from '../../words/warnings.ts'

/** Counts the rows of a binary dataset and measures them at the operating points that the policy chooses. */
export async function measureBinary(
  dataset: BinaryDataset,
  { kernels, others, policy, settings, onSplit }: MeasureOptions,
): Promise<MeasuredTask> {
  const { hardModels } = dataset
  const labels = [dataset.labels.negative, dataset.labels.positive]
  const models = [...dataset.splits[0].scores.keys()]
  const tallied: ScoredSplit[] = []
  for (const split of dataset.splits) {
    onSplit(split.name)
    tallied.push(
      await measureSplitScores(kernels, await tallySplit(kernels, split, hardModels), {
        settings,
        others,
        sliceWants: (columns) => sliceWants(policy, columns),
      }),
    )
  }
  const points = operatingPoints(policy.threshold, tallied, policy.costs)
  const abstention = abstentionWants(policy)
  const measureAt = (at: Map<ModelName, OperatingPoint>): MeasuredSplit[] =>
    tallied.map((split) => {
      const thresholds = thresholdsOf(models, at)
      const measured = measureSplit(split, thresholds, settings)
      return abstention === null ? measured : withAbstention(measured, split, thresholds, abstention, settings)
    })
  const choice = choiceOf(policy, tallied, points)
  const splits: MeasuredSplit[] = []
  const bootstrap = choice && new ChoiceBootstrap(kernels, choice, settings)
  for (const [i, measured] of measureAt(points).entries()) {
    onSplit(measured.name)
    splits.push(
      bootstrap === null
        ? measured
        : withBootstrap(measured, await bootstrappedChoice(bootstrap, tallied[i], measured)),
    )
  }
  return {
    labels,
    models,
    points,
    splits,
    measureAt,
    tallied,
    at: (model, threshold) =>
      Object.fromEntries(
        tallied.map((split) => [
          split.name,
          rowSetResult(split, measureModelAt(split, model, threshold, settings), labels),
        ]),
      ),
    bands: (split, metrics, options) => curveBands(kernels, named(tallied, split), metrics, settings, options),
    sliceCurves: (split, where) => sliceCurves(named(tallied, split), where),
    calibrations: modelCalibrations(tallied, settings),
    compareSlices: ({ split, metric, against, thresholds }, pause) =>
      compareBinarySlices(named(tallied, split), { metric, against, thresholds, settings }, pause),
    views: noViews,
    counts: () =>
      new Map(
        tallied.flatMap(({ name, tallies, rows: { sampling } }) =>
          isCountable(sampling) && !hardModels.has('candidate')
            ? [[name, countsOfTally(tallies.get('candidate')!)]]
            : [],
        ),
      ),
    notices: scoreNotices(tallied),
  }
}

/** How the thresholds came to be, where they were chosen; null where they are fixed. */
function choiceOf(
  { threshold, costs }: Policy,
  splits: ScoredSplit[],
  points: Map<ModelName, OperatingPoint>,
): ThresholdChoice | null {
  if (threshold.kind === 'fixed' || points.size === 0) return null
  return {
    search: thresholdSearch(threshold, costs),
    chosenOn: named(splits, threshold.on),
    thresholds: new Map([...points].map(([model, { value }]) => [model, value])),
  }
}

/** The calibration of every model that gives scores. It does not depend on thresholds. */
function modelCalibrations(splits: ScoredSplit[], settings: Settings): Map<ModelName, ModelCalibration> {
  const models = [...splits[0].tallies.keys()].filter((model) => !splits[0].hardModels.has(model))
  const [validation, test] = ['validation', 'test'].map((name) => splits.find((split) => split.name === name))
  return new Map(
    models.map((model) => [
      model,
      {
        splits: new Map(
          splits.map((split) => [
            split.name,
            calibrationResult(split.tallies.get(model)!, settings, sampledRows(split.rows, model)),
          ]),
        ),
        recalibrations:
          validation === undefined || test === undefined
            ? []
            : recalibrationResults(
                recalibrations(
                  validation.tallies.get(model)!,
                  test.tallies.get(model)!,
                  settings,
                  sampledRows(test.rows, model),
                ),
                'validation',
                'test',
              ),
      },
    ]),
  )
}

/** More replicates would not be seen in a drawing, and take memory. */
const mostBandReplicates = 2000

/** Bands of some decision metrics along the thresholds of every model that has any. */
async function curveBands(
  kernels: Kernels,
  split: ScoredSplit,
  metrics: readonly string[],
  settings: Settings,
  options?: BandOptions,
): Promise<CurveBands> {
  const replicates = Math.min(settings.replicates, mostBandReplicates)
  const models = new Map<ModelName, ThresholdBands>()
  for (const model of split.tallies.keys()) {
    if (split.hardModels.has(model)) continue
    models.set(model, await bootstrapBands(kernels, split, model, metrics, { ...settings, replicates }, options))
  }
  return { confidence: settings.confidence, replicates, models }
}

/** What is noticed of the scores themselves: that they are no probabilities, or look reversed. */
function scoreNotices(splits: ScoredSplit[]): EvaluationNotice[] {
  const notices: EvaluationNotice[] = []
  for (const model of splits[0].tallies.keys()) {
    const beyond = splits.filter(({ tallies }) => {
      const { scores } = tallies.get(model)!
      return scores[0] < 0 || scores[scores.length - 1] > 1
    })
    if (beyond.length > 0) {
      const all = beyond.map(({ tallies }) => tallies.get(model)!.scores)
      const lowest = Math.min(...all.map((scores) => scores[0]))
      const highest = Math.max(...all.map((scores) => scores[scores.length - 1]))
      notices.push({ code: 'not_probabilities', model, lowest, highest })
    }
    for (const { name, measures } of splits) {
      const auc = measures.get(model)!.get(rocAuc.id)!
      if (!isDefined(auc) || auc.interval === null || auc.interval.high >= 0.5) continue
      notices.push({ code: 'scores_reversed', model, split: name, area: auc.value })
    }
  }
  return notices
}

/** Intervals of one split by the bootstrap, by model and metric; and those of the differences, by metric. */
export interface Bootstrapped {
  intervals: Map<ModelName, Map<string, Interval>>
  differences: Map<string, BootstrapDifference>
}

/**
 * The metrics of decisions with the choice of the threshold in them: how sure a metric is at a threshold that other rows
 * would have chosen otherwise.
 * @param rows of the split
 * @param measured the split as measured at the frozen thresholds: no interval becomes narrower than its own
 */
export async function bootstrappedChoice(
  bootstrap: ChoiceBootstrap,
  rows: NamedRows,
  measured: MeasuredSplit,
): Promise<Bootstrapped> {
  const { thresholds } = bootstrap.choice
  const intervals = new Map<ModelName, Map<string, Interval>>()
  for (const model of thresholds.keys()) {
    intervals.set(model, await bootstrap.intervals(rows, model, frozenIntervals(measured, model)))
  }
  const differences = thresholds.size === 2 ? await bootstrap.differences(rows, frozenDifferences(measured)) : new Map()
  return { intervals, differences }
}

function frozenIntervals({ models }: MeasuredRows, model: ModelName): Map<string, Interval> {
  return new Map(
    [...models.get(model)!.measures].flatMap(([id, measure]) =>
      isDefined(measure) && measure.interval !== null ? [[id, measure.interval]] : [],
    ),
  )
}

function frozenDifferences({ differences }: MeasuredRows): Map<string, { low: number; high: number }> {
  return new Map(
    [...(differences ?? [])].flatMap(([id, difference]) =>
      isDefinedDifference(difference) && difference.interval !== null ? [[id, difference.interval]] : [],
    ),
  )
}

/** Measured rows with the bootstrap's intervals in the place of their own. */
export function withBootstrap<R extends MeasuredRows>(rows: R, { intervals, differences }: Bootstrapped): R {
  const models = new Map(
    [...rows.models].map(([model, measured]) => {
      const own = intervals.get(model)
      const measures = new Map(
        [...measured.measures].map(([id, measure]) => {
          const interval = own?.get(id)
          return [id, interval !== undefined && isDefined(measure) ? { ...measure, interval } : measure]
        }),
      )
      return [model, { ...measured, measures }]
    }),
  )
  const compared =
    rows.differences === null
      ? null
      : new Map(
          [...rows.differences].map(([id, difference]) => {
            const found = differences.get(id)
            return [
              id,
              found !== undefined && isDefinedDifference(difference)
                ? { ...difference, ...found, test: 'bootstrap' as const }
                : difference,
            ]
          }),
        )
  return { ...rows, models, differences: compared }
}

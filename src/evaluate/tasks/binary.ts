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
import { dependsOnThreshold } from '../../metrics/definitions/binary.ts'
import { type Difference, isDefinedDifference } from '../../metrics/difference.ts'
import { type Interval, isDefined, type Measure } from '../../metrics/measure.ts'
import type { MeasuredRows, MeasuredSplit } from '../../metrics/measured.ts'
import type { Settings } from '../../metrics/settings.ts'
import { countsOfTally } from '../../metrics/value-bins.ts'
import {
  type OperatingPoint,
  operatingPoints,
  requireThreshold,
  scoresBeyond,
  scoresWithoutThreshold,
  thresholdSearch,
} from '../../policy/operating-point.ts'
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
  requireThreshold(policy, tallied)
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
        : withBootstrap(
            measured,
            await bootstrappedChoice(bootstrap, tallied[i], measured),
            isChoiceIn(policy, measured.name),
          ),
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
    notices: [...scoreNotices(tallied), ...thresholdNotices(policy, tallied, points)],
  }
}

/**
 * Whether the intervals of a split have the choice of the threshold in them: those of the rows that it was chosen on always, as there
 * it is what makes them look better than they are; those of other rows where the policy asks for it.
 */
function isChoiceIn({ threshold, thresholdInterval }: Policy, split: string): boolean {
  return threshold.kind === 'best' && (threshold.on === split || thresholdInterval === 'with_choice')
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
  const beyond = scoresBeyond(splits)
  for (const model of splits[0].tallies.keys()) {
    const found = beyond.find((scores) => scores.model === model)
    if (found !== undefined) notices.push({ code: 'not_probabilities', ...found })
    for (const { name, measures } of splits) {
      const auc = measures.get(model)!.get(rocAuc.id)!
      if (!isDefined(auc) || auc.interval === null || auc.interval.high >= 0.5) continue
      notices.push({ code: 'scores_reversed', model, split: name, area: auc.value })
    }
  }
  return notices
}

/** That a threshold was chosen at which all rows are treated alike, or one taken that makes no sense of the scores. */
function thresholdNotices(
  { threshold }: Policy,
  splits: ScoredSplit[],
  points: Map<ModelName, OperatingPoint>,
): EvaluationNotice[] {
  return [...points].flatMap(([model, { predicts, chosen, value }]): EvaluationNotice[] => [
    ...(predicts === null ? [] : [{ code: 'same_for_all' as const, model, predicts, chosen }]),
    ...(scoresWithoutThreshold(threshold, splits).some((scores) => scores.model === model)
      ? [{ code: 'threshold_not_named' as const, model, threshold: value }]
      : []),
  ])
}

/** Intervals of one split by the bootstrap, by model and metric; and those of the differences, by metric. */
export interface Bootstrapped {
  intervals: Map<ModelName, Map<string, Interval>>
  /** How much too high metrics are where the threshold was chosen; empty on other rows. */
  optimism: Map<ModelName, Map<string, number>>
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
  const optimism = new Map<ModelName, Map<string, number>>()
  for (const model of thresholds.keys()) {
    optimism.set(model, await bootstrap.optimism(rows, model))
    intervals.set(model, await bootstrap.intervals(rows, model, frozenIntervals(measured, model)))
  }
  const differences = thresholds.size === 2 ? await bootstrap.differences(rows, frozenDifferences(measured)) : new Map()
  return { intervals, optimism, differences }
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

/**
 * Measured rows with the bootstrap's intervals.
 * @param isInPlace whether they take the place of those at the frozen threshold (where the bootstrap gives none, there is none: a frozen
 *   one would pass for one with the choice in it); else they stand beside them, as `withChoice`
 */
export function withBootstrap<R extends MeasuredRows>(rows: R, found: Bootstrapped, isInPlace: boolean): R {
  const models = new Map(
    [...rows.models].map(([model, measured]) => {
      const measures = new Map(
        [...measured.measures].map(([id, measure]) => [
          id,
          withChoice(
            measure,
            found.intervals.get(model)?.get(id),
            found.optimism.get(model)?.get(id),
            isInPlace,
            found.intervals.has(model) && dependsOnThreshold(id),
          ),
        ]),
      )
      return [model, { ...measured, measures }]
    }),
  )
  const differences =
    rows.differences === null
      ? null
      : new Map(
          [...rows.differences].map(([id, difference]) => [
            id,
            differenceWithChoice(
              difference,
              found.differences.get(id),
              isInPlace,
              found.intervals.size === 2 && dependsOnThreshold(id),
            ),
          ]),
        )
  return { ...rows, models, differences }
}

function withChoice(
  measure: Measure,
  interval: Interval | undefined,
  optimism: number | undefined,
  isInPlace: boolean,
  isOfChoice: boolean,
): Measure {
  if (!isDefined(measure)) return measure
  if (interval === undefined) return isInPlace && isOfChoice ? { ...measure, interval: null } : measure
  if (isInPlace) return { ...measure, interval, ...(optimism === undefined ? {} : { optimism }) }
  const { low, high } = interval
  return measure.interval === null
    ? measure
    : { ...measure, interval: { ...measure.interval, withChoice: { low, high } } }
}

function differenceWithChoice(
  difference: Difference,
  found: BootstrapDifference | undefined,
  isInPlace: boolean,
  isOfChoice: boolean,
): Difference {
  if (!isDefinedDifference(difference)) return difference
  if (found === undefined)
    return isInPlace && isOfChoice ? { ...difference, interval: null, p: null, test: null } : difference
  if (isInPlace) return { ...difference, ...found, test: 'bootstrap' }
  const { interval } = difference
  return interval === null ? difference : { ...difference, interval: { ...interval, withChoice: found.interval } }
}

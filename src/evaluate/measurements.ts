import { taken } from '../dataset/columns.ts'
import type {
  BinaryDataset,
  Dataset,
  MulticlassDataset,
  MulticlassSplit,
  RegressionDataset,
} from '../dataset/dataset.ts'
import type { ModelName } from '../dataset/roles.ts'
import { takeSampling, type Sampling } from '../dataset/sampling.ts'
import { ChoiceBootstrap, type Choice } from '../metrics/binary/choice-bootstrap.ts'
import { measureSplit } from '../metrics/binary/measure.ts'
import { withAbstention, type AbstentionWants } from '../metrics/binary/split-abstention.ts'
import type { SliceMeasurer } from '../metrics/binary/slice-measures.ts'
import { tallySplit, type SliceWants, type TalliedSplit } from '../metrics/binary/tallied.ts'
import { scoreWarnings } from '../metrics/binary/warnings.ts'
import { isBootstrapped } from '../metrics/definitions/catalogue.ts'
import type { MeasuredSplit } from '../metrics/measured.ts'
import { withCalibrationBootstrap } from '../metrics/multiclass/calibration-bootstrap.ts'
import { measureMulticlass } from '../metrics/multiclass/measure.ts'
import { argmaxClasses, takeRows, type MulticlassRows } from '../metrics/multiclass/rows.ts'
import { measureRegression } from '../metrics/regression/measure.ts'
import type { Settings } from '../metrics/settings.ts'
import { measureWithSlices } from '../metrics/slices.ts'
import { countsOfTally, countsOfValues, type ValueCounts } from '../metrics/value-bins.ts'
import { operatingPoints, thresholdSearch, type OperatingPoint } from '../policy/operating-point.ts'
import type { Policy, Requirement } from '../policy/policy.ts'
import type { Warning } from '../table/warning.ts'
import type { Kernels } from '../tally/kernels.ts'
import { bootstrappedChoice, withBootstrap, type Bootstrapped } from './bootstrap.ts'
import {
  binarySliceComparer,
  multiclassSliceComparer,
  regressionSliceComparer,
  type CompareSlices,
} from './compare-slices.ts'
import { modelCalibrations, type ModelCalibration } from './calibrations.ts'
import { multiclassViews, noViews, regressionViews, type Views } from './views.ts'

/** A dataset whose rows have been gone through, ready to be measured at any thresholds. */
export interface Measurements {
  /** The classes, in the order of every confusion table; null in regression. */
  labels: string[] | null
  models: ModelName[]
  /** Each model's threshold; none where it gives decisions, several classes or numbers. */
  points: Map<ModelName, OperatingPoint>
  measure(points: Map<ModelName, OperatingPoint>): MeasuredSplit[]
  /** The tallies behind the thresholds; empty where there are none. */
  tallied: TalliedSplit[]
  calibrations: Map<ModelName, ModelCalibration>
  compareSlices: CompareSlices
  views: Views
  /** The candidate's rows by score or predicted number on every split, where they are wanted; none of classes, of shares and of hard predictions. */
  counts(): Map<string, ValueCounts>
  warnings: Warning[]
}

export interface MeasureOptions {
  kernels: Kernels
  /** Other threads that measure slices beside this one. */
  others: SliceMeasurer[]
  policy: Policy
  settings: Settings
  /** Called before each split is gone through; throws to stop. */
  onSplit(name: string): void
}

/** Goes through the rows of every split: what grows with them is done here. */
export async function measurements(dataset: Dataset, options: MeasureOptions): Promise<Measurements> {
  switch (dataset.task) {
    case 'binary':
      return binaryMeasurements(dataset, options)
    case 'multiclass':
      return multiclassMeasurements(dataset, options)
    case 'regression':
      return regressionMeasurements(dataset, options)
  }
}

async function binaryMeasurements(
  dataset: BinaryDataset,
  { kernels, others, policy, settings, onSplit }: MeasureOptions,
): Promise<Measurements> {
  const { labels, hardModels } = dataset
  const models = [...dataset.splits[0].scores.keys()]
  const tallied: TalliedSplit[] = []
  for (const split of dataset.splits) {
    onSplit(split.name)
    tallied.push(
      await tallySplit(kernels, split, {
        settings,
        hardModels,
        others,
        sliceWants: (columns) => sliceWants(policy, columns),
      }),
    )
  }
  const points = operatingPoints(policy.threshold, tallied, policy.costs)
  const abstention = abstentionWants(policy)
  const measureAt = (at: Map<ModelName, OperatingPoint>) =>
    tallied.map((split) => {
      const thresholds = thresholdsOf(models, at)
      const measured = measureSplit(split, thresholds, settings)
      return abstention === null ? measured : withAbstention(measured, split, thresholds, abstention, settings)
    })
  const atChosen = measureAt(points)
  const choice = choiceOf(policy, tallied, points)
  const bootstrap = choice && new ChoiceBootstrap(kernels, choice, settings)
  const choices: (Bootstrapped | null)[] = []
  for (const [i, split] of tallied.entries()) {
    onSplit(split.name)
    choices.push(bootstrap && (await bootstrappedChoice(bootstrap, split, atChosen[i])))
  }
  const withChoice = atChosen.map((split, i) => (choices[i] === null ? split : withBootstrap(split, choices[i])))
  return {
    labels: [labels.negative, labels.positive],
    models,
    points,
    tallied,
    calibrations: modelCalibrations(tallied, settings),
    views: noViews,
    measure: (at) => (at === points ? withChoice : measureAt(at)),
    compareSlices: binarySliceComparer(tallied, settings),
    counts: () =>
      new Map(
        tallied.flatMap(({ name, tallies, rows: { sampling } }) =>
          isCountable(sampling) && !hardModels.has('candidate')
            ? [[name, countsOfTally(tallies.get('candidate')!)]]
            : [],
        ),
      ),
    warnings: scoreWarnings(tallied),
  }
}

/** What the policy's requirements take of the slices of these columns. */
export function sliceWants(policy: Policy, columns: string[]): SliceWants {
  const ofThese = requirementsOn(policy, columns)
  return {
    differences: ofThese.some(({ of }) => of === 'versus_production'),
    bootstrap: ofThese.some(({ metric }) => isBootstrapped(metric)),
  }
}

/** What the policy's requirements take of the rows that its abstain band parts; null where it has none. */
export function abstentionWants(policy: Policy): AbstentionWants | null {
  const isOfBand = ({ metric, where }: Requirement) => where !== null || metric === 'coverage'
  return (
    policy.abstain && { band: policy.abstain, ofSlices: (columns) => requirementsOn(policy, columns).some(isOfBand) }
  )
}

function requirementsOn({ requirements }: Policy, columns: string[]): Requirement[] {
  return requirements.filter(
    ({ slices }) =>
      slices !== null && slices.length === columns.length && slices.every((slice) => columns.includes(slice)),
  )
}

/** How the thresholds came to be, where they were chosen; null where they are fixed. */
function choiceOf(
  { threshold, costs }: Policy,
  splits: TalliedSplit[],
  points: Map<ModelName, OperatingPoint>,
): Choice | null {
  if (threshold.kind === 'fixed' || points.size === 0) return null
  return {
    search: thresholdSearch(threshold, costs),
    chosenOn: splits.find(({ name }) => name === threshold.on)!,
    thresholds: new Map([...points].map(([model, { value }]) => [model, value])),
  }
}

async function multiclassMeasurements(
  dataset: MulticlassDataset,
  { kernels, policy, settings, onSplit }: MeasureOptions,
): Promise<Measurements> {
  const { labels, splits } = dataset
  const measured: MeasuredSplit[] = []
  const rowsOfSplits: MulticlassRows[] = []
  for (const split of splits) {
    onSplit(split.name)
    const all = multiclassRows(labels, split)
    rowsOfSplits.push(all)
    const plain = measureWithSlices(split, (rows) =>
      measureMulticlass(rows === null ? all : takeRows(all, rows), settings),
    )
    measured.push(await withCalibrationBootstrap(kernels, split.name, all, plain, settings))
  }
  const compareSlices = multiclassSliceComparer(splits, rowsOfSplits, measured, settings)
  const views = multiclassViews(dataset, (split) => multiclassRows(labels, split), settings, policy.smallestGroup)
  return {
    ...withoutThresholds,
    labels,
    models: [...splits[0].models.keys()],
    measure: () => measured,
    compareSlices,
    views,
  }
}

function multiclassRows(labels: string[], { classes, models, sampling }: MulticlassSplit): MulticlassRows {
  return {
    labels,
    classes,
    models: new Map(
      [...models].map(([model, says]) => [
        model,
        says.kind === 'prediction'
          ? { predicted: says.predicted, probabilities: null }
          : { predicted: argmaxClasses(says.probabilities), probabilities: says.probabilities },
      ]),
    ),
    sampling,
  }
}

function regressionMeasurements(
  dataset: RegressionDataset,
  { policy, settings, onSplit }: MeasureOptions,
): Measurements {
  const { splits } = dataset
  const counts = () =>
    new Map(
      splits.flatMap(({ name, predictions, sampling }) =>
        isCountable(sampling) ? [[name, countsOfValues(predictions.get('candidate')!, sampling)]] : [],
      ),
    )
  const measured = splits.map((split) => {
    onSplit(split.name)
    return measureWithSlices(split, (rows) =>
      measureRegression(
        {
          truth: taken(split.truth, rows),
          predictions: new Map([...split.predictions].map(([model, values]) => [model, taken(values, rows)])),
          sampling: rows === null ? split.sampling : takeSampling(split.sampling, rows),
        },
        settings,
      ),
    )
  })
  const compareSlices = regressionSliceComparer(splits, measured, settings)
  const views = regressionViews(dataset, settings, policy.smallestGroup)
  return {
    ...withoutThresholds,
    labels: null,
    models: [...splits[0].predictions.keys()],
    measure: () => measured,
    compareSlices,
    views,
    counts,
  }
}

/** Whether rows are alike, or stand for whole numbers of them: else what lies in a bin is no count. */
function isCountable({ weights }: Sampling): boolean {
  return weights?.kind !== 'shares'
}

/** Of tasks whose models are the same at every threshold. */
const withoutThresholds = {
  points: new Map<ModelName, OperatingPoint>(),
  tallied: [],
  calibrations: new Map<ModelName, ModelCalibration>(),
  counts: () => new Map<string, ValueCounts>(),
  warnings: [],
}

/** Hard predictions are 0 and 1. */
export function thresholdsOf(models: ModelName[], points: Map<ModelName, OperatingPoint>): Map<ModelName, number> {
  return new Map(models.map((model) => [model, points.get(model)?.value ?? 0.5]))
}

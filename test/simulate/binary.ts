import type { BinarySplit } from '../../src/dataset/dataset.ts'
import { independentRows } from '../dataset/independent-rows.ts'
import type { ModelName } from '../../src/dataset/roles.ts'
import { bootstrappedChoice, withBootstrap } from '../../src/evaluate/tasks/binary.ts'
import { binaryMetrics } from '../../src/metrics/binary/catalogue.ts'
import { ChoiceBootstrap } from '../../src/metrics/binary/choice-bootstrap.ts'
import { confusionAt } from '../../src/metrics/binary/confusion.ts'
import { measureSplit } from '../../src/metrics/binary/measure.ts'
import { measureSplitScores, type ScoredSplit, tallySplit } from '../../src/metrics/binary/split-scores.ts'
import { bestThreshold, type ThresholdSearch } from '../../src/metrics/binary/threshold.ts'
import { isDefined } from '../../src/metrics/measure.ts'
import type { MeasuredRows } from '../../src/metrics/measured.ts'
import { referenceKernels } from '../../src/tally/reference.ts'
import type { ScoreTally } from '../../src/tally/rows.ts'
import { drawnUniforms, normal, type DataSet } from './uniforms.ts'
import {
  costs,
  choiceLabels as labels,
  differenceLabel,
  findings,
  settingsOf,
  type Finding,
  type Part,
  type Truth,
  type World,
} from './world.ts'

/**
 * Normal evidence x for each row, its mean `separation` higher for positives; the score is the logistic function of
 * shift + slope·(the log odds of the class given x): calibrated where these are 0 and 1.
 */
export interface ScoreModel {
  separation: number
  shift: number
  slope: number
}

export type Models = Record<ModelName, ScoreModel>

/** What the two models' evidence has in common. */
const correlation = 0.6
const search: ThresholdSearch = { direction: 'maximise', metric: 'f1', subjectTo: [], costs }
const kernels = referenceKernels()

const groups: { name: string; models: Models; threshold: 'best' | number; parts: Part[] }[] = [
  {
    name: 'scores that tell classes apart by 1.5 standard deviations (ROC AUC 0.86), threshold where F1 is best; production: 1.2, miscalibrated',
    models: {
      candidate: { separation: 1.5, shift: 0, slope: 1 },
      production: { separation: 1.2, shift: 0.3, slope: 1.5 },
    },
    threshold: 'best',
    parts: ['closed', 'scores', 'choice'],
  },
  {
    name: 'scores that tell classes apart by 3 standard deviations (ROC AUC 0.98), miscalibrated, threshold 0.5; production: 2.5, calibrated',
    models: {
      candidate: { separation: 3, shift: 0.3, slope: 1.5 },
      production: { separation: 2.5, shift: 0, slope: 1 },
    },
    threshold: 0.5,
    parts: ['closed', 'scores'],
  },
]

export const binaryWorlds: World[] = groups.flatMap(({ name, models, threshold, parts }) =>
  [0.01, 0.05, 0.2, 0.5].map((prevalence): World => ({
    task: 'binary',
    group: name,
    name: `${100 * prevalence} % positive`,
    rarest: prevalence,
    parts,
    without: [],
    truth: async () => binaryTruth(prevalence, models, threshold),
    measure: (part, dataSet, truth, replicates) =>
      measureBinary({ prevalence, models, threshold }, part, dataSet, truth, replicates),
  })),
)

interface BinaryWorld {
  prevalence: number
  models: Models
  threshold: 'best' | number
}

/**
 * The tally of the whole population: a score for each of 200,001 places of x, its counts the densities there (the
 * trapezoidal rule).
 */
export function population(prevalence: number, model: ScoreModel): ScoreTally {
  const count = 200_001
  const [from, to] = [-9, model.separation + 9]
  const step = (to - from) / (count - 1)
  const at = (k: number) => from + k * step
  const density = (x: number) => (step * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI)
  const truePositives = new Float64Array(count)
  const falsePositives = new Float64Array(count)
  let [positives, negatives] = [0, 0]
  for (let k = count - 1; k >= 0; k--) {
    truePositives[k] = positives += prevalence * density(at(k) - model.separation)
    falsePositives[k] = negatives += (1 - prevalence) * density(at(k))
  }
  const scores = Float64Array.from({ length: count }, (_, k) => scoreOf(at(k), prevalence, model))
  return { scores, truePositives, falsePositives, positives, negatives }
}

function scoreOf(x: number, prevalence: number, { separation, shift, slope }: ScoreModel): number {
  const logOdds = Math.log(prevalence / (1 - prevalence)) + separation * x - (separation * separation) / 2
  return 1 / (1 + Math.exp(-(shift + slope * logOdds)))
}

/** The true values; but of prevalence no difference, which two models on the same rows do not have. */
export function binaryTruth(prevalence: number, models: Models, threshold: 'best' | number): Truth {
  const tallies = {
    candidate: population(prevalence, models.candidate),
    production: population(prevalence, models.production),
  }
  const thresholds = {
    candidate: threshold === 'best' ? bestThreshold(tallies.candidate, search)!.value : threshold,
    production: threshold === 'best' ? bestThreshold(tallies.production, search)!.value : threshold,
  }
  const truth: Truth = { 'threshold candidate': thresholds.candidate, 'threshold production': thresholds.production }
  for (const metric of binaryMetrics) {
    const [candidate, production] = (['candidate', 'production'] as const).map((model) => {
      const tally = tallies[model]
      const measure =
        metric.from === 'scores'
          ? metric.measure(tally, settingsOf(0, 0))
          : metric.measure(confusionAt(tally, thresholds[model]), settingsOf(0, 0))
      return isDefined(measure) ? measure.value : NaN
    })
    truth[metric.id] = candidate
    if (metric.id !== 'prevalence') truth[differenceLabel(metric.id)] = candidate - production
  }
  return truth
}

const populations = new Map<string, ScoreTally>()

/** The true value of a metric of decisions at any threshold. */
function trueAt(prevalence: number, model: ScoreModel, threshold: number, id: string): number {
  const key = JSON.stringify([prevalence, model])
  if (!populations.has(key)) populations.set(key, population(prevalence, model))
  const metric = binaryMetrics.find((each) => each.id === id)!
  if (metric.from === 'scores') throw new Error(`${id} does not depend on a threshold`)
  const measure = metric.measure(confusionAt(populations.get(key)!, threshold), settingsOf(0, 0))
  return isDefined(measure) ? measure.value : NaN
}

async function measureBinary(
  { prevalence, models }: BinaryWorld,
  part: Part,
  dataSet: DataSet,
  truth: Truth,
  replicates: number,
): Promise<Finding[]> {
  // Closed forms draw nothing; the bootstrap beside them is not looked at.
  const settings = settingsOf(part === 'closed' ? fewestReplicates : replicates, dataSet.number)
  const options = {
    settings,
    sliceWants: () => ({ differences: false, bootstrap: false }),
    others: [],
  }
  const draw = async (name: string) => {
    const split = drawSplit(name, prevalence, models, dataSet)
    return measureSplitScores(kernels, await tallySplit(kernels, split, new Set()), options)
  }
  const test = await draw('test')
  if (part === 'choice') return measureChoice(prevalence, models, await draw('validation'), test, settings)
  const thresholds = new Map<ModelName, number>([
    ['candidate', truth['threshold candidate']],
    ['production', truth['threshold production']],
  ])
  const measured = measureSplit(test, thresholds, settings)
  return findings(measured, truth).filter(({ label }) => isBootstrapped(label) === (part !== 'closed'))
}

const fewestReplicates = 20

function isBootstrapped(label: string): boolean {
  return ['ks', 'ece', differenceLabel('ks'), differenceLabel('ece')].includes(label)
}

/**
 * The threshold of the best F1 on validation, judged on test: by the interval of this threshold, and by the one with the choice in it; and
 * judged on validation itself, where no interval is a pass. Each metric's truth is its value at the threshold chosen.
 */
async function measureChoice(
  prevalence: number,
  models: Models,
  validation: ScoredSplit,
  test: ScoredSplit,
  settings: ReturnType<typeof settingsOf>,
): Promise<Finding[]> {
  const thresholds = new Map<ModelName, number>()
  for (const [model, tally] of validation.tallies) {
    const found = bestThreshold(tally, search)
    if (found === null) return []
    thresholds.set(model, found.value)
  }
  const measured = measureSplit(test, thresholds, settings)
  const bootstrap = new ChoiceBootstrap(kernels, { search, chosenOn: validation, thresholds }, settings)
  const withChoice = withBootstrap(measured, await bootstrappedChoice(bootstrap, test, measured), true)
  const asIfFixed = measureSplit(validation, thresholds, settings)
  const judgedHere = withBootstrap(asIfFixed, await bootstrappedChoice(bootstrap, validation, asIfFixed), true)
  const truth: Truth = {}
  for (const { id } of binaryMetrics.filter(({ from }) => from === 'decisions')) {
    const at = (model: ModelName) => trueAt(prevalence, models[model], thresholds.get(model)!, id)
    truth[id] = at('candidate')
    if (id !== 'prevalence') truth[differenceLabel(id)] = truth[id] - at('production')
  }
  const labelled = (rows: MeasuredRows, words: string) =>
    findings(rows, truth).map((finding) => ({ ...finding, label: `${finding.label} ${words}` }))
  return [
    ...labelled(measured, labels.frozen),
    ...labelled(withChoice, labels.withChoice),
    ...labelled(judgedHere, labels.judgedHere).map(neverAPass),
    ...labelled(asIfFixed, labels.asIfFixed),
  ]
}

/** Where the threshold was chosen on the rows that judge it, the interval is told and meets no bound. */
function neverAPass(finding: Finding): Finding {
  const { interval } = finding
  if (interval === null) return finding
  return { ...finding, interval: { ...interval, caution: { reason: 'chosen here', low: -Infinity, high: Infinity } } }
}

/**
 * Rows of a data set; the same name, the same rows.
 * @param share of positives among those drawn, where it is not that of the population
 */
export function drawSplit(
  name: string,
  prevalence: number,
  models: Models,
  dataSet: DataSet,
  share = prevalence,
): BinarySplit {
  const { size } = dataSet
  const uniforms = drawnUniforms({ ...dataSet, world: `${dataSet.world} ${name}` }, size, 7)
  const classes = new Uint8Array(size)
  const scores = new Map<ModelName, Float64Array>([
    ['candidate', new Float64Array(size)],
    ['production', new Float64Array(size)],
  ])
  for (let row = 0; row < size; row++) {
    classes[row] = uniforms(row, 0) < share ? 1 : 0
    const shared = Math.sqrt(correlation) * normal(uniforms, row, 1)
    let dimension = 3
    for (const [model, column] of scores) {
      const own = Math.sqrt(1 - correlation) * normal(uniforms, row, dimension)
      column[row] = scoreOf(shared + own + classes[row] * models[model].separation, prevalence, models[model])
      dimension += 2
    }
  }
  return { name, classes, scores, sampling: independentRows(size), slices: [] }
}

import type { BinarySplit } from '../../src/dataset/dataset.ts'
import type { ModelName } from '../../src/dataset/roles.ts'
import { rowWeights, type RowWeights } from '../../src/dataset/sampling.ts'
import { measureSplit } from '../../src/metrics/binary/measure.ts'
import { measureSplitScores, tallySplit } from '../../src/metrics/binary/split-scores.ts'
import type { MeasuredSplit } from '../../src/metrics/measured.ts'
import type { Settings } from '../../src/metrics/settings.ts'
import { referenceKernels } from '../../src/tally/reference.ts'
import { binaryTruth, drawSplit, type Models } from './binary.ts'
import { drawClusters, groupedClusters } from './clusters.ts'
import { drawnUniforms, type DataSet } from './uniforms.ts'
import { findings, settingsOf, trueValues, type Truth, type World } from './world.ts'

/** Binary rows that are not simply drawn one by one: they have weights, or belong to groups. */

const kernels = referenceKernels()
const models: Models = {
  candidate: { separation: 1.5, shift: 0, slope: 1 },
  production: { separation: 1.2, shift: 0.3, slope: 1.5 },
}
const threshold = 0.5

/** Counts alone are looked at: the bootstrap of KS and ECE takes few replicates, and is left out. */
export async function measuredAt(split: BinarySplit, cut: number, settings: Settings): Promise<MeasuredSplit> {
  const options = { settings, sliceWants: () => ({ differences: false, bootstrap: false }), others: [] }
  const scored = await measureSplitScores(kernels, await tallySplit(kernels, split, new Set()), options)
  return measureSplit(
    scored,
    new Map<ModelName, number>([
      ['candidate', cut],
      ['production', cut],
    ]),
    settings,
  )
}

interface WeightedWorld {
  name: string
  prevalence: number
  /** Share of positives among the rows drawn. */
  share: number
  weights(classes: Uint8Array, dataSet: DataSet): RowWeights
}

const oneOrTen = (classes: Uint8Array, dataSet: DataSet) => {
  const uniforms = drawnUniforms({ ...dataSet, world: `${dataSet.world} weights` }, classes.length, 1)
  return Float64Array.from(classes, (_, row) => (uniforms(row, 0) < 0.5 ? 1 : 10))
}

const weightedWorlds: WeightedWorld[] = [
  {
    name: '1 or 10, importance',
    prevalence: 0.2,
    share: 0.2,
    weights: (classes, dataSet) => rowWeights(oneOrTen(classes, dataSet), 'importance'),
  },
  {
    name: '1 or 10, not said',
    prevalence: 0.2,
    share: 0.2,
    weights: (classes, dataSet) => rowWeights(oneOrTen(classes, dataSet), null),
  },
  ...[0.05, 0.2].map((prevalence) => ({
    name: `case–control, ${100 * prevalence} %`,
    prevalence,
    share: 0.5,
    weights: (classes: Uint8Array) =>
      rowWeights(
        Float64Array.from(classes, (oneClass) => (oneClass === 1 ? prevalence / 0.5 : (1 - prevalence) / 0.5)),
        'importance',
      ),
  })),
]

/** Weights: whole ones of importance, said to be so or not; and of a case–control study, half of whose rows are positive. */
const ofWeights: World[] = weightedWorlds.map(({ name, prevalence, share, weights }) => ({
  task: 'binary',
  group: 'weights: the evidence of a ROC AUC of 0.86, threshold 0.5',
  name,
  rarest: Math.min(share, 1 - share),
  parts: ['weights'],
  without: [],
  truth: async () => binaryTruth(prevalence, models, threshold),
  async measure(_, dataSet, truth) {
    const split = drawSplit('test', prevalence, models, dataSet, share)
    const sampling = { ...split.sampling, weights: weights(split.classes, dataSet) }
    const measured = await measuredAt({ ...split, sampling }, threshold, settingsOf(fewestReplicates, dataSet.number))
    return closedForms(findings(measured, truth))
  },
}))

const rowsPerCluster = 10

/** Groups of 10 rows on average, alike in class and scores: so many rows are a tenth of as many groups. */
const ofGroups: World[] = [
  {
    task: 'binary',
    group: 'groups: 10 rows on average, alike in class and scores',
    name: 'half positive',
    rarest: 0.5,
    parts: ['groups'],
    without: [],
    async truth() {
      const many = drawClusters('truth', 20_000, { seed: 1, world: 'all there is', size: 20_000, number: 0 })
      const truth = trueValues(await measuredAt(groupedClusters(many), threshold, settingsOf(1, 0)))
      // Both models are as good as each other.
      return Object.fromEntries(Object.entries(truth).map(([label, value]) => [label, /^Δ/.test(label) ? 0 : value]))
    },
    async measure(_, dataSet, truth: Truth) {
      const clusters = drawClusters('test', dataSet.size / rowsPerCluster, dataSet)
      const settings = settingsOf(fewestReplicates, dataSet.number)
      return closedForms(findings(await measuredAt(groupedClusters(clusters), threshold, settings), truth))
    },
  },
]

const fewestReplicates = 20

const closedForms = (found: ReturnType<typeof findings>) => found.filter(({ label }) => !/^(Δ )?(ks|ece)$/.test(label))

export const sampledWorlds: World[] = [...ofWeights, ...ofGroups]

import { findWorseSlices } from '../../src/evaluate/worse-slices.ts'
import { compareBinarySlices } from '../../src/metrics/binary/slice-comparisons.ts'
import { measureSplit } from '../../src/metrics/binary/measure.ts'
import { measureSplitScores, tallySplit } from '../../src/metrics/binary/split-scores.ts'
import { defaultPolicy } from '../../src/policy/policy.ts'
import type { CheckedRows } from '../../src/split/check/rows.ts'
import { shiftFindings, splitShifts } from '../../src/split/check/shift.ts'
import { referenceKernels } from '../../src/tally/reference.ts'
import { drawClusters, slicedClusters } from './clusters.ts'
import { drawnUniforms, type DataSet } from './uniforms.ts'
import { settingsOf } from './world.ts'

/** What an evaluation says of rows of which it is known whether it should. */
export interface RateWorld {
  part: RatePart
  name: string
  /** In per cent, the most data sets in which it may be said; null: it should be said, and how often it is is power. */
  promised: number | null
  /** One in so many of the data sets asked for is drawn: some take long. */
  oneIn: number
  /** Whether it is said of a data set, by what it is about. */
  said(dataSet: DataSet): Promise<Record<string, boolean>>
}

export type RatePart = 'worse_slices' | 'shifts'

/** How often something was said. */
export interface Rate {
  said: number
  dataSets: number
}

const kernels = referenceKernels()

/** Whether some slice is listed as worse, of 200 clusters cut into some 125 slices that can be tested. */
async function worseSlicesSaid(dataSet: DataSet, harm: number): Promise<Record<string, boolean>> {
  const clusters = drawClusters('test', 200, dataSet, harm)
  const settings = settingsOf(20, dataSet.number)
  const options = { settings, sliceWants: () => ({ differences: false, bootstrap: false }), others: [] }
  const tallied = await tallySplit(kernels, slicedClusters(clusters), new Set())
  const scored = await measureSplitScores(kernels, tallied, options)
  const thresholds = new Map([
    ['candidate', 0.5],
    ['production', 0.5],
  ] as const)
  const measured = measureSplit(scored, thresholds, settings)
  const said: Record<string, boolean> = {}
  for (const against of ['production', 'all_rows'] as const) {
    for (const metric of ['recall', 'f1', 'roc_auc', 'average_precision', 'brier']) {
      const { listed } = await findWorseSlices(
        { split: 'test', metric, against, level: 0.05, threshold: null },
        {
          task: 'binary',
          policy: defaultPolicy,
          measured,
          compare: (id) => compareBinarySlices(scored, { metric: id, against, thresholds, settings }, async () => {}),
        },
      )
      said[`${metric}, than ${against === 'production' ? 'production' : 'all rows'}`] = listed.length > 0
    }
  }
  return said
}

const splitNames = ['train', 'validation', 'test']

/** Three fifths of the draws in train, one each in validation and test. */
function splitOf(uniform: number): number {
  return uniform < 0.6 ? 0 : uniform < 0.8 ? 1 : 2
}

function shiftsSaid(
  codes: Uint8Array,
  groups: CheckedRows['groups'],
  classes: Uint8Array,
  scores: Float64Array,
): Record<string, boolean> {
  const found = shiftFindings(
    splitShifts({
      rowCount: codes.length,
      names: splitNames,
      codes,
      ids: null,
      groups,
      times: null,
      truth: { kind: 'classes', codes: classes, labels: ['no', 'yes'] },
      models: new Map([['candidate', [scores]]]),
      slices: [],
      placeOf: () => ({}),
    }),
  ).map(({ code }) => code)
  return { labels: found.includes('label_shift'), scores: found.includes('score_shift') }
}

/** Clusters whose splits are drawn, or, where `byLean`, are theirs by how many of their rows are positive. */
function clusterShifts(dataSet: DataSet, clusterCount: number, byLean: boolean): Record<string, boolean> {
  const { codes, traits, classes, scores } = drawClusters('test', clusterCount, dataSet)
  const lean = new Float64Array(clusterCount)
  const sizes = new Float64Array(clusterCount)
  codes.forEach((cluster, row) => {
    lean[cluster] += classes[row]
    sizes[cluster]++
  })
  const place = (cluster: number) =>
    byLean ? (traits(cluster, 9) + lean[cluster] / sizes[cluster]) / 2 : traits(cluster, 9)
  return shiftsSaid(
    Uint8Array.from(codes, (cluster) => splitOf(place(cluster))),
    { codes, names: Array.from(lean, (_, cluster) => String(cluster)) },
    classes,
    scores.get('candidate')!,
  )
}

/** Independent rows, of which more are positive on test than elsewhere. */
function rowShifts(dataSet: DataSet, rowCount: number, before: number, after: number): Record<string, boolean> {
  const uniforms = drawnUniforms(dataSet, rowCount, 3)
  const codes = Uint8Array.from({ length: rowCount }, (_, row) => splitOf(uniforms(row, 0)))
  const classes = codes.map((split, row) => (uniforms(row, 1) < (split === 2 ? after : before) ? 1 : 0))
  const scores = Float64Array.from(classes, (oneClass, row) => 0.5 * uniforms(row, 2) + 0.25 * oneClass)
  return shiftsSaid(codes, null, classes, scores)
}

export const rateWorlds: RateWorld[] = [
  {
    part: 'worse_slices',
    name: 'a slice is listed; 200 clusters, none worse',
    promised: 5,
    oneIn: 10,
    said: (dataSet) => worseSlicesSaid(dataSet, 0),
  },
  {
    part: 'worse_slices',
    name: 'a slice is listed; 200 clusters, the candidate tells classes apart by 0.5 in place of 1.5 in a sixth',
    promised: null,
    oneIn: 10,
    said: (dataSet) => worseSlicesSaid(dataSet, 1),
  },
  ...[12, 30, 100, 400].map((clusterCount): RateWorld => ({
    part: 'shifts',
    name: `a shift is reported; ${clusterCount} clusters, splits drawn`,
    promised: 1,
    oneIn: 2,
    said: async (dataSet) => clusterShifts(dataSet, clusterCount, false),
  })),
  ...[100, 400].map((clusterCount): RateWorld => ({
    part: 'shifts',
    name: `a shift is reported; ${clusterCount} clusters, those with more positives in later splits`,
    promised: null,
    oneIn: 2,
    said: async (dataSet) => clusterShifts(dataSet, clusterCount, true),
  })),
  ...[
    [0.02, 0.02],
    [0.02, 0.04],
    [0.1, 0.2],
    [0.3, 0.5],
  ].flatMap(([before, after]) =>
    [1000, 10_000].map((rowCount): RateWorld => ({
      part: 'shifts',
      name: `a shift is reported; ${rowCount.toLocaleString('en')} independent rows, positives ${100 * before} %, on test ${100 * after} %`,
      promised: before === after ? 1 : null,
      oneIn: 2,
      said: async (dataSet) => rowShifts(dataSet, rowCount, before, after),
    })),
  ),
]

/** Some data sets of one kind. */
export interface RateJob {
  rateWorld: number
  seed: number
  first: number
  count: number
}

/** Draws the job's data sets and counts how often each thing is said. */
export async function ratesOf({ rateWorld, seed, first, count }: RateJob): Promise<[string, Rate][]> {
  const { name, said } = rateWorlds[rateWorld]
  const rates = new Map<string, Rate>()
  for (let number = first; number < first + count; number++) {
    for (const [label, isSaid] of Object.entries(await said({ seed, world: name, size: 0, number })))
      addRate(rates, label, { said: isSaid ? 1 : 0, dataSets: 1 })
  }
  return [...rates]
}

/** Adds what was counted elsewhere. */
export function addRate(rates: Map<string, Rate>, label: string, { said, dataSets }: Rate): void {
  const known = rates.get(label) ?? { said: 0, dataSets: 0 }
  rates.set(label, { said: known.said + said, dataSets: known.dataSets + dataSets })
}

/** A block for each kind of data sets: per cent of them of which something is said, ± one Monte Carlo error; `!` beyond what is promised. */
export function rateTables(found: ReadonlyMap<number, ReadonlyMap<string, Rate>>): string[] {
  return [...found].flatMap(([at, rates]) => {
    const { name, promised } = rateWorlds[at]
    return [
      `${name}: ${promised === null ? 'how often' : `at most ${promised} % are promised`}`,
      ...[...rates].map(([label, { said, dataSets }]) => {
        const share = said / dataSets
        const inside = Math.min(1 - 0.5 / dataSets, Math.max(0.5 / dataSets, share))
        const error = Math.sqrt((inside * (1 - inside)) / dataSets)
        const isBeyond = promised !== null && 100 * (share - 2 * error) > promised
        return `  ${isBeyond ? '!' : ' '}${`${(100 * share).toFixed(1)}±${(100 * error).toFixed(1)}`.padEnd(10)} ${label}`
      }),
      '',
    ]
  })
}

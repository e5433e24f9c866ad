import type { BinarySplit } from '../../src/dataset/dataset.ts'
import type { SliceColumn } from '../../src/dataset/slices.ts'
import type { MeasuredSplit } from '../../src/metrics/measured.ts'
import { parsePolicy } from '../../src/policy/file/parse.ts'
import { judge } from '../../src/policy/judge.ts'
import { verdictOf, type Judgement } from '../../src/policy/judgement.ts'
import type { Policy } from '../../src/policy/policy.ts'
import { triviality } from '../../src/policy/trivial.ts'
import { binaryTruth, drawSplit, type Models } from './binary.ts'
import { drawClusters, groupedClusters } from './clusters.ts'
import { percent, type PromiseSettings } from './promise.ts'
import { measuredAt } from './sampled.ts'
import { drawnUniforms, type DataSet } from './uniforms.ts'
import { settingsOf, trueValues } from './world.ts'

const cut = 0.5
const fewestReplicates = 20
const models: Models = {
  candidate: { separation: 1.5, shift: 0, slope: 1 },
  production: { separation: 1.2, shift: 0.3, slope: 1.5 },
}

/** A policy all of whose requirements are just met, or just not, and the rows that it is judged on. */
interface BoundWorld {
  name: string
  requirements: string[]
  draw(dataSet: DataSet): BinarySplit
}

/** Policies that are met at every bound: how often something fails, with Holm's correction and without, and how often all of it passes. */
export async function manyRequirementsTable({ dataSets, seed, isQuick }: PromiseSettings): Promise<string[]> {
  const lines = ['every bound at the true value'.padEnd(50) + 'fails, %    without Holm, %  passes, %']
  for (const { name, requirements, draw } of await boundWorlds(isQuick)) {
    const counts = { fail: 0, uncorrected: 0, pass: 0 }
    for (let number = 0; number < dataSets; number++) {
      const measured = await measuredAt(
        draw({ seed, world: name, size: 0, number }),
        cut,
        settingsOf(fewestReplicates, number),
      )
      const outcome = (correction: string) =>
        verdictOf(judged(policyOf(requirements, `correction: ${correction}`), measured), [])
      const corrected = outcome('holm')
      if (corrected === 'fail') counts.fail++
      if (corrected === 'pass') counts.pass++
      if (outcome('none') === 'fail') counts.uncorrected++
    }
    lines.push(
      name.padEnd(50) +
        percent(counts.fail, dataSets).padEnd(12) +
        percent(counts.uncorrected, dataSets).padEnd(17) +
        percent(counts.pass, dataSets),
    )
  }
  return lines
}

async function boundWorlds(isQuick: boolean): Promise<BoundWorld[]> {
  const prevalence = 0.3
  const truth = binaryTruth(prevalence, models, cut)
  const rows = (size: number) => (dataSet: DataSet) => drawSplit('test', prevalence, models, { ...dataSet, size })
  const atBound = (metric: string, more = '') => `{metric: ${metric}, at_least: ${truth[metric]}${more}}`
  const many = drawClusters('truth', isQuick ? 2000 : 20_000, { seed: 1, world: 'all there is', size: 0, number: 0 })
  const ofClusters = trueValues(await measuredAt(groupedClusters(many), cut, settingsOf(1, 0)))
  return [
    {
      name: 'seven metrics, 1,000 rows',
      requirements: ['roc_auc', 'recall', 'specificity', 'precision', 'f1', 'average_precision', 'accuracy'].map(
        (metric) => atBound(metric),
      ),
      draw: rows(1000),
    },
    {
      name: 'recall on seven slices of 300 rows',
      requirements: [atBound('recall', ', slices: s')],
      draw: (dataSet) => sliced(rows(2100)(dataSet), 7, (row) => row),
    },
    ...[5, 30].map((clusters): BoundWorld => ({
      name: `recall on seven slices of ${clusters} clusters`,
      requirements: [`{metric: recall, at_least: ${ofClusters.recall}, slices: s}`],
      draw(dataSet) {
        const drawn = drawClusters('test', 7 * clusters, dataSet)
        return sliced(groupedClusters(drawn), 7, (row) => drawn.codes[row])
      },
    })),
  ]
}

/** The rows in so many slices `s`, each row in that of its number. */
function sliced(split: BinarySplit, count: number, numberOf: (row: number) => number): BinarySplit {
  const own = Uint32Array.from(split.classes, (_, row) => numberOf(row) % count)
  const column: SliceColumn = {
    columns: ['s'],
    values: Array.from({ length: count }, (_, value) => [String(value)]),
    codes: () => own,
    singles: [own],
    sizes: [count],
  }
  return { ...split, slices: [column] }
}

/** Policies that ask for little, and models that know nothing: how often they pass. */
export async function trivialTable({ dataSets, seed }: PromiseSettings): Promise<string[]> {
  const [prevalence, size] = [0.3, 1000]
  const policies = [
    ['{metric: accuracy, at_least: 0.6}'],
    ['{metric: recall, at_least: 0.8}'],
    ['{metric: recall, at_least: 0.4}', '{metric: specificity, at_least: 0.4}'],
    ['{metric: precision, at_least: 0.25}', '{metric: recall, at_least: 0.1}'],
    ['{metric: expected_cost, at_most: 0.8}'],
    ['{metric: roc_auc, at_least: 0.45}', '{metric: positives, at_least: 100}'],
    ['{metric: brier, at_most: 0.3}'],
    // Met by none that knows nothing, but by luck.
    ['{metric: recall, at_least: 0.5}', '{metric: specificity, at_least: 0.52}'],
    ['{metric: roc_auc, at_least: 0.51}'],
  ]
  const knowNothing: [name: string, score: (uniform: number) => number][] = [
    ['always 0', () => 0],
    ['always 1', () => 1],
    ['always the share of positives', () => prevalence],
    ['a fair coin', (uniform) => (uniform < 0.5 ? 0.9 : 0.1)],
    ['a coin of 3 in 10', (uniform) => (uniform < 0.3 ? 0.9 : 0.1)],
  ]
  const lines = [
    'a model that knows nothing'.padEnd(34) + 'meets all, %   is passed, %   (of policies and data sets together)',
  ]
  for (const [name, score] of knowNothing) {
    const counts = { met: 0, passed: 0 }
    for (let number = 0; number < dataSets; number++) {
      const uniforms = drawnUniforms({ seed, world: `trivial ${name}`, size, number }, size, 2)
      const rows = Array.from({ length: size }, (_, row) => row)
      const split: BinarySplit = {
        name: 'test',
        classes: Uint8Array.from(rows, (row) => (uniforms(row, 0) < prevalence ? 1 : 0)),
        scores: new Map([['candidate', Float64Array.from(rows, (row) => score(uniforms(row, 1)))]]),
        sampling: { rowCount: size, weights: null, groups: null },
        slices: [],
      }
      const measured = await measuredAt(split, cut, settingsOf(fewestReplicates, number))
      for (const requirements of policies) {
        const policy = policyOf(requirements)
        const judgements = judged(policy, measured)
        const trivial = triviality(policy, judgements, { task: 'binary', labels: ['0', '1'], splits: [measured] })
        if (verdictOf(judgements, []) === 'pass') counts.met++
        if (verdictOf(judgements, [], trivial !== null) === 'pass') counts.passed++
      }
    }
    const all = dataSets * policies.length
    lines.push(name.padEnd(34) + percent(counts.met, all).padEnd(15) + percent(counts.passed, all))
  }
  return lines
}

function policyOf(requirements: string[], more = ''): Policy {
  return parsePolicy('p.yaml', `version: 1\ntask: binary\n${more}\nrequirements: [${requirements.join(', ')}]\n`)
}

function judged(policy: Policy, measured: MeasuredSplit): Judgement[] {
  return judge(policy, { splits: [measured], hasProduction: false, isCounted: false, chosenOn: null })
}

import { parsePolicy } from '../../src/policy/file/parse.ts'
import { defaultAssumptions, type PlanAssumptions } from '../../src/policy/plan/assumptions.ts'
import { planOf } from '../../src/policy/plan/plan.ts'
import { binaryTruth, drawSplit, type Models } from './binary.ts'
import { percent, type PromiseSettings } from './promise.ts'
import { regressionWorlds } from './regression.ts'
import { measuredAt } from './sampled.ts'
import type { DataSet } from './uniforms.ts'
import { differenceLabel, findings, settingsOf, type Finding, type Truth } from './world.ts'

const [prevalence, cut, fewestReplicates] = [0.3, 0.5, 20]

/** Cases of more rows are left out where it has to be quick. */
const mostRowsQuickly = 1500
const models: Models = {
  candidate: { separation: 1.5, shift: 0, slope: 1 },
  production: { separation: 1.2, shift: 0.3, slope: 1.5 },
}

/** Rows of known truth. */
interface Rows {
  task: 'binary' | 'regression'
  truth: Truth
  measure(dataSet: DataSet): Promise<Finding[]>
}

/** A requirement that is planned by itself. */
interface Case {
  name: string
  rows: Rows
  metric: string
  /** Of the difference from production. */
  isPaired?: true
  /** How far the bound is from the true value, on the worse side; where lower is better, below 0. */
  margin: number
  assumed?: Partial<PlanAssumptions>
}

/** Requirements that are planned for 80 %, one at a time, and how often the engine’s interval of so many rows meets them. */
export async function planOfOneTable({ dataSets, seed, isQuick }: PromiseSettings): Promise<string[]> {
  const lines = ['requirement'.padEnd(52) + 'rows'.padEnd(10) + 'decided, %']
  for (const one of await cases(isQuick)) {
    const { name, rows, metric, isPaired, margin } = one
    const label = isPaired ? differenceLabel(metric) : metric
    const size = plannedRows(one)
    if (isQuick && size > mostRowsQuickly) continue
    const bound = rows.truth[label] - margin
    let decided = 0
    for (let number = 0; number < dataSets; number++) {
      const found = await rows.measure({ seed, world: `plan of one ${name}`, size, number })
      const interval = found.find((finding) => finding.label === label)!.interval
      if (interval === null) continue
      const { low, high } = interval.caution ?? interval
      if (margin > 0 ? low >= bound : high <= bound) decided++
    }
    lines.push(name.padEnd(52) + size.toLocaleString('en').padEnd(10) + percent(decided, dataSets))
  }
  return lines
}

function plannedRows({ name, rows: { task, truth }, metric, isPaired, margin, assumed }: Case): number {
  const label = isPaired ? differenceLabel(metric) : metric
  const side = `${margin > 0 ? 'at_least' : 'at_most'}: ${truth[label] - margin}`
  const asked = isPaired ? `versus_production: {${side}}` : side
  const policy = parsePolicy(
    'p.yaml',
    `version: 1\ntask: ${task}\n${task === 'binary' ? 'costs: {false_positive: 1, false_negative: 5}\n' : ''}requirements: [{metric: ${metric}, ${asked}}]\n`,
  )
  const expected = new Map([[metric, truth[metric]]])
  const plan = planOf(policy, task, {
    ...defaultAssumptions,
    prevalence,
    expected,
    expectedDifferences: new Map(isPaired ? [[metric, truth[label]]] : []),
    ...assumed,
  })
  if (plan.rows === null) throw new Error(`${name} cannot be planned`)
  return plan.rows
}

/** @param isQuick without the numbers, whose true values take long */
async function cases(isQuick: boolean): Promise<Case[]> {
  const binary: Rows = {
    task: 'binary',
    truth: binaryTruth(prevalence, models, cut),
    async measure(dataSet) {
      const split = drawSplit('test', prevalence, models, dataSet)
      return findings(await measuredAt(split, cut, settingsOf(fewestReplicates, dataSet.number)), binary.truth)
    },
  }
  const rowCount = isQuick ? 2000 : 50_000
  const many = drawSplit('test', prevalence, models, { seed: 1, world: 'all there is', size: rowCount, number: 0 })
  const changes = (await measuredAt(many, cut, settingsOf(fewestReplicates, 0))).changes!
  const discordance = (changes.better + changes.worse) / rowCount
  const { truth } = binary
  const regression = await Promise.all(
    regressionWorlds
      .filter(({ name }) => !isQuick && ['normal', 't, 5 d.f.', 'lognormal'].includes(name))
      .map(async (world): Promise<[string, Rows]> => {
        const own = await world.truth()
        return [
          world.name,
          { task: 'regression', truth: own, measure: (dataSet) => world.measure('closed', dataSet, own, 0) },
        ]
      }),
  )
  const of = (metric: string, margin: number): Case => ({ name: metric, rows: binary, metric, margin })
  return [
    of('recall', 0.05),
    { ...of('precision', 0.05), name: 'precision, recall not named' },
    {
      ...of('precision', 0.05),
      name: 'precision, recall named',
      assumed: {
        expected: new Map([
          ['precision', truth.precision],
          ['recall', truth.recall],
        ]),
      },
    },
    of('accuracy', 0.03),
    { ...of('accuracy', 0.07), name: 'accuracy, few rows' },
    of('f1', 0.05),
    of('roc_auc', 0.03),
    of('average_precision', 0.06),
    of('matthews_corrcoef', 0.06),
    { ...of('balanced_accuracy', 0.04), name: 'balanced_accuracy, recall not named' },
    {
      ...of('balanced_accuracy', 0.04),
      name: 'balanced_accuracy, recall named',
      assumed: {
        expected: new Map([
          ['balanced_accuracy', truth.balanced_accuracy],
          ['recall', truth.recall],
        ]),
      },
    },
    { ...of('expected_cost', -0.1), name: 'expected_cost, recall not named' },
    {
      ...of('expected_cost', -0.1),
      name: 'expected_cost, recall named',
      assumed: {
        expected: new Map([
          ['expected_cost', truth.expected_cost],
          ['recall', truth.recall],
        ]),
      },
    },
    { ...of('accuracy', 0.03), name: 'accuracy against production, 0.1 discordant', isPaired: true },
    {
      ...of('accuracy', 0.03),
      name: 'accuracy against production, discordance known',
      isPaired: true,
      assumed: { discordance },
    },
    { ...of('f1', 0.04), name: 'f1 against production, correlation 0.5', isPaired: true },
    { ...of('roc_auc', 0.02), name: 'roc_auc against production, correlation 0.5', isPaired: true },
    ...regression.flatMap(([law, rows]): Case[] => [
      { name: `r2, errors ${law}`, rows, metric: 'r2', margin: 0.03 },
      {
        name: `root_mean_squared_error, errors ${law}`,
        rows,
        metric: 'root_mean_squared_error',
        margin: -0.1 * rows.truth.root_mean_squared_error,
      },
    ]),
  ]
}

import { describe, expect, it } from 'vitest'
import { evaluate } from '../../src/evaluate/evaluate.ts'
import type { Evaluation } from '../../src/evaluate/session.ts'
import type { WorseQuestion } from '../../src/evaluate/worse-slices.ts'
import { isDefinedDifference } from '../../src/metrics/difference.ts'
import { parsePolicy } from '../../src/policy/file/parse.ts'
import { referenceKernels } from '../../src/tally/reference.ts'
import { lehmer } from '../helpers/lehmer.ts'
import { scannersOf } from '../csv/everywhere.ts'
import { textSource } from '../csv/sources.ts'

const random = lehmer(17)
const rows = Array.from({ length: 600 }, (_, i) => {
  const region = 'nesw'[Math.floor(4 * random())]
  const y = random() < 0.4 ? 1 : 0
  const shared = random()
  const score = (lead: number) => ((lead * y + shared + random()) / (2 + lead)).toFixed(3)
  return {
    y,
    p: score(region === 'n' ? 0.1 : 1),
    old: score(0.9),
    region,
    plan: random() < 0.5 ? 'a' : 'b',
    w: 1 + (i % 3),
    price: (10 * shared + y).toFixed(2),
  }
})
type Row = (typeof rows)[number]

const csvOf = (of: Row[]) =>
  [Object.keys(rows[0]).join(','), ...of.map((row) => Object.values(row).join(',')), ''].join('\n')
const binary = 'columns: {label: y, candidate: p, production: old, slices: [region, plan]}'
const regression = 'task: regression\ncolumns: {label: price, candidate: p, production: old, slices: [region, plan]}'
/** Two classes read as several: as probabilities of one class and of the other. */
const multiclass =
  'task: multiclass\ncolumns: {label: y, prediction: p, production_prediction: old, slices: [region, plan]}'
const decided = rows.map((row) => ({
  ...row,
  p: Number(row.p) >= 0.5 ? '1' : '0',
  old: Number(row.old) >= 0.5 ? '1' : '0',
}))

/** By a policy that asks for nothing of a metric, unless it says so. */
function evaluated(of: Row[], said: string): Promise<Evaluation> {
  const policy = said.includes('requirements') ? said : `${said}\nrequirements: [{metric: rows, at_least: 1}]`
  return evaluate([textSource(csvOf(of))], parsePolicy('p.yaml', `version: 1\nreplicates: 100\n${policy}`), {
    kernels: referenceKernels(),
    scanners: scannersOf(1),
  })
}

const question: WorseQuestion = { split: 'all', metric: null, against: 'production', level: 0.05, threshold: null }
const isNorth = ({ region, plan }: Row) => region === 'n' && plan === 'a'
const north = { region: 'n', plan: 'a' }

async function contrastOf(evaluation: Evaluation, change: Partial<WorseQuestion>) {
  const { contrasts } = await evaluation.worse({ ...question, ...change })
  return contrasts.find(({ where }) => JSON.stringify(where) === JSON.stringify(north))!
}

describe.each([
  ['binary', rows, binary, ['recall', 'f1', 'precision', 'roc_auc', 'average_precision', 'log_loss', 'expected_cost']],
  ['multiclass', decided, multiclass, ['accuracy', 'f1_macro', 'matthews_corrcoef']],
  ['regression', rows, regression, ['mean_absolute_error', 'root_mean_squared_error', 'r2', 'spearman']],
] as const)('slices of a %s task', (_task, all, policy, metrics) => {
  it('are compared with production as their rows alone would be', async () => {
    const [whole, alone] = [await evaluated([...all], policy), await evaluated(all.filter(isNorth), policy)]
    for (const metric of metrics) {
      const { difference, low, high, p } = alone.document.comparison!.splits.all.metrics[metric] as {
        difference: number
        low: number
        high: number
        p: number
      }
      expect((await contrastOf(whole, { metric })).difference, metric).toMatchObject({
        difference,
        interval: { low, high },
        p,
      })
    }
  })

  it('are compared with all rows, whatever their order, and weights that count as the rows repeated', async () => {
    const weighted = `weights: frequency\n${policy.replace('slices: [', 'weight: w, slices: [')}`
    const [whole, turned] = [await evaluated([...all], policy), await evaluated(all.toReversed(), policy)]
    const counted = await evaluated([...all], weighted)
    const repeated = await evaluated(
      all.flatMap((row) => Array.from({ length: row.w }, () => row)),
      policy,
    )
    for (const metric of metrics) {
      const found = await contrastOf(whole, { metric, against: 'all_rows' })
      expect(found.other, metric).toBe(whole.document.models.candidate.splits.all.metrics[metric].value)
      expect(isDefinedDifference(found.difference) && found.difference.difference, metric).toBeCloseTo(
        found.value! - found.other!,
        12,
      )
      expect(isDefinedDifference(found.difference) && found.difference.p, metric).not.toBeNull()
      expect(await contrastOf(turned, { metric, against: 'all_rows' }), metric).toEqual(found)
      const [ofCounts, ofRows] = [
        await contrastOf(counted, { metric, against: 'all_rows' }),
        await contrastOf(repeated, { metric, against: 'all_rows' }),
      ]
      expect(ofCounts.value, metric).toBeCloseTo(ofRows.value!, 12)
      if (!isDefinedDifference(ofCounts.difference) || !isDefinedDifference(ofRows.difference)) throw new Error(metric)
      expect(ofCounts.difference.interval!.low, metric).toBeCloseTo(ofRows.difference.interval!.low, 6)
      expect(ofCounts.difference.p, metric).toBeCloseTo(ofRows.difference.p!, 6)
    }
  })
})

describe('for whom the candidate is worse', () => {
  it('is where it was made so', async () => {
    const whole = await evaluated(rows, binary)
    for (const against of ['production', 'all_rows'] as const) {
      const { listed } = await whole.worse({ ...question, metric: 'roc_auc', against })
      expect(listed[0].where, against).toEqual({ region: 'n' })
    }
  })

  it('starts from what the policy asks of slices, and offers what has a better, a worse and a test', async () => {
    const asked = await evaluated(
      rows,
      `${binary}\nrequirements: [{metric: recall, at_least: 0}, {metric: brier, at_most: 1, slices: region}]`,
    )
    const { metric, metrics, better } = await asked.worse(question)
    expect([metric, better]).toEqual(['brier', 'lower'])
    expect(metrics).toContain('roc_auc')
    for (const id of ['prevalence', 'ks', 'ece']) expect(metrics).not.toContain(id)
    expect((await (await evaluated(rows, binary)).worse(question)).metric).toBe('recall')
  })

  it('follows the threshold, and keeps small groups to itself', async () => {
    const whole = await evaluated(rows, binary)
    const moved = await evaluated(rows, `${binary}\nthreshold: 0.3`)
    const at = await whole.worse({ ...question, against: 'all_rows', metric: 'f1', threshold: 0.3 })
    expect(at.contrasts).toEqual((await moved.worse({ ...question, against: 'all_rows', metric: 'f1' })).contrasts)
    const few = await evaluated(rows, `${binary}\nreport: {smallest_group: 100}`)
    const { contrasts } = await few.worse(question)
    expect(contrasts.length).toBeGreaterThan(0)
    expect(contrasts.every(({ rowCount }) => rowCount >= 100)).toBe(true)
    expect(contrasts.length).toBeLessThan(at.contrasts.length)
  })

  it('takes rows that belong together, or have shares for weights', async () => {
    for (const role of ['group: w', 'weight: old']) {
      const sampled = await evaluated(rows, binary.replace('slices: [', `${role}, slices: [`))
      for (const metric of ['recall', 'f1', 'roc_auc', 'brier']) {
        const { difference } = await contrastOf(sampled, { metric, against: 'all_rows' })
        expect(isDefinedDifference(difference) && difference.interval, `${role} ${metric}`).not.toBeNull()
      }
    }
  })
})

it('the curves of a slice are those of its rows alone', async () => {
  const [whole, alone] = [await evaluated(rows, binary), await evaluated(rows.filter(isNorth), binary)]
  const curves = whole.sliceCurves('all', north)
  expect(curves.map(({ model }) => model)).toEqual(['candidate', 'production'])
  const { positives, negatives, thresholds, truePositives } = curves[0]
  const tally = alone.splits[0].tallies.get('candidate')!
  expect([positives, negatives]).toEqual([tally.positives, tally.negatives])
  thresholds.forEach((threshold, i) => {
    if (threshold !== null) expect(truePositives[i]).toBe(tally.truePositives[tally.scores.indexOf(threshold)])
  })
  expect(whole.sliceCurves('all', { region: 'nowhere' })).toEqual([])
})

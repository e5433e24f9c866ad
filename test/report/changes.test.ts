import { describe, expect, it } from 'vitest'
import { evaluate } from '../../src/evaluate/evaluate.ts'
import { parsePolicy } from '../../src/policy/file/parse.ts'
import { referenceKernels } from '../../src/tally/reference.ts'
import { animals, decisions, predictions, prices } from '../browser/cases.ts'
import { scannersOf } from '../csv/everywhere.ts'
import { textSource } from '../csv/sources.ts'

async function evaluated(csv: string, columns: string, more = '') {
  const policy = parsePolicy(
    'p.yaml',
    `version: 1\ncolumns: {${columns}}\nreplicates: 20\n${more}requirements: [{metric: rows, at_least: 1}]\n`,
  )
  return (await evaluate([textSource(csv)], policy, { kernels: referenceKernels(), scanners: scannersOf(1) })).document
}

const binary = 'label: outcome, candidate: prob, production: old_prob, split: fold, slices: [region]'
const sick = 'label: sick, prediction: pred, production_prediction: pred_old, slices: [ward]'

describe('decisions that change', { timeout: 60_000 }, () => {
  it.each([
    ['scores', predictions(), binary],
    ['decisions', decisions(), sick],
    ['decisions of groups', decisions(), `${sick}, group: patient`],
    [
      'several classes',
      animals(),
      "label: animal, candidate: 'p_*', production: 'p_old_*', split: fold, slices: [region]",
    ],
  ])(
    'for the better less those for the worse are the rows times the difference in accuracy: %s',
    async (_name, csv, columns) => {
      const { comparison, models } = await evaluated(csv, columns)
      for (const [name, { rows, changes, metrics }] of Object.entries(comparison!.splits)) {
        const { difference } = metrics.accuracy as { difference: number }
        expect(changes!.better - changes!.worse).toBeCloseTo(rows * difference, 9)
        expect(changes!.slices.map(({ where }) => where)).toEqual(
          models.candidate.splits[name].slices.map(({ where }) => where),
        )
        const sum = (of: 'better' | 'worse') => changes!.slices.reduce((total, slice) => total + slice[of], 0)
        expect([sum('better'), sum('worse')]).toEqual([changes!.better, changes!.worse])
      }
    },
  )

  it('are rows, though these have shares for weights', async () => {
    const shares = decisions().replaceAll(/,(\d)$/gm, ',0.$1')
    const [plain, weighed] = [await evaluated(shares, sick), await evaluated(shares, `${sick}, weight: case_weight`)]
    expect(weighed.comparison!.splits.all.changes).toEqual(plain.comparison!.splits.all.changes)
  })

  it('are not there of numbers, nor without a production model', async () => {
    const numbers = await evaluated(
      prices(),
      'label: price, candidate: price_pred, production: price_pred_old',
      'task: regression\n',
    )
    expect(numbers.comparison!.splits.all).not.toHaveProperty('changes')
    expect((await evaluated(predictions(), 'label: outcome, candidate: prob')).comparison).toBeNull()
  })

  it('of slices smaller than the smallest group are not shown', async () => {
    const { comparison } = await evaluated(predictions(), binary, 'report: {smallest_group: 78}\n')
    for (const { changes } of Object.values(comparison!.splits))
      for (const { rows } of changes!.slices) expect(rows).toBeGreaterThanOrEqual(78)
    expect(comparison!.splits.test.changes!.slices.length).toBeLessThan(4)
  })
})

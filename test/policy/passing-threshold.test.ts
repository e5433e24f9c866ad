import { describe, expect, it } from 'vitest'
import { evaluate } from '../../src/evaluate/evaluate.ts'
import { parsePolicy } from '../../src/policy/file/parse.ts'
import type { EvaluationDocument } from '../../src/result/evaluation.ts'
import { referenceKernels } from '../../src/tally/reference.ts'
import { lehmer } from '../helpers/lehmer.ts'
import { scannersOf } from '../csv/everywhere.ts'
import { textSource } from '../csv/sources.ts'

interface Row {
  y: number
  score: number
  old: number
  region: string
  split: string
}

const random = lehmer(7)
const regions = ['north', 'south', 'west']
const rows: Row[] = Array.from({ length: 900 }, (_, i) => {
  const y = random() < 0.4 ? 1 : 0
  const scoreOf = (skill: number) => Math.round(200 * (skill * y + (1 - skill) * random())) / 200
  return {
    y,
    score: scoreOf(0.35),
    old: scoreOf(0.25),
    region: regions[i % 3],
    split: i % 2 === 0 ? 'validation' : 'test',
  }
})

async function searched(
  requirements: string,
  more = 'threshold: 0.9',
  data = rows,
  columns = '',
): Promise<EvaluationDocument> {
  const text = `version: 1\ncolumns: {label: y, candidate: score, production: old, split: split, slices: [region]${columns}}\n${more}\nrequirements: [${requirements}]\n`
  const csv = [
    'y,score,old,region,split,w',
    ...data.map((row, i) => [row.y, row.score, row.old, row.region, row.split, 1 + (i % 3)].join(',')),
    '',
  ].join('\n')
  return (
    await evaluate([textSource(csv)], parsePolicy('p.yaml', text), {
      kernels: referenceKernels(),
      scanners: scannersOf(1),
    })
  ).document
}

const onValidation = rows.filter(({ split }) => split === 'validation')
const thresholds = [...new Set(onValidation.map(({ score }) => score))].sort((a, b) => b - a)
const recall = (of: Row[], t: number) =>
  of.filter(({ y, score }) => y === 1 && score >= t).length / of.filter(({ y }) => y === 1).length
const precision = (of: Row[], t: number) => {
  const called = of.filter(({ score }) => score >= t)
  return called.length === 0 ? NaN : called.filter(({ y }) => y === 1).length / called.length
}
/** The first of the thresholds, from above, whose smallest margin is the largest: straight from the rows. */
function best(margins: (t: number) => number[]): { closest: number; margin: number } {
  const worst = thresholds.map((t) =>
    Math.min(...margins(t).map((margin) => (Number.isNaN(margin) ? -Infinity : margin))),
  )
  const margin = Math.max(...worst)
  return { closest: thresholds[worst.indexOf(margin)], margin }
}

describe('a threshold that would pass', () => {
  it('is the one at which the worst requirement is the farthest within its bound on validation', async () => {
    const { threshold_search: found, verdict } = await searched(
      '{metric: recall, at_least: 0.6}, {metric: precision, at_least: 0.55}',
    )
    const expected = best((t) => [recall(onValidation, t) - 0.6, precision(onValidation, t) - 0.55])
    expect(verdict).toBe('fail')
    expect(expected.margin).toBeGreaterThan(0)
    expect(found).toMatchObject({
      on: 'validation',
      passes: expected.closest,
      closest: expected.closest,
      judged: 2,
      left_out: [],
    })
    expect(found!.margin).toBeCloseTo(expected.margin, 12)
  })

  it('is none where no threshold meets them all: then the closest, and how far outside', async () => {
    const { threshold_search: found } = await searched(
      '{metric: recall, at_least: 0.95}, {metric: precision, at_least: 0.9}',
    )
    const expected = best((t) => [recall(onValidation, t) - 0.95, precision(onValidation, t) - 0.9])
    expect(expected.margin).toBeLessThan(0)
    expect(found).toMatchObject({ passes: null, closest: expected.closest })
    expect(found!.margin).toBeCloseTo(expected.margin, 12)
  })

  it('has every value of a slice within the bound', async () => {
    const { threshold_search: found } = await searched(
      '{metric: recall, at_least: 0.6, slices: region}, {metric: precision, at_least: 0.55, slices: region}',
    )
    const expected = best((t) =>
      regions.flatMap((region) => {
        const own = onValidation.filter((row) => row.region === region)
        return [recall(own, t) - 0.6, precision(own, t) - 0.55]
      }),
    )
    expect(found).toMatchObject({ closest: expected.closest, judged: 6 })
    expect(found!.margin).toBeCloseTo(expected.margin, 12)
  })

  it('counts rows for what they weigh', async () => {
    const repeated = rows.flatMap((row, i) => Array.from({ length: 1 + (i % 3) }, () => row))
    const asked = '{metric: recall, at_least: 0.6, slices: region}, {metric: precision, at_least: 0.55}'
    const [weighted, plain] = [
      await searched(asked, 'threshold: 0.9', rows, ', weight: w'),
      await searched(asked, 'threshold: 0.9', repeated),
    ]
    expect(weighted.threshold_search).toEqual(plain.threshold_search)
  })

  it('holds against production at production’s own threshold, and decides only outside the abstain band', async () => {
    const { threshold_search: found } = await searched(
      '{metric: recall, versus_production: {at_least: 0.05}}, {metric: precision, where: decided, at_least: 0.6}',
      'threshold: 0.9\nabstain: {from: 0.4, to: 0.5}',
    )
    const positives = onValidation.filter(({ y }) => y === 1)
    const ofProduction = positives.filter(({ old }) => old >= 0.9).length / positives.length
    const decided = onValidation.filter(({ score }) => score < 0.4 || score >= 0.5)
    const expected = best((t) => [recall(onValidation, t) - ofProduction - 0.05, precision(decided, t) - 0.6])
    expect(found).toMatchObject({ closest: expected.closest, judged: 2 })
    expect(found!.margin).toBeCloseTo(expected.margin, 12)
  })

  it('says what it could not be judged by', async () => {
    const { threshold_search: found } = await searched(
      '{metric: recall, at_least: 0.99}, {metric: recall, gap: {from: validation, at_most: 0}}, {metric: accuracy, at_least: 0.1, split: test}, {metric: roc_auc, at_least: 0.5}',
    )
    expect(found).toMatchObject({
      judged: 2,
      left_out: [{ requirement: 'requirements[1]', slice: null, reason: 'a gap between two splits' }],
    })
  })

  it('is not looked for where all is met, where nothing depends on it, of advisory requirements, without validation', async () => {
    const open = '{metric: recall, at_least: 0.99}'
    expect((await searched('{metric: recall, at_least: 0.01}')).threshold_search).toBeNull()
    expect((await searched('{metric: roc_auc, at_least: 0.99}')).threshold_search).toBeNull()
    expect(
      (await searched('{metric: recall, at_least: 0.99, advisory: true}, {metric: roc_auc, at_least: 0.5}'))
        .threshold_search,
    ).toBeNull()
    expect(
      (
        await searched(
          open,
          'threshold: 0.9',
          rows.map((row) => ({ ...row, split: row.split === 'test' ? 'test' : 'train' })),
        )
      ).threshold_search,
    ).toBeNull()
  })

  it('is the same whatever the rows on test and their order', async () => {
    const asked = '{metric: recall, at_least: 0.99}, {metric: precision, at_least: 0.5, slices: region}'
    const { threshold_search: found } = await searched(asked)
    const swapped = rows.map((row) => (row.split === 'test' ? { ...row, y: 1 - row.y } : row)).toReversed()
    expect((await searched(asked, 'threshold: 0.9', swapped)).threshold_search).toEqual(found)
  })
})

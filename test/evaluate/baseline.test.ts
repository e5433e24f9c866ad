import { expect, it } from 'vitest'
import { evaluate } from '../../src/evaluate/evaluate.ts'
import { parseBaseline } from '../../src/policy/baseline.ts'
import { parsePolicy } from '../../src/policy/file/parse.ts'
import { baselineText } from '../../src/report/baseline.ts'
import { referenceKernels } from '../../src/tally/reference.ts'
import { lehmer } from '../helpers/lehmer.ts'
import { scannersOf } from '../csv/everywhere.ts'
import { textSource } from '../csv/sources.ts'

function rowsOf(seed: number, signal: number): string[] {
  const random = lehmer(seed)
  return Array.from({ length: 400 }, (_, i) => {
    const y = random() < 0.5 ? 1 : 0
    return `${y},${((1 - signal) * random() + signal * y).toFixed(3)},${i % 2 === 0 ? 'validation' : 'test'}`
  })
}

async function evaluated(rows: string[], requirements: string, baseline: string | null = null) {
  const policy = parsePolicy(
    'p.yaml',
    `version: 1\ncolumns: {label: y, candidate: s, split: split}\nreplicates: 20\nrequirements: [${requirements}]`,
  )
  const { document, judgeAt, counts } = await evaluate([textSource(['y,s,split', ...rows, ''].join('\n'))], policy, {
    kernels: referenceKernels(),
    scanners: scannersOf(1),
    baseline: baseline === null ? null : parseBaseline('b.json', baseline),
  })
  return { document, judgeAt, promoted: baselineText(document, policy, counts()) }
}

const { promoted } = await evaluated(rowsOf(1, 0.4), '{metric: rows, at_least: 1}')
const versus = '{metric: recall, versus_production: {at_least: 0.01}}'

it('a baseline holds at any threshold of the candidate, and in the search for one that would pass', async () => {
  const { document, judgeAt } = await evaluated(rowsOf(2, 0.3), versus, promoted)
  expect(document.verdict).not.toBe('pass')
  const before = JSON.parse(promoted).splits
  expect(document.threshold_search).toMatchObject({ judged: 1, left_out: [] })
  // The search is by values on validation: at its threshold recall there is above the baseline's there by its margin and 0.01.
  const { passes, margin } = document.threshold_search!
  const moved = judgeAt(passes!)
  expect(
    moved.models.candidate.splits.validation.metrics.recall.value! - before.validation.metrics.recall.value - 0.01,
  ).toBeCloseTo(margin!, 12)
  expect(moved.requirements[0].value).toBeCloseTo(
    moved.models.candidate.splits.test.metrics.recall.value! - before.test.metrics.recall.value,
    12,
  )
})

it('the order of the rows leaves no trace in a baseline or in a comparison with it', async () => {
  const shuffled = (rows: string[]) =>
    rows
      .map((row, i) => ({ row, key: (i * 151) % 401 }))
      .sort((a, b) => a.key - b.key)
      .map(({ row }) => row)
  expect((await evaluated(shuffled(rowsOf(1, 0.4)), '{metric: rows, at_least: 1}')).promoted).toBe(promoted)
  const [one, other] = [
    await evaluated(rowsOf(2, 0.3), versus, promoted),
    await evaluated(shuffled(rowsOf(2, 0.3)), versus, promoted),
  ]
  expect([other.document.comparison, other.document.requirements, other.document.sha256]).toEqual([
    one.document.comparison,
    one.document.requirements,
    one.document.sha256,
  ])
})

it('a baseline counts its rows by score in bins of 10 or more, whose edges are no row’s score', async () => {
  const { tallies, confusion } = JSON.parse(promoted).splits.test
  expect(Math.min(...tallies.rows)).toBeGreaterThanOrEqual(10)
  expect(tallies.rows.reduce((sum: number, count: number) => sum + count, 0)).toBe(200)
  expect(tallies.positives.reduce((sum: number, count: number) => sum + count, 0)).toBe(
    confusion.counts[1][0] + confusion.counts[1][1],
  )
  const test = rowsOf(1, 0.4)
    .filter((row) => row.endsWith('test'))
    .map((row) => row.split(',').slice(0, 2).map(Number))
  expect(test.some(([, score]) => tallies.edges.includes(score))).toBe(false)
  const inFirst = test.filter(([, score]) => score < tallies.edges[0])
  expect([inFirst.length, inFirst.filter(([label]) => label === 1).length]).toEqual([
    tallies.rows[0],
    tallies.positives[0],
  ])
})

it('rows that are not like the baseline’s are told, and decide nothing', async () => {
  const same = await evaluated(rowsOf(3, 0.4), versus, promoted)
  expect(same.document.comparison!.splits.test.shifts).toBeUndefined()
  // Another model's scores lie elsewhere; and of every third positive left out, classes have other shares.
  const moved = rowsOf(4, 0.9)
  const { document } = await evaluated(
    moved.filter((row, i) => !row.startsWith('1,') || i % 3 === 0),
    versus,
    promoted,
  )
  expect(
    document.comparison!.splits.test.shifts!.map(({ of, test }) => [of, test.name, test.effect_size.name]),
  ).toEqual([
    ['labels', 'chi_squared', 'cramers_v'],
    ['scores', 'kolmogorov_smirnov', 'd'],
  ])
  for (const { test } of document.comparison!.splits.test.shifts!) expect(test.p).toBeLessThan(0.01 / 4)
  expect(document.requirements).toHaveLength(1)
})

it('shifts since a baseline are not tested where rows belong to groups, or have weights that are no counts', async () => {
  const random = lehmer(9)
  const rows = Array.from({ length: 400 }, (_, i) => {
    const y = random() < 0.8 ? 1 : 0
    return `${y},${(0.5 + 0.5 * random()).toFixed(3)},${i % 2 === 0 ? 'validation' : 'test'},g${i % 90},2`
  })
  const found = async (columns: string, reading = '') => {
    const { document } = await evaluate(
      [textSource(['y,s,split,g,w', ...rows, ''].join('\n'))],
      parsePolicy(
        'p.yaml',
        `version: 1\n${reading}columns: {label: y, candidate: s, split: split${columns}}\nreplicates: 20\nrequirements: [${versus}]`,
      ),
      { kernels: referenceKernels(), scanners: scannersOf(1), baseline: parseBaseline('b.json', promoted) },
    )
    const shifts = Object.values(document.comparison!.splits).flatMap((split) => split.shifts ?? [])
    return [shifts.length > 0, document.warnings.map(({ code }) => code)]
  }
  expect(await found('')).toEqual([true, []])
  expect(await found(', weight: w', 'weights: frequency\n')).toEqual([true, []])
  expect(await found(', group: g')).toEqual([false, ['shift_not_tested']])
  expect(await found(', weight: w')).toEqual([false, ['weight_kind_not_said']])
})

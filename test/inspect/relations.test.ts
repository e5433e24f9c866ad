import { describe, expect, it } from 'vitest'
import { isMadeAt, thresholdOf } from '../../src/inspect/cuts.ts'
import { relationsOf, rises } from '../../src/inspect/relations.ts'
import { framed } from './frames.ts'
import { madeRows, type MadeRow } from './made-rows.ts'

const rows = madeRows(100)

function related(columns: Record<string, (row: MadeRow) => string | number>) {
  const names = Object.keys(columns)
  const { frame, column } = framed({
    file: 'p.csv',
    columns: names,
    records: rows.map((row) => names.map((name) => String(columns[name](row)))),
  })
  const relations = relationsOf(frame)
  const derived = Object.fromEntries([...relations.derived].map(([{ name }, { says }]) => [name, says]))
  return { frame, column, relations, derived }
}

const score = ({ p }: MadeRow) => p.toFixed(4)
const amount = ({ a }: MadeRow) => a.toFixed(2)
const forecast = ({ f }: MadeRow) => f.toFixed(2)
const difference = ({ a, f }: MadeRow) => Number(a.toFixed(2)) - Number(f.toFixed(2))

describe('columns that follow from others', () => {
  it.each<[string, (row: MadeRow) => string | number, string]>([
    ['error', (row) => difference(row).toFixed(2), 'is “actual” minus “forecast”'],
    ['residual', (row) => (-difference(row)).toFixed(4), 'is “forecast” minus “actual”'],
    ['abs_error', (row) => Math.abs(difference(row)).toFixed(2), 'is how far “actual” and “forecast” are apart'],
    ['sq_err', (row) => difference(row) ** 2, 'is the square of “actual” minus “forecast”'],
    ['diff', (row) => Number(row.a.toFixed(2)) / Number(row.f.toFixed(2)), 'is “actual” divided by “forecast”'],
    [
      'Error %',
      (row) => ((100 * difference(row)) / Number(row.a.toFixed(2))).toFixed(2),
      'is “actual” minus “forecast” in per cent of “actual”',
    ],
    ['z', (row) => difference(row).toFixed(2), 'is “actual” minus “forecast”'],
  ])('%s', (name, of, says) => {
    const { derived, relations } = related({ actual: amount, forecast, [name]: of })
    expect(derived).toEqual({ [name]: says })
    expect(relations.differences).toMatchObject([{ truth: { name: 'actual' }, prediction: { name: 'forecast' } }])
  })

  it('a difference of features is a feature', () => {
    const { derived } = related({ income: amount, costs: forecast, profit: (row) => difference(row).toFixed(2) })
    expect(derived).toEqual({})
  })

  it('steps and roundings of a score, and ranges of it, do', () => {
    const { derived } = related({
      score,
      decile: ({ p }) => 1 + Math.floor(10 * Number(p.toFixed(4))),
      rounded: ({ p }) => Number(p.toFixed(4)).toFixed(1),
      risk_band: ({ p }) => (Number(p.toFixed(4)) < 0.3 ? 'low' : Number(p.toFixed(4)) < 0.6 ? 'medium' : 'high'),
    })
    expect(derived).toEqual({
      decile: 'goes up in steps with “score”',
      rounded: 'goes up in steps with “score”',
      risk_band: 'is “score” cut into 3 ranges',
    })
  })

  it('codes of words do, and marks of what is right', () => {
    const { derived } = related({
      gender: ({ i }) => ['f', 'm'][i % 2],
      gender_encoded: ({ i }) => i % 2,
      gold: ({ k }) => 'abc'[k],
      said: ({ q }) => 'abc'[q.indexOf(Math.max(...q))],
      correct: ({ k, q }) => Number(k === q.indexOf(Math.max(...q))),
    })
    expect(derived).toEqual({
      gender_encoded: 'writes the values of “gender” as numbers',
      correct: 'says whether “gold” and “said” agree',
    })
  })

  it('a column that a program has named again is the same', () => {
    const { relations } = related({ score, 'score.1': score, 'score.2': ({ p2 }) => p2.toFixed(4) })
    expect([...relations.copies].map(([copy, original]) => [copy.name, original.name])).toEqual([['score.1', 'score']])
  })
})

describe('decisions and scores', () => {
  const at =
    (threshold: number) =>
    ({ p }: MadeRow) =>
      Number(Number(p.toFixed(4)) >= threshold)

  it.each([0.5, 0.3, 0.125])(
    'decisions made at %d are found, with the shortest threshold that makes them',
    (threshold) => {
      const { relations } = related({ score, prediction: at(threshold) })
      const [cut] = relations.cuts
      expect(cut).toMatchObject({
        column: { name: 'prediction' },
        score: { name: 'score' },
        classes: ['0', '1'],
        isDecision: true,
      })
      expect(isMadeAt(cut, threshold)).toBe(true)
      expect(Math.abs(thresholdOf(cut) - threshold)).toBeLessThan(0.05)
      expect(String(thresholdOf(cut)).length).toBeLessThanOrEqual(String(threshold).length)
    },
  )

  it('rounding hides no threshold', () => {
    const { relations } = related({ score: ({ p }) => p.toFixed(2), prediction: ({ p }) => Number(p >= 0.5) })
    expect(relations.cuts).toHaveLength(1)
    expect(isMadeAt(relations.cuts[0], 0.5)).toBe(true)
  })

  it('a truth does not follow from a score, and a few rows show nothing', () => {
    expect(related({ score, y: ({ y }) => y }).relations.cuts).toEqual([])
    const { frame } = framed({
      file: 'p.csv',
      columns: ['y', 'score'],
      records: [
        ['0', '0.1'],
        ['1', '0.9'],
      ],
    })
    expect(relationsOf(frame).cuts).toEqual([])
  })

  it('the score of the predicted class never falls below a half, or divides the classes once it is turned round', () => {
    const half = related({ label: ({ p }) => Number(p >= 0.5), score: ({ p }) => Math.max(p, 1 - p).toFixed(4) })
    expect(half.relations.scoresOfClass).toMatchObject([
      { column: { name: 'label' }, score: { name: 'score' }, isProven: true },
    ])
    const other = related({ label: ({ p }) => Number(p >= 0.35), score: ({ p }) => (p >= 0.35 ? p : 1 - p).toFixed(4) })
    expect(other.relations.scoresOfClass[0]?.says).toContain(
      'by one threshold only where it is taken as the score of the predicted class',
    )
    expect(related({ label: ({ p }) => Number(p >= 0.5), score }).relations.scoresOfClass).toEqual([])
  })
})

it('a column rises with another where it never falls', () => {
  const { frame, column } = related({ p: score, z: ({ p }) => 2 * Number(p.toFixed(4)) - 1, other: ({ p2 }) => p2 })
  expect(rises(frame, column('p'), column('z'))).toBe(true)
  expect(rises(frame, column('p'), column('other'))).toBe(false)
})

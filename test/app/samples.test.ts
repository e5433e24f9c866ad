import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { sampleFiles, samples } from '../../src/app/samples.ts'

const recordsOf = (text: string) => text.trimEnd().split('\n').map((line) => line.split(','))

describe.each(samples)('sample $id', ({ id }) => {
  const { table, policy } = sampleFiles(id)
  const [header, ...records] = recordsOf(table.text)

  test('is the same bytes every time', () => {
    const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
    expect(sha256(sampleFiles(id).table.text)).toBe(sha256(table.text))
    expect(sampleFiles(id).policy).toEqual(policy)
  })

  test('is a plain table: every cell filled, ids distinct, scores inside 0 to 1, every column that the policy names', () => {
    expect(header).toEqual(['customer', 'churned', 'score_v2', 'score_v1', 'split', 'segment'])
    const odd = records.filter(([customer, churned, candidate, production, split, segment, ...more]) => {
      const areScores = [candidate, production].every((score) => Number(score) > 0 && Number(score) < 1)
      return !areScores || customer === '' || !['0', '1'].includes(churned) || split === '' || segment === '' || more.length > 0
    })
    expect(odd).toEqual([])
    expect(new Set(records.map(([customer]) => customer)).size).toBe(records.length)
    for (const column of header) expect(policy.text).toContain(column)
  })
})

test('too little data is 200 rows; the others are thousands', () => {
  const rows = samples.map(({ id }) => recordsOf(sampleFiles(id).table.text).length - 1)
  expect(rows).toEqual([12_000, 12_000, 200])
})

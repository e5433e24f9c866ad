import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { sampleFiles, samples } from '../../src/app/samples.ts'

/** As first generated; the browser test compares what the page makes of them with what the command makes. */
const sha256Starts = {
  clear_pass: 'dcf2367ee2b57aa1',
  fails_on_one_segment: '3f3413e042437132',
  too_little_data: '705a437917da050e',
}

const recordsOf = (text: string) => text.trimEnd().split('\n').map((line) => line.split(','))

describe.each(samples)('sample $id', ({ id }) => {
  const { table, policy } = sampleFiles(id)
  const [header, ...records] = recordsOf(table.text)

  test('is the same bytes every time and everywhere', () => {
    const start = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16)
    expect(start(table.text)).toBe(sha256Starts[id])
    expect(sampleFiles(id)).toEqual({ table, policy })
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

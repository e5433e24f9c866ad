import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { otherSamples, sampleFiles, samples } from '../../../src/page/open/samples.ts'

/** As first generated; the browser test compares what the page makes of them with what the command makes. */
const sha256Starts = {
  clear_pass: 'dcf2367ee2b57aa1',
  fails_on_one_segment: '3f3413e042437132',
  too_little_data: '705a437917da050e',
  several_classes: '9ad65e8717634b4c',
  numbers: 'b91bf268d857865f',
}
const start = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16)

const recordsOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','))

describe.each(samples)('sample $id', ({ id }) => {
  const { table, policy } = sampleFiles(id)
  const [header, ...records] = recordsOf(table.text)

  test('is the same bytes every time and everywhere', () => {
    expect(start(table.text)).toBe(sha256Starts[id])
    expect(sampleFiles(id)).toEqual({ table, policy })
  })

  test('is a plain table: every cell filled, ids distinct, scores inside 0 to 1, every column that the policy names', () => {
    expect(header).toEqual(['customer', 'churned', 'score_v2', 'score_v1', 'split', 'segment'])
    const odd = records.filter(([customer, churned, candidate, production, split, segment, ...more]) => {
      const areScores = [candidate, production].every((score) => Number(score) > 0 && Number(score) < 1)
      return (
        !areScores ||
        customer === '' ||
        !['0', '1'].includes(churned) ||
        split === '' ||
        segment === '' ||
        more.length > 0
      )
    })
    expect(odd).toEqual([])
    expect(new Set(records.map(([customer]) => customer)).size).toBe(records.length)
    for (const column of header) expect(policy.text).toContain(column)
  })
})

describe.each(otherSamples)('sample $id', ({ id }) => {
  const { table, policy } = sampleFiles(id)
  const [header, ...records] = recordsOf(table.text)

  test('is the same bytes every time and everywhere', () => {
    expect(start(table.text)).toBe(sha256Starts[id])
    expect(sampleFiles(id)).toEqual({ table, policy })
  })

  test('is a plain table: every cell filled, ids distinct', () => {
    expect(records.filter((cells) => cells.length !== header.length || cells.includes(''))).toEqual([])
    expect(new Set(records.map(([name]) => name)).size).toBe(records.length)
  })
})

test('probabilities of several classes sum to 1 in ten-thousandths', () => {
  const [header, ...records] = recordsOf(sampleFiles('several_classes').table.text)
  for (const prefix of ['p_', 'old_']) {
    const places = header.flatMap((name, at) => (name.startsWith(prefix) ? [at] : []))
    const sums = records.map((cells) => places.reduce((sum, at) => sum + Math.round(10_000 * Number(cells[at])), 0))
    expect(new Set(sums)).toEqual(new Set([10_000]))
  }
})

test('too little data is 200 rows; the others are thousands', () => {
  const rows = samples.map(({ id }) => recordsOf(sampleFiles(id).table.text).length - 1)
  expect(rows).toEqual([12_000, 12_000, 200])
})

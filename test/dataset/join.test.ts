import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { alignRows, linesText, type IdSource } from '../../src/dataset/join.ts'
import { warningOf } from '../../src/words/warnings.ts'
import { refusalOf } from '../helpers/fault.ts'
import { textColumn } from './loaded-file.ts'

function source(file: string, ids: string[]): IdSource {
  return { file, column: 'id', ids: textColumn(ids), rowCount: ids.length, lineNumberOf: (row) => row + 2 }
}

const id = fc.oneof(
  fc.string({ minLength: 1, maxLength: 3 }),
  fc.string({ unit: fc.constantFrom('a', 'b', 'é'), minLength: 1, maxLength: 2 }),
)

/** Lists of ids, each without repetition, with at least one id that is in all of them. */
const listsOfIds = fc
  .tuple(
    id,
    fc.array(fc.tuple(fc.array(id, { maxLength: 15 }), fc.array(id, { maxLength: 15 })), {
      minLength: 2,
      maxLength: 4,
    }),
  )
  .map(([shared, lists]) => lists.map(([before, after]) => [...new Set([...before, shared, ...after])]))

describe('joining files on their ids', () => {
  it('keeps the ids that all files have, in the order of the first, and counts the rows that are left out', () => {
    fc.assert(
      fc.property(listsOfIds, (lists) => {
        const common = lists[0].filter((id) => lists.every((list) => list.includes(id)))
        const { rows, notices } = alignRows(
          lists.map((ids, i) => source(`${i}.csv`, ids)),
          'leave_out',
        )
        expect(rows.map((joined, i) => Array.from(joined, (row) => lists[i][row]))).toEqual(lists.map(() => common))
        const leftOut = lists.reduce((sum, list) => sum + list.length - common.length, 0)
        expect(notices.map(warningOf).map(({ code, rows_left_out }) => [code, rows_left_out])).toEqual(
          leftOut === 0 ? [] : [['unmatched_id', leftOut]],
        )
      }),
    )
  })

  it('takes the files in any row order', () => {
    const { rows, notices } = alignRows([source('a.csv', ['x', 'y', 'z']), source('b.csv', ['z', 'x', 'y'])], 'refuse')
    expect(rows.map((joined) => [...joined])).toEqual([
      [0, 1, 2],
      [1, 2, 0],
    ])
    expect(notices).toEqual([])
  })

  it('refuses an id that stands twice in a file, with both of its lines', () => {
    const sources = [source('a.csv', ['x', 'y']), source('b.csv', ['x', 'y', 'x', 'y'])]
    expect(refusalOf(() => alignRows(sources, 'leave_out'))).toEqual({
      code: 'duplicate_id',
      message:
        'b.csv, line 4, column "id": found id "x" again, first on line 2 (2 rows repeat an id), expected each id once in a file, ' +
        'so that rows can be joined. Remove the repeated rows, or name a column that identifies a row.',
    })
  })

  it('refuses an id that is not in every file, unless such rows are to be left out', () => {
    const sources = [source('a.csv', ['x', 'y']), source('b.csv', ['y', 'z', 'w'])]
    expect(refusalOf(() => alignRows(sources, 'refuse'))).toEqual({
      code: 'unmatched_id',
      message:
        'a.csv, line 2, column "id": found id "x", which is not in every file (1 of 2 rows of a.csv (line 2); 2 of 3 rows of b.csv ' +
        '(lines 3, 4)), expected the same ids in all files. Leave such rows out and say so (--invalid-rows leave_out), or mend the files.',
    })
    expect(alignRows(sources, 'leave_out').notices.map(warningOf)).toEqual([
      {
        code: 'unmatched_id',
        message:
          'Joined on id: 1 rows in both files. Left out: 1 of 2 rows of a.csv (line 2); 2 of 3 rows of b.csv (lines 3, 4).',
        rows_left_out: 3,
      },
    ])
  })

  it('refuses files without a common id even where rows may be left out', () => {
    const sources = [source('a.csv', ['x']), source('b.csv', ['y'])]
    expect(refusalOf(() => alignRows(sources, 'leave_out'))).toEqual({
      code: 'unmatched_id',
      message: expect.stringContaining('No id is in all files: check that the id column is the right one.'),
    })
  })
})

it.each([
  [[17], 1, 'line 17'],
  [[17, 20], 2, 'lines 17, 20'],
  [[17, 20], 3, 'lines 17, 20 and 1 other'],
  [[17, 20, 33], 139, 'lines 17, 20, 33 and 136 others'],
])('of lines %j, %i in all, %s is said', (first, count, text) => expect(linesText(first, count)).toBe(text))

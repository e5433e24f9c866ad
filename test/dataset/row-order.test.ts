import { describe, expect, it } from 'vitest'
import type { LoadedFile } from '../../src/dataset/columns.ts'
import { alignByOrder, requireSameIds } from '../../src/dataset/row-order.ts'
import { warningOf } from '../../src/words/warnings.ts'
import { refusalOf } from '../helpers/fault.ts'
import { textColumn } from './loaded-file.ts'

/** A file of so many records, of which those of the numbers `kept` were not left out. */
function fileOf(file: string, recordCount: number, kept: number[], ids: string[] | null = null): LoadedFile {
  return {
    file,
    columns: ids === null ? [] : ['id'],
    uses: ids === null ? [] : [{ column: 0, kind: 'utf8', allowEmpty: false }],
    table: { rowCount: kept.length, columns: ids === null ? [] : [textColumn(ids)] },
    recordCount,
    lineNumberOf: (row) => kept[row] + 1,
    rowNumberOf: (row) => kept[row],
  }
}

describe('files whose rows belong together in their order', () => {
  it('are joined by the places of their records, left out ones counted', () => {
    const { rows, notices } = alignByOrder([
      fileOf('a.csv', 5, [1, 2, 4, 5]),
      fileOf('b.csv', 5, [2, 3, 4, 5]),
      fileOf('c.csv', 5, [1, 2, 3, 4, 5]),
    ])
    expect(rows.map((of) => [...of])).toEqual([
      [1, 2, 3],
      [0, 2, 3],
      [1, 3, 4],
    ])
    expect(notices.map(warningOf)).toEqual([
      {
        code: 'unmatched_row',
        message:
          'Joined row by row: rows are left out as the row at their place in another file is (1 of a.csv, 1 of b.csv, 2 of c.csv).',
        rows_left_out: 4,
      },
    ])
    expect(alignByOrder([fileOf('a.csv', 2, [1, 2]), fileOf('b.csv', 2, [1, 2])]).notices).toEqual([])
  })

  it('have as many rows', () =>
    expect(refusalOf(() => alignByOrder([fileOf('a.csv', 3, [1, 2, 3]), fileOf('b.csv', 4, [1, 2, 3])]))).toEqual({
      code: 'unequal_row_counts',
      message:
        'b.csv: found 4 rows, expected 3 rows as in a.csv, as files are joined row by row. Check that the files are of the same rows, ' +
        'or join them on an id (--id COLUMN).',
    }))

  it('have the same ids at each place where they have any', () => {
    const files = [fileOf('a.csv', 2, [1, 2], ['x', 'y']), fileOf('b.csv', 2, [1, 2], ['x', 'z'])]
    const ids = [
      { file: 0, column: 0 },
      { file: 1, column: 0 },
    ]
    const { rows } = alignByOrder(files)
    expect(refusalOf(() => requireSameIds(files, ids, rows))).toEqual({
      code: 'disagreement',
      message:
        'b.csv, line 3, column "id": found id "z", expected "y" as in a.csv, line 3, as files are joined row by row. Join the files on ' +
        'their ids: leave out --join row_order (join in the policy).',
    })
    expect(() => requireSameIds(files, ids.slice(0, 1), rows)).not.toThrow()
  })
})

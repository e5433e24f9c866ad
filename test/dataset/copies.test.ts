import { describe, expect, it } from 'vitest'
import { requireEqualCopies } from '../../src/dataset/copies.ts'
import { refusalOf } from '../helpers/fault.ts'
import { loaded } from './loaded-file.ts'

const checked = (lines: string) => {
  const { files } = loaded([{ file: 'p.csv', lines }], { label: 'y', candidate: 's', slices: ['r'], time: 't' })
  return requireEqualCopies(files, files)
}

describe('columns of one name in a file', () => {
  it('are one where they hold the same in every row, which is said', () => {
    expect(checked('y,s,r,t,s,r,t\n0,0.5,a,1,0.50,a,1\n1,0.7,b,2,0.7,b,2')).toEqual([
      { code: 'equal_columns', file: 'p.csv', column: 's' },
      { code: 'equal_columns', file: 'p.csv', column: 't' },
      { code: 'equal_columns', file: 'p.csv', column: 'r' },
    ])
    expect(checked('y,s,r,t\n0,0.5,a,1')).toEqual([])
  })

  it.each([
    ['y,s,r,t,s\n0,0.5,a,1,0.5\n1,0.7,b,2,0.8', 's', 3, 2],
    ['y,s,r,t,r,r\n0,0.5,a,1,a,A\n1,0.7,b,2,b,b', 'r', 2, 3],
    ['y,s,r,t,t\n0,0.5,a,1,1\n1,0.7,b,2,2\n1,0.7,b,2,3', 't', 4, 2],
  ])('are refused where a row tells them apart: %j', (lines, column, line, count) =>
    expect(refusalOf(() => checked(lines))).toEqual({
      code: 'duplicate_column',
      message:
        `p.csv, line 1, column "${column}": found ${count} columns of that name, which differ, such as on line ${line}, expected a name ` +
        'that only one column of the file has. Rename one of them in the header.',
    }),
  )
})

import { describe, expect, it } from 'vitest'
import { cellReadings } from '../../src/dataset/cell-reading.ts'
import { tableColumn } from '../../src/dataset/columns.ts'
import { plainReading, type Spelling } from '../../src/dataset/reading.ts'
import type { Roles, Task } from '../../src/dataset/roles.ts'
import { unifySpelling } from '../../src/dataset/spelling.ts'
import type { DictionaryColumn } from '../../src/table/column.ts'
import { loaded } from './loaded-file.ts'

/** The words of every column of one file after its spelling is made one. */
function spelled(
  lines: string,
  named: Partial<Roles> & Pick<Roles, 'label'>,
  said: string[] = [],
  task?: Task,
  as: Spelling = 'fold',
) {
  const { files, plan, roles } = loaded([{ file: 'p.csv', lines }], named, task)
  const settings = { ...plainReading, spelling: new Map(said.map((column) => [column, as])) }
  const result = unifySpelling(
    files,
    plan,
    roles.positive,
    cellReadings(files, settings, () => ({})),
  )
  const words = Object.fromEntries(
    files[0].uses.flatMap(({ column, kind }) => {
      if (kind !== 'dictionary') return []
      const { codes, values } = tableColumn<DictionaryColumn>(result.files, { file: 0, column }, 'dictionary')
      return [[files[0].columns[column], Array.from(codes, (code) => values[code]).join(' ')]]
    }),
  )
  return { ...result, words }
}

describe('classes in several spellings', () => {
  it('stay apart unless case does not count', () => {
    const { words, notices } = spelled('y,c\ncat,Cat\nCat,cat', { label: 'y', prediction: 'c' })
    expect(words).toEqual({ y: 'cat Cat', c: 'Cat cat' })
    expect(notices).toEqual([])
  })

  it('stay apart where each spelling is said to be a class, whole numbers too', () => {
    const lines = 'y,c\n1,1.0\n2,2\n1.0,1'
    const named = { label: 'y', prediction: 'c' }
    expect(spelled(lines, named, [], 'multiclass').words).toEqual({ y: '1 2 1', c: '1 2 1' })
    const { words, notices } = spelled(lines, named, ['y'], 'multiclass', 'exact')
    expect(words).toEqual({ y: '1 2 1.0', c: '1.0 2 1' })
    expect(notices).toEqual([])
  })

  it.each([['c'], ['y']])(
    'are those that most rows have, in truth and predictions, where it does not count in %s',
    (folded) => {
      const lines = 'y,c\ncat,CAT\ncat,Cat\nDOG,dog\ndog,DOG\ncat,bird'
      const { words, notices } = spelled(lines, { label: 'y', prediction: 'c' }, [folded])
      expect(words).toEqual({ y: 'cat cat DOG DOG cat', c: 'cat cat DOG DOG bird' })
      expect(notices).toEqual([
        {
          code: 'spelling_folded',
          column: null,
          spellings: [
            { word: 'DOG', also: ['dog'] },
            { word: 'cat', also: ['CAT', 'Cat'] },
          ],
        },
      ])
    },
  )

  it('name the positive class, and the columns of probabilities, as the rows do', () => {
    const named: Partial<Roles> & Pick<Roles, 'label'> = { label: 'y', candidate: 'NO=a,Yes=b', positive: 'YES' }
    const { positive, models } = spelled('y,a,b\nno,1,0\nyes,0,1', named, ['y'])
    expect(positive).toBe('yes')
    expect(models.get('candidate')).toMatchObject({ columns: [{ label: 'no' }, { label: 'yes' }] })
  })

  it('do not count in slices where these are folded, by their own rows', () => {
    const { words, notices } = spelled('y,r\n1,North\n0,north\n1,north', { label: 'y', slices: ['r'] }, ['r'])
    expect(words.r).toBe('north north north')
    expect(notices).toEqual([{ code: 'spelling_folded', column: 'r', spellings: [{ word: 'north', also: ['North'] }] }])
  })
})

describe('classes that are the same number or boolean', () => {
  it('are one, as the truth writes them, and it is said', () => {
    const { words, notices } = spelled('y,c\n0,0.0\n1,1.0\n0,1', { label: 'y', prediction: 'c' })
    expect(words).toEqual({ y: '0 1 0', c: '0 1 1' })
    expect(notices).toEqual([
      {
        code: 'classes_alike',
        are: 'whole numbers',
        spellings: [
          { word: '0', also: ['0.0'] },
          { word: '1', also: ['1.0'] },
        ],
      },
    ])
    expect(spelled('y,c\nTrue,false\nFalse,true', { label: 'y', prediction: 'c' })).toMatchObject({
      words: { y: 'True False', c: 'False True' },
      notices: [{ code: 'classes_alike', are: 'booleans' }],
    })
  })

  it.each([
    ['another word is among them', 'y,c\n0,0.0\n1,n/a\n0,1.0', '0.0 n/a 1.0'],
    ['a zero stands before', 'y,c\n1,01\n2,02\n1,02', '01 02 02'],
    ['they are fractions', 'y,c\n1,1.5\n2,2.0\n1,1.0', '1.5 2.0 1.0'],
  ])('stay apart where %s', (_, lines, c) => {
    const { words, notices } = spelled(lines, { label: 'y', prediction: 'c' }, [], 'multiclass')
    expect(words.c).toBe(c)
    expect(notices).toEqual([])
  })

  it('are those that columns of probabilities are named by', () => {
    const { models, notices } = spelled('y,p_0,p_1\n0.0,1,0\n1.0,0,1', { label: 'y', candidate: 'p_*' })
    expect(models.get('candidate')).toMatchObject({ columns: [{ label: '0.0' }, { label: '1.0' }] })
    expect(notices).toEqual([])
  })
})

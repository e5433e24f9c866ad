import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { agreedNumbers, agreedWords, lineOf, nameOf, numbersOf, taken, textsOf } from '../../src/dataset/columns.ts'
import { idText } from '../../src/dataset/ids.ts'
import { refusalOf } from '../helpers/fault.ts'
import { loaded } from './loaded-file.ts'

const old = { file: 'old.csv', lines: 'id,y,w,s\na,0,1,0.5\nb,1,2,0.6\nc,1,1,0.7' }

/** Two files, joined on their ids: the rows of the second are in another order. */
function joined(second: string) {
  const { files, plan } = loaded([old, { file: 'new.csv', lines: second }], {
    label: 'y',
    candidate: 's',
    weight: 'w',
    id: 'id',
  })
  return { files, plan, rows: [Uint32Array.of(0, 1, 2), Uint32Array.of(2, 1, 0)] }
}

describe('the values of some rows', () => {
  it('are those values in that order, as the same kind of array', () => {
    const values = fc.uint32Array({ minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(values, fc.array(fc.nat(), { maxLength: 30 }), (all, picks) => {
        const rows = Uint32Array.from(picks, (pick) => pick % all.length)
        expect(taken(all, rows)).toEqual(Uint32Array.from(rows, (row) => all[row]))
        expect(taken(all, null)).toBe(all)
      }),
    )
    expect(taken(Float64Array.of(1.5, 2.5), Uint32Array.of(1))).toEqual(Float64Array.of(2.5))
  })
})

describe('a fact that several files state', () => {
  it('is read in joined order', () => {
    const { files, plan, rows } = joined('id,y,w\nc,1,1\nb,1,2\na,0,1')
    const { codes, values } = agreedWords(files, plan.label, rows)
    expect(Array.from(codes, (code) => values[code])).toEqual(['0', '1', '1'])
    expect([...agreedNumbers(files, plan.weight, rows)]).toEqual([1, 2, 1])
  })

  it('may not differ: words are refused at the line of the second file, with both values', () => {
    const { files, plan, rows } = joined('id,y,w\nc,1,1\nb,0,2\na,0,1')
    expect(refusalOf(() => agreedWords(files, plan.label, rows))).toEqual({
      code: 'disagreement',
      message:
        'new.csv, line 3, column "y": found "0", expected "1" as in old.csv, line 3. Say which file\'s column counts: "old.csv:y".',
    })
  })

  it('may not differ: a word that the first file does not have at all is refused', () => {
    const { files, plan, rows } = joined('id,y,w\nc,yes,1\nb,1,2\na,0,1')
    expect(refusalOf(() => agreedWords(files, plan.label, rows)).message).toContain(
      'new.csv, line 2, column "y": found "yes", expected "1" as in old.csv, line 4',
    )
  })

  it('may not differ: numbers are refused as words are', () => {
    const { files, plan, rows } = joined('id,y,w\nc,1,1\nb,1,2\na,0,7')
    expect(refusalOf(() => agreedNumbers(files, plan.weight, rows))).toEqual({
      code: 'disagreement',
      message:
        'new.csv, line 4, column "w": found "7", expected "1" as in old.csv, line 2. Say which file\'s column counts: "old.csv:w".',
    })
  })
})

describe('a column of one file', () => {
  const { files, plan, rows } = joined('id,y,w\nc,1,1\nb,1,2\na,0,1')
  const [ids] = plan.ids

  it('is taken in joined order, or as it is where nothing is joined', () => {
    const score = { file: 0, column: 3 }
    expect([...numbersOf(files, score, null)]).toEqual([0.5, 0.6, 0.7])
    expect([...numbersOf(files, score, [Uint32Array.of(2, 0), Uint32Array.of()])]).toEqual([0.7, 0.5])
    const second = textsOf(files, plan.ids[1], rows)
    expect([0, 1, 2].map((row) => idText(second, row))).toEqual(['a', 'b', 'c'])
    expect(textsOf(files, ids, null)).toBe(files[0].table.columns[0])
  })

  it('has the name of its header, and its rows have the lines of their file', () => {
    expect(nameOf(files, ids)).toBe('id')
    expect([lineOf(files, plan.ids[1], rows, 0), lineOf(files, plan.ids[1], null, 0)]).toEqual([4, 2])
  })
})

import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { binaryLabels, classesOf, conventionalLabels, labelOrder, valueCounts } from '../../src/dataset/labels.ts'
import { refusalOf } from '../helpers/fault.ts'
import { columnOf } from './loaded-file.ts'
import type { DictionaryColumn } from '../../src/table/column.ts'

const values = (...list: string[]) => list.map((value) => ({ value, count: 1 }))

describe('binary labels', () => {
  it.each([
    [['0', '1'], '0', '1'],
    [['1', '0'], '0', '1'],
    [['-1', '1'], '-1', '1'],
    [['True', 'False'], 'False', 'True'],
    [['yes', 'no'], 'no', 'yes'],
    [['0.0', '1.0'], '0.0', '1.0'],
    [['1'], '0', '1'],
    [['0'], '0', '1'],
    [['no'], 'no', 'yes'],
  ])('%j tell their classes', (list, negative, positive) => {
    expect(binaryLabels(values(...list), null, {})).toEqual({ negative, positive })
  })

  it.each([[['pos', 'neg']], [['1', '2']], [['a']], [['1', '1.0']], [['yes', '0']], [['1', ' 1']]])(
    '%j do not: the positive class has to be named',
    (list) => {
      expect(conventionalLabels(list)).toBeNull()
      expect(() => binaryLabels(values(...list), null, {})).toThrow('expected the positive class to be named')
    },
  )

  it('the named class is positive, whatever the values tell', () => {
    expect(binaryLabels(values('0', '1'), '0', {})).toEqual({ negative: '1', positive: '0' })
    expect(binaryLabels(values('pos', 'neg'), 'pos', {})).toEqual({ negative: 'neg', positive: 'pos' })
    expect(binaryLabels(values('0'), '1', {})).toEqual({ negative: '0', positive: '1' })
    expect(binaryLabels(values('lost'), 'lost', {})).toEqual({ negative: 'not lost', positive: 'lost' })
  })

  it('three values, and a class that is not there, are refused with the values and their rows', () => {
    expect(() => binaryLabels(values('a', 'b', 'c'), 'a', {})).toThrow(
      'found 3 values: "a" (1 row), "b" (1 row), "c" (1 row)',
    )
    expect(() => binaryLabels(values('kept', 'lost'), 'Lost', {})).toThrow('expected the positive class "Lost" among')
  })

  const place = { file: 'p.csv', column: 'y' }

  it.each<[string, string[], string | null, string, string]>([
    [
      'more than two values',
      ['a', 'b', 'c'],
      'a',
      'not_binary',
      'p.csv, column "y": found 3 values: "a" (1 row), "b" (1 row), "c" (1 row), expected two values (a binary label). ' +
        'Write each class in one way only, or choose another column as label. (More classes: a pattern of columns such as p_*, or ' +
        '--prediction; numbers: --task regression.)',
    ],
    [
      'values that follow no convention, where none is named',
      ['kept', 'lost'],
      null,
      'positive_not_named',
      'p.csv, column "y": found "kept" (1 row), "lost" (1 row), expected the positive class to be named, as these values do not ' +
        'tell it (0/1, -1/1, false/true and no/yes do). Say which one is positive: --positive "kept", or columns.positive in the policy.',
    ],
    [
      'a positive class that no row has',
      ['kept', 'lost'],
      'Lost',
      'positive_not_found',
      'p.csv, column "y": found "kept" (1 row), "lost" (1 row), expected the positive class "Lost" among the label\'s values. ' +
        'Name the positive class as it is written in the file.',
    ],
  ])('refuses %s', (_, list, positive, code, message) =>
    expect(refusalOf(() => binaryLabels(values(...list), positive, place))).toEqual({ code, message }),
  )

  it('lists the eight most frequent of many values', () => {
    const many = Array.from({ length: 12 }, (_, i) => ({ value: `v${i}`, count: i + 1 }))
    const { message } = refusalOf(() => binaryLabels(many, null, place))
    expect(message).toContain('found 12 values: "v11" (12 rows), "v10" (11 rows),')
    expect(message).toContain('"v4" (5 rows), and 4 more, expected')
  })
})

describe('a column of labels', () => {
  const cells = fc.array(fc.constantFrom('no', 'yes', 'maybe'), { minLength: 1, maxLength: 40 })

  it('has 1 where a row is positive, and a count of rows for each value', () => {
    fc.assert(
      fc.property(cells, (list) => {
        const column = columnOf('dictionary', list) as DictionaryColumn
        expect([...classesOf(column, { negative: 'no', positive: 'yes' })]).toEqual(
          list.map((cell) => (cell === 'yes' ? 1 : 0)),
        )
        expect(valueCounts(column)).toEqual(
          [...new Set(list)].map((value) => ({ value, count: list.filter((cell) => cell === value).length })),
        )
      }),
    )
  })
})

describe('the order of classes', () => {
  it.each([
    [
      ['10', '9', '-1'],
      ['-1', '9', '10'],
    ],
    [
      ['1.0', '1', '0'],
      ['0', '1', '1.0'],
    ],
    [
      ['b', 'a', '10', '9'],
      ['10', '9', 'a', 'b'],
    ],
    [
      ['é', 'z', 'Z'],
      ['Z', 'z', 'é'],
    ],
  ])('of %j is %j', (labels, ordered) => expect(labelOrder(labels)).toEqual(ordered))

  it('does not depend on the order in which they come, and leaves the list as it is', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.oneof(fc.integer().map(String), fc.string())), (labels) => {
        const before = [...labels]
        expect(labelOrder(labels)).toEqual(labelOrder(labels.toReversed()))
        expect(labels).toEqual(before)
      }),
    )
  })
})

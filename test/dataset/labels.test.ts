import { describe, expect, it } from 'vitest'
import { binaryLabels, conventionalLabels } from '../../src/dataset/labels.ts'

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
      'found 3 values: "a" (1 rows), "b" (1 rows), "c" (1 rows)',
    )
    expect(() => binaryLabels(values('kept', 'lost'), 'Lost', {})).toThrow('expected the positive class "Lost" among')
  })
})

import { describe, expect, it } from 'vitest'
import { vectorOf } from '../../src/dataset/vector-cell.ts'

describe('a vector in a cell', () => {
  it.each([
    '[0.9,0.1]',
    '[0.9, 0.1]',
    ' ( 0.9 , 0.1 ) ',
    '[[0.9 0.1]]',
    '[0.9\n 0.1]',
    '0.9;0.1',
    '0.9 | 0.1',
    '0.9\t0.1',
    '[np.float64(0.9), np.float64(0.1)]',
    'array([0.9, 0.1])',
    'DenseVector([9e-1, .1])',
    'tensor([[0.9, 0.1]])',
  ])('is read from %j', (text) => expect(vectorOf(text)).toEqual([0.9, 0.1]))

  it.each<[string, number[]]>([
    ['0.5', [0.5]],
    ['[1]', [1]],
    ['-0', [0]],
    ['[nan, 1]', [NaN, 1]],
    ['[1e999 2]', [Infinity, 2]],
    ['1,2,3', [1, 2, 3]],
  ])('%j has the numbers %j', (text, numbers) => expect(vectorOf(text)).toEqual(numbers))

  it.each([
    '',
    '[]',
    'cat',
    '[0.9,]',
    '[0.9,,0.1]',
    '[0.9;0,1]',
    '{"0":0.9,"1":0.1}',
    "{'cat': 0.9}",
    '(2,[1],[1.0])',
    '[0.9, [0.1]]',
    '[0.9 0.1',
    'np.float64(0.9',
    '0x10 1',
    '[True, False]',
  ])('is not %j', (text) => expect(vectorOf(text)).toBeNull())
})

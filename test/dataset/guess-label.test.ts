import { describe, expect, it } from 'vitest'
import { holdsNumbers, isNamedPrediction, labelScore, onlyTruth } from '../../src/dataset/guess-label.ts'
import { headColumns } from '../../src/dataset/head-column.ts'

function columnsOf(lines: string) {
  const [columns, ...records] = lines.split('\n').map((line) => line.split(','))
  return headColumns([{ file: 'p.csv', columns, records }])
}

/** The header of the column for which the most speaks. */
function likeliest(lines: string): string | null {
  const columns = columnsOf(lines)
  const scores = columns.map((column) => ({ header: column.header, score: labelScore(column, columns, []) }))
  const best = scores.reduce((a, b) => (b.score > a.score ? b : a))
  return best.score === 0 ? null : best.header
}

describe('the likeliest label', () => {
  it.each([
    ['the name of the truth', 'flag,y_true,s\n0,1,0.5\n1,0,0.7', 'y_true'],
    ['two values beside numbers', 'bought,price,age\n0,1.5,30\n1,2.5,40\n0,3.5,50', 'bought'],
    ['values of a convention before any two values', 'side,won,s\nleft,1,0.2\nright,0,0.4', 'won'],
    ['a column named as its prediction', 'price,price_pred,area\n10.5,11,3\n20.5,19,4\n30.5,28,5', 'price'],
    ['a prediction of its own classes', 'animal,pred,region\ncat,cat,n\ndog,cat,s\nfox,dog,e', 'animal'],
  ])('is told by %s', (_, lines, header) => expect(likeliest(lines)).toBe(header))

  it.each([
    ['a column that is named as a prediction', 'decision,s\n0,0.1\n1,0.9\n0,0.5'],
    ['numbers alone', 'a,b\n1.5,2.5\n3.5,4.5\n5.5,6.5'],
    ['an empty column, though it is named as the truth', 'label,s\n,0.1\n,0.2\n,0.3'],
  ])('is not %s', (_, lines) => expect(likeliest(lines)).toBeNull())

  it('is the one column of numbers beside a prediction of numbers, where nothing is named', () => {
    expect(onlyTruth(columnsOf('sold,forecast\n10.5,9\n20.5,21\n30.5,33.5'))?.header).toBe('sold')
    expect(onlyTruth(columnsOf('sold,bought,forecast\n10.5,1.5,9.5\n20.5,2.5,21\n30.5,3.5,33'))).toBeUndefined()
    expect(onlyTruth(columnsOf('sold,other\n10.5,a\n20.5,b\n30.5,c'))).toBeUndefined()
  })
})

it.each([
  ['1.5,2.5,3', true],
  ['1,2,3', false],
  [Array.from({ length: 11 }, (_, i) => i).join(','), true],
  ['0.5,1', false],
  ['a,b,c', false],
])('the cells %s are numbers that are no classes: %j', (cells, isSo) => {
  expect(holdsNumbers(columnsOf(`v\n${cells.split(',').join('\n')}`)[0])).toBe(isSo)
})

it.each([
  ['y_pred', true],
  ['Prediction', true],
  ['yhat', true],
  ['decision', true],
  ['y_true', false],
  ['score', false],
])('the header %s names a prediction: %j', (header, isSo) => expect(isNamedPrediction(header)).toBe(isSo))

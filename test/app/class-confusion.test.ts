import { describe, expect, test } from 'vitest'
import { confusionView, rowsOfClasses, worstConfusions } from '../../src/app/class-confusion.ts'

const confusion = { labels: ['cat', 'dog', 'fox'], counts: [[80, 15, 5], [4, 90, 6], [0, 0, 0]] }

describe('confusion of several classes', () => {
  test('rows are the truth, columns the prediction, shares are of the row, and each cell says so', () => {
    const [cat] = confusionView(confusion, 9).rows
    expect(cat).toMatchObject({ actual: 'cat', total: 100 })
    expect(cat.cells.map(({ predicted, isRight, share }) => [predicted, isRight, share]))
      .toEqual([['cat', true, 0.8], ['dog', false, 0.15], ['fox', false, 0.05]])
    expect(cat.cells[1].words).toBe('actual cat, predicted dog: 15 (15.0\u00a0% of the actual cat)')
  })

  test('a class without rows has no shares', () => {
    expect(confusionView(confusion, 9).rows[2].cells.map(({ share }) => share)).toEqual([null, null, null])
  })

  test('of too many classes those with the most rows are shown, in the labels’ order, and the rest is counted', () => {
    const { rows, leftOut } = confusionView({ labels: ['a', 'b', 'c'], counts: [[1, 0, 0], [0, 5, 0], [0, 3, 4]] }, 2)
    expect(rows.map(({ actual, cells }) => [actual, ...cells.map(({ count }) => count)])).toEqual([['b', 5, 0], ['c', 3, 4]])
    expect(leftOut).toBe(1)
  })

  test('the worst mistakes come first; what is right, or never happens, is none', () => {
    expect(worstConfusions(confusion, 2).map((words) => words.split(':')[0])).toEqual(['actual cat, predicted dog', 'actual dog, predicted fox'])
    expect(worstConfusions({ labels: ['a', 'b'], counts: [[3, 0], [0, 2]] }, 2)).toEqual([])
  })

  test('rows of each class are its row’s sum', () => {
    expect([...rowsOfClasses(confusion)]).toEqual([['cat', 100], ['dog', 100], ['fox', 0]])
  })
})

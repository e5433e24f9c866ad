import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  confusionCellWords,
  changeOf,
  classCells,
  foremostMistakes,
  isBetter,
  rowsOfClasses,
  shownClasses,
  slicesOfClassCell,
  type LabelledConfusion,
  cellText,
  confusionNumbers,
  heatCells,
} from '../../../src/page/explore/class-confusion.ts'

const confusion = {
  labels: ['cat', 'dog', 'fox'],
  counts: [
    [80, 15, 5],
    [4, 90, 6],
    [0, 0, 0],
  ],
}
const older = {
  labels: ['cat', 'dog', 'fox'],
  counts: [
    [70, 25, 5],
    [4, 80, 16],
    [0, 0, 0],
  ],
}

const someConfusion = fc
  .integer({ min: 2, max: 6 })
  .chain((size) =>
    fc
      .array(fc.array(fc.nat(50), { minLength: size, maxLength: size }), { minLength: size, maxLength: size })
      .map((counts): LabelledConfusion => ({ labels: counts.map((_, at) => `class ${at}`), counts })),
  )

describe('cells of a confusion of several classes', () => {
  test('rows are the truth, columns the prediction, and each cell says so', () => {
    const cell = classCells(confusion, null, 'of_actual')
    expect([0, 1, 2].map((predicted) => cell(0, predicted).value)).toEqual([0.8, 0.15, 0.05])
    expect(cell(0, 0).isRight).toBe(true)
    expect(confusionCellWords(cell(0, 1), confusion)).toBe(
      'actual cat, predicted dog: 15, 15.0\u00a0% of the actual cat, 14.3\u00a0% of the predicted dog',
    )
  })

  test('a class without rows has no share of them, and one that is never called none of those', () => {
    expect(classCells(confusion, null, 'of_actual')(2, 0).value).toBeNull()
    expect(
      classCells(
        {
          labels: ['a', 'b'],
          counts: [
            [3, 0],
            [2, 0],
          ],
        },
        null,
        'of_predicted',
      )(0, 1).value,
    ).toBeNull()
  })

  test('shares of a row, and of a column, sum to 1', () => {
    fc.assert(
      fc.property(someConfusion, (any) => {
        const places = any.labels.map((_, at) => at)
        for (const [measure, cells] of [
          ['of_actual', (a: number, b: number) => [a, b]],
          ['of_predicted', (a: number, b: number) => [b, a]],
        ] as const) {
          const cell = classCells(any, null, measure)
          for (const a of places) {
            const shares = places.map((b) => cells(a, b)).map(([actual, predicted]) => cell(actual, predicted).value)
            if (!shares.includes(null)) expect(shares.reduce((sum: number, share) => sum + share!, 0)).toBeCloseTo(1, 9)
          }
        }
      }),
    )
  })

  test('of too many classes those with the most rows are shown, in the labels’ order', () => {
    expect(
      shownClasses(
        {
          labels: ['a', 'b', 'c'],
          counts: [
            [1, 0, 0],
            [0, 5, 0],
            [0, 3, 4],
          ],
        },
        2,
      ),
    ).toEqual([1, 2])
  })

  test('the foremost mistakes come first; what is right, or never happens, is none', () => {
    expect(
      foremostMistakes(confusion, null, 2).map(({ actual, predicted, count }) => [actual, predicted, count]),
    ).toEqual([
      [0, 1, 15],
      [1, 2, 6],
    ])
    expect(
      foremostMistakes(
        {
          labels: ['a', 'b'],
          counts: [
            [3, 0],
            [0, 2],
          ],
        },
        null,
        2,
      ),
    ).toEqual([])
  })

  test('of two models those that changed most come first, for better or worse', () => {
    const changed = foremostMistakes(confusion, older, 9)
    expect(changed.map(({ actual, predicted }) => [actual, predicted])).toEqual([
      [0, 1],
      [1, 2],
    ])
    expect(confusionCellWords(changed[0], confusion)).toBe(
      'actual cat, predicted dog: candidate 15, production 25, 10 fewer',
    )
  })

  test('fewer mistakes are better, and more right calls', () => {
    const cell = classCells(confusion, older, 'rows')
    expect([cell(0, 1), cell(0, 0)].map((each) => [changeOf(each), isBetter(each, changeOf(each)!)])).toEqual([
      [-10, true],
      [10, true],
    ])
  })

  test('rows of each class are its row’s sum', () => {
    expect([...rowsOfClasses(confusion)]).toEqual([
      ['cat', 100],
      ['dog', 100],
      ['fox', 0],
    ])
  })

  test('the slices of a cell are single ones, first where it has more than its share', () => {
    const slice = (where: Record<string, string>, counts: number[][]) => ({
      where,
      confusion: { labels: confusion.labels, counts },
    })
    const found = slicesOfClassCell(
      [
        slice({ region: 'n' }, [
          [50, 3, 0],
          [0, 0, 0],
          [0, 0, 0],
        ]),
        slice({ region: 's' }, [
          [30, 12, 5],
          [0, 0, 0],
          [0, 0, 0],
        ]),
        slice({ region: 'e' }, [
          [10, 0, 0],
          [0, 0, 0],
          [0, 0, 0],
        ]),
        slice({ region: 's', sex: 'f' }, [
          [1, 12, 0],
          [0, 0, 0],
          [0, 0, 0],
        ]),
      ],
      confusion,
      0,
      1,
      5,
    )
    expect(found).toEqual([
      { where: { region: 's' }, count: 12, ofActual: 47 },
      { where: { region: 'n' }, count: 3, ofActual: 53 },
    ])
  })
})

describe('the heat map', () => {
  test('is darkest where the share is largest, blank where it is nothing, and never beyond', () => {
    fc.assert(
      fc.property(someConfusion, fc.constantFrom('of_actual', 'of_predicted', 'rows'), (any, measure) => {
        const cells = heatCells(
          any,
          null,
          any.labels.map((_, at) => at),
          measure,
        )
        for (const { strength, value } of cells) {
          expect(strength > 0).toBe(value > 0)
          expect(strength).toBeLessThanOrEqual(1)
        }
      }),
    )
  })

  test('writes shares in whole per cent, none of them as nothing, and changes with their sign', () => {
    const cell = classCells(
      {
        labels: ['a', 'b'],
        counts: [
          [999, 1],
          [0, 0],
        ],
      },
      null,
      'of_actual',
    )
    expect([cell(0, 0), cell(0, 1), cell(1, 0)].map((each) => cellText(each, 'of_actual'))).toEqual([
      '100\u00a0%',
      '<1\u00a0%',
      '–',
    ])
    const change = classCells(confusion, older, 'of_actual')
    expect([change(0, 0), change(0, 1), change(0, 2)].map((each) => cellText(each, 'of_actual'))).toEqual([
      '+10',
      '\u221210',
      '0',
    ])
  })

  test('of a comparison is of another tone where it is worse', () => {
    const tones = heatCells(confusion, older, [0, 1], 'rows').map(({ tone, strength }) => (strength === 0 ? '' : tone))
    expect(tones).toEqual(['pass', 'pass', '', 'pass'])
    expect(
      heatCells(older, confusion, [0, 1], 'rows').map(({ tone, strength }) => (strength === 0 ? '' : tone)),
    ).toEqual(['fail', 'fail', '', 'fail'])
  })

  test('as numbers has every cell, in full', () => {
    const { columns, rows } = confusionNumbers(confusion, older)
    expect(columns.map(({ title }) => title)).toEqual([
      'Actual',
      'Predicted',
      'Rows, candidate',
      'Rows, production',
      'Share of the actual',
      'Share of the predicted',
    ])
    expect(rows.length).toBe(9)
    expect(rows[1]).toEqual(['cat', 'dog', 15, 25, 0.15, 15 / 105])
  })
})

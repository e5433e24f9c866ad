import { describe, expect, test } from 'vitest'
import { dateCellText, numberStyle } from '../../src/containers/xlsx/cells.ts'
import { rejectedRows } from '../../src/csv/refuse.ts'
import { openCase, read, rowsOf } from './reading.ts'

describe('workbooks', () => {
  test('a sheet is read by its name', async () => {
    const table = await openCase('two-sheets.xlsx', { sheet: 'Other table' })
    expect(table).toMatchObject({ columns: ['a', 'b'], records: [['1', '2']], places: 'sheet row' })
    await expect(openCase('two-sheets.xlsx', { sheet: 'x' })).rejects.toThrow(
      'two-sheets.xlsx, --sheet: found "x", expected one of its sheets: "Scores", "Other table". Write its name as the workbook has it.',
    )
  })

  test('lines before the table are left out and told, blank rows count', async () => {
    const table = await openCase('titled.xlsx')
    expect(table).toMatchObject({
      columns: ['id', 'label', 'score'],
      headerLine: 3,
      notices: [{ code: 'lines_before_header', firstLine: 1, headerLine: 3, places: 'sheet row' }],
    })
    const reading = await read(table, 'float64')
    expect(rowsOf(reading)).toEqual([
      [1, 0, 0.25],
      [2, 1, 0.75],
    ])
    expect([reading.lineNumberOf(0), reading.lineNumberOf(1)]).toEqual([4, 6])
  })

  test('without a header the first row is a row, and columns have numbers', async () => {
    const table = await openCase('two-sheets.xlsx', { sheet: 'Other table', header: false })
    expect(table).toMatchObject({
      columns: ['1', '2'],
      records: [
        ['a', 'b'],
        ['1', '2'],
      ],
      headerLine: null,
      rowCount: 2,
    })
    const reading = await read(table, 'utf8')
    expect(rowsOf(reading)).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ])
    expect([reading.lineNumberOf(0), reading.lineNumberOf(1)]).toEqual([1, 2])
  })

  test('a formula gives the value that was computed for it', async () => {
    const table = await openCase('formulas.xlsx')
    expect(table.records.map((record) => record[2])).toEqual(['0', '0.25', '#DIV/0!', '0.75'])
    expect(rowsOf(await read(table, 'utf8', { columns: ['id', 'note'] }))).toHaveLength(4)
  })

  test('an error in a column in use is refused with its row, column and cell', async () => {
    const table = await openCase('formulas.xlsx')
    await expect(read(table, 'dictionary', { columns: ['score'] })).rejects.toThrow(
      'formulas.xlsx, row 4, column "score": found #DIV/0!, the error of a formula in cell C4, expected a value. ' +
        'Mend the formula, or write its value into the cell, and save the workbook.',
    )
    await expect(read(table, 'utf8', { columns: ['label'] })).rejects.toThrow(
      'formulas.xlsx, row 5, column "label": found the formula "=A5-3" in cell B5, which nothing has computed, expected a value.',
    )
    const { rejected } = await read(table, 'float64', { columns: ['score'] })
    expect(rejectedRows('formulas.xlsx', rejected, null, table.places).message).toMatch(
      /^formulas\.xlsx, row 4, column "score": found "#DIV\/0!" \(the only such row\), expected a number such as 0\.25 or 1e-3\./,
    )
  })

  test.each([
    [0, undefined, 'number'],
    [14, undefined, 'date'],
    [22, undefined, 'date and time'],
    [46, undefined, 'number'],
    [164, 'General', 'number'],
    [164, '0.00E+00', 'number'],
    [164, '[Red]#,##0.00 "days";[Blue]0', 'number'],
    [164, '[h]:mm:ss', 'number'],
    [164, '[$-409]d\\-mmm\\-yy;@', 'date'],
    [164, 'mmm', 'date'],
    [164, 'h:mm AM/PM', 'time'],
    [164, 'yyyy-mm-dd hh:mm', 'date and time'],
  ] as const)('number format %i %j is a %s', (id, code, style) => expect(numberStyle(id, code)).toBe(style))

  test.each([
    [45351, 'date', false, '2024-02-29'],
    [45351.5, 'date', false, '2024-02-29T12:00:00'],
    [45351.75, 'date and time', false, '2024-02-29T18:00:00'],
    [43889, 'date', true, '2024-02-29'],
    [0.25, 'time', false, '06:00:00'],
    [1, 'date', false, '1900-01-01'],
    [61, 'date', false, '1900-03-01'],
  ] as const)('%d as %s (since 1904: %s) is %s', (serial, style, isSince1904, text) =>
    expect(dateCellText(serial, style, isSince1904)).toBe(text),
  )
})

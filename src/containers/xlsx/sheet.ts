import type { ByteSource } from '../../csv/source.ts'
import { CellError, columnOfAddress, dateCellText, numberCell, type SheetCell, unescaped } from './cells.ts'
import type { Workbook } from './workbook.ts'
import { parseXml } from './xml.ts'

/** A row of a sheet that has cells. */
export interface SheetRow {
  /** 1-based, as the sheet shows it. */
  number: number
  /** By column; those behind the last one with a value are left out. */
  cells: SheetCell[]
}

/** The cell that is being read. */
interface OpenCell {
  column: number
  type: string
  style: number
  value: string | null
  formula: string | null
  inline: string | null
}

/** The rows of a sheet that have values, while it is read. */
export async function* sheetRows(source: ByteSource, book: Workbook): AsyncGenerator<SheetRow, void, void> {
  let rows: SheetRow[] = []
  let row: SheetRow = { number: 0, cells: [] }
  let cell: OpenCell | null = null
  let reads: 'value' | 'formula' | 'inline' | null = null
  let isPhonetic = false
  const steps = parseXml(source, {
    open(name, attribute) {
      if (name === 'row') {
        row = { number: Number(attribute('r') ?? row.number + 1), cells: [] }
      } else if (name === 'c') {
        const address = attribute('r')
        cell = {
          column: address === undefined ? row.cells.length : columnOfAddress(address),
          type: attribute('t') ?? 'n',
          style: Number(attribute('s') ?? 0),
          value: null,
          formula: null,
          inline: null,
        }
      } else if (cell !== null) {
        if (name === 'v') {
          reads = 'value'
          cell.value = ''
        } else if (name === 'f') {
          reads = 'formula'
          cell.formula = ''
        } else if (name === 'is') cell.inline = ''
        else if (name === 'rPh') isPhonetic = true
        else if (name === 't') reads = isPhonetic ? null : 'inline'
      }
    },
    text(text) {
      if (cell !== null && reads !== null) cell[reads] = (cell[reads] ?? '') + text
    },
    close(name) {
      if (name === 'row') {
        if (row.cells.length > 0) rows.push(row)
      } else if (name === 'c' && cell !== null) {
        const value = valueOf(cell, book)
        if (value !== null) {
          while (row.cells.length < cell.column) row.cells.push(null)
          row.cells[cell.column] = value
        }
        cell = null
      } else if (name === 'rPh') isPhonetic = false
      else reads = null
    },
  })
  for await (const _ of steps) {
    yield* rows
    rows = []
  }
  yield* rows
}

function valueOf(cell: OpenCell, { texts, styles, isSince1904 }: Workbook): SheetCell {
  const { type, value, formula, inline, style } = cell
  if (type === 'inlineStr') return inline === null || inline === '' ? null : unescaped(inline)
  if (value === null || value === '') {
    if (formula === null) return null
    // The result may be an empty text; without any, nothing has computed the formula.
    return value === '' ? null : new CellError(`=${formula}`)
  }
  switch (type) {
    case 's': {
      const text = texts[Number(value)] as string | undefined
      if (text === undefined) throw new Error(`no text ${value}`)
      return text === '' ? null : text
    }
    case 'str':
      return unescaped(value)
    case 'b':
      return value === '1' || value === 'true' ? 'true' : 'false'
    case 'e':
      return value === '#N/A' ? value : new CellError(value)
    case 'd':
      return value
  }
  const number = numberCell(value)
  const shown = styles[style] ?? 'number'
  return typeof number === 'number' && shown !== 'number' ? dateCellText(number, shown, isSince1904) : number
}

import { describe, expect, test } from 'vitest'
import { expected, openCase, read, rowsOf, values } from './reading.ts'

const tables: [file: string, table: string, container: string][] = [
  ['types-v1-snappy.parquet', 'types', 'parquet'],
  ['types-v2-zstd.parquet', 'types', 'parquet'],
  ['types-plain-gzip.parquet', 'types', 'parquet'],
  ['types-small-pages.parquet', 'types', 'parquet'],
  ['types-delta.parquet', 'types', 'parquet'],
  ['types.arrow', 'types', 'arrow'],
  ['types-stream.arrows', 'types', 'arrow'],
  ['types-lz4.arrow', 'types', 'arrow'],
  ['types-zstd.arrow', 'types', 'arrow'],
  ['other.arrow', 'other', 'arrow'],
  ['growing.arrows', 'growing', 'arrow'],
  ['swapped.arrows', 'swapped', 'arrow'],
  ['sheet.xlsx', 'sheet', 'xlsx'],
  ['hidden-sheet.xlsx', 'sheet', 'xlsx'],
  ['one.zip', 'small', 'zip'],
  ['stored.zip', 'small', 'zip'],
  ['small.csv.zst', 'small', 'zstd'],
  ['small.jsonl.zst', 'small', 'zstd'],
  ['small.jsonl.gz', 'small', 'gzip'],
]

describe.each(tables)('%s', (file, name, container) => {
  const { columns, rows } = expected(name)

  test('is told by its content, and shows its first rows as a CSV of the same table does', async () => {
    const table = await openCase(file)
    expect(table).toMatchObject({ container, columns, records: rows, isWhole: true, notices: [] })
    expect(table.rowCount).toBe(rows.length)
  })

  test.each(['utf8', 'dictionary'] as const)('gives the same cells as %s', async (kind) => {
    const reading = await read(await openCase(file), kind)
    expect(rowsOf(reading)).toEqual(rows)
    expect(reading).toMatchObject({ recordCount: rows.length, rejected: [], notices: [] })
  })

  test('has the words of a dictionary in the order of the rows, and no others', async () => {
    const { table } = await read(await openCase(file), 'dictionary')
    table.columns.forEach((column, k) => {
      expect(column).toHaveProperty('values', [...new Set(rows.map((row) => row[k]))])
    })
  })

  test('gives numbers, and leaves out and counts the rows without one', async () => {
    const source = await openCase(file)
    for (const [k, column] of columns.entries()) {
      const cells = rows.map((row) => row[k])
      const numbers = cells.filter((cell) => cell !== '' && Number.isFinite(Number(cell)))
      const reading = await read(source, 'float64', { columns: [column], allowEmpty: false })
      const found = values(reading.table.columns[0])
      // float32 is widened, not read again from its shortest text.
      if (column === 'single')
        expect(found.map((value) => Math.fround(value as number))).toEqual(
          numbers.map((cell) => Math.fround(Number(cell))),
        )
      else expect(found).toEqual(numbers.map(Number))
      const missing = cells.filter((cell) => cell === '').length
      const count = (code: string) => reading.rejected.find((each) => each.code === code)?.count ?? 0
      expect([count('missing'), count('not_a_number')]).toEqual([missing, cells.length - missing - numbers.length])
      const kept = cells.flatMap((cell, row) => (cell !== '' && Number.isFinite(Number(cell)) ? [row + 1] : []))
      if (source.places === 'row') expect(kept.map((_, row) => reading.lineNumberOf(row))).toEqual(kept)
    }
  })
})

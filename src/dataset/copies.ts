import type { Column } from '../table/column.ts'
import { textAt } from './cells.ts'
import type { LoadedFile } from './columns.ts'
import type { DatasetNotice } from './notices.ts'
import { isSameUse } from './plan.ts'
import { duplicateColumn, type FileHeader } from './resolve.ts'

/**
 * Columns of one name in a file are one where they hold the same in every row, which is said. Throws InputError where a row
 * tells them apart.
 */
export function requireEqualCopies(files: LoadedFile[], headers: FileHeader[]): DatasetNotice[] {
  return files.flatMap((file, i) => {
    const names = new Set<string>()
    file.uses.forEach((use, place) => {
      const { copyOf } = use
      if (copyOf === undefined) return
      const original = file.uses.findIndex((other) => isSameUse(other, { ...use, column: copyOf }))
      const row = firstDifference(file.table.columns[original], file.table.columns[place], file.table.rowCount)
      const name = file.columns[copyOf]
      if (row >= 0) {
        const copies = file.columns.flatMap((column, at) => (column === name && at !== copyOf ? [at] : []))
        throw duplicateColumn(
          headers[i],
          { column: copyOf, copies },
          {},
          `which differ, such as on line ${file.lineNumberOf(row)}`,
        )
      }
      names.add(name)
    })
    return [...names].map((column) => ({ code: 'equal_columns', file: file.file, column }))
  })
}

/** The first row in which two columns of one kind differ; -1 where none does. */
export function firstDifference(a: Column, b: Column, rowCount: number): number {
  const isEqual = equality(a, b)
  for (let row = 0; row < rowCount; row++) if (!isEqual(row, row)) return row
  return -1
}

/** Whether a row of one column holds the same as a row of another of the same kind. */
export function equality(a: Column, b: Column): (aRow: number, bRow: number) => boolean {
  if (a.kind === 'float64' && b.kind === 'float64') return (x, y) => Object.is(a.values[x], b.values[y])
  if (a.kind === 'dictionary' && b.kind === 'dictionary') {
    const codeInB = new Map(b.values.map((value, code) => [value, code]))
    const same = Float64Array.from(a.values, (value) => codeInB.get(value) ?? -1)
    return (x, y) => same[a.codes[x]] === b.codes[y]
  }
  if (a.kind === 'utf8' && b.kind === 'utf8') return (x, y) => textAt(a, x) === textAt(b, y)
  throw new Error(`Columns of kinds ${a.kind} and ${b.kind} are not compared`)
}

import type { Utf8Column } from '../table/column.ts'
import { InputError } from '../table/input-error.ts'
import { nameOf, tableColumn, type LoadedFile } from './columns.ts'
import { idText, isSameId } from './ids.ts'
import type { Alignment } from './join.ts'
import type { DatasetNotice } from './notices.ts'
import type { ColumnAddress } from './resolve.ts'

/**
 * Joins files by the places of their records: the n-th of one belongs to the n-th of the others. Records that were left out of one
 * file are left out of all. Throws InputError where files have unlike numbers of records.
 */
export function alignByOrder(files: LoadedFile[]): Alignment {
  const [first] = files
  const other = files.find(({ recordCount }) => recordCount !== first.recordCount)
  if (other !== undefined) {
    throw new InputError({
      code: 'unequal_row_counts',
      place: { file: other.file },
      found: `${other.recordCount} rows`,
      expected: `${first.recordCount} rows as in ${first.file}, as files are joined row by row`,
      remedy: 'Check that the files are of the same rows, or join them on an id (--id COLUMN).',
    })
  }
  const numbers = files.map(({ table, rowNumberOf }) =>
    Float64Array.from({ length: table.rowCount }, (_, row) => rowNumberOf(row)),
  )
  const rows = files.map(() => new Uint32Array(first.table.rowCount))
  const at = files.map(() => 0)
  let count = 0
  for (let row = 0; row < first.table.rowCount; row++) {
    const isEverywhere = numbers.every((of, f) => {
      while (of[at[f]] < numbers[0][row]) at[f]++
      return of[at[f]] === numbers[0][row]
    })
    if (!isEverywhere) continue
    rows.forEach((of, f) => (of[count] = at[f]))
    count++
  }
  return { rows: rows.map((of) => of.slice(0, count)), notices: leftOut(files, count) }
}

/** How many rows go because another file's row of the same place is left out. */
function leftOut(files: LoadedFile[], count: number): DatasetNotice[] {
  const unmatched = files.map(({ table }) => table.rowCount - count)
  const total = unmatched.reduce((sum, n) => sum + n, 0)
  if (total === 0) return []
  const lacking = files.flatMap(({ file }, f) => (unmatched[f] === 0 ? [] : [{ file, rows: unmatched[f] }]))
  return [{ code: 'unmatched_row', files: lacking, rowsLeftOut: total }]
}

/** Throws where files that are joined by their order have other ids in one place. */
export function requireSameIds(files: LoadedFile[], [first, ...others]: ColumnAddress[], rows: Uint32Array[]): void {
  for (const other of others) {
    const [ids, otherIds] = [first, other].map((address) => tableColumn<Utf8Column>(files, address, 'utf8'))
    const at = rows[first.file].findIndex((row, i) => !isSameId(ids, row, otherIds, rows[other.file][i]))
    if (at < 0) continue
    const [row, otherRow] = [rows[first.file][at], rows[other.file][at]]
    throw new InputError({
      code: 'disagreement',
      place: {
        file: files[other.file].file,
        lineNumber: files[other.file].lineNumberOf(otherRow),
        column: nameOf(files, other),
      },
      found: `id ${JSON.stringify(idText(otherIds, otherRow))}`,
      expected: `${JSON.stringify(idText(ids, row))} as in ${files[first.file].file}, line ${files[first.file].lineNumberOf(row)}, as files are joined row by row`,
      remedy: 'Join the files on their ids: leave out --join row_order (join in the policy).',
    })
  }
}

import type { Utf8Column } from '../table/column.ts'
import { InputError } from '../table/input-error.ts'
import { idText, indexIds, type IdIndex } from './ids.ts'
import type { DatasetNotice, UnmatchedRows } from './notices.ts'
import type { InvalidRows } from './roles.ts'

/** One file's ids, and how to name a row of it. */
export interface IdSource {
  file: string
  column: string
  ids: Utf8Column
  rowCount: number
  lineNumberOf(row: number): number
}

/** `rows[f][i]` is the row of file f that belongs to joined row i, in the order of the first file. */
export interface Alignment {
  rows: Uint32Array[]
  notices: DatasetNotice[]
}

/**
 * Joins files on their ids, exactly and in any row order. An id that stands twice in a file is refused; an id that is
 * not in all files is refused or left out and counted.
 */
export function alignRows(sources: IdSource[], invalidRows: InvalidRows): Alignment {
  const indexes = sources.map((source) => indexIds(source.ids, source.rowCount))
  sources.forEach((source, i) => refuseDuplicates(source, indexes[i]))
  const [first] = sources
  const rows = sources.map(() => new Uint32Array(first.rowCount))
  let count = 0
  for (let row = 0; row < first.rowCount; row++) {
    let isEverywhere = true
    for (let f = 0; f < sources.length && isEverywhere; f++) {
      const match = f === 0 ? row : indexes[f].find(first.ids, row)
      isEverywhere = match >= 0
      if (isEverywhere) rows[f][count] = match
    }
    if (isEverywhere) count++
  }
  const unmatched = sources.map((source) => source.rowCount - count)
  const total = unmatched.reduce((sum, n) => sum + n, 0)
  if (total === 0) return { rows, notices: [] }
  const files = sources.map((_, f) => unmatchedOf(sources, indexes, f, unmatched[f]))
  if (invalidRows === 'refuse' || count === 0) {
    const worst = unmatched.findIndex((n) => n > 0)
    const [example] = unmatchedRows(sources, indexes, worst, 1)
    throw new InputError({
      code: 'unmatched_id',
      place: {
        file: sources[worst].file,
        lineNumber: sources[worst].lineNumberOf(example),
        column: sources[worst].column,
      },
      found: `id ${JSON.stringify(idText(sources[worst].ids, example))}, which is not in every file (${unmatchedText(files)})`,
      expected: 'the same ids in all files',
      remedy:
        count === 0
          ? 'No id is in all files: check that the id column is the right one.'
          : 'Leave such rows out and say so (--invalid-rows leave_out), or mend the files.',
      canLeaveOut: count > 0,
      rows: {
        count: unmatched[worst],
        of: sources[worst].rowCount,
        cell: idText(sources[worst].ids, example),
        missingFrom: sources.length === 2 ? sources[1 - worst].file : null,
      },
    })
  }
  return {
    rows: rows.map((joined) => joined.slice(0, count)),
    notices: [{ code: 'unmatched_id', column: first.column, rowsJoined: count, files, rowsLeftOut: total }],
  }
}

function refuseDuplicates(source: IdSource, index: IdIndex): void {
  if (index.duplicateCount === 0) return
  const [{ row, firstRow }] = index.duplicates
  throw new InputError({
    code: 'duplicate_id',
    place: { file: source.file, lineNumber: source.lineNumberOf(row), column: source.column },
    found:
      `id ${JSON.stringify(idText(source.ids, row))} again, first on line ${source.lineNumberOf(firstRow)}` +
      ` (${index.duplicateCount} rows repeat an id)`,
    expected: 'each id once in a file, so that rows can be joined',
    remedy: 'Remove the repeated rows, or name a column that identifies a row.',
  })
}

/** Lines and no ids, since reports hold no values of rows. */
function unmatchedOf(sources: IdSource[], indexes: IdIndex[], f: number, unmatched: number): UnmatchedRows {
  const { file, rowCount, lineNumberOf } = sources[f]
  const firstRows = unmatched === 0 ? [] : unmatchedRows(sources, indexes, f, 5)
  return { file, rowCount, unmatched, firstLines: firstRows.map((row) => lineNumberOf(row)) }
}

/** "1 of 2 rows of a.csv (line 2); 2 of 3 rows of b.csv (lines 3, 4)" */
export function unmatchedText(files: UnmatchedRows[]): string {
  return files
    .filter(({ unmatched }) => unmatched > 0)
    .map(
      ({ file, rowCount, unmatched, firstLines }) =>
        `${unmatched} of ${rowCount} rows of ${file} (${linesText(firstLines, unmatched)})`,
    )
    .join('; ')
}

function unmatchedRows(sources: IdSource[], indexes: IdIndex[], f: number, limit: number): number[] {
  const found: number[] = []
  for (let row = 0; row < sources[f].rowCount && found.length < limit; row++) {
    if (indexes.some((index, other) => other !== f && index.find(sources[f].ids, row) < 0)) found.push(row)
  }
  return found
}

/** The first few lines of many: "line 17", "lines 17, 20", "lines 17, 20, 33 and 136 others". */
export function linesText(first: readonly number[], count: number): string {
  const more = count - first.length
  return `${count === 1 ? 'line' : 'lines'} ${first.join(', ')}${more === 0 ? '' : ` and ${more} ${more === 1 ? 'other' : 'others'}`}`
}

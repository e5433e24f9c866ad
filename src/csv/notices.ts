import type { Notice } from './assemble.ts'
import type { Head, HeadNotice } from './head.ts'
import type { RowPlaces } from '../table/input-error.ts'
import type { NoticeCode } from './plan.ts'
import type { LeftOutCode, LeftOutRows } from './refuse.ts'

/** Rows of a file that were left out, for one reason. */
export interface RowsLeftOut {
  code: LeftOutCode
  /** The column's name; null where it is the whole record that is wrong. */
  column: string | null
  rowsLeftOut: number
  /** 1-based line of the first of them. */
  firstLine: number
  /** What `firstLine` counts, where the file has no lines. */
  places?: RowPlaces
}

/** Records of a file that were not read quite as written, or that are comments; no row is left out for it. */
export interface RecordsNoticed {
  code: NoticeCode
  /** The column's name; null where it is the whole record. */
  column: string | null
  records: number
  /** 1-based line of the first of them. */
  firstLine: number
  /** What `firstLine` counts, where the file has no lines. */
  places?: RowPlaces
}

/** Something noticed in a file that was read. It names lines (or rows) and no cells, as it goes into reports. */
export type FileNotice = { file: string } & (HeadNotice | RowsLeftOut | RecordsNoticed)

/** What was noticed in a file: at its start, then the rows that were left out, then records not read as written. */
export function fileNotices(
  file: string,
  { notices: ofHead }: Pick<Head, 'notices'>,
  rejected: LeftOutRows[],
  notices: Notice[],
  places: RowPlaces = 'line',
): FileNotice[] {
  const counted = places === 'line' ? {} : { places }
  return [
    ...ofHead.map((notice) => ({ file, ...notice })),
    ...rejected.map(({ code, column, count, examples: [first] }) => ({
      file,
      code,
      column,
      rowsLeftOut: count,
      firstLine: first.lineNumber,
      ...counted,
    })),
    ...notices.map(({ code, column, count, examples: [first] }) => ({
      file,
      code,
      column,
      records: count,
      firstLine: first.lineNumber,
      ...counted,
    })),
  ]
}

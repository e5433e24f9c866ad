import { appendColumn, requirePlace, type AddedColumn } from '../csv/append-column.ts'
import type { Notice } from '../csv/assemble.ts'
import { readHead, type Head } from '../csv/head.ts'
import type { ScannedUtf8 } from '../csv/plan.ts'
import { readTable, type ReadOptions, type Reading } from '../csv/read.ts'
import { readingWarnings, rejectedRows } from '../csv/refuse.ts'
import type { ByteSource } from '../csv/source.ts'
import { assignSplits } from '../split/assign.ts'
import type { Assignment, Remark } from '../split/assignment.ts'
import { partOfKey } from '../split/buckets.ts'
import { rowsOfRule, ruleUses } from '../split/rows.ts'
import type { HashRule, SplitRule } from '../split/rule.ts'
import type { ColumnUse } from '../dataset/plan.ts'
import { InputError, type Place } from '../table/input-error.ts'
import type { Warning } from '../table/warning.ts'
import type { Kernels } from '../tally/kernels.ts'

export interface SplitFileOptions extends ReadOptions {
  kernels: Kernels
  /** The added column's name. */
  column: string
  /** Where the user named a column of the rule, for errors. */
  placeOf: (column: string) => Place
  /** Takes the new file, piece by piece. */
  write: (bytes: Uint8Array) => Promise<void>
}

/** What `splitFile` made. */
export interface SplitFile {
  rowCount: number
  names: string[]
  /** Rows of each name. */
  counts: number[]
  remarks: Remark[]
  /** What is to be known of the file. */
  warnings: Warning[]
}

/** Whether a rule needs all rows before it can tell the split of the first: the source is then read twice. */
export function needsAllRows(rule: SplitRule): boolean {
  return rule.by !== 'hash'
}

/**
 * Copies a file with a column that says in which split each row is, all other bytes as they are. InputError where the
 * file cannot be read in full or has no place for the column; what was written until then counts for nothing.
 */
export async function splitFile(source: ByteSource, rule: SplitRule, options: SplitFileOptions): Promise<SplitFile> {
  const head = await readHead(source)
  requirePlace(source.name, head, options.column)
  const uses = ruleUses(rule, { file: source.name, columns: head.columns, headerLine: head.dialect.headerLine }, options.placeOf)
  const column = rule.by === 'hash' ? hashedColumn(rule, uses, options.column) : await assignedColumn(source, head, rule, uses, options)
  const { rowCount, notices } = await appendColumn(source, head, column, options)
  const { texts: names, counts, remarks } = column
  return { rowCount, names, counts, remarks, warnings: warningsOf(source.name, head, notices) }
}

interface SplitColumn extends AddedColumn {
  counts: number[]
  remarks: Remark[]
}

/** Told chunk by chunk: the split of a row depends on its key alone. */
function hashedColumn(rule: HashRule, uses: ColumnUse[], name: string): SplitColumn {
  const partOf = partOfKey(rule)
  const counts = rule.parts.map(() => 0)
  return {
    name, texts: rule.parts.map((part) => part.name), requests: uses, counts, remarks: [],
    codesOf({ rowCount, columns }) {
      const { bytes, offsets } = columns[0] as ScannedUtf8
      const codes = new Uint8Array(rowCount)
      for (let row = 0; row < rowCount; row++) {
        codes[row] = partOf(bytes, offsets[row], offsets[row + 1])
        counts[codes[row]]++
      }
      return codes
    },
  }
}

async function assignedColumn(source: ByteSource, head: Head, rule: SplitRule, uses: ColumnUse[], options: SplitFileOptions): Promise<SplitColumn> {
  const { scanners, signal, onProgress, chunkBytes, kernels, column } = options
  const reading = await readTable(source, head, uses, { scanners, signal, onProgress, chunkBytes })
  const { names, codes, counts, remarks } = await assignRows(source.name, head, rule, reading, kernels)
  return {
    name: column, texts: names, requests: [], counts, remarks,
    codesOf({ rowCount }, firstRow) {
      if (firstRow + rowCount > codes.length) throw changedFile(source.name)
      return codes.subarray(firstRow, firstRow + rowCount)
    },
  }
}

/** Every row's split by a rule; `reading` answers `ruleUses` first. InputError where rows could not be read. */
export async function assignRows(file: string, head: Head, rule: SplitRule, reading: Reading, kernels: Kernels): Promise<Assignment> {
  const { table, rejected, lineNumberOf } = reading
  if (rejected.length > 0) throw rejectedRows(file, rejected, 'Mend the file, or leave such rows out of it.')
  const rows = rowsOfRule(rule, table, (row) => ({ file, lineNumber: lineNumberOf(row) }))
  return assignSplits(rule, rows, kernels)
}

/** What is to be said of a file that was read. */
export function warningsOf(file: string, head: Head, notices: Notice[]): Warning[] {
  return [...head.warnings.map((warning) => ({ ...warning, message: `${file}: ${warning.message}.` })), ...readingWarnings(file, [], notices)]
}

function changedFile(file: string): InputError {
  return new InputError({
    code: 'file_changed', place: { file }, found: 'other rows when it was read again', expected: 'a file that nobody writes to meanwhile',
    remedy: 'Try again when it is finished.',
  })
}

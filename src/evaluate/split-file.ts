import { appendColumn, requirePlace, type AddedColumn, type AppendOptions } from '../csv/append-column.ts'
import type { ScannedUtf8 } from '../csv/plan.ts'
import type { ByteSource } from '../csv/source.ts'
import type { Remark } from '../split/assignment.ts'
import { partOfKey } from '../split/buckets.ts'
import type { HashRule, SplitRule } from '../split/rule.ts'
import { InputError } from '../table/input-error.ts'
import type { Warning } from '../table/warning.ts'
import { assignRows, fileWarnings, openRuledFile, type RuledFile, type RuleOptions } from './ruled-file.ts'

export interface SplitFileOptions extends AppendOptions, RuleOptions {
  /** The added column's name. */
  column: string
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
  const file = await openRuledFile(source, rule, options.placeOf)
  requirePlace(source.name, file.head, options.column)
  const column = rule.by === 'hash' ? hashedColumn(rule, file, options.column) : await assignedColumn(file, options)
  const { rowCount, notices } = await appendColumn(source, file.head, column, options)
  const { texts: names, counts, remarks } = column
  return { rowCount, names, counts, remarks, warnings: fileWarnings(file, notices) }
}

interface SplitColumn extends AddedColumn {
  counts: number[]
  remarks: Remark[]
}

/** Told chunk by chunk: the split of a row depends on its key alone. */
function hashedColumn(rule: HashRule, { uses }: RuledFile, name: string): SplitColumn {
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

async function assignedColumn(file: RuledFile, options: SplitFileOptions): Promise<SplitColumn> {
  const { assignment: { names, codes, counts, remarks } } = await assignRows(file, [], options)
  return {
    name: options.column, texts: names, requests: [], counts, remarks,
    codesOf({ rowCount }, firstRow) {
      if (firstRow + rowCount > codes.length) throw changedFile(file.source.name)
      return codes.subarray(firstRow, firstRow + rowCount)
    },
  }
}

function changedFile(file: string): InputError {
  return new InputError({
    code: 'file_changed', place: { file }, found: 'other rows when it was read again', expected: 'a file that nobody writes to meanwhile',
    remedy: 'Try again when it is finished.',
  })
}

import { appendColumn, requirePlace, type AddedColumn, type AppendOptions } from '../../csv/append-column.ts'
import { fileNotices, type FileNotice } from '../../csv/notices.ts'
import type { ByteSource } from '../../csv/source.ts'
import type { AssignmentNotice } from '../../split/assignment.ts'
import { emptySplits } from '../../split/assignment-notices.ts'
import type { HashRule, SplitRule } from '../../split/rule.ts'
import { InputError } from '../../table/input-error.ts'
import type { ChunkSplitter } from './chunk-splitter.ts'
import { assignRows, openRuledFile, type RuledFile, type RuleOptions } from './ruled-file.ts'

/** What it takes to write a file with its splits. */
export interface SplitFileOptions extends AppendOptions, RuleOptions {
  /** The added column's name. */
  column: string
  /** Where chunks are split by hash: one or more; the result does not depend on how many. */
  splitters: ChunkSplitter[]
}

/** What `splitFile` made. */
export interface SplitFile {
  rowCount: number
  names: string[]
  /** Rows of each name. */
  counts: number[]
  /** What did not come out as the rule asks. */
  splitNotices: AssignmentNotice[]
  /** What was noticed of the file. */
  fileNotices: FileNotice[]
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
  const column = rule.by === 'hash' ? hashedColumn(rule, file, options) : await assignedColumn(file, options)
  const { rowCount, notices } = await appendColumn(source, file.head, column, options)
  const { texts: names, counts, splitNotices } = column
  return {
    rowCount,
    names,
    counts,
    splitNotices: splitNotices(),
    fileNotices: fileNotices(source.name, file.head, [], notices),
  }
}

interface SplitColumn extends AddedColumn {
  counts: number[]
  splitNotices(): AssignmentNotice[]
}

/** The splits are assigned chunk by chunk, where the chunk is scanned: the split of a row depends on its key alone. */
function hashedColumn(rule: HashRule, { uses }: RuledFile, { column, splitters }: SplitFileOptions): SplitColumn {
  const counts = rule.parts.map(() => 0)
  const spare: ArrayBuffer[] = []
  return {
    name: column,
    texts: rule.parts.map(({ name }) => name),
    requests: uses,
    counts,
    codesOf: null,
    splitNotices: () => emptySplits(rule.parts, { counts }),
    reuse: (memory) => void spare.push(memory),
    scanners: (cells) =>
      splitters.map((split) => ({
        async scan(chunk, plan) {
          const { scanned, text, counts: more, spent } = await split(chunk, plan, rule, cells, spare.pop() ?? null)
          more.forEach((count, code) => {
            counts[code] += count
          })
          return { ...scanned, text, spent }
        },
      })),
  }
}

async function assignedColumn(file: RuledFile, options: SplitFileOptions): Promise<SplitColumn> {
  const {
    assignment: { names, codes, counts, notices },
  } = await assignRows(file, [], options)
  return {
    name: options.column,
    texts: names,
    requests: [],
    counts,
    splitNotices: () => notices,
    codesOf({ rowCount }, firstRow) {
      if (firstRow + rowCount > codes.length) throw changedFile(file.source.name)
      return codes.subarray(firstRow, firstRow + rowCount)
    },
  }
}

function changedFile(file: string): InputError {
  return new InputError({
    code: 'file_changed',
    place: { file },
    found: 'other rows when it was read again',
    expected: 'a file that nobody writes to meanwhile',
    remedy: 'Try again when it is finished.',
  })
}

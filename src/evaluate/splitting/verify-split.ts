import { fileNotices, type FileNotice } from '../../csv/notices.ts'
import type { ByteSource } from '../../csv/source.ts'
import { findOneColumn } from '../../dataset/resolve.ts'
import { canonicalSplit } from '../../dataset/splits.ts'
import type { SplitRule } from '../../split/rule.ts'
import type { DictionaryColumn } from '../../table/column.ts'
import type { Place } from '../../table/input-error.ts'
import { assignRows, openRuledFile, type RuleOptions } from './ruled-file.ts'

/** A file's split column against a rule. Names are the contract's where they can be (`val` is validation). */
export interface SplitVerification {
  rowCount: number
  disagreeing: number
  /** Lines of the first of them. */
  lineNumbers: number[]
  /** The column's names and the rule's, and how many rows have which of both. */
  fileNames: string[]
  ruleNames: string[]
  counts: number[][]
  notices: FileNotice[]
}

const mostExamples = 20

/**
 * Whether a column of splits is what a rule makes of the file's rows. InputError where the file cannot be read in full.
 * @param place where the user named the column
 */
export async function verifySplit(
  source: ByteSource,
  column: string,
  place: Place,
  rule: SplitRule,
  options: RuleOptions,
): Promise<SplitVerification> {
  const file = await openRuledFile(source, rule, options.placeOf)
  const splits = {
    column: findOneColumn([file.header], column, place).column,
    kind: 'dictionary' as const,
    allowEmpty: true,
  }
  const { assignment, reading } = await assignRows(file, [splits], options)
  const { codes, values } = reading.table.columns[file.uses.length] as DictionaryColumn
  const fileNames = [...new Set(values.map(canonicalSplit))].sort(inOrderOf(assignment.names))
  const fileCodeOf = Uint32Array.from(values, (value) => fileNames.indexOf(canonicalSplit(value)))
  const isSame = fileNames.map((name) => assignment.names.map((other) => name === canonicalSplit(other)))
  const counts = fileNames.map(() => assignment.names.map(() => 0))
  const lineNumbers: number[] = []
  let disagreeing = 0
  for (let row = 0; row < codes.length; row++) {
    const [ofFile, ofRule] = [fileCodeOf[codes[row]], assignment.codes[row]]
    counts[ofFile][ofRule]++
    if (isSame[ofFile][ofRule]) continue
    if (disagreeing++ < mostExamples) lineNumbers.push(reading.lineNumberOf(row))
  }
  return {
    rowCount: codes.length,
    disagreeing,
    lineNumbers,
    fileNames,
    ruleNames: assignment.names,
    counts,
    notices: fileNotices(source.name, file.head, [], reading.notices),
  }
}

/** The rule's names first, then the others by code points. */
function inOrderOf(names: string[]): (a: string, b: string) => number {
  const place = (name: string) => (names.includes(name) ? names.indexOf(name) : names.length)
  return (a, b) => place(a) - place(b) || (a < b ? -1 : 1)
}

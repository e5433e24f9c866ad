import { fileNotices, type FileNotice } from '../../csv/notices.ts'
import { type Head, readHead } from '../../csv/head.ts'
import type { ColumnRequest } from '../../csv/plan.ts'
import { type ReadOptions, readTable } from '../../csv/read.ts'
import { rejectedRows } from '../../csv/refuse.ts'
import type { ByteSource } from '../../csv/source.ts'
import { hasFractions, headColumns } from '../../dataset/head-column.ts'
import { findColumn, findOneColumn } from '../../dataset/resolve.ts'
import { canonicalSplit } from '../../dataset/splits.ts'
import { splitCodes } from './check-splits.ts'
import { assignRows, openRuledFile, type RuleOptions } from './ruled-file.ts'
import { combinedStrata } from '../../split/assignment.ts'
import type { SplitRule } from '../../split/rule.ts'
import { findRule, type FoundRule, usualSeeds } from '../../split/verify/verify.ts'
import type { DictionaryColumn, Utf8Column } from '../../table/column.ts'
import { InputError, type Place } from '../../table/input-error.ts'
import type { Kernels } from '../../tally/kernels.ts'

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

/** What it takes to look for the rule that made a column of splits. */
export interface FindRuleOptions extends ReadOptions {
  kernels: Kernels
  /** Columns that rows may have been split by; none: those of the head whose values hardly repeat. */
  keys: string[]
  /** Columns that they may have been stratified by. */
  strata: string[]
  seed: number | null
}

/** The rule that made a file's column of splits, as far as it was found. */
export interface FileRule {
  rowCount: number
  /** Columns that were tried as the key. */
  keys: string[]
  found: FoundRule | null
  /** Lines of the first rows that disagree with it. */
  lineNumbers: number[]
}

/** Which rule made a file's column of splits. InputError where there is no such column, and nothing to try as a key. */
export async function findFileRule(
  source: ByteSource,
  column: string,
  { kernels, keys: named, strata, seed, ...options }: FindRuleOptions,
): Promise<FileRule> {
  const head = await readHead(source)
  const header = { file: source.name, columns: head.columns, headerLine: head.dialect.headerLine }
  const split = findOneColumn([header], column, { option: '--verify' }).column
  const keys = named.length > 0 ? named : likelyKeys(source.name, head).filter((name) => name !== column)
  if (keys.length === 0) {
    throw new InputError({
      code: 'no_key',
      place: { file: source.name },
      found: 'no column whose values hardly repeat',
      expected: 'a key that rows may have been split by',
      remedy: 'Name it: --key COLUMN.',
    })
  }
  const requests: ColumnRequest[] = [
    { column: split, kind: 'dictionary', allowEmpty: false },
    ...keys.map((key) => ({
      column: findOneColumn([header], key, { option: '--key' }).column,
      kind: 'utf8' as const,
      allowEmpty: true,
    })),
    ...strata.map((stratum) => ({
      column: findColumn([header], stratum, { option: '--label' })[0].column,
      kind: 'dictionary' as const,
      allowEmpty: true,
    })),
  ]
  const { table, rejected, lineNumberOf } = await readTable(source, head, requests, options)
  if (rejected.length > 0) throw rejectedRows(source.name, rejected, 'Mend the file, or leave such rows out of it.')
  const splits = table.columns[0] as DictionaryColumn
  const names = [...new Set(splits.values.map(canonicalSplit))]
  const candidates = keys.map((key, i) => ({ column: key, keys: table.columns[1 + i] as Utf8Column }))
  const within = strata.map((stratum, i) => ({
    column: stratum,
    dictionary: table.columns[1 + keys.length + i] as DictionaryColumn,
  }))
  const found = await findRule(
    candidates,
    { rowCount: table.rowCount, names, codes: splitCodes(splits, names) },
    within.length === 0 ? [] : [{ columns: strata, ...combinedStrata(within) }],
    kernels,
    [...new Set([...(seed === null ? [] : [seed]), ...usualSeeds])],
  )
  return { rowCount: table.rowCount, keys, found, lineNumbers: found?.examples.map(lineNumberOf) ?? [] }
}

/** At most so many are tried. */
const mostKeys = 5

/** Columns of the head that are filled, of more values than a quarter of its rows, and no scores. */
function likelyKeys(file: string, { columns, records }: Head): string[] {
  return headColumns([{ file, columns, records }])
    .filter(
      (column) =>
        !column.cells.includes('') &&
        new Set(column.cells).size > column.cells.length / 4 &&
        !(column.isNumeric && hasFractions(column)),
    )
    .map(({ header }) => header)
    .slice(0, mostKeys)
}

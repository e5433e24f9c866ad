import { readHead, type Head } from '../../csv/head.ts'
import { readTable, type ReadOptions, type Reading } from '../../csv/read.ts'
import { rejectedRows } from '../../csv/refuse.ts'
import type { ByteSource } from '../../csv/source.ts'
import { splittingPlan, splittingUses, type ColumnUse, type SplittingPlan } from '../../dataset/plan.ts'
import type { FileHeader } from '../../dataset/resolve.ts'
import { assignSplits } from '../../split/assign.ts'
import type { Assignment } from '../../split/assignment.ts'
import { requireRule, type RulePlace } from '../../split/require-rule.ts'
import type { SplitRule } from '../../split/rule.ts'
import type { Kernels } from '../../tally/kernels.ts'
import { ruleRows, splittingColumns } from './assigned-splits.ts'

/** What it takes to follow a rule on a file. */
export interface RuleOptions extends ReadOptions {
  kernels: Kernels
  /** Where the user named a field of the rule, for errors. */
  placeOf: RulePlace
}

/** One file, and the columns of it that a rule goes by. */
export interface RuledFile {
  source: ByteSource
  head: Head
  header: FileHeader
  rule: SplitRule
  splitting: SplittingPlan
  uses: ColumnUse[]
}

/** Reads the start of a file. Throws InputError where it lacks a column of the rule, or where no file can follow the rule. */
export async function openRuledFile(source: ByteSource, rule: SplitRule, placeOf: RulePlace): Promise<RuledFile> {
  requireRule(rule, placeOf)
  const head = await readHead(source)
  const header = { file: source.name, columns: head.columns, headerLine: head.dialect.headerLine }
  const splitting = splittingPlan([header], splittingColumns(rule), null, (part) =>
    placeOf(part === 'key' && rule.by === 'group' ? 'group' : part),
  )
  const uses = splittingUses(splitting).map(({ address: { column }, kind, allowEmpty }) => ({
    column,
    kind,
    allowEmpty,
  }))
  return { source, head, header, rule, splitting, uses }
}

/**
 * Reads a file's columns and assigns its rows. InputError where a row cannot be read.
 * @param more columns to be read besides those of the rule
 */
export async function assignRows(
  { source, head, rule, splitting, uses }: RuledFile,
  more: ColumnUse[],
  { kernels, placeOf, ...options }: RuleOptions,
): Promise<{ assignment: Assignment; reading: Reading }> {
  const all = [...uses, ...more]
  const reading = await readTable(source, head, all, options)
  if (reading.rejected.length > 0)
    throw rejectedRows(source.name, reading.rejected, 'Mend the file, or leave such rows out of it.')
  const file = { ...reading, file: source.name, columns: head.columns, uses: all }
  const { table } = reading
  const timed = ruleRows([file], splitting, { rows: null, rowCount: table.rowCount }, rule, placeOf)
  return { assignment: await assignSplits(timed.rule, timed.rows, kernels, placeOf), reading }
}

import { takeUsable, type UsableRows } from '../../dataset/assemble.ts'
import { agreedWords, lineOf, nameOf, textsOf, type JoinedRows, type LoadedFile } from '../../dataset/columns.ts'
import type { ColumnPlan, SplittingColumns, SplittingPlan } from '../../dataset/plan.ts'
import type { ColumnAddress } from '../../dataset/resolve.ts'
import { assignSplits } from '../../split/assign.ts'
import { type Assignment, combinedStrata, type RuleRows } from '../../split/assignment.ts'
import { gapName, type SplitRule } from '../../split/rule.ts'
import { parseTimes } from '../../split/time.ts'
import type { DictionaryColumn } from '../../table/column.ts'
import { InputError } from '../../table/input-error.ts'
import type { Kernels } from '../../tally/kernels.ts'
import type { Notice } from '../../words/warnings.ts'

/** The rows with the split of each. */
export interface SplitUsable {
  usable: UsableRows
  /** Null where nothing splits them. */
  split: DictionaryColumn | null
  /** What the rule says of the same rows, where the file has a column of its own. */
  expected: Assignment | null
  notices: Notice[]
}

/** What a rule goes by, as columns to be read. */
export function splittingColumns(rule: SplitRule): SplittingColumns {
  switch (rule.by) {
    case 'random':
      return { key: rule.key, strata: [], time: null }
    case 'stratified':
      return { key: rule.key, strata: rule.strata, time: null }
    case 'group':
      return { key: rule.group, strata: [], time: null }
    case 'time':
      return { key: null, strata: [], time: rule.time }
    case 'hash':
      return { key: rule.key, strata: [], time: null }
  }
}

/** The split of every row: as the file's column says, else as the rule assigns it. Rows in a gap are left out. */
export async function splitUsable(
  files: LoadedFile[],
  plan: ColumnPlan,
  usable: UsableRows,
  rule: SplitRule | null,
  kernels: Kernels,
): Promise<SplitUsable> {
  const column = plan.split.length === 0 ? null : agreedWords(files, plan.split, usable.rows)
  if (rule === null) return { usable, split: column, expected: null, notices: [] }
  const assignment = await assignSplits(rule, ruleRows(files, plan.splitting!, usable, rule), kernels, (field) => ({
    policyPath: `split.${field}`,
  }))
  if (column !== null) return { usable, split: column, expected: assignment, notices: [] }
  const { gapCount, ...rest } = withoutGap(usable, assignment)
  return {
    ...rest,
    expected: null,
    notices: [
      ...assignment.notices,
      ...(gapCount === 0 ? [] : [{ code: 'rows_in_gap' as const, rowsLeftOut: gapCount }]),
    ],
  }
}

/** The rows without those of the gap before a split, and how many these are. */
function withoutGap(
  usable: UsableRows,
  { names, codes, counts }: Assignment,
): Pick<SplitUsable, 'usable' | 'split'> & { gapCount: number } {
  const gap = names.indexOf(gapName)
  const dictionary = (some: Uint32Array): DictionaryColumn => ({ kind: 'dictionary', codes: some, values: names })
  if (gap < 0 || counts[gap] === 0) return { usable, split: dictionary(Uint32Array.from(codes)), gapCount: 0 }
  const kept = Uint32Array.from(codes.keys()).filter((row) => codes[row] !== gap)
  return {
    usable: takeUsable(usable, kept),
    split: dictionary(Uint32Array.from(kept, (row) => codes[row])),
    gapCount: counts[gap],
  }
}

/** What a rule goes by, in joined order. */
export function ruleRows(
  files: LoadedFile[],
  { key, strata, time }: SplittingPlan,
  { rows, rowCount }: Pick<UsableRows, 'rows' | 'rowCount'>,
  rule: SplitRule,
): RuleRows {
  return {
    rowCount,
    keys: key && textsOf(files, key, rows),
    strata:
      strata.length === 0
        ? null
        : combinedStrata(
            strata.map(({ column, addresses }) => ({ column, dictionary: agreedWords(files, addresses, rows) })),
          ),
    times: time && timesOf(files, time, rows, rule.by === 'time' ? rule.starts?.[0] : undefined),
  }
}

/**
 * A column of times in joined order; throws InputError at the first that is none.
 * @param like a time that they must be written as; by default the first of them
 */
export function timesOf(
  files: LoadedFile[],
  address: ColumnAddress,
  rows: JoinedRows,
  like: string | null = null,
): Float64Array {
  const times = parseTimes(textsOf(files, address, rows), like)
  if (times instanceof Float64Array) return times
  throw new InputError({
    code: 'not_a_time',
    place: {
      file: files[address.file].file,
      lineNumber: lineOf(files, address, rows, times.row),
      column: nameOf(files, address),
    },
    found: times.found,
    expected: times.expected,
    remedy: 'Mend the times, or choose another column.',
  })
}

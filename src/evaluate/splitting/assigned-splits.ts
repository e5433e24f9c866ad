import { takeUsable, type UsableRows } from '../../dataset/assemble.ts'
import { agreedWords, lineOf, nameOf, textsOf, type JoinedRows, type LoadedFile } from '../../dataset/columns.ts'
import { idText } from '../../dataset/ids.ts'
import type { ColumnPlan, SplittingColumns, SplittingPlan } from '../../dataset/plan.ts'
import { milliseconds, type TimeUnit } from '../../dataset/reading.ts'
import type { ColumnAddress } from '../../dataset/resolve.ts'
import { assignSplits } from '../../split/assign.ts'
import { type Assignment, combinedStrata, type RuleRows } from '../../split/assignment.ts'
import type { RulePlace } from '../../split/require-rule.ts'
import { gapName, type SplitRule, type TimeRule } from '../../split/rule.ts'
import { parseTime, parseTimes } from '../../split/time.ts'
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
  timeUnit: TimeUnit | null = null,
): Promise<SplitUsable> {
  const column = plan.split.length === 0 ? null : agreedWords(files, plan.split, usable.rows)
  if (rule === null) return { usable, split: column, expected: null, notices: [] }
  const placeOf: RulePlace = (field) => ({ policyPath: `split.${field}` })
  const timed = ruleRows(files, plan.splitting!, usable, rule, placeOf, timeUnit)
  const assignment = await assignSplits(timed.rule, timed.rows, kernels, placeOf)
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

/**
 * What a rule goes by, in joined order, and the rule in the unit of its times. Throws InputError where the rule's gap has a unit
 * and times are numbers without one.
 * @param timeUnit what numbers of time count; null: that is not known
 */
export function ruleRows(
  files: LoadedFile[],
  { key, strata, time }: SplittingPlan,
  { rows, rowCount }: Pick<UsableRows, 'rows' | 'rowCount'>,
  rule: SplitRule,
  placeOf: RulePlace,
  timeUnit: TimeUnit | null = null,
): { rule: SplitRule; rows: RuleRows } {
  const timed = time === null || rule.by !== 'time' ? null : timedRule(files, time, rows, rule, placeOf, timeUnit)
  const ruled: RuleRows = {
    rowCount,
    keys: key && textsOf(files, key, rows),
    strata:
      strata.length === 0
        ? null
        : combinedStrata(
            strata.map(({ column, addresses }) => ({ column, dictionary: agreedWords(files, addresses, rows) })),
          ),
    times: timed?.times ?? null,
  }
  return { rule: timed?.rule ?? rule, rows: ruled }
}

/** Times, and the rule in their unit: in milliseconds since 1970 where they are dates, or numbers whose unit is known. */
function timedRule(
  files: LoadedFile[],
  address: ColumnAddress,
  rows: JoinedRows,
  rule: TimeRule,
  placeOf: RulePlace,
  timeUnit: TimeUnit | null,
): { rule: TimeRule; times: Float64Array } {
  if (!areNumbers(files, address, rows)) return { rule, times: timesOf(files, address, rows, rule.starts?.[0]) }
  if (timeUnit !== null) {
    const inUnit = (start: string) => {
      const { time, kind } = parseTime(start)!
      return String(kind === 'number' ? milliseconds(time, timeUnit) : time)
    }
    return {
      rule: {
        ...rule,
        starts: rule.starts && rule.starts.map(inUnit),
        gapMs: rule.isGapTimed === true ? rule.gapMs : milliseconds(rule.gapMs, timeUnit),
      },
      times: timesOf(files, address, rows).map((time) => milliseconds(time, timeUnit)),
    }
  }
  if (rule.isGapTimed === true) {
    throw new InputError({
      code: 'gap_without_time_unit',
      place: placeOf('gap'),
      found: `a gap with a unit, and times in column ${JSON.stringify(nameOf(files, address))} that are plain numbers`,
      expected: 'times whose unit is known',
      remedy:
        'Write the gap as a number in the unit of the times; a policy can say what they count instead: time_unit (--time-unit) s, ms, us or days.',
    })
  }
  return { rule, times: timesOf(files, address, rows, rule.starts?.[0]) }
}

/** Whether times are written as plain numbers, by the first of them. */
export function areNumbers(files: LoadedFile[], address: ColumnAddress, rows: JoinedRows): boolean {
  return parseTime(idText(textsOf(files, address, rows), 0))?.kind === 'number'
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

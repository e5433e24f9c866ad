import type { Kernels } from '../tally/kernels.ts'
import { rankScores } from '../tally/rank.ts'
import { InputError } from '../table/input-error.ts'
import type { Assignment, AssignmentNotice, RuleRows } from './assignment.ts'
import { partOfKey } from './buckets.ts'
import { type Cut, cutAtStarts, cutByShares, firstTimes, setGapAside, wholeShares } from './cut.ts'
import { keyNumbers, repeatedKeyNumbers, rowNumbers } from './order-numbers.ts'
import { emptySplits, largeUnits, missedShares, smallStrata } from './assignment-notices.ts'
import { requireColumns, requireRule, type RulePlace } from './require-rule.ts'
import {
  gapName,
  type GroupRule,
  type HashRule,
  type Part,
  type RandomRule,
  type SplitRule,
  type StratifiedRule,
  type TimeRule,
} from './rule.ts'
import { parseTime } from './time.ts'

/**
 * Every row's split by a rule. The same rows give the same splits on every engine, and wherever there is a key or a
 * time also in any order.
 *
 * In the order that the rule gives (the order numbers of `order-numbers.ts`; times), rows of one number are a unit,
 * which stays together: one of `size` rows with `before` rows of its stratum before it goes to the first part k with
 * `(2 · before + size) · total < 2 · n · cumulative_k`, where n are the rows of the stratum, cumulative_k is the sum of
 * the shares of parts 0 … k and total that of all. Without ties a part's rows are within one of its share.
 * @param placeOf where the user named a field of the rule
 * @throws InputError where the rule cannot be followed, or a column that it goes by is missing
 */
export async function assignSplits(
  rule: SplitRule,
  rows: RuleRows,
  kernels: Kernels,
  placeOf: RulePlace = () => ({}),
): Promise<Assignment> {
  requireRule(rule, placeOf)
  requireColumns(rule, rows, placeOf)
  switch (rule.by) {
    case 'hash':
      return assignByHash(rule, rows)
    case 'time':
      return assignByTime(rule, rows, placeOf)
    default:
      return assignInOrder(rule, rows, await orderNumbers(rule, rows, kernels))
  }
}

async function orderNumbers(
  rule: RandomRule | StratifiedRule | GroupRule,
  { keys, rowCount }: RuleRows,
  kernels: Kernels,
): Promise<Float64Array> {
  if (rule.by === 'group') return repeatedKeyNumbers(keys!, rowCount, rule.seed)
  return rule.key === null ? rowNumbers(kernels, rowCount, rule.seed) : keyNumbers(keys!, rowCount, rule.seed)
}

function assignInOrder(
  rule: RandomRule | StratifiedRule | GroupRule,
  rows: RuleRows,
  numbers: Float64Array,
): Assignment {
  const strata = rule.by === 'stratified' ? rows.strata : null
  const cut = cutByShares(
    rankScores(numbers),
    strata?.codes ?? null,
    strata?.names.length ?? 1,
    wholeShares(rule.parts),
  )
  const counts = countsOf(cut.codes, rule.parts.length)
  return assignment(rule.parts, cut.codes, [
    ...cutNotices(rule, rows, cut, counts),
    ...(rule.by === 'stratified' ? smallStrata(rows, rule.parts.length) : []),
  ])
}

function assignByHash(rule: HashRule, { keys, rowCount }: RuleRows): Assignment {
  const { bytes, offsets } = keys!
  const partOf = partOfKey(rule)
  const codes = new Uint8Array(rowCount)
  for (let row = 0; row < rowCount; row++) codes[row] = partOf(bytes, offsets[row], offsets[row + 1])
  return assignment(rule.parts, codes, [])
}

function assignByTime(rule: TimeRule, rows: RuleRows, placeOf: RulePlace): Assignment {
  const times = rows.times!
  const { parts, gapMs } = rule
  const starts = rule.starts?.map((start) => parseTime(start)!.time) ?? null
  const cut = starts === null ? cutByShares(rankScores(times), null, 1, wholeShares(parts)) : null
  const codes = cut === null ? cutAtStarts(times, starts!) : cut.codes
  const notices = cut === null ? [] : cutNotices(rule, rows, cut, countsOf(codes, parts.length))
  if (gapMs === 0) return assignment(parts, codes, notices)
  const cuts = starts ?? firstTimes(times, codes, parts.length)
  if (cuts.length === 0) {
    throw new InputError({
      code: 'gap_without_cut',
      place: placeOf('gap'),
      found: `a gap, and all ${codes.length} rows in one split`,
      expected: 'times that the shares can cut',
      remedy: 'Leave the gap out, or choose another column of times.',
    })
  }
  setGapAside(times, codes, cuts, gapMs, parts.length)
  return assignment(parts, codes, notices, [gapName])
}

function cutNotices(rule: SplitRule, rows: RuleRows, cut: Cut, counts: number[]): AssignmentNotice[] {
  return [...largeUnits(rule, rows, cut), ...missedShares(rule.parts, counts)]
}

function assignment(parts: Part[], codes: Uint8Array, notices: AssignmentNotice[], besides: string[] = []): Assignment {
  const names = [...parts.map(({ name }) => name), ...besides]
  const counts = countsOf(codes, names.length)
  return { names, codes, counts, notices: [...notices, ...emptySplits(parts, { counts })] }
}

function countsOf(codes: Uint8Array, codeCount: number): number[] {
  const counts = new Array<number>(codeCount).fill(0)
  for (let row = 0; row < codes.length; row++) counts[codes[row]]++
  return counts
}

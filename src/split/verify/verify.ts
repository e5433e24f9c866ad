import type { Utf8Column } from '../../table/column.ts'
import type { Place } from '../../table/input-error.ts'
import type { Kernels } from '../../tally/kernels.ts'
import type { Assignment } from '../assignment.ts'
import { firstRows } from '../check/rows.ts'
import type { SplitFinding } from '../finding.ts'
import { type SplitColumn, type Strata, type TriedRule, tryHash, tryOrder } from './confirm.ts'
import { hypotheses, sampleKeys } from './hypotheses.ts'

/** A column whose values may be what rows were split by. */
export interface KeyColumn {
  column: string
  keys: Utf8Column
}

/** A rule that made a column of splits, or most of it. */
export interface FoundRule {
  rule: TriedRule['rule']
  /** Rows that the rule puts into another split than they are in; 0: it is the rule. */
  disagreeing: number
  /** The first of these rows. */
  examples: number[]
}

/** The seeds that people use most. */
export const usualSeeds = [0, 1, 42]

/** The least share of rows that agree with a rule for it to be reported. */
const leastAgreement = 0.9

/**
 * Finds the rule that made a column of splits. BigQuery's and TFX's buckets (2 to 1000) and orders by SHA-256 are tried
 * on a sample of every candidate column's keys; those that chance does not explain are then tried on all rows. The
 * splits may be in any order.
 * @param column names in the order train, validation, test, others
 * @param strata columns by which rows may have been stratified
 * @param seeds to be tried for orders and, besides none, for buckets
 * @returns the rule with the fewest rows that disagree, the first among equals; null where none agrees with 90 % of the
 *   rows, and with half of those at least that are not in the largest split
 */
export async function findRule(
  candidates: KeyColumn[],
  column: SplitColumn,
  strata: Strata[],
  kernels: Kernels,
  seeds: number[] = usualSeeds,
): Promise<FoundRule | null> {
  const largest = largestSplit(column)
  let best: TriedRule | null = null
  for (const { column: key, keys } of candidates) {
    const sample = sampleKeys(keys, column.codes, column.names.length)
    for (const hypothesis of hypotheses(sample, column.names.length, seeds).slice(0, 2)) {
      const tried =
        hypothesis.by === 'hash'
          ? tryHash(hypothesis, key, keys, column)
          : await tryOrder(hypothesis, key, keys, strata, column, kernels)
      if (tried !== null && (best === null || tried.disagreeing < best.disagreeing)) best = tried
      if (best?.disagreeing === 0) return { rule: best.rule, disagreeing: 0, examples: [] }
    }
  }
  const most = Math.min((1 - leastAgreement) * column.rowCount, (column.rowCount - largest) / 2)
  if (best === null || best.disagreeing > most) return null
  const { rule, codes, disagreeing } = best
  return { rule, disagreeing, examples: firstRows(column.rowCount, (row) => codes[row] !== column.codes[row]) }
}

/**
 * The rows that a rule puts into another split than the file does; null where there is none. Splits are compared by
 * name.
 * @param expected what the rule makes of the rows
 */
export function ruleDisagreement(
  expected: Assignment,
  column: SplitColumn & { placeOf(row: number, role: null): Place },
): SplitFinding | null {
  const { rowCount, names, codes } = column
  const isOther = expected.names.map((name) => names.map((other) => other !== name))
  const pairs = expected.names.map(() => new Float64Array(names.length))
  for (let row = 0; row < rowCount; row++) pairs[expected.codes[row]][codes[row]]++
  const misplaced = expected.names
    .flatMap((name, to) => names.map((other, from) => ({ to: name, from: other, rows: pairs[to][from] })))
    .filter(({ to, from, rows }) => to !== from && rows > 0)
    .sort((a, b) => b.rows - a.rows)
  if (misplaced.length === 0) return null
  const rows = misplaced.reduce((sum, pair) => sum + pair.rows, 0)
  const examples = firstRows(rowCount, (row) => isOther[expected.codes[row]][codes[row]])
  return {
    code: 'rule_disagrees',
    splits: names.filter((name) => misplaced.some(({ from }) => from === name)),
    rows,
    examples: examples.map((row) => column.placeOf(row, null)),
    test: null,
    effect: 'none',
    rowCount,
    misplaced,
  }
}

function largestSplit({ rowCount, codes }: SplitColumn): number {
  const counts = new Float64Array(256)
  for (let row = 0; row < rowCount; row++) counts[codes[row]]++
  return Math.max(...counts)
}

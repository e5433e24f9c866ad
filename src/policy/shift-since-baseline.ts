import type { Sampling } from '../dataset/sampling.ts'
import { isTallied } from '../metrics/binary/influence-table.ts'
import type { MeasuredSplit } from '../metrics/measured.ts'
import { rowsBetween, type ValueCounts } from '../metrics/value-bins.ts'
import { chiSquaredTest, isNotableShift, kolmogorovSmirnovTest } from '../split/check/shift.ts'
import type { ShiftTest } from '../split/finding.ts'
import type { Baseline } from './baseline.ts'

/** A split that is not like the rows that the baseline was measured on. It is reported, and decides nothing. */
export interface ShiftSinceBaseline {
  split: string
  of: 'labels' | 'scores'
  test: ShiftTest
}

/**
 * Where classes have other shares than on the baseline's rows (chi-squared), and where the candidate's scores are
 * distributed otherwise than the baseline's were: Kolmogorov and Smirnov's distance at the edges of the baseline's bins,
 * which is no more than the whole one, so that p is too large rather than too small. News is what it is of two splits.
 * Rows that have importance weights are not counted; nor are rows that belong to groups, of which a baseline keeps none, so
 * that it cannot tell how alike its rows were.
 * @param counts the candidate's rows by score on every split
 */
export function shiftsSince(
  { record }: Baseline,
  splits: MeasuredSplit[],
  counts: Map<string, ValueCounts>,
  sampling: Sampling,
): ShiftSinceBaseline[] {
  if (!isTallied(sampling)) return []
  const tested = splits.flatMap(({ name, models }) => {
    const before = Object.hasOwn(record.splits, name) ? record.splits[name] : undefined
    if (before === undefined) return []
    // A baseline of importance weights has no tallies; its confusion holds sums of weights.
    const isCounted = before.weight === undefined || before.tallies !== undefined
    const labels = isCounted
      ? shiftOfLabels(models.get('candidate')!.confusion, before.confusion?.counts ?? null)
      : null
    const scores =
      counts.has(name) && before.tallies !== undefined && !('left_out' in before.tallies)
        ? shiftOfScores(counts.get(name)!, before.tallies)
        : null
    return [
      ...(labels === null ? [] : [{ split: name, of: 'labels' as const, test: labels }]),
      ...(scores === null ? [] : [{ split: name, of: 'scores' as const, test: scores }]),
    ]
  })
  return tested.filter(({ test }) => isNotableShift(test, tested.length))
}

function shiftOfLabels(now: number[][] | null, before: number[][] | null): ShiftTest | null {
  if (now === null || before === null || now.length !== before.length) return null
  const [ofNow, ofBefore] = [now, before].map((confusion) => confusion.map(total))
  // Sums of importance weights are no counts of rows.
  if (![...ofNow, ...ofBefore].every(Number.isInteger) || total(ofNow) === 0 || total(ofBefore) === 0) return null
  return chiSquaredTest(ofBefore, ofNow)
}

function shiftOfScores(now: ValueCounts, before: { edges: number[]; rows: number[] }): ShiftTest | null {
  const inBins = rowsBetween(now, before.edges)
  const [rowsNow, rowsBefore] = [total(inBins), total(before.rows)]
  if (rowsNow === 0) return null
  let [distance, belowNow, belowBefore] = [0, 0, 0]
  inBins.forEach((count, bin) => {
    belowNow += count
    belowBefore += before.rows[bin]
    distance = Math.max(distance, Math.abs(belowNow / rowsNow - belowBefore / rowsBefore))
  })
  return kolmogorovSmirnovTest(distance, rowsBefore, rowsNow)
}

function total(counts: number[]): number {
  return counts.reduce((sum, count) => sum + count, 0)
}

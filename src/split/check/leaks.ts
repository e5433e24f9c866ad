import { wilsonInterval } from '../../metrics/intervals/proportion.ts'
import { twoSidedZ, binomialTail } from '../../metrics/intervals/distributions.ts'
import type { SplitFinding } from '../finding.ts'
import { type Duplicates, findDuplicates, nearlySameRow, sameId, sameRow } from './duplicates.ts'
import { chanceOfCells, sharedRowLevel, visibleLeak } from './mixed-cells.ts'
import { type CheckedRows, crossCounts, firstRows, leakEffect, pairNames, type SplitPair } from './rows.ts'

/** Findings of ids that are in two splits, and of rows that seem to be the same under different ids. */
export function sharedIds(rows: CheckedRows, pairs: SplitPair[], sizes: number[]): SplitFinding[] {
  const { ids, codes, names, rowCount } = rows
  if (ids === null) return []
  const ofIds = findDuplicates(codes, names.length, sameId(ids, rowCount))
  const ofRows = findDuplicates(codes, names.length, nearlySameRow(rows, ofIds.firsts))
  return [
    ...pairs.flatMap((pair) => sharedId(rows, ofIds, pair)),
    ...pairs.flatMap((pair) => twinRows(rows, ofRows, pair, sizes)),
  ]
}

function sharedId({ names, placeOf }: CheckedRows, { across, examples }: Duplicates, pair: SplitPair): SplitFinding[] {
  const count = across[pair.earlier][pair.later]
  if (count === 0) return []
  return [
    {
      code: 'shared_id',
      splits: pairNames(names, pair),
      rows: count,
      examples: examples[pair.earlier][pair.later].map((row) => placeOf(row, 'id')),
      test: null,
      effect: leakEffect(names, pair),
    },
  ]
}

function twinRows(
  rows: CheckedRows,
  { across, within, examples }: Duplicates,
  pair: SplitPair,
  sizes: number[],
): SplitFinding[] {
  const { names, placeOf } = rows
  const count = across[pair.earlier][pair.later]
  if (!isBeyondChance(count, sizes[pair.later], within[pair.earlier], sizes[pair.earlier], () => hasFineScores(rows)))
    return []
  return [
    {
      code: 'twin_rows',
      splits: pairNames(names, pair),
      rows: count,
      examples: examples[pair.earlier][pair.later].map((row) => placeOf(row, null)),
      test: null,
      effect: 'none',
      within: { twins: within[pair.earlier], rows: sizes[pair.earlier] },
    },
  ]
}

/**
 * Findings of equal rows in two splits, where there are no ids: more of them than chance makes of these values, or, where a
 * leak of one row in a hundred would not be seen for chance, what could not be seen.
 * @param shifted the pairs of splits, by their names, whose labels or scores are known to differ
 */
export function sharedRows(
  rows: CheckedRows,
  pairs: SplitPair[],
  sizes: number[],
  shifted: (splits: readonly string[]) => boolean,
): SplitFinding[] {
  const { names, codes, placeOf } = rows
  if (rows.ids !== null) return []
  const { across, within, examples, cells } = findDuplicates(codes, names.length, sameRow(rows))
  let areFine: boolean | undefined
  return pairs.flatMap((pair): SplitFinding[] => {
    const { earlier, later } = pair
    const splits = pairNames(names, pair)
    const count = across[earlier][later]
    const areNoneWithin = within[earlier] === 0 && within[later] === 0
    if (areNoneWithin && (areFine ??= hasFineScores(rows))) return count === 0 ? [] : [sharedRow(0)]
    const ofPair = cells[Math.min(earlier, later)][Math.max(earlier, later)]
    const laterShare = shifted(splits) ? 0.5 : sizes[later] / (sizes[earlier] + sizes[later])
    const { expected, p } = chanceOfCells(ofPair, laterShare)
    if (p < sharedRowLevel) return [sharedRow((count * expected) / ofPair.mixed)]
    if (leakEffect(names, pair) === 'none') return []
    const visible = visibleLeak(ofPair, laterShare, sizes[later], sizes[later] - count)
    if (visible !== null && visible <= Math.max(sizes[later] / 100, 1)) return []
    const unseen = { rows: count, examples: [], test: null, effect: 'none' as const, rowCount: sizes[later], visible }
    return [{ code: 'shared_row_unseen', splits, ...unseen }]

    function sharedRow(byChance: number): SplitFinding {
      return {
        code: 'shared_row',
        splits,
        rows: count,
        examples: examples[earlier][later].map((row) => placeOf(row, null)),
        test: null,
        effect: leakEffect(names, pair),
        byChance,
      }
    }
  })
}

/**
 * Whether more rows of the later split have a twin in the earlier one than rows of the earlier have among themselves.
 * Trees and rounded scores make twins of rows that have nothing to do with each other, as often within a split as
 * across two. The share of rows with twins there, which is an estimate of two rows at a time, is taken at the upper end
 * of its 95 % Wilson interval over half of the rows, and twins are beyond chance where the binomial probability of so
 * many is below 0.01. Where scores are fine and no two rows of the earlier split are alike, any twin is.
 */
export function isBeyondChance(
  twins: number,
  rowCount: number,
  twinsWithin: number,
  rowsWithin: number,
  areScoresFine: () => boolean,
): boolean {
  if (twins === 0) return false
  if (twinsWithin === 0 && areScoresFine()) return true
  const share = wilsonInterval(twinsWithin / 2, rowsWithin / 2, twoSidedZ(0.95)).high
  return binomialTail(twins, rowCount, share) < 0.01
}

/** Findings of groups with rows in two splits, such as one patient or one user. */
export function sharedGroups(
  { groups, names, codes, rowCount, placeOf }: CheckedRows,
  pairs: SplitPair[],
): SplitFinding[] {
  if (groups === null) return []
  const splitCount = names.length
  const counts = crossCounts(groups.codes, groups.names.length, codes, splitCount)
  return pairs.flatMap((pair) => {
    const isShared = (group: number) =>
      counts[group * splitCount + pair.earlier] > 0 && counts[group * splitCount + pair.later] > 0
    let groupCount = 0
    let rows = 0
    for (let group = 0; group < groups.names.length; group++) {
      if (!isShared(group)) continue
      groupCount++
      rows += counts[group * splitCount + pair.later]
    }
    if (rows === 0) return []
    const examples = firstRows(rowCount, (row) => codes[row] === pair.later && isShared(groups.codes[row]))
    return [
      {
        code: 'shared_group' as const,
        splits: pairNames(names, pair),
        rows,
        examples: examples.map((row) => placeOf(row, 'group')),
        test: null,
        effect: leakEffect(names, pair),
        groups: groupCount,
      },
    ]
  })
}

/**
 * Whether some model's scores are so fine that two of them are not equal by chance: at least half of the rows of one of
 * its columns have more than nine decimals and are no float32. Rounded scores and those of few values are not.
 */
export function hasFineScores({ models }: Pick<CheckedRows, 'models'>): boolean {
  return [...models.values()].flat().some((column) => column instanceof Float64Array && isFine(column))
}

function isFine(scores: Float64Array): boolean {
  let fine = 0
  for (let row = 0; row < scores.length; row++)
    if (hasManyDecimals(scores[row]) && !isSinglePrecision(scores[row])) fine++
  return fine * 2 >= scores.length
}

/** Whether a score has more than nine decimals, or, from 10 on, more than ten significant digits. */
function hasManyDecimals(score: number): boolean {
  let scaled = Math.abs(score) * 1e9
  while (scaled >= 1e10) scaled /= 10
  // Nine decimals, multiplied, are whole but for the rounding of the last bits.
  return Math.abs(scaled - Math.round(scaled)) > 1e-5
}

/** Whether a score is a float32, written in full or with the nine digits that tell it, or 1 less one that is not tiny. */
function isSinglePrecision(score: number): boolean {
  return Math.fround(score) === score || Number.isInteger(score * 2 ** 32) || hasNineDigits(score)
}

/** Whether nine significant digits are all that a score has. */
function hasNineDigits(score: number): boolean {
  let scaled = Math.abs(score)
  while (scaled < 1e8) scaled *= 10
  while (scaled >= 1e9) scaled /= 10
  return Math.abs(scaled - Math.round(scaled)) < 1e-5
}

import type { ModelName } from '../../dataset/roles.ts'
import { chiSquaredTail, kolmogorovTail } from '../../metrics/intervals/distributions.ts'
import type { ShiftTest, SplitFinding } from '../finding.ts'
import { groupDesign, groupedKolmogorov, raoScott, type GroupDesign } from './group-design.ts'
import { ksDistances } from './ks-distance.ts'
import {
  type CheckedRows,
  countsOfSplit,
  crossCounts,
  pairNames,
  type SplitPair,
  splitPairs,
  rowsPerSplit,
} from './rows.ts'

/** How far two splits differ in the label, or in one column of a model's scores. */
export interface SplitShift {
  code: 'label_shift' | 'score_shift'
  splits: [earlier: string, later: string]
  /** null: the label. */
  model: ModelName | null
  /** The class whose scores they are, where a model has a column for each. */
  ofClass: string | null
  test: ShiftTest
}

/**
 * Every test of shift between two splits: chi-squared for classes, Kolmogorov–Smirnov for numbers. Rows are counted
 * once each, whatever their weights; where they belong to groups, p takes the groups as independent, and there is no test of
 * a split with fewer than two.
 */
export function splitShifts(rows: CheckedRows): SplitShift[] {
  const sizes = rowsPerSplit(rows)
  const pairs = splitPairs(rows.names, sizes)
  if (pairs.length === 0) return []
  const designs = pairs.map((pair) => designOf(rows, pair))
  const tested = (
    values: Float64Array | Uint32Array | Uint8Array,
    of: Pick<SplitShift, 'code' | 'model' | 'ofClass'>,
  ) => {
    const tests =
      values instanceof Float64Array
        ? testNumbers(values, rows, sizes, pairs, designs)
        : testClasses(values, rows, pairs, designs)
    return tests.flatMap((test, i) => (test === null ? [] : [{ ...of, splits: pairNames(rows.names, pairs[i]), test }]))
  }
  const { truth, models } = rows
  const classOf = (column: number, columns: number) =>
    truth.kind === 'classes' && columns > 1 ? truth.labels[column] : null
  return [
    ...tested(truth.kind === 'classes' ? truth.codes : truth.values, {
      code: 'label_shift',
      model: null,
      ofClass: null,
    }),
    ...[...models].flatMap(([model, columns]) =>
      columns.flatMap((values, column) =>
        tested(values, { code: 'score_shift', model, ofClass: classOf(column, columns.length) }),
      ),
    ),
  ]
}

/** Of rows that belong to groups; null where each is a group of its own. */
function designOf({ groups, codes, rowCount }: CheckedRows, pair: SplitPair): GroupDesign | null {
  if (groups === null || groups.names.length === rowCount) return null
  return groupDesign(groups.codes, groups.names.length, codes, pair)
}

function testClasses(
  codes: Uint32Array | Uint8Array,
  { codes: splits, names }: CheckedRows,
  pairs: SplitPair[],
  designs: (GroupDesign | null)[],
): (ShiftTest | null)[] {
  let valueCount = 0
  for (const code of codes) valueCount = Math.max(valueCount, code + 1)
  const counts = crossCounts(codes, valueCount, splits, names.length)
  const ofSplits = names.map((_, split) => countsOfSplit(counts, split, names.length))
  return pairs.map(({ earlier, later }, i) => {
    const [first, second] = [ofSplits[earlier], ofSplits[later]]
    const design = designs[i]
    return design === null ? chiSquaredTest(first, second) : groupedChiSquared(first, second, codes, design)
  })
}

/** `chiSquaredTest` of rows that belong to groups; null too where a split has fewer than two groups. */
function groupedChiSquared(
  first: Uint32Array,
  second: Uint32Array,
  codes: Uint32Array | Uint8Array,
  design: GroupDesign,
): ShiftTest | null {
  const { cellOf, cells } = testedClasses(first, second, mostGroupedClasses)
  if (cells.length < 2 || !(design.degreesOfFreedom >= 1)) return null
  const test = chiSquaredOf(cells)
  const total = totalOf(cells.flat())
  const corrected = raoScott(
    test.statistic,
    design,
    (row) => cellOf[codes[row]],
    cells.map(([a, b]) => (a + b) / total),
  )
  return { ...test, ...corrected }
}

function testNumbers(
  values: Float64Array,
  { codes: splits }: CheckedRows,
  sizes: number[],
  pairs: SplitPair[],
  designs: (GroupDesign | null)[],
): (ShiftTest | null)[] {
  return ksDistances(values, splits, sizes, pairs).map((d, i) => {
    const test = kolmogorovSmirnovTest(d, sizes[pairs[i].earlier], sizes[pairs[i].later])
    const design = designs[i]
    if (design === null) return test
    return design.degreesOfFreedom >= 1 ? { ...test, p: groupedKolmogorov(d, design, values) } : null
  })
}

/**
 * Whether a shift is notable: p below 0.01 divided by the number of tests (Bonferroni), and an effect that is at least
 * small: 0.1. That is Cohen's (Statistical Power Analysis for the Behavioral Sciences, 1988, section 7.2) small w,
 * which V is of two splits; the distance d, a difference of shares too, is held to the same. Any two large splits
 * differ by something that is not chance, and few of them by something that matters.
 */
export function isNotableShift({ p, effectSize }: ShiftTest, testCount: number): boolean {
  return p * testCount < 0.01 && effectSize.value >= smallEffect
}

/**
 * The findings of shifts that are significant and large enough (`isNotableShift`); for a model with several columns, of
 * the column that has shifted most.
 */
export function shiftFindings(shifts: SplitShift[]): SplitFinding[] {
  const subjectOf = ({ splits, model }: SplitShift) => JSON.stringify([model, ...splits])
  return [...new Set(shifts.map(subjectOf))].flatMap((subject): SplitFinding[] => {
    const columns = shifts.filter((shift) => subjectOf(shift) === subject)
    const notable = columns.filter(({ test }) => isNotableShift(test, shifts.length))
    if (notable.length === 0) return []
    const most = notable.reduce((a, b) => (b.test.effectSize.value > a.test.effectSize.value ? b : a))
    const { splits, model, ofClass, test } = most
    const found = { splits, rows: null, examples: [], test, effect: 'none' as const }
    return [model === null ? { code: 'label_shift', ...found } : { code: 'score_shift', ...found, model, ofClass }]
  })
}

const smallEffect = 0.1

/**
 * Pearson's chi-squared test that two splits have their classes in the same shares, with Cramér's V = √(χ² / rows).
 * Classes of which fewer than 5 rows are expected in one of the splits are taken together (Cochran, Biometrics 1954);
 * null where fewer than two classes remain.
 * @param first rows of one split by class, @param second of the other
 */
export function chiSquaredTest(first: Uint32Array | number[], second: Uint32Array | number[]): ShiftTest | null {
  const { cells } = testedClasses(first, second)
  return cells.length < 2 ? null : chiSquaredOf(cells)
}

/** Rows of both splits by class: those that are rare taken together, the last of the cells; and each class's cell. */
function testedClasses(
  first: Uint32Array | number[],
  second: Uint32Array | number[],
  mostCells = Infinity,
): { cells: [number, number][]; cellOf: number[] } {
  const smallerTotal = Math.min(totalOf(first), totalOf(second))
  const total = totalOf(first) + totalOf(second)
  const sizes = Array.from(first, (count, k) => count + second[k])
  const fewest = sizes.length > mostCells ? sizes.toSorted((a, b) => b - a)[mostCells - 1] : 0
  const cells: [number, number][] = []
  const rare: [number, number] = [0, 0]
  const places = sizes.map((size, k) => {
    if (size * (smallerTotal / total) >= leastExpected && size >= fewest) return cells.push([first[k], second[k]]) - 1
    rare[0] += first[k]
    rare[1] += second[k]
    return null
  })
  const rest = cells.length
  if (rare[0] + rare[1] > 0) cells.push(rare)
  return { cells, cellOf: places.map((place) => place ?? rest) }
}

/** Of groups the classes that are tested by themselves: every two of them are looked at together. */
const mostGroupedClasses = 50

function chiSquaredOf(cells: [number, number][]): ShiftTest {
  const [firstTotal, secondTotal] = [0, 1].map((side) => totalOf(cells.map((cell) => cell[side])))
  // Sorted, so that the order of the classes leaves no trace in the sum.
  const terms = Float64Array.from(cells, ([a, b]) => {
    const difference = a * secondTotal - b * firstTotal
    return ((difference / firstTotal) * (difference / secondTotal)) / (a + b)
  }).sort()
  const statistic = terms.reduce((sum, term) => sum + term, 0)
  return {
    name: 'chi_squared',
    statistic,
    p: chiSquaredTail(statistic, cells.length - 1),
    effectSize: { name: 'cramers_v', value: Math.sqrt(statistic / (firstTotal + secondTotal)) },
  }
}

const leastExpected = 5

function totalOf(counts: Iterable<number>): number {
  let total = 0
  for (const count of counts) total += count
  return total
}

/**
 * The two-sample Kolmogorov–Smirnov test: d is the largest difference of the two distribution functions, p by
 * Kolmogorov's limiting distribution with Stephens' correction for few rows (Journal of the Royal Statistical Society B
 * 1970). Where values repeat, p is too large rather than too small.
 */
export function kolmogorovSmirnovTest(d: number, firstRows: number, secondRows: number): ShiftTest {
  const root = Math.sqrt((firstRows / (firstRows + secondRows)) * secondRows)
  return {
    name: 'kolmogorov_smirnov',
    statistic: d,
    p: kolmogorovTail((root + 0.12 + 0.11 / root) * d),
    effectSize: { name: 'd', value: d },
  }
}

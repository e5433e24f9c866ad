import { chiSquaredTail, kolmogorovTail } from '../../metrics/intervals/distributions.ts'
import type { ShiftTest } from '../finding.ts'

/**
 * Pearson's chi-squared test that two splits have their classes in the same shares, with Cramér's V = √(χ² / rows).
 * Classes of which fewer than 5 rows are expected in one of the splits are taken together (Cochran, Biometrics 1954);
 * null where fewer than two classes remain.
 * @param first rows of one split by class, @param second of the other
 */
export function chiSquaredTest(first: Uint32Array | number[], second: Uint32Array | number[]): ShiftTest | null {
  const firstTotal = totalOf(first)
  const secondTotal = totalOf(second)
  const total = firstTotal + secondTotal
  const smallerShare = Math.min(firstTotal, secondTotal) / total
  const cells: [number, number][] = []
  const rare: [number, number] = [0, 0]
  first.forEach((count, k) => {
    if ((count + second[k]) * smallerShare >= leastExpected) {
      cells.push([count, second[k]])
      return
    }
    rare[0] += count
    rare[1] += second[k]
  })
  if (rare[0] + rare[1] > 0) cells.push(rare)
  if (cells.length < 2) return null
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
    effectSize: { name: 'cramers_v', value: Math.sqrt(statistic / total) },
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

/**
 * What is known of how the tests of a family depend on each other. `positive`: statistics that move together if at all,
 * such as one-sided ones of overlapping slices (PRDS); `any`: nothing.
 */
export type TestDependence = 'positive' | 'any'

/**
 * Adjusted p-values: rejecting those at or below a level keeps the false discovery rate (the expected share of true
 * hypotheses among those rejected) at or below that level. Benjamini & Hochberg's step-up procedure (JRSS B 1995), which
 * holds under independence and positive dependence; where nothing is known of the dependence times Σ 1/k, k = 1 … m
 * (Benjamini & Yekutieli, Annals of Statistics 2001, theorems 1.2 and 1.3).
 * @param ps of every hypothesis looked at, 0 … 1
 * @returns in the order given, 0 … 1, never below the p-value itself
 */
export function adjustedPs(ps: readonly number[], dependence: TestDependence): number[] {
  const count = ps.length
  const factor = factorOf(dependence, count)
  const order = ps.map((_, i) => i).sort((a, b) => ps[b] - ps[a])
  const adjusted = new Array<number>(count)
  let least = 1
  order.forEach((i, fromTop) => {
    least = Math.min(least, (factor * count * ps[i]) / (count - fromTop))
    adjusted[i] = least
  })
  return adjusted
}

/** The p-value that is just small enough where it is the only small one of so many. */
export function loneLevel(level: number, count: number, dependence: TestDependence): number {
  return level / (count * factorOf(dependence, count))
}

function factorOf(dependence: TestDependence, count: number): number {
  if (dependence === 'positive') return 1
  let sum = 0
  for (let k = count; k >= 1; k--) sum += 1 / k
  return sum
}

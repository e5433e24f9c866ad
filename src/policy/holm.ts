import { normalValue, twoSidedP, twoSidedZ } from '../metrics/intervals/distributions.ts'
import type { Ruling } from './judgement.ts'
import type { Bound } from './policy.ts'
import { scaledSize, settlingChance, type Size } from './rows-needed.ts'

/**
 * One-sided p-value of an estimate against the bound that its interval lies beyond, read off the interval: normal on the
 * scale on which the side of the interval towards the bound is its length, z = z(confidence) · (distance of estimate and
 * bound) / side, p = Φ(−z). At the interval's own level it is exact whatever made the interval: p = (1 − confidence)/2
 * where the interval ends on the bound. Farther off it is an approximation, as good as that side is normal.
 * Where the estimate is not inside its interval, its middle stands in for it.
 */
export function pBeyond(
  { value, low, high }: { value: number; low: number; high: number },
  bound: number,
  confidence: number,
): number {
  const end = bound >= high ? high : low
  const isInside = value >= low && value <= high && value !== end
  const estimate = isInside ? value : (low + high) / 2
  return twoSidedP((twoSidedZ(confidence) * (bound - estimate)) / (end - estimate)) / 2
}

/**
 * Corrects the claim that some of a requirement's slices fail for how many were looked at, by Holm's step-down procedure
 * (Scandinavian Journal of Statistics 1979): of m slices the k-th smallest p-value has to be below
 * (1 − confidence)/2 / (m − k + 1), and so have those before it; a slice that fails by its own interval alone is
 * undecided. Passes need no correction: "all of them meet the bound" is claimed only where each does by its own interval
 * (intersection–union test: Berger, Technometrics 1982). With one slice nothing changes.
 * @param rulings of one requirement; those without an interval are no part of the family
 * @param sizes of the same rows
 */
export function withHolm(rulings: Ruling[], bound: Bound, confidence: number, sizes: Size[]): Ruling[] {
  const tested = rulings.filter(({ low, high }) => low !== null && high !== null).length
  const failed = rulings
    .map((ruling, i) => ({ ruling, i, p: ruling.outcome === 'fail' ? pOf(ruling, bound, confidence) : 1 }))
    .filter(({ ruling }) => ruling.outcome === 'fail' && ruling.low !== null)
    .sort((a, b) => a.p - b.p)
  const own = (1 - confidence) / 2
  // Its own interval has already judged a slice at the last step, where nothing is left to correct.
  const stop = failed.findIndex(({ p }, k) => tested - k > 1 && !(p < own / (tested - k)))
  if (stop < 0) return rulings
  const corrected = [...rulings]
  for (const { ruling, i, p } of failed.slice(stop)) {
    corrected[i] = notSure(ruling, p, own / (tested - stop), tested, sizes[i])
  }
  return corrected
}

function notSure(ruling: Ruling, p: number, level: number, slices: number, size: Size): Ruling {
  const z = (oneSided: number) => twoSidedZ(1 - 2 * oneSided)
  const ratio = (z(level) + normalValue(settlingChance)) / z(p)
  const needed = scaledSize(size, ratio * ratio)
  return {
    ...ruling,
    outcome: 'undecided',
    doubt: 'many_slices',
    grounds: { kind: 'many_slices', slices },
    rowsNeeded: needed?.rows ?? null,
    positivesNeeded: needed?.positives ?? null,
  }
}

function pOf(
  { value, low, high }: Ruling,
  { atLeast = -Infinity, atMost = Infinity }: Bound,
  confidence: number,
): number {
  const interval = { value: value!, low: low!, high: high! }
  return pBeyond(interval, interval.high < atLeast ? atLeast : atMost, confidence)
}

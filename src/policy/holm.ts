import { twoSidedP, twoSidedT, twoSidedTP, twoSidedZ } from '../metrics/intervals/distributions.ts'
import type { Judgement, Ruling } from './judgement.ts'
import { rowsToShow } from './rows-needed.ts'

/** A ruling, what it is about, and on how many rows. */
type Judged = Ruling & Pick<Judgement, 'requirement' | 'size' | 'degreesOfFreedom'>

/** What there are many of: slices of one requirement, or requirements (and their slices). */
type Many = 'many_slices' | 'many_requirements'

/**
 * One-sided p-value of an estimate against the bound that its interval lies beyond, read off the interval: normal on the
 * scale on which the side of the interval towards the bound is its length, z = z(confidence) · (distance of estimate and
 * bound) / side, p = Φ(−z). At the interval's own level it is exact whatever made the interval: p = (1 − confidence)/2
 * where the interval ends on the bound. Farther off it is an approximation, as good as that side is normal; of rows that belong
 * to groups it is Student's t with the groups' degrees of freedom in place of z, whose tails are heavier, the fewer they are.
 * Where the estimate is not inside its interval, its middle stands in for it.
 */
export function pBeyond(
  { value, low, high }: { value: number; low: number; high: number },
  bound: number,
  confidence: number,
  degreesOfFreedom = Infinity,
): number {
  const end = bound >= high ? high : low
  const isInside = value >= low && value <= high && value !== end
  const estimate = isInside ? value : (low + high) / 2
  return pAt((bound - estimate) / (end - estimate), confidence, degreesOfFreedom) / 2
}

/** Two-sided p-value of what is so many times as far off as an interval of a level reaches. */
function pAt(times: number, confidence: number, degreesOfFreedom: number): number {
  if (degreesOfFreedom === Infinity) return twoSidedP(twoSidedZ(confidence) * times)
  return twoSidedTP(twoSidedT(confidence, degreesOfFreedom) * times, degreesOfFreedom)
}

/**
 * Corrects the claim that some requirement fails, on some of its slices, for how many were looked at, by Holm's step-down procedure
 * (Scandinavian Journal of Statistics 1979): of m of them the k-th smallest p-value has to be below
 * (1 − confidence)/2 / (m − k + 1), and so have those before it; one that fails by its own interval alone is
 * undecided. Passes need no correction: "all of them meet their bounds" is claimed only where each does by its own interval
 * (intersection–union test: Berger, Technometrics 1982). With one alone nothing changes.
 * @param judged all that is claimed together; what has no interval is no part of the family
 */
export function withHolm<J extends Judged>(judged: J[], confidence: number): J[] {
  const family = judged.filter(({ low, high }) => low !== null && high !== null)
  const tested = family.length
  const many: Many =
    new Set(family.map(({ requirement }) => requirement)).size === 1 ? 'many_slices' : 'many_requirements'
  const failed = judged
    .map((ruling, i) => ({
      ruling,
      i,
      p: ruling.outcome === 'fail' && ruling.low !== null ? pOf(ruling, confidence) : 1,
    }))
    .filter(({ ruling }) => ruling.outcome === 'fail' && ruling.low !== null)
    .sort((a, b) => a.p - b.p)
  const own = (1 - confidence) / 2
  // Its own interval has already judged the one at the last step, where nothing is left to correct.
  const stop = failed.findIndex(({ p }, k) => tested - k > 1 && !(p < own / (tested - k)))
  if (stop < 0) return judged
  const corrected = [...judged]
  for (const { ruling, i, p } of failed.slice(stop)) {
    corrected[i] = notSure(ruling, p, own / (tested - stop), { kind: many, tested })
  }
  return corrected
}

function notSure<J extends Judged>(ruling: J, p: number, level: number, grounds: { kind: Many; tested: number }): J {
  const z = (oneSided: number) => twoSidedZ(1 - 2 * oneSided)
  const needed = rowsToShow(ruling.size, z(p), z(level))
  return {
    ...ruling,
    outcome: 'undecided',
    doubt: grounds.kind,
    grounds,
    rowsNeeded: needed?.rows ?? null,
    positivesNeeded: needed?.positives ?? null,
    rowsRange: needed && [needed.fewest, needed.most],
  }
}

function pOf({ value, low, high, requirement, degreesOfFreedom }: Judged, confidence: number): number {
  const { atLeast = -Infinity, atMost = Infinity } = requirement.bound
  const interval = { value: value!, low: low!, high: high! }
  return pBeyond(interval, interval.high < atLeast ? atLeast : atMost, confidence, degreesOfFreedom)
}

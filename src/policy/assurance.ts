import { betterDirection } from '../metrics/definitions/catalogue.ts'
import { twoSidedT, twoSidedTP, twoSidedZ, zOfTwoSidedP } from '../metrics/intervals/distributions.ts'
import type { Judgement } from './judgement.ts'
import type { Bound, Requirement } from './policy.ts'
import { isCount } from './task-metrics.ts'

/**
 * How sure it is that a requirement is met: the z up to which its interval, were it one of another level, would meet the
 * bound. Each side of the interval is taken to grow with the normal quantile of the level, z(level)/z(confidence) times
 * what it is. At the interval's own level this is exact whatever made the interval; farther off it is as good as that
 * side is normal (of groups, as Student's t of their number), as in `holm.ts`. 0 where the value alone meets the bound, −Infinity where it does not or there is none.
 * Where the interval is known to be too short, the cautious one stands for it.
 * @param confidence level of the interval
 */
export function assuranceOf(
  { requirement, value, outcome, caution, degreesOfFreedom, ...interval }: Judgement,
  confidence: number,
): number {
  if (isCount(requirement.metric)) return outcome === 'pass' ? Infinity : -Infinity
  if (value === null) return -Infinity
  const { atLeast = -Infinity, atMost = Infinity } = believableBound(requirement)
  const { low, high } = caution ?? interval
  const ends = low === null || high === null ? null : { low, high }
  const estimate = ends === null || (value >= ends.low && value <= ends.high) ? value : (ends.low + ends.high) / 2
  const level = { z: twoSidedZ(confidence), confidence, degreesOfFreedom }
  return Math.min(
    zWithin(estimate - atLeast, ends && { length: estimate - ends.low, isMet: ends.low >= atLeast }, level),
    zWithin(atMost - estimate, ends && { length: ends.high - estimate, isMet: ends.high <= atMost }, level),
  )
}

/** The bound, and that an improvement be no larger than is suspicious. */
export function believableBound({ metric, bound, suspiciousAbove }: Requirement): Bound {
  if (suspiciousAbove === null) return bound
  if (betterDirection(metric) === 'lower')
    return { ...bound, atLeast: Math.max(bound.atLeast ?? -Infinity, -suspiciousAbove) }
  return { ...bound, atMost: Math.min(bound.atMost ?? Infinity, suspiciousAbove) }
}

/** The z up to which one side of an interval stays within a distance. At the interval's own z, whether its end meets the bound decides, however lengths are rounded. */
function zWithin(distance: number, side: { length: number; isMet: boolean } | null, level: Level): number {
  if (!(distance >= 0)) return -Infinity
  if (distance === Infinity) return Infinity
  if (side === null) return 0
  const ratio = side.length === 0 ? Infinity : normalRatio(distance / side.length, level)
  return level.z * (side.isMet ? Math.max(1, ratio) : Math.min(1 - Number.EPSILON, ratio))
}

/** The level of an interval, with the degrees of freedom away from it. */
interface Level {
  z: number
  confidence: number
  degreesOfFreedom: number
}

/** By how much the z of a level is that of the interval's where Student's t is so many times as large. */
function normalRatio(ratio: number, { z, confidence, degreesOfFreedom }: Level): number {
  if (degreesOfFreedom === Infinity) return ratio
  return zOfTwoSidedP(twoSidedTP(twoSidedT(confidence, degreesOfFreedom) * ratio, degreesOfFreedom)) / z
}

import { independentDifference } from './independent-difference.ts'
import { isDefined, type Measure } from './measure.ts'

/**
 * A metric on one split minus the same metric on another, such as train minus test. They are of different rows, so that
 * the estimates are independent and MOVER gives the interval from their own; none where one of them has none.
 * @param name of the first split, for the reason why there is no gap
 */
export function gapBetween(name: string, from: Measure, to: Measure): Measure {
  if (!isDefined(to)) return to
  if (!isDefined(from)) return { undefinedBecause: `${name}: ${from.undefinedBecause}` }
  const value = from.value - to.value
  if (from.interval === null || to.interval === null) return { value, interval: null }
  return {
    value,
    interval: independentDifference({ ...from, interval: from.interval }, { ...to, interval: to.interval }),
  }
}

import type { Caution, Interval } from './measure.ts'
import { moverInterval } from './proportion.ts'

/** An estimate with its interval. */
export interface Estimated {
  value: number
  interval: Pick<Interval, 'low' | 'high' | 'caution'>
}

/** The interval of a difference of estimates of different rows: MOVER's from their own, as cautious as they are. */
export function independentDifference(first: Estimated, second: Estimated): Interval {
  const interval = moverInterval(1, ends(first), -1, ends(second))
  const caution = first.interval.caution ?? second.interval.caution
  if (caution === undefined) return interval
  const { low, high } = moverInterval(1, cautiousEnds(first), -1, cautiousEnds(second))
  return { ...interval, caution: { reason: caution.reason, low, high } }
}

function ends({ value, interval: { low, high } }: Estimated) {
  return { value, low, high }
}

function cautiousEnds({ value, interval }: Estimated) {
  const { low, high }: Pick<Caution, 'low' | 'high'> = interval.caution ?? interval
  return { value, low, high }
}

import { leastReplicates } from '../metrics/intervals/percentile.ts'
import { policyKeys } from './keys.ts'

/**
 * How many replicates of the bootstrap to draw for intervals of a level: ten times the fewest that carry it, so that some are outside, and
 * no more than a policy may ask for. Null where the most that it may ask for would not carry it either.
 * @example replicatesFor(0.999) // 10,000
 */
export function replicatesFor(confidence: number): number | null {
  const fewest = leastReplicates(confidence)
  const most = policyKeys.replicates.to
  return fewest > most ? null : Math.min(10 * fewest, most)
}

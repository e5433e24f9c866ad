import type { IntervalSource } from '../policy/plan/plan.ts'
import { shortNumber } from './numbers.ts'

/** "Wilson 1927, of the 0.8 of the rows that are decided"; "a count" where there is no interval. */
export function sourceText(source: IntervalSource | null): string {
  if (source === null) return 'a count'
  const { citation, part } = source
  return part === null ? citation : `${citation}, of the ${shortNumber(part.share)} of the rows that are ${part.where}`
}

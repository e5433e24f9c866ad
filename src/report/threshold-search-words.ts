import { shortNumber } from '../policy/words.ts'
import type { ThresholdSearchResult } from './evaluation.ts'

/** Whether another threshold would do, as far as validation tells; null where that was not asked. */
export function thresholdSearchWords(search: ThresholdSearchResult | null): string | null {
  if (search === null) return null
  const { on, passes, closest, margin, judged, left_out: leftOut } = search
  if (closest === null) return `Whether another threshold would pass cannot be told on ${on}.`
  const all = judged === 1 ? 'the one requirement' : `all ${judged} requirements`
  const rest = leftOut.length === 0 ? '' : ` ${leftOut.length} more could not be looked at there.`
  if (passes !== null)
    return `On ${on} a threshold of ${passes} would meet ${all} that change with it, by value; test was not looked at.${rest}`
  return (
    `On ${on} no threshold would meet ${all} that ${judged === 1 ? 'changes' : 'change'} with it; the closest is ${closest}, ` +
    `where the worst is ${shortNumber(-margin!)} outside its bound.${rest}`
  )
}

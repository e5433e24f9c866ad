import { metricDefinition } from '../../metrics/definitions/catalogue.ts'
import type { Requirement } from '../policy.ts'
import type { PlanContext } from './assumptions.ts'

/** Metrics whose formula takes errors as normal. */
const ofNormalErrors = ['r2', 'explained_variance', 'mean_squared_error', 'root_mean_squared_error']

/**
 * What the formula of a requirement takes for true that often is not, so that the chance may be another than was asked for; null
 * where it is within 5 per cent of it in simulation, or the deviation was given.
 */
export function caveatOf(
  { metric, of }: Requirement,
  { deviations, discordance, correlation, task }: PlanContext,
): string | null {
  if (deviations.has(metric)) return null
  if (of === 'versus_production') {
    return metricDefinition(metric, task)?.shareOf === undefined
      ? `rests on a correlation of ${correlation} between the two models’ values, which is rarely known: work it out from rows at hand (--correlation)`
      : `rests on ${discordance} of the rows being decided differently, which is rarely known: count them on rows at hand (--discordance)`
  }
  if (ofNormalErrors.includes(metric))
    return `takes errors as normal: with heavy tails it takes more rows, which a deviation from rows at hand tells (--deviation ${metric}=VALUE)`
  if (metric === 'expected_cost')
    return 'takes recall and specificity as alike, where one is not named: name what is expected (--expected recall=VALUE)'
  return null
}

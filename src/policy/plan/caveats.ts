import { metricDefinition } from '../../metrics/definitions/catalogue.ts'
import type { Requirement } from '../policy.ts'
import { valueFor, type PlanContext } from './assumptions.ts'

/** Metrics whose formula takes errors as normal; the chance that it came to in simulation, in place of 80 %, with errors of Student's t with 5 degrees of freedom and with lognormal ones. */
const ofNormalErrors: Record<string, string> = {
  r2: '58 and 31 %',
  explained_variance: '58 and 31 %',
  mean_squared_error: '49 and 22 %',
  root_mean_squared_error: '49 and 22 %',
}

/** Metrics of decisions whose formula takes recall and specificity as alike, where recall is not named. */
const ofBothRates = ['matthews_corrcoef', 'cohen_kappa', 'fowlkes_mallows', 'expected_cost']

/**
 * What the formula of a requirement takes for true that often is not, so that the chance may be another than was asked for, with the chance
 * that it came to in simulation (`npm run simulate -- --promise plan-of-one`); null where that was within 5 per cent of what was asked for, or
 * the deviation was given.
 */
export function caveatOf({ metric, of }: Requirement, context: PlanContext): string | null {
  const { deviations, discordance, correlation, task } = context
  if (deviations.has(metric)) return null
  if (of === 'versus_production') {
    return metricDefinition(metric, task)?.shareOf === undefined
      ? `rests on a correlation of ${correlation} between the two models’ values, which is rarely known (in simulation, 0.5 in place of what it was came to 67 and 86 % in place of 80): work it out from rows at hand (--correlation)`
      : `rests on ${discordance} of the rows being decided differently, which is rarely known (in simulation, 0.1 in place of 0.18 came to 50 % in place of 80): count them on rows at hand (--discordance)`
  }
  const ofErrors = ofNormalErrors[metric]
  if (ofErrors !== undefined)
    return `takes errors as normal: with heavy tails it takes more rows (in simulation these came to ${ofErrors} in place of 80), which a deviation from rows at hand tells (--deviation ${metric}=VALUE)`
  const hasRecall = valueFor('recall', context) !== null
  if (metric === 'precision' && !hasRecall)
    return 'takes as many rows to be predicted positive as are positive (in simulation it came to 67 % in place of 80 where fewer were): name the recall that is expected (--expected recall=VALUE)'
  if (ofBothRates.includes(metric) && !hasRecall)
    return 'takes recall and specificity as alike (in simulation that came to 72 to 81 % in place of 80 where they were not): name the recall that is expected (--expected recall=VALUE)'
  if (metric === 'roc_auc' || metric === 'gini')
    return 'takes scores as exponential: where they are nearer to normal these are more rows than it takes (in simulation they came to 89 % in place of 80)'
  return null
}

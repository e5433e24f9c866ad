import type { Policy } from '../policy/policy.ts'
import { completeRoles } from '../policy/roles.ts'
import { abstentionWants, sliceWants } from './measurements.ts'

/**
 * Whether two policies have the same measured, to the last interval: they read the same columns, and differ at most in what is
 * asked of the measures. Judging by the one then takes what was measured for the other.
 */
export function takesSameMeasures(a: Policy, b: Policy): boolean {
  return JSON.stringify(measuredBy(a)) === JSON.stringify(measuredBy(b))
}

function measuredBy(policy: Policy) {
  const { task, split, threshold, costs, confidence, replicates, seed, invalidRows, abstain } = policy
  const roles = completeRoles(policy, () => ({}))
  return {
    task,
    split,
    threshold,
    costs,
    confidence,
    replicates,
    seed,
    invalidRows,
    abstain,
    roles,
    ofSlices: slicesBy(policy),
  }
}

/** What requirements take of slices beyond the metrics, by the slices' columns. */
function slicesBy(policy: Policy) {
  const sets = policy.requirements.flatMap(({ slices }) => (slices === null ? [] : [slices.toSorted()]))
  const distinct = new Map(sets.map((columns) => [JSON.stringify(columns), columns]))
  return [...distinct.values()]
    .map((columns) => ({
      columns,
      ...sliceWants(policy, columns),
      abstention: abstentionWants(policy)?.ofSlices(columns) ?? false,
    }))
    .filter(({ differences, bootstrap, abstention }) => differences || bootstrap || abstention)
    .toSorted((a, b) => (JSON.stringify(a.columns) < JSON.stringify(b.columns) ? -1 : 1))
}

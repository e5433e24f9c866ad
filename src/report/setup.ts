import { roleNames, roleTable, type Roles } from '../dataset/roles.ts'
import type { Policy } from '../policy/policy.ts'
import type { SetupResult } from './evaluation.ts'

/**
 * What was asked, in the form of the document.
 * @param positive the positive class, whether it was named or the labels told it; null where the task has none
 */
export function setupResult(policy: Policy, roles: Roles, positive: string | null): SetupResult {
  const named: Roles = { ...roles, positive }
  return {
    policy: policy.name,
    columns: Object.fromEntries(
      roleNames.flatMap((role) => {
        const column = named[role]
        return column === null || column.length === 0 ? [] : [[roleTable[role].policyKey, column]]
      }),
    ),
    confidence: policy.confidence,
    replicates: policy.replicates,
    seed: policy.seed,
    costs: { false_positive: policy.costs.falsePositive, false_negative: policy.costs.falseNegative },
    smallest_group: policy.smallestGroup,
  }
}

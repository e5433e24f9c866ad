import { isBootstrapped } from '../metrics/definitions/catalogue.ts'
import type { AbstentionWants } from '../metrics/binary/abstain.ts'
import type { SliceWants } from '../metrics/binary/split-scores.ts'
import { completeRoles, type Policy, type Requirement } from '../policy/policy.ts'
import { readingTerms } from '../policy/reading-terms.ts'

/** What the policy's requirements need of the slices of these columns, beyond their metrics. */
export function sliceWants(policy: Policy, columns: string[]): SliceWants {
  const ofThese = requirementsOn(policy, columns)
  return {
    differences: ofThese.some(({ of }) => of === 'versus_production'),
    bootstrap: ofThese.some(({ metric }) => isBootstrapped(metric)),
  }
}

/** What the policy's requirements need of the rows inside and outside its abstain band; null where it has no band. */
export function abstentionWants(policy: Policy): AbstentionWants | null {
  const isOfBand = ({ metric, where }: Requirement) => where !== null || metric === 'coverage'
  return (
    policy.abstain && { band: policy.abstain, ofSlices: (columns) => requirementsOn(policy, columns).some(isOfBand) }
  )
}

function requirementsOn({ requirements }: Policy, columns: string[]): Requirement[] {
  return requirements.filter(
    ({ slices }) =>
      slices !== null && slices.length === columns.length && slices.every((slice) => columns.includes(slice)),
  )
}

/**
 * Whether two policies have the same things measured, to the last interval: they read the same columns, and differ at most
 * in what they require of the measures. What was measured for one can then be judged by the other.
 */
export function takesSameMeasures(a: Policy, b: Policy): boolean {
  return JSON.stringify(measuredBy(a)) === JSON.stringify(measuredBy(b))
}

function measuredBy(policy: Policy) {
  const {
    task,
    reading,
    split,
    threshold,
    thresholdInterval,
    costs,
    confidence,
    replicates,
    seed,
    invalidRows,
    abstain,
  } = policy
  const roles = completeRoles(policy, () => ({}))
  return {
    task,
    reading: readingTerms(reading),
    split,
    threshold,
    thresholdInterval,
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

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

/**
 * For each setting, whether what is measured depends on it; columns and requirements are looked at by what they come to. A setting that is
 * missing here does not compile.
 */
const isMeasuredBy: Record<Exclude<keyof Policy, 'columns' | 'reading' | 'requirements'>, boolean> = {
  name: false,
  task: true,
  split: true,
  waive: false,
  threshold: true,
  thresholdInterval: true,
  costs: true,
  abstain: true,
  confidence: true,
  replicates: true,
  seed: true,
  baseline: false,
  ledger: false,
  autonomy: false,
  stages: false,
  smallestGroup: false,
  invalidRows: true,
  correction: false,
  onUndefined: false,
  onShortInterval: false,
  onMissingSlice: false,
  onNoProduction: false,
}

function measuredBy(policy: Policy): unknown {
  const settings = Object.entries(isMeasuredBy).flatMap(([key, isTaken]) =>
    isTaken ? [[key, policy[key as keyof typeof isMeasuredBy]]] : [],
  )
  const roles = completeRoles(policy, () => ({}))
  return { settings, reading: readingTerms(policy.reading), roles, ofSlices: slicesBy(policy) }
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

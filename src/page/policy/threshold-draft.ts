import type { PolicyFile, ThresholdFile } from '../../worker/protocol.ts'

/** How the threshold comes about: fixed, or the one at which a metric is highest or lowest. */
export type ThresholdKind = 'fixed' | 'maximise' | 'minimise'

type Threshold = PolicyFile['threshold']
type Constraint = { metric: string; side: 'at_least' | 'at_most'; limit: number }

/** The threshold of a policy that does not set one. */
export const usualThreshold = 0.5

/** How a policy's threshold comes about. */
export function thresholdKind(threshold: Threshold): ThresholdKind {
  if (threshold === undefined || typeof threshold === 'number') return 'fixed'
  return threshold.maximise === undefined ? 'minimise' : 'maximise'
}

/** A threshold of another kind, with a usual metric; constraints and the split stay. */
export function withThresholdKind(threshold: Threshold, kind: ThresholdKind): Threshold {
  if (kind === 'fixed') return usualThreshold
  const { maximise: _, minimise: __, ...others } = searchOf(threshold)
  return kind === 'maximise' ? { maximise: 'f1', ...others } : { minimise: 'expected_cost', ...others }
}

/** The rule that chooses; on validation where it does not say. */
export function searchOf(threshold: Threshold): ThresholdFile {
  return typeof threshold === 'object' ? threshold : { on: 'validation' }
}

/** The metric by which the threshold is chosen; '' for none. */
export function searchedMetric({ maximise, minimise }: ThresholdFile): string {
  return maximise ?? minimise ?? ''
}

/** The same search by another metric. */
export function withSearchedMetric(search: ThresholdFile, metric: string): ThresholdFile {
  return search.maximise === undefined ? { ...search, minimise: metric } : { ...search, maximise: metric }
}

/** The constraints of a search, one bound each; a metric bounded on both sides has two. */
export function constraintsOf({ subject_to: subjectTo = {} }: ThresholdFile): Constraint[] {
  return Object.entries(subjectTo).flatMap(([metric, { at_least, at_most }]) => [
    ...(at_least === undefined ? [] : [{ metric, side: 'at_least' as const, limit: at_least }]),
    ...(at_most === undefined ? [] : [{ metric, side: 'at_most' as const, limit: at_most }]),
  ])
}

/** The search with these constraints; of two on the same side of one metric the later holds. */
export function withConstraints(search: ThresholdFile, constraints: Constraint[]): ThresholdFile {
  const { subject_to: _, ...others } = search
  if (constraints.length === 0) return others
  const subjectTo: NonNullable<ThresholdFile['subject_to']> = {}
  for (const { metric, side, limit } of constraints) subjectTo[metric] = { ...subjectTo[metric], [side]: limit }
  const { on, ...chosenBy } = others
  return { ...chosenBy, subject_to: subjectTo, ...(on === undefined ? {} : { on }) }
}

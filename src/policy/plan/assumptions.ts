import type { Task } from '../../dataset/roles.ts'
import { metricDefinition } from '../../metrics/definitions/catalogue.ts'
import type { Costs } from '../../metrics/settings.ts'
import type { Bound, Requirement } from '../policy.ts'

/** What is taken for true before there are any rows. */
export interface PlanAssumptions {
  /** Share of the positive class, or of the class whose metric is asked for. */
  prevalence: number
  /** True values by metric; where there is none, one is assumed: see `assumedValue`. */
  expected: ReadonlyMap<string, number>
  /** True differences, candidate minus production. */
  expectedDifferences: ReadonlyMap<string, number>
  /** Standard deviation of what one row adds to a mean, by metric. */
  deviations: ReadonlyMap<string, number>
  /** Share of the rows that a metric counts on which candidate and production decide differently. */
  discordance: number
  /** Of the two models' values over repeated samples, for metrics that are no shares of the same rows. */
  correlation: number
  /** Share of the smallest slice; null: rows of a slice are given by slice. */
  sliceShare: number | null
  /** How likely the rows are to decide; the power. */
  chance: number
}

/** What is taken for true where nothing is said. */
export const defaultAssumptions: PlanAssumptions = {
  prevalence: 0.5,
  expected: new Map(),
  expectedDifferences: new Map(),
  deviations: new Map(),
  discordance: 0.1,
  correlation: 0.5,
  sliceShare: null,
  chance: 0.8,
}

/** What a model of precision may ask. */
export interface PlanContext extends PlanAssumptions {
  task: Task
  costs: Costs
  requirements: readonly Requirement[]
}

/**
 * The true value that is planned for where none is given: half-way from the bound to the best there is (to the middle,
 * of two bounds). Null where the metric has no best.
 */
export function assumedValue(metric: string, task: Task, { atLeast, atMost }: Bound): number | null {
  if (atLeast !== undefined && atMost !== undefined) return (atLeast + atMost) / 2
  const [low, high] = metric === 'coverage' ? [0, 1] : rangeOf(metric, task)
  const best = atLeast === undefined ? low : high
  const middle = (best + (atLeast ?? atMost!)) / 2
  return Number.isFinite(middle) ? middle : null
}

/** A metric's true value as given, or as assumed for a requirement on the value itself; null where neither is. */
export function valueFor(metric: string, { expected, requirements, task }: PlanContext): number | null {
  const given = expected.get(metric)
  if (given !== undefined) return given
  const absolute =
    requirements.find((other) => other.metric === metric && other.of === 'value' && other.slices === null) ??
    requirements.find((other) => other.metric === metric && other.of === 'value')
  return absolute === undefined ? null : assumedValue(metric, task, absolute.bound)
}

/** No difference, where the policy lives with one for the worse; null where it asks for an improvement, which is to be named. */
export function differenceFor(
  { metric, bound: { atLeast = -Infinity, atMost = Infinity } }: Requirement,
  { expectedDifferences }: PlanContext,
): number | null {
  const given = expectedDifferences.get(metric)
  if (given !== undefined) return given
  return atLeast < 0 && atMost > 0 ? 0 : null
}

function rangeOf(metric: string, task: Task): readonly [number, number] {
  return metricDefinition(metric, task)?.range ?? [0, 1]
}

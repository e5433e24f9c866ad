import type { Task } from '../../dataset/roles.ts'
import { classMetricDefinition, metricDefinition, metricGroups } from './catalogue.ts'

/** Metrics that belong together under a heading. */
export interface MetricGroup {
  title: string
  ids: string[]
}

/** Names of the counts that a requirement may bound. */
export const countTitles: Readonly<Record<string, string>> = {
  rows: 'Number of rows',
  positives: 'Number of positives',
}

/** The name of a metric or of a count, of one class too, in its short form; an id that no definition has is shown as it is. */
export function metricLabel(id: string, task: Task): string {
  const definition = metricDefinition(id, task) ?? classMetricDefinition(id)
  if (definition !== null) return definition.shortTitle ?? definition.title
  return countTitles[id] ?? id.replaceAll('_', ' ')
}

/** The heading of a binary model's decisions where no threshold made them. */
const headingWithoutThreshold = 'Of the decisions'

/**
 * Metric ids by the headings of their definitions, headings in the task's order, ids in the order given. An id that no
 * definition has comes under the first heading.
 */
export function groupMetrics(ids: string[], task: Task, hasThreshold: boolean): MetricGroup[] {
  const [first, ...others] = metricGroups[task]
  const headingOf = (id: string) => metricDefinition(id, task)?.group ?? first
  return [first, ...others]
    .map((heading) => ({
      title: task === 'binary' && !hasThreshold && heading === first ? headingWithoutThreshold : heading,
      ids: ids.filter((id) => headingOf(id) === heading),
    }))
    .filter((group) => group.ids.length > 0)
}

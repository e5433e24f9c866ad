import type { Task } from '../dataset/roles.ts'
import { binaryDescriptions } from './binary/descriptions.ts'
import type { MetricDescription } from './description.ts'
import { classMetrics, multiclassDescriptions } from './multiclass/descriptions.ts'
import { regressionDescriptions } from './regression/descriptions.ts'

/** What every metric of every task is, in the order of the contract: words alone, nothing is measured by them. */
export const catalogues: Record<Task, readonly MetricDescription[]> = {
  binary: binaryDescriptions,
  multiclass: multiclassDescriptions,
  regression: regressionDescriptions,
}

/** Metrics of one class of several. */
export const classCatalogue: readonly MetricDescription[] = classMetrics

export const classMetricIds: readonly string[] = classCatalogue.map(({ id }) => id)

/** The ids of a task's metrics; of all tasks' where the task is not known. */
export function metricIds(task: Task | null): string[] {
  const tasks: Task[] = task === null ? ['binary', 'multiclass', 'regression'] : [task]
  return [...new Set(tasks.flatMap((one) => catalogues[one].map(({ id }) => id)))]
}

/** Which way is better: the same in every task that has the metric. Undefined where none has. */
export function betterDirection(id: string): MetricDescription['better'] | undefined {
  return Object.values(catalogues)
    .flat()
    .find((description) => description.id === id)?.better
}

import type { Task } from '../dataset/roles.ts'
import { binaryMetrics } from './binary/catalogue.ts'
import { catalogues } from './catalogue.ts'

/** Metrics that have a better and a worse, and a test of differences that takes no bootstrap. */
export function comparableMetrics(task: Task): string[] {
  const isTested: Record<Task, (id: string) => boolean> = {
    binary: (id) =>
      binaryMetrics.some((metric) => metric.id === id && (metric.on === 'decisions' || metric.influence !== null)),
    multiclass: (id) => id !== 'ece',
    regression: (id) => id !== 'max_error',
  }
  return catalogues[task].filter(({ id, better }) => better !== 'neither' && isTested[task](id)).map(({ id }) => id)
}

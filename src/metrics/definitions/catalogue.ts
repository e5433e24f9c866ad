import type { Task } from '../../dataset/roles.ts'
import { binaryDefinitions } from './binary.ts'
import type { MetricDefinition, ShortList } from './definition.ts'
import { multiclassDefinitions } from './multiclass.ts'
import { classDefinitions } from './one-class.ts'
import { regressionDefinitions } from './regression.ts'

/** Every metric of every task, in the order of the result document. */
export const catalogues: Record<Task, readonly MetricDefinition[]> = {
  binary: binaryDefinitions,
  multiclass: multiclassDefinitions,
  regression: regressionDefinitions,
}

/** What each class of several has of its own, in the order of the result document. */
export const classCatalogue: readonly MetricDefinition[] = classDefinitions

/** The ids of what each class of several has of its own. */
export const classMetricIds: readonly string[] = classCatalogue.map(({ id }) => id)

/** The headings under which the page shows a task's metrics, in the page's order. */
const metricGroups: Record<Task, readonly string[]> = {
  binary: ['At the threshold', 'At every threshold', 'Of the probabilities', 'Of the rows'],
  multiclass: ['Of the predicted classes', 'Averages over the classes', 'Of the ranking', 'Of the probabilities'],
  regression: ['Size of the errors', 'Direction of the errors', 'Fit'],
}

/** A metric's definition in a task; null where the task does not have it. */
export function metricDefinition(id: string, task: Task): MetricDefinition | null {
  return catalogues[task].find((definition) => definition.id === id) ?? null
}

/** The definition of a metric of one class of several; null where there is no such metric. */
export function classMetricDefinition(id: string): MetricDefinition | null {
  return classCatalogue.find((definition) => definition.id === id) ?? null
}

/** The ids of a task's metrics; of all tasks' where the task is not known. */
export function metricIds(task: Task | null): string[] {
  const tasks: Task[] = task === null ? ['binary', 'multiclass', 'regression'] : [task]
  return [...new Set(tasks.flatMap((one) => catalogues[one].map(({ id }) => id)))]
}

/** Which way is better: the same in every task that has the metric. Undefined where none has it. */
export function betterDirection(id: string): MetricDefinition['better'] | undefined {
  return allDefinitions().find((definition) => definition.id === id)?.better
}

/** The metrics that have a better and a worse, and a test of differences that takes no bootstrap. */
export function comparableMetrics(task: Task): string[] {
  return catalogues[task]
    .filter(({ better, paired }) => better !== 'neither' && paired !== null && paired !== 'bootstrap')
    .map(({ id }) => id)
}

/** A task's metrics in a short list, in the list's order. */
export function shortList(task: Task, list: ShortList): string[] {
  return catalogues[task]
    .flatMap(({ id, places }) => (places?.[list] === undefined ? [] : [{ id, place: places[list] }]))
    .sort((a, b) => a.place - b.place)
    .map(({ id }) => id)
}

/** True for a metric of a binary task whose interval takes replicates of the rows. */
export function isBootstrapped(id: string): boolean {
  return metricDefinition(id, 'binary')?.interval === 'bootstrap'
}

/**
 * Metric ids by the other names that people write for them, and by their titles, as `plainName` writes them.
 * @example idsByOtherName().get('calibration_error') // 'ece'
 */
export function idsByOtherName(): Map<string, string> {
  const names = allDefinitions().flatMap(({ id, title, shortTitle = title, otherNames = [] }) =>
    [title, shortTitle, ...otherNames].map((name) => [plainName(name), id] as const),
  )
  // The first definition of a title is that of two classes.
  return new Map(names.toReversed())
}

/** A name in lower case, with an underscore in place of each run of characters that are neither letters nor digits. @example plainName('Cohen’s kappa') // 'cohen_s_kappa' */
export function plainName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}²]+/gu, '_')
    .replace(/^_|_$/g, '')
}

/** The title of a metric in any task that has it; null where none has. @example metricTitle('ece') // 'Expected calibration error' */
export function metricTitle(id: string): string | null {
  return allDefinitions().find((definition) => definition.id === id)?.title ?? null
}

function allDefinitions(): MetricDefinition[] {
  return Object.values(catalogues).flat()
}

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

import type { Task } from '../../dataset/roles.ts'
import { dependsOnThreshold, isOfDecisions } from '../../metrics/definitions/binary.ts'
import { catalogues, classCatalogue, countTitles } from '../../metrics/definitions/catalogue.ts'
import type { MetricDefinition } from '../../metrics/definitions/definition.ts'
import { requirableIds } from '../task-metrics.ts'

/** Something that can be bounded. */
export interface MetricChoice {
  id: string
  title: string
  better: MetricDefinition['better']
}

/** What a policy of one task can be made of: what a form offers. */
export interface PolicyChoices {
  task: Task
  /** What a requirement may bound; counts last. */
  metrics: MetricChoice[]
  /** What may be bounded of one class. */
  classMetrics: MetricChoice[]
  /** Ids of those that a threshold may be chosen by. */
  thresholdMetrics: string[]
  /** Ids of those that can be looked at on the rows decided, or abstained on. */
  decisionMetrics: string[]
}

const counted: Record<string, string> = { ...countTitles, coverage: 'Share of rows decided' }

/** What a policy of the task can be made of. */
export function policyChoices(task: Task): PolicyChoices {
  const ids = catalogues[task].map(({ id }) => id)
  const ofBinary = (isWanted: (id: string) => boolean) => (task === 'binary' ? ids.filter(isWanted) : [])
  const known = new Map(catalogues[task].map(({ id, title, better }) => [id, { id, title, better }]))
  return {
    task,
    metrics: requirableIds(task).map((id) => known.get(id) ?? { id, title: counted[id], better: 'higher' as const }),
    classMetrics: task === 'multiclass' ? classCatalogue.map(({ id, title, better }) => ({ id, title, better })) : [],
    thresholdMetrics: ofBinary(dependsOnThreshold),
    decisionMetrics: ofBinary(isOfDecisions),
  }
}

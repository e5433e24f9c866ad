import type { Task } from '../dataset/roles.ts'
import type { DetectedTask } from '../dataset/task.ts'
import { dependsOnThreshold, isOfDecisions } from '../metrics/definitions/binary.ts'
import { catalogues, classCatalogue, countTitles, metricIds } from '../metrics/definitions/catalogue.ts'
import type { MetricDefinition } from '../metrics/definitions/definition.ts'
import { metricAdvice } from './file/meant-name.ts'
import type { Policy } from './policy.ts'
import { InputError } from '../table/input-error.ts'

/** Counts that a requirement may bound: of rows, and of the positive class. */
export function isCount(metric: string): boolean {
  return metric === 'rows' || metric === 'positives'
}

/** What a requirement may bound in a task, or in any where it is not known. */
export function requirableIds(task: Task | null): string[] {
  return [...metricIds(task), 'rows', ...(task === null || task === 'binary' ? ['positives', 'coverage'] : [])]
}

/** Throws InputError where the policy asks for what the task does not have: a metric of another, a threshold to choose. */
export function requireTaskMetrics(
  { requirements, threshold, abstain }: Policy,
  { task, evidence }: DetectedTask,
): void {
  const ids = requirableIds(task)
  const foreign = requirements.find(({ metric, ofClass }) => ofClass === null && !ids.includes(metric))
  if (foreign !== undefined) {
    throw new InputError({
      code: 'metric_of_another_task',
      place: { policyPath: `${foreign.path}.metric` },
      found: JSON.stringify(foreign.metric),
      ...metricAdvice(
        foreign.metric,
        ids,
        `a metric of the ${task} task (${evidence})`,
        'Name one of them, or the task (--task, task in the policy).',
      ),
    })
  }
  const ofClass = requirements.find((requirement) => requirement.ofClass !== null)
  if (ofClass !== undefined && task !== 'multiclass') {
    throw new InputError({
      code: 'class_of_another_task',
      place: { policyPath: `${ofClass.path}.class` },
      found: `a class in a ${task} task (${evidence})`,
      expected: 'several classes',
      remedy: 'Leave the class out, or name the task (--task, task in the policy).',
    })
  }
  if (threshold.kind === 'best' && task !== 'binary') {
    throw new InputError({
      code: 'no_threshold',
      place: { policyPath: 'threshold' },
      found: `a threshold to choose in a ${task} task (${evidence})`,
      expected: 'scores of two classes, which a threshold cuts',
      remedy: 'Leave the threshold out, or name the task (--task, task in the policy).',
    })
  }
  if (abstain !== null && task !== 'binary') {
    throw new InputError({
      code: 'no_abstain_band',
      place: { policyPath: 'abstain' },
      found: `an abstain band in a ${task} task (${evidence})`,
      expected: 'scores of two classes, of which it is a part',
      remedy: 'Leave the band out, or name the task (--task, task in the policy).',
    })
  }
}

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

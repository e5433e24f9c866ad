import type { ModelName, Task } from '../../src/dataset/roles.ts'
import { isDefinedDifference } from '../../src/metrics/difference.ts'
import { isDefined, type Interval } from '../../src/metrics/measure.ts'
import type { MeasuredRows } from '../../src/metrics/measured.ts'
import type { Settings } from '../../src/metrics/settings.ts'
import type { DataSet } from './uniforms.ts'

/**
 * Closed-form intervals; the bootstrap's of KS and ECE; those at a threshold that was chosen; rows of weights, and rows of
 * groups.
 */
export type Part = 'closed' | 'scores' | 'choice' | 'weights' | 'groups'

/** Where rows come from, with known true values. */
export interface World {
  task: Task
  /** Worlds of one group stand side by side in a table. */
  group: string
  name: string
  /** Share of the rarest class; null where there are no classes. */
  rarest: number | null
  parts: Part[]
  /** Metrics that have no variance here, so that no interval can hold: not held against the aim. */
  without: string[]
  /** The true value of every metric, and of every difference, by label. */
  truth(): Promise<Truth>
  /** Draws a data set and measures it with the product's engine. */
  measure(part: Part, dataSet: DataSet, truth: Truth, replicates: number): Promise<Finding[]>
}

export type Truth = Record<string, number>

/** One interval, or none, with the value that it should hold. */
export interface Finding {
  label: string
  truth: number
  interval: FoundInterval | null
  method: string | null
}

export type FoundInterval = Pick<Interval, 'low' | 'high' | 'caution'>

export const costs = { falsePositive: 1, falseNegative: 5 }

export function settingsOf(replicates: number, seed: number): Settings {
  return { confidence: 0.95, costs, replicates, seed }
}

/** What a difference of two models is called here. */
export function differenceLabel(metric: string): string {
  return `Δ ${metric}`
}

export function classLabel(metric: string, ofClass: string): string {
  return `${metric} of ${ofClass}`
}

/** What follows a metric's name where its threshold was chosen on validation rows. */
export const choiceLabels = {
  /** On other rows, at this threshold. */
  frozen: 'where chosen',
  /** On other rows, with the choice in the interval. */
  withChoice: 'where chosen, choice in it',
  /** On the rows that it was chosen on: never a pass. */
  judgedHere: 'on the rows it was chosen on',
  /** There, were the threshold taken for fixed: what is not done. */
  asIfFixed: 'there, taken as fixed',
}

/** The metric's id in a label. */
export function metricOf(label: string): string {
  return label.replace(/^Δ /, '').replace(/ .*/, '')
}

/** The values of rows that stand for all there are. */
export function trueValues({ models, differences }: MeasuredRows): Truth {
  const truth: Truth = {}
  const { measures, classes } = models.get('candidate')!
  for (const [id, measure] of measures) if (isDefined(measure)) truth[id] = measure.value
  for (const [ofClass, own] of classes ?? []) {
    for (const [id, measure] of own) if (isDefined(measure)) truth[classLabel(id, ofClass)] = measure.value
  }
  for (const [id, difference] of differences ?? [])
    if (isDefinedDifference(difference)) truth[differenceLabel(id)] = difference.difference
  return truth
}

/** Every interval of the candidate, and every one of the differences, beside the truth. */
export function findings(
  { models, differences }: MeasuredRows,
  truth: Truth,
  model: ModelName = 'candidate',
): Finding[] {
  const found: Finding[] = []
  const note = (label: string, interval: Finding['interval'], method: string | null) => {
    if (label in truth) found.push({ label, truth: truth[label], interval, method })
  }
  const { measures, classes } = models.get(model)!
  for (const [id, measure] of measures) {
    const interval = isDefined(measure) ? measure.interval : null
    note(id, interval, interval?.method ?? null)
  }
  for (const [ofClass, own] of classes ?? []) {
    for (const [id, measure] of own) {
      const interval = isDefined(measure) ? measure.interval : null
      note(classLabel(id, ofClass), interval, interval?.method ?? null)
    }
  }
  for (const [id, difference] of differences ?? []) {
    const known = isDefinedDifference(difference) ? difference : null
    note(differenceLabel(id), known?.interval ?? null, known?.test ?? null)
  }
  return found
}

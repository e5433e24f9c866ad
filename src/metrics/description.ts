/** What a metric is, in words: the page and the README say it so. How it is measured, each task's catalogue says. */
export interface MetricDescription<Id extends string = string> {
  /** scikit-learn's name where it has one. */
  id: Id
  title: string
  definition: string
  range: readonly [low: number, high: number]
  better: 'higher' | 'lower' | 'neither'
  /** Where it is undefined, and what holds at the edges of its definition. */
  edgeCases: string
  source: string
}

/** What a catalogue adds to a description. */
export type Measuring<Metric extends MetricDescription> = Omit<Metric, keyof MetricDescription>

export function described<Id extends string>(
  id: Id,
  title: string,
  definition: string,
  edgeCases: string,
  range: readonly [number, number],
  better: MetricDescription['better'],
  source = 'scikit-learn',
): MetricDescription<Id> {
  return { id, title, definition, range, better, edgeCases, source }
}

/** What a metric is, in words: the catalogue of the page and of the README is made from it. */
export interface MetricDescription {
  /** scikit-learn's name where it has one. */
  id: string
  title: string
  definition: string
  range: readonly [low: number, high: number]
  better: 'higher' | 'lower' | 'neither'
  /** Where it is undefined, and what holds at the edges of its definition. */
  edgeCases: string
  source: string
}

export function described(
  id: string, title: string, definition: string, edgeCases: string,
  range: readonly [number, number], better: MetricDescription['better'], source = 'scikit-learn',
): MetricDescription {
  return { id, title, definition, range, better, edgeCases, source }
}

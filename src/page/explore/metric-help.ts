import type { MetricDefinition } from '../../metrics/definitions/definition.ts'

/** A metric's range in words: "0 to 1", "0 and up", "up to 1", "any number". */
export function rangeWords([low, high]: MetricDefinition['range']): string {
  const text = (bound: number) => String(bound).replace('-', '\u2212')
  if (Number.isFinite(low)) return Number.isFinite(high) ? `${text(low)} to ${text(high)}` : `${text(low)} and up`
  return Number.isFinite(high) ? `up to ${text(high)}` : 'any number'
}

/** Which way is better, in words. */
export const betterWords: Record<MetricDefinition['better'], string> = {
  higher: 'higher is better',
  lower: 'lower is better',
  neither: 'neither high nor low is better',
}

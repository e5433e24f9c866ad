import { catalogues } from '../../metrics/definitions/catalogue.ts'
import type { EvaluationDocument } from '../../result/evaluation.ts'
import type { MetricDefinition } from '../../metrics/definitions/definition.ts'

/**
 * The metrics to show before anybody asks for all: the usual ones that some model has on some split, and those that
 * the policy asks for.
 */
export function foremostMetrics({ task, models, requirements }: EvaluationDocument): Set<string> {
  const splits = [models.candidate, models.production].flatMap((model) => Object.values(model?.splits ?? {}))
  const isMeasured = (id: string) =>
    splits.some(({ metrics }) => metrics[id] !== undefined && metrics[id].value !== null)
  const usual = catalogues[task].filter(({ isForemost }) => isForemost).map(({ id }) => id)
  return new Set([...usual.filter(isMeasured), ...requirements.map(({ metric }) => metric)])
}

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

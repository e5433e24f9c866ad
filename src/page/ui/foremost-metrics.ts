import { catalogues } from '../../metrics/definitions/catalogue.ts'
import type { EvaluationDocument } from '../../result/evaluation.ts'

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

import { modelNames, type ModelName } from '../../dataset/roles.ts'
import type { EvaluationDocument } from '../../result/evaluation.ts'

/** The models whose scores look reversed on some split. Nothing is flipped unasked. */
export function reversedModels({ warnings }: EvaluationDocument): ModelName[] {
  return modelNames.filter((name) => warnings.some(({ code, model }) => code === 'scores_reversed' && model === name))
}

/**
 * The class to take as positive where every model's scores look reversed; null where they do not, or only one model's
 * do. No score is changed then: only which class is looked for.
 */
export function otherClass(document: EvaluationDocument): string | null {
  const { models } = document
  const [negative] = Object.values(models.candidate.splits)[0]?.confusion?.labels ?? []
  return reversedModels(document).length === Object.keys(models).length && negative !== undefined ? negative : null
}

import type { EvaluationDocument } from '../report/evaluation.ts'

/**
 * The class to take as positive where every model's scores look reversed; null where they do not, or only one model's
 * do, so that it is that model's column which is wrong. Nothing is flipped unasked, and no score is changed: only which
 * class is looked for.
 */
export function otherClass({ warnings, models }: EvaluationDocument): string | null {
  const reversed = warnings.filter(({ code }) => code === 'scores_reversed')
  const isOfAll = Object.keys(models).every((model) => reversed.some(({ message }) => message.includes(`of the ${model} model`)))
  const [negative] = Object.values(models.candidate.splits)[0]?.confusion?.labels ?? []
  return isOfAll && negative !== undefined ? negative : null
}

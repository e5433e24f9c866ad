import type { Warning } from '../../table/warning.ts'
import { rocAuc } from '../definitions/binary-scores.ts'
import { isDefined } from '../measure.ts'
import type { TalliedSplit } from './split-scores.ts'

/** What the scores themselves give reason to say. */
export function scoreWarnings(splits: TalliedSplit[]): Warning[] {
  const warnings: Warning[] = []
  for (const model of splits[0].tallies.keys()) {
    const beyond = splits.filter(({ tallies }) => {
      const { scores } = tallies.get(model)!
      return scores[0] < 0 || scores[scores.length - 1] > 1
    })
    if (beyond.length > 0) {
      const all = beyond.map(({ tallies }) => tallies.get(model)!.scores)
      const lowest = Math.min(...all.map((scores) => scores[0]))
      const highest = Math.max(...all.map((scores) => scores[scores.length - 1]))
      warnings.push({
        code: 'not_probabilities',
        message: `Scores of the ${model} model reach from ${lowest} to ${highest}: not probabilities, so that log_loss, brier and ece are undefined.`,
      })
    }
    for (const { name, measures } of splits) {
      const auc = measures.get(model)!.get(rocAuc.id)!
      if (!isDefined(auc) || auc.interval === null || auc.interval.high >= 0.5) continue
      warnings.push({
        code: 'scores_reversed',
        message: `ROC AUC of the ${model} model on ${name} is ${auc.value}: the scores look reversed. They have not been flipped.`,
      })
    }
  }
  return warnings
}

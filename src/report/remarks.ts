import { autonomyText, stageLine } from './autonomy.ts'
import type { EvaluationDocument } from './evaluation.ts'
import { thresholdSearchWords } from './threshold-search-words.ts'
import { shiftSentences, unpairedWords } from './unpaired.ts'

/**
 * What every report says below its requirements, a sentence each: how much the model may do by itself, the stages of its
 * rollout, whether another threshold would do, what it was compared with. Looks have a list of their own (`looks.ts`).
 */
export function remarks(document: EvaluationDocument): string[] {
  const { autonomy, stages = [], threshold_search: search, comparison } = document
  const sentences = [
    autonomy === undefined ? null : autonomyText(autonomy),
    ...stages.map(stageLine),
    thresholdSearchWords(search),
    unpairedWords(comparison),
    ...shiftSentences(comparison),
  ]
  return sentences.filter((sentence) => sentence !== null)
}

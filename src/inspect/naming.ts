import type { Column } from './columns.ts'
import { lazily } from './lazily.ts'
import { otherWords, speaksOnlyOf, type Theme, type Themes } from './words.ts'

/** Words that say that a column holds what a model says, and not of which model. */
const kindThemes: readonly Theme[] = [
  'prediction',
  'answer',
  'score',
  'probability',
  'confidence',
  'margin',
  'percent',
  'label',
  'filler',
  'truth',
  'bound',
]

/** The words of a header that may say which model, or which quantity, a prediction is of. */
export const restWords = lazily((column: Column): readonly string[] => otherWords(column.words, kindThemes))

/** The words that say which quantity a truth is. */
export const subjectWords = lazily((column: Column): readonly string[] =>
  otherWords(column.words, ['truth', 'label', 'answer', 'filler']),
)

/**
 * Whether the header speaks of what a model says. “New” and “old” are said of many things, so beside them only words that say what
 * kind of thing a model gives may stand: `champion`, `new_score`, but neither `previous_label` nor `old_price`.
 */
export function isNamedOutput({ themes, words }: Column): boolean {
  if (themes.has('prediction') || themes.has('score') || themes.has('model')) return true
  if (themes.has('answer')) return !themes.has('truth')
  return (
    (themes.has('production') || themes.has('candidate')) && speaksOnlyOf(words, ['production', 'candidate', 'filler'])
  )
}

/** Whether a header names a grade, and not the prediction of one. */
export function isGrade(themes: Themes): boolean {
  return themes.has('graded') && !themes.has('prediction')
}

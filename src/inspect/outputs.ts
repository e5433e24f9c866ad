import type { Column } from './columns.ts'
import { lazily, type Frame } from './frame.ts'
import type { Relations } from './relations.ts'
import { otherWords, speaksOnlyOf, type Theme } from './words.ts'

/** What all guesses go by. */
export interface Context {
  frame: Frame
  relations: Relations
  /** Columns that have another role: ids, times, splits, models’ names, weights. */
  reserved: ReadonlySet<Column>
}

/** How sure it is that a column holds what a model says: its values alone suggest it, its header says so, or rows prove it. */
export type Strength = 'suggested' | 'named' | 'proven'

/** What one model says, in one way. */
export interface ModelOutput {
  kind: 'score' | 'classes' | 'decision' | 'number'
  columns: readonly Column[]
  /** As a role names it; null where it depends on what is open: the positive class, the order of classes. */
  text: string | null
  /** Of two classes: the text of the score of each. */
  byClass: ReadonlyMap<string, string> | null
  /** Columns, or elements of a vector, in their order, whose classes nothing tells. */
  unordered: readonly string[] | null
  /** The classes of the columns. */
  classes: readonly string[] | null
  /** 1-based element of a vector, where the text names one. */
  element: number | null
  strength: Strength
  /** What shows it: a full sentence. */
  says: string
  /** The words of the header that say which model it is of. */
  key: string
}

/** An output with nothing but what is said of it. */
export function output(
  said: Pick<ModelOutput, 'kind' | 'columns' | 'text' | 'strength' | 'says' | 'key'> & Partial<ModelOutput>,
): ModelOutput {
  return { byClass: null, unordered: null, classes: null, element: null, ...said }
}

/** Words that say that a column holds what a model says, and not of which model. */
const kindThemes: readonly Theme[] = [
  'prediction',
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
  otherWords(column.words, ['truth', 'label', 'filler']),
)

/** What tells the models of a truth apart: what is left of a header without the truth's own words. */
export function modelKey({ frame }: Context, truth: Column, column: Column, leaveOut: readonly string[] = []): string {
  const own = new Set([...truth.words.map(({ word }) => word), ...leaveOut])
  const rest = restWords(column).filter((word) => !own.has(word))
  return [...rest, ...(frame.repeatedHeaders.has(column.header) ? [column.fileName] : [])].join(' ')
}

/**
 * Whether the header speaks of what a model says. “New” and “old” are said of many things, so beside them only words that say what
 * kind of thing a model gives may stand: `champion`, `new_score`, but neither `previous_label` nor `old_price`.
 */
export function isNamedOutput({ themes, words }: Column): boolean {
  if (themes.has('prediction') || themes.has('score') || themes.has('model')) return true
  return (
    (themes.has('production') || themes.has('candidate')) && speaksOnlyOf(words, ['production', 'candidate', 'filler'])
  )
}

/** The columns that may hold what a model says of a truth. */
export function freeColumns({ frame, relations, reserved }: Context, truth: Column): Column[] {
  return frame.columns.filter(
    (column) =>
      column !== truth &&
      !reserved.has(column) &&
      !relations.copies.has(column) &&
      !relations.derived.has(column) &&
      column.kind !== 'empty' &&
      column.kind !== 'times' &&
      frame.areTogether(truth, column) &&
      !isOfOther(frame, truth, column),
  )
}

/** Whether a prediction is named after another column and not after this truth: `pred_t+2` beside `y_t+1` and `y_t+2`. */
function isOfOther(frame: Frame, truth: Column, column: Column): boolean {
  if (!isNamedOutput(column)) return false
  const rest = new Set(restWords(column))
  const own = subjectWords(truth)
  if (rest.size === 0 || (own.length > 0 && own.every((word) => rest.has(word)))) return false
  return frame.columns.some((other) => {
    if (other === truth || other === column || other.file !== truth.file || isNamedOutput(other)) return false
    const words = subjectWords(other)
    return words.length > 0 && words.every((word) => rest.has(word)) && isLike(other, truth)
  })
}

/** Whether a column could be a truth of the same kind. */
function isLike(column: Column, truth: Column): boolean {
  if (column.kind !== truth.kind || column.counts.size < 2) return false
  if (column.kind === 'classes') return (column.counts.size === 2) === (truth.counts.size === 2)
  return column.kind === 'numbers' && column.min <= truth.max && column.max >= truth.min
}

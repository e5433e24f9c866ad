import { isSameSet, type Column } from './columns.ts'
import type { Frame } from './frame.ts'
import { isNamedOutput, restWords, subjectWords } from './naming.ts'
import type { Relations } from './relations.ts'

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
  /**
   * Numbers of classes that are no probabilities, so that they may be logits: taken only when somebody says so. The text names
   * them with their classes; null where these are open.
   */
  logits: { text: string | null } | null
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
  return { byClass: null, unordered: null, classes: null, logits: null, element: null, ...said }
}

/** Whether numbers of classes can be logits: they are no shares of one, and some lie outside 0 to 1. */
export function canBeLogits(rows: readonly (readonly number[] | null)[]): boolean {
  return rows.some((numbers) => numbers?.some((value) => value < 0 || value > 1) === true)
}

/** What tells the models of a truth apart: what is left of a header without the truth's own words. */
export function modelKey({ frame }: Context, truth: Column, column: Column, leaveOut: readonly string[] = []): string {
  const own = new Set([...truth.words.map(({ word }) => word), ...leaveOut])
  const rest = restWords(column).filter((word) => !own.has(word))
  return [...rest, ...(frame.repeatedHeaders.has(column.header) ? [column.fileName] : [])].join(' ')
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
      !isOfOther({ frame, relations }, truth, column),
  )
}

/** Whether a prediction is named after another column and not after this truth: `pred_t+2` beside `y_t+1` and `y_t+2`. */
function isOfOther({ frame, relations }: Pick<Context, 'frame' | 'relations'>, truth: Column, column: Column): boolean {
  if (!isNamedOutput(column)) return false
  const rest = new Set(restWords(column))
  const own = subjectWords(truth)
  if (rest.size === 0 || (own.length > 0 && own.every((word) => rest.has(word)))) return false
  return frame.columns.some((other) => {
    if (other === truth || other === column || other.file !== truth.file || isNamedOutput(other)) return false
    // What has the classes of a named truth is a model's label, not another truth.
    if (truth.themes.has('truth') && !other.themes.has('truth') && isSameSet(other, truth)) return false
    if ([...relations.cuts, ...relations.scoresOfClass].some((each) => each.column === other && each.score === column))
      return false
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

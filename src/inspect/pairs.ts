import { conventionalLabels } from '../dataset/labels.ts'
import { holdsClasses, type Column } from './columns.ts'
import type { Context } from './outputs.ts'
import { isNamedOutput, restWords, subjectWords } from './naming.ts'

/** A truth and the column that is named as its prediction: `y_t+1` and `pred_t+1`, `toxic` and `pred_toxic`. */
export interface NamedPair {
  truth: Column
  prediction: Column
  kind: 'two classes' | 'classes' | 'numbers'
}

/** The truths that have a prediction named after each of them. Where there are several, a row says several things. */
export function namedPairs({ frame, relations, reserved }: Context): NamedPair[] {
  const isFree = (column: Column) =>
    !reserved.has(column) && !relations.copies.has(column) && !relations.derived.has(column) && column.counts.size > 1
  const truths = frame.columns.filter(
    (column) => isFree(column) && !isNamedOutput(column) && (holdsClasses(column) || column.kind === 'numbers'),
  )
  const predictions = frame.columns.filter(
    (column) => isFree(column) && isNamedOutput(column) && !column.themes.has('truth'),
  )
  return truths.flatMap((truth): NamedPair[] => {
    const subject = subjectWords(truth)
    if (subject.length === 0) return []
    const prediction = predictions.find((each) => isSame(restWords(each), subject) && goTogether(truth, each))
    if (prediction === undefined || isDecisionOf(relations, truth, prediction)) return []
    const kind = truth.kind === 'numbers' ? 'numbers' : truth.counts.size === 2 ? 'two classes' : 'classes'
    return [{ truth, prediction, kind }]
  })
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((word) => other.includes(word))
}

function goTogether(truth: Column, prediction: Column): boolean {
  if (truth.file !== prediction.file) return false
  if (truth.kind === 'numbers')
    return prediction.isNumeric && prediction.min <= truth.max && prediction.max >= truth.min
  const isScore = prediction.isNumeric && prediction.min >= 0 && prediction.max <= 1
  const isOfClasses = [...prediction.counts.keys()].every((value) => truth.counts.has(value))
  return isOfClasses || (isScore && conventionalLabels([...truth.counts.keys()]) !== null)
}

/** What is called a label may be a model's, beside its score. */
function isDecisionOf({ cuts, scoresOfClass }: Context['relations'], column: Column, score: Column): boolean {
  return [...cuts, ...scoresOfClass].some((each) => each.column === column && each.score === score)
}

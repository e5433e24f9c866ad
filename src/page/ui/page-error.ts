import { type InputError, type Place } from '../../table/input-error.ts'
import { countText } from '../../words/numbers.ts'

/** What went wrong, as the page shows every error: what, where, and what to do now. */
export interface PageError {
  what: string
  where: string
  now: string
  /** Rows like this can be left out on request. */
  canLeaveOut: boolean
}

/** What to do in the page, by the error's code, where the engine's remedy names options of the command. */
const remediesHere: Record<string, string> = {
  positive_not_named: 'Choose the positive class in the set-up, or name it in the policy (columns.positive).',
  positive_not_found: 'Choose one of the values that are there.',
  task_not_told: 'Choose the task in the set-up, or name it in the policy (task).',
  not_binary:
    'Choose another label, or another task: several classes take a column of probabilities for each, or one of predicted classes.',
  not_a_pattern: 'Choose a pattern such as p_*, or a column of predicted classes.',
  too_many_classes: 'Check that this is the label; for numbers choose the task regression.',
  class_without_probabilities: 'Choose another pattern, or write classes in the header as in the label.',
  prediction_of_numbers: 'Choose the column as the candidate (or production) instead.',
  metric_of_another_task: 'Choose the task that the policy is for, or name metrics of this one.',
}

/** Any error as the page shows it; an error that is not about the input says that it is the page's own. */
export function pageErrorOf(error: unknown): PageError {
  if (isInputError(error)) {
    const { code, found, expected, place, remedy, canLeaveOut } = error.fault
    return {
      what: `Found ${found}, expected ${expected}.`,
      where: placeWords(place),
      now: canLeaveOut ? 'Leave such rows out, or mend the file.' : (remediesHere[code] ?? remedy),
      canLeaveOut: canLeaveOut ?? false,
    }
  }
  return {
    what: 'Something in this page went wrong; your files are fine.',
    where: error instanceof Error ? error.message : String(error),
    now: 'Try again. If it happens again, reload the page.',
    canLeaveOut: false,
  }
}

/** A place in words: `predictions.csv, line 18,204, column p_churn`. */
export function placeWords(place: Place): string {
  const parts: string[] = []
  if (place.file !== undefined) parts.push(place.file)
  if (place.lineNumber !== undefined) parts.push(`line ${countText(place.lineNumber)}`)
  if (place.rowNumber !== undefined) parts.push(`row ${countText(place.rowNumber)}`)
  if (place.textColumn !== undefined) parts.push(`character ${countText(place.textColumn)}`)
  if (place.column !== undefined) parts.push(`column ${place.column}`)
  if (place.policyPath !== undefined && place.policyPath !== '') parts.push(place.policyPath)
  return parts.join(', ')
}

/**
 * The offset of a line and column in a text.
 * @param line 1-based @param column 1-based, in UTF-16 units; beyond the line's end it is the end
 */
export function offsetOf(text: string, line: number, column: number): number {
  const lines = text.split('\n')
  const at = Math.min(Math.max(1, line), lines.length) - 1
  const before = lines.slice(0, at).reduce((sum, { length }) => sum + length + 1, 0)
  return before + Math.min(Math.max(1, column) - 1, lines[at].length)
}

function isInputError(error: unknown): error is InputError {
  return error instanceof Error && error.name === 'InputError' && 'fault' in error
}

import { InputError, type Place } from '../table/input-error.ts'
import { comparable } from '../table/missing-words.ts'
import { isMissingText, plainReadings, type CellReadings } from './cell-reading.ts'
import { namedColumns } from './named-columns.ts'
import { formattedNumber } from './number-format.ts'
import { findCopies, type FileSample } from './resolve.ts'
import type { Roles, Task } from './roles.ts'

/** The task, and what it was found out from. */
export interface DetectedTask {
  task: Task
  /** What told it, in words. */
  evidence: string
}

/** Up to this many whole numbers may be classes as well as numbers. */
const fewValues = 10

/**
 * The task: as asked for, else told by the roles and the label's first rows. A pattern of columns or more than two columns of
 * classes, or predicted classes of a label with more than two values, is multiclass; a label of two values, or with a positive
 * class, binary; any other label of numbers regression. Throws InputError where a few whole numbers could be either.
 */
export function detectTask(
  samples: FileSample[],
  roles: Roles,
  asked: Task | null,
  labelPlace: Place,
  readings: CellReadings = plainReadings,
): DetectedTask {
  if (asked !== null) return { task: asked, evidence: 'as asked for' }
  const scores = roles.model === null ? [roles.candidate, roles.production] : [roles.score]
  const named = scores.flatMap((text) => (text === null ? [] : [{ text, columns: namedColumns(samples, text) }]))
  const pattern = named.find(({ columns }) => columns.kind === 'pattern')
  if (pattern !== undefined)
    return { task: 'multiclass', evidence: `${JSON.stringify(pattern.text)} stands for a column for each class` }
  const list = named.find(({ columns }) => columns.kind === 'classes' && columns.classes.length > 2)
  if (list !== undefined)
    return { task: 'multiclass', evidence: `${JSON.stringify(list.text)} names a column for each class` }
  const values = labelValues(samples, roles.label, labelPlace, readings)
  if (values.length <= 2) return { task: 'binary', evidence: 'the label has two values' }
  if (roles.positive !== null) return { task: 'binary', evidence: 'a positive class is named' }
  if (roles.candidate === null)
    return { task: 'multiclass', evidence: `the label has more than two values, and classes are predicted` }
  if (!values.every(isNumberText)) return { task: 'binary', evidence: 'scores of a label that is not a number' }
  if (values.length > fewValues || values.some((value) => !Number.isInteger(Number(value)))) {
    return { task: 'regression', evidence: 'the label holds numbers' }
  }
  throw new InputError({
    code: 'task_not_told',
    place: labelPlace,
    found: `${values.length} whole numbers: ${values.map((value) => JSON.stringify(value)).join(', ')}`,
    expected: 'a label with two values (binary), or the task to be named, as these may be classes or numbers',
    remedy: 'Name the task: --task binary, multiclass or regression (task in the policy).',
  })
}

/** Whether a cell reads as a finite decimal number. */
export function isNumberText(text: string): boolean {
  return /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(text)
}

/** Distinct values of the label in the first rows as they are read, missing ones left out. */
function labelValues(samples: FileSample[], label: string, place: Place, readings: CellReadings): string[] {
  const [{ file, column }] = findCopies(samples, label, place)
  const reading = readings(file, column)
  const { formats, spelling } = reading
  const cells = samples[file].records
    .map((record) => record[column] ?? '')
    .filter((cell) => !isMissingText(cell, reading))
  const values = formats.length === 0 ? cells : cells.map((cell) => String(formattedNumber(cell, formats)))
  return [...new Set(spelling === 'fold' ? values.map(comparable) : values)]
}

import type { DictionaryColumn } from '../table/column.ts'
import { InputError, type Place } from '../table/input-error.ts'
import { isNumberText } from './task.ts'

/** The two values of a binary label. */
export interface BinaryLabels {
  negative: string
  positive: string
}

/** Pairs of values whose positive class need not be named. Numbers are compared as numbers, so that 0.0/1.0 is 0/1. */
const conventionalPairs: readonly (readonly [negative: string, positive: string])[] = [
  ['0', '1'],
  ['-1', '1'],
  ['false', 'true'],
  ['no', 'yes'],
]

/**
 * Which of the label's values is positive: the one named, else the positive one of a conventional pair. Throws InputError where
 * there are more than two values, where the positive one is not among them, or where it has to be named.
 * @param values the label's distinct values and their rows
 * @param positive as named by the user, or null
 */
export function binaryLabels(
  values: { value: string; count: number }[],
  positive: string | null,
  place: Place,
): BinaryLabels {
  if (values.length > 2) throw tooManyValues(values, place)
  if (positive === null) {
    const told = conventionalLabels(values.map(({ value }) => value))
    if (told !== null) return told
    throw new InputError({
      code: 'positive_not_named',
      place,
      found: listed(values),
      expected: 'the positive class to be named, as these values do not tell it (0/1, -1/1, false/true and no/yes do)',
      remedy: `Say which one is positive: --positive ${JSON.stringify(values[0].value)}, or columns.positive in the policy.`,
    })
  }
  const negatives = values.filter(({ value }) => value !== positive)
  if (negatives.length === values.length) {
    const told = conventionalLabels(values.map(({ value }) => value))
    if (told?.positive === positive) return told
    throw new InputError({
      code: 'positive_not_found',
      place,
      found: listed(values),
      expected: `the positive class ${JSON.stringify(positive)} among the label's values`,
      remedy: 'Name the positive class as it is written in the file.',
    })
  }
  if (negatives.length === 0) {
    return { negative: conventionalLabels([positive])?.negative ?? `not ${positive}`, positive }
  }
  return { negative: negatives[0].value, positive }
}

/**
 * The negative and the positive value where a label's values follow a convention (0/1, -1/1, false/true, no/yes), or null. A
 * single value implies the other one.
 */
export function conventionalLabels(values: string[]): BinaryLabels | null {
  for (const [negative, positive] of conventionalPairs) {
    const isNegative = (value: string) => isSame(value, negative)
    const isPositive = (value: string) => isSame(value, positive)
    if (!values.every((value) => isNegative(value) || isPositive(value))) continue
    const negatives = values.filter(isNegative)
    const positives = values.filter(isPositive)
    if (negatives.length > 1 || positives.length > 1) return null
    return { negative: negatives[0] ?? negative, positive: positives[0] ?? positive }
  }
  return null
}

/** Per row 1 where the label is the positive value, else 0. */
export function classesOf(column: DictionaryColumn, labels: BinaryLabels): Uint8Array {
  const isPositive = Uint8Array.from(column.values, (value) => (value === labels.positive ? 1 : 0))
  const classes = new Uint8Array(column.codes.length)
  for (let row = 0; row < classes.length; row++) classes[row] = isPositive[column.codes[row]]
  return classes
}

/** Classes in scikit-learn's order: of the numbers where all are (equal ones by their text), else by code points. */
export function labelOrder(labels: string[]): string[] {
  const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
  return labels.every(isNumberText)
    ? labels.slice().sort((a, b) => Number(a) - Number(b) || byText(a, b))
    : labels.slice().sort(byText)
}

/** Rows of each value of a dictionary column, in the dictionary's order, absent values left out. */
export function valueCounts(column: DictionaryColumn): { value: string; count: number }[] {
  const counts = new Float64Array(column.values.length)
  for (let row = 0; row < column.codes.length; row++) counts[column.codes[row]]++
  return column.values.map((value, code) => ({ value, count: counts[code] })).filter(({ count }) => count > 0)
}

function isSame(value: string, told: string): boolean {
  if (value.toLowerCase() === told) return true
  return /^[+-]?\d+(\.0*)?$/.test(value) && /^-?\d$/.test(told) && Number(value) === Number(told)
}

function tooManyValues(values: { value: string; count: number }[], place: Place): InputError {
  return new InputError({
    code: 'not_binary',
    place,
    found: `${values.length} values: ${listed(values)}`,
    expected: 'two values (a binary label)',
    remedy:
      'Write each class in one way only, or choose another column as label. (More classes: a pattern of columns such as p_*, or --prediction; numbers: --task regression.)',
  })
}

function listed(values: { value: string; count: number }[]): string {
  const most = values
    .slice()
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
    .slice(0, 8)
  const rest = values.length - most.length
  return (
    most.map(({ value, count }) => `${JSON.stringify(value)} (${count} ${count === 1 ? 'row' : 'rows'})`).join(', ') +
    (rest > 0 ? `, and ${rest} more` : '')
  )
}

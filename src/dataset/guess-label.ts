import type { ClassPattern } from './class-patterns.ts'
import { hasFractions, type HeadColumn } from './head-column.ts'
import { conventionalLabels } from './labels.ts'

const names = {
  truth: /^(y|y_?true|labels?|targets?|(ground_?)?truth|actual|observed|obs)$/i,
  label:
    /^(y|y_?true|labels?|targets?|truth|ground_?truth|actual|outcome|class|event|response|observed|obs|churn(ed)?|default(ed)?|(is|has|was)_.+)$/i,
  prediction: /(pred|y_?hat|forecast|decision)/i,
  /** What is left of a prediction's name without the label's. */
  predictionOf: /^(p|pred\w*|prob\w*|score|y?hat|forecast|est(imated?)?)$/i,
  score: /(score|prob|pred|p_|_p$|^p\W|y_?hat)/i,
}

/** Up to this many whole numbers may still be classes. */
const fewValues = 10

/** Whether a header names what a model says rather than what happened. */
export function isNamedPrediction(header: string): boolean {
  return names.prediction.test(header)
}

/** Whether a column holds numbers that are no classes: numbers with fractions, or too many of them. */
export function holdsNumbers(column: HeadColumn): boolean {
  return column.isNumeric && column.distinct.length > 2 && (hasFractions(column) || column.distinct.length > fewValues)
}

/**
 * How much speaks for a column as the label, 0 for nothing: its name, two values, columns of probabilities for its
 * values (`p_cat`, `p_dog`), another column named as its prediction (`price_pred`).
 */
export function labelScore(column: HeadColumn, columns: HeadColumn[], patterns: ClassPattern[]): number {
  const isTruth = names.truth.test(column.header)
  if (isNamedPrediction(column.header) && !isTruth) return 0
  const score =
    valuesScore(column) +
    (patterns.some(({ name }) => names.score.test(name)) ? 7 : patterns.length > 0 ? 2 : 0) +
    (isPredicted(column, columns) ? 7 : 0)
  return isTruth && column.distinct.length > 0 ? score + 3 : score
}

/** Where nothing is named as the label: the one column of numbers beside others that are named as predictions of numbers. */
export function onlyTruth(columns: HeadColumn[]): HeadColumn | undefined {
  const numbers = columns.filter(holdsNumbers)
  const others = numbers.filter(({ header }) => !isNamedPrediction(header) && !names.score.test(header))
  return others.length === 1 && numbers.some(({ header }) => isNamedPrediction(header)) ? others[0] : undefined
}

/** What a column's name and values alone say for it. A label with a stray value is still the label; evaluating says what is wrong. */
function valuesScore(column: HeadColumn): number {
  const { header, distinct } = column
  const isNamedSo = names.label.test(header)
  const tells = conventionalLabels(distinct) !== null
  if (distinct.length === 2 || (distinct.length === 1 && tells)) return (isNamedSo ? 5 : 1) + (tells ? 1 : 0)
  return isNamedSo && distinct.length > 0 ? 3 : 0
}

/** Whether another column is named as its prediction, or is named as a prediction and holds some of its own classes. */
function isPredicted(column: HeadColumn, columns: HeadColumn[]): boolean {
  const values = new Set(column.cells)
  const hasClasses = column.distinct.length > 2 && !holdsNumbers(column)
  return columns.some(
    (other) =>
      other !== column &&
      (isNamedAfter(other.header.toLowerCase(), column.header.toLowerCase()) ||
        (hasClasses &&
          isNamedPrediction(other.header) &&
          other.distinct.length > 1 &&
          other.distinct.every((value) => values.has(value)))),
  )
}

/** `price_pred`, `predicted_price`, `p_price` */
function isNamedAfter(other: string, header: string): boolean {
  const at = other.indexOf(header)
  if (header.length < 2 || at < 0) return false
  const rest = other.slice(0, at) + other.slice(at + header.length)
  return names.predictionOf.test(rest.replace(/[\s_.-]+/g, ''))
}

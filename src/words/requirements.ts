import type { Task } from '../dataset/roles.ts'
import type {
  CautionResult,
  DifferenceResult,
  EvaluationDocument,
  MetricResult,
  RequirementResult,
  RowSetResult,
  Verdict,
} from '../result/evaluation.ts'
import { isCountOfRows, readBound, type ReadBound, rowsOfRequirement } from '../result/reading.ts'
import { moreRowsWords } from './needed.ts'
import { boundText, countOf, countText, intervalText, levelText, sizeText } from './numbers.ts'
import { oneLine, reportStyle, sliceWords, type Style } from './style.ts'

/** The name of a requirement, such as "recall, test, segment = new"; two requirements of a policy may share it. */
export function requirementName({
  metric,
  class: ofClass,
  where: part,
  bound,
  split,
  slice,
}: RequirementResult): string {
  const measured =
    metric + (ofClass === undefined ? '' : ` of ${oneLine(ofClass)}`) + (part === undefined ? '' : ` where ${part}`)
  const of = { value: '', versus_production: ' versus production', gap: ' gap' }[readBound(bound).of]
  return [measured + of, oneLine(split), ...(slice === null ? [] : [sliceWords(slice)])].join(', ')
}

/** How a requirement came out, in words. */
export const outcomeWords: Record<Verdict, string> = { pass: 'met', fail: 'failed', undecided: 'undecided' }

const partWords = { decided: ' on the rows decided', abstained: ' on the rows left to a human' }

/** The subject of a sentence about a requirement: "Recall for segment = new_customer on validation". */
export function requirementSubject(
  { metric, class: ofClass, where: part, slice, split }: RequirementResult,
  task: Task,
  style: Style,
): string {
  const what =
    style.metricName(metric, task) +
    (ofClass === undefined ? '' : ` of ${style.text(ofClass)}`) +
    (part === undefined ? '' : partWords[part])
  const where = slice === null ? '' : ` for ${sliceWords(slice, style)}`
  const on = split === 'test' || split === 'all' ? '' : ` on ${style.text(split)}`
  return what + where + on
}

/** A bound in words, such as "at least 0.8", of a gap "at most 0.02 (validation minus test)". */
export function boundWords({ bound, split }: RequirementResult): string {
  const read = readBound(bound)
  const words = boundText(read)
  return read.gapFrom === null ? words : `${words} (${oneLine(read.gapFrom)} minus ${oneLine(split)})`
}

/** What a requirement's value is a difference from, in words that follow the value; '' where it is the metric itself. */
export function comparisonWords({ of, gapFrom }: ReadBound, style: Style): string {
  if (of === 'versus_production') return ' against production'
  return of === 'gap' ? ` away from ${style.text(gapFrom ?? '')}` : ''
}

/** The limits of a bound, each in words: "at least 0.80". */
export function limitWords({ atLeast, atMost }: ReadBound, style: Style): string[] {
  return [
    ...(atLeast === undefined ? [] : [`at least ${style.written(atLeast)}`]),
    ...(atMost === undefined ? [] : [`at most ${style.written(atMost)}`]),
  ]
}

/** A requirement's value with its interval, or that there is none. */
export function valueWords({ value, low, high, caution }: RequirementResult): string {
  return value === null ? 'none' : withInterval({ value, low, high, caution })
}

/** A number with its interval, and whether that is known to be too short. */
export interface Shown {
  value: number
  low: number | null
  high: number | null
  caution?: CautionResult
}

/** "0.98 (0.95 to 1, may be too short)" */
export function withInterval({ value, low, high, caution }: Shown, { value: format }: Style = reportStyle): string {
  if (low === null || high === null) return format(value)
  return `${format(value)} (${intervalText(low, high, format)}${caution === undefined ? '' : ', may be too short'})`
}

/** Why an interval may be too short, and the cautious one that is not. */
export function cautionWords({ reason, low, high }: CautionResult, style: Style = reportStyle): string {
  return `${style.text(reason)}; the cautious one is ${intervalText(low, high, style.value)}`
}

/** "about 87 more positives, about 810 more rows, would settle it with a chance of 80 % (…)"; in documents of before, the rows in all; null where nothing is to be settled, or it is not known. */
export function neededWords({
  rows_needed: rows,
  positives_needed: positives,
  more_rows: more,
}: RequirementResult): string | null {
  if (more !== undefined) return moreRowsWords({ ...more, positives: more.positives ?? null })
  if (rows === null) return positives === null ? null : `about ${countOf(positives, 'positive')} in all would settle it`
  return `about ${countOf(rows, 'row')} in all${positives === null ? '' : `, ${countText(positives)} of them positive,`} would settle it`
}

/** A run of words of a sentence; numbers that matter are strong. */
export interface Words {
  text: string
  isStrong?: boolean
}

/** What a requirement comes to, in a sentence: "Recall is **0.742**; the policy asks for at least 0.80". */
export function requirementSentence(requirement: RequirementResult, task: Task, style: Style): Words[] {
  const bound = readBound(requirement.bound)
  const limits = limitWords(bound, style).join(' and ')
  return [
    { text: `${requirementSubject(requirement, task, style)} is ` },
    { text: shownValue(requirement, bound, style), isStrong: true },
    { text: `${comparisonWords(bound, style)}; the policy asks for ${limits}${doubtWords(requirement, bound, style)}` },
  ]
}

function shownValue(requirement: RequirementResult, bound: ReadBound, style: Style): string {
  const { value, skipped } = requirement
  if (skipped === 'no_production') return 'not judged'
  if (value === null) return 'not defined'
  if (isCountOfRows(requirement)) return countText(value)
  const text = style.valueAgainst(value, bound.atLeast ?? bound.atMost ?? 0)
  return bound.of !== 'value' && value > 0 ? `+${text}` : text
}

/** Why an interval that would decide does not. */
function doubtWords({ doubt }: RequirementResult, { suspiciousAbove }: ReadBound, style: Style): string {
  switch (doubt) {
    case undefined:
      return ''
    case 'many_slices':
      return ', and of so many slices one may look so by chance'
    case 'too_few_replicates':
      return ', and it has no interval: the bootstrap has too few replicates for the confidence that looks have come to'
    case 'short_interval':
      return ', but its interval is known to be too short with so few rows'
    case 'many_requirements':
      return ', and of so many requirements one may look so by chance'
    case 'chosen_here':
      return ', but the threshold was chosen on these very rows, where it looks better than it is'
    case 'suspicious_improvement':
      return `, and takes an improvement of more than ${style.written(suspiciousAbove ?? 0)} for suspicious: look for a leak`
  }
}

/** What the outcome rests on: the rows, the interval, and what would settle it. @param confidence such as 0.95 */
export function supportWords(
  requirement: RequirementResult,
  document: EvaluationDocument,
  confidence: number,
  style: Style,
): string {
  const { low, high, bound, caution, threshold, outcome } = requirement
  const rows = isCountOfRows(requirement) ? null : rowsOfRequirement(requirement, document)
  const parts = [
    ...(requirement.advisory === true ? ['No part of the verdict'] : []),
    ...(rows === null ? [] : rowsWords(rows, style)),
  ]
  if (low !== null && high !== null) {
    const format = readBound(bound).of === 'value' ? style.value : style.difference
    const short =
      caution === undefined
        ? ''
        : `, which may be too short (the cautious one is ${intervalText(caution.low, caution.high, format)})`
    const chosen = threshold === undefined ? '' : choiceWords[threshold]
    parts.push(`${levelText(confidence)} interval ${intervalText(low, high, format)}${short}${chosen}`)
  }
  const needed = outcome === 'undecided' ? neededWords(requirement) : null
  return parts.join(', ') + (needed === null ? '' : `. ${needed[0].toUpperCase()}${needed.slice(1)}`)
}

const choiceWords: Record<NonNullable<RequirementResult['threshold']>, string> = {
  as_chosen: ' at the threshold as it was chosen (how it was chosen is not in it)',
  with_choice: ' with the choice of the threshold in it',
  chosen_here: ' on the rows that the threshold was chosen on',
}

function rowsWords({ rows, weight, positives }: RowSetResult, style: Style): string[] {
  return [
    positives === undefined ? countOf(rows, 'row') : `${countOf(positives, 'positive')} in ${countOf(rows, 'row')}`,
    ...(weight === undefined ? [] : [`weight ${style.weight(weight)}`]),
  ]
}

/** How many rows there are: "1,204 rows, weight 3400.5, 98 positives". */
export function sizeWords(
  size: { rows: number; weight?: number; positives?: number },
  { weight }: Pick<Style, 'weight'> = reportStyle,
): string {
  return sizeText(size, weight)
}

/** "0.861 (0.842 to 0.879)", "0.98 (0.95 to 1, may be too short)", or why it is not defined. */
export function metricWords(metric: MetricResult, style: Style = reportStyle): string {
  return metric.value === null ? `undefined (${style.text(metric.undefined)})` : withInterval(metric, style)
}

/** "+0.0211 (0.012 to 0.03), p 0.0004"; nothing where nothing is compared. */
export function differenceWords(difference: DifferenceResult | undefined, style: Style = reportStyle): string {
  if (difference === undefined) return ''
  if (difference.difference === null) return 'undefined'
  const p = difference.p === null ? '' : `, p ${style.value(difference.p)}`
  return `${signedWords(difference, style)}${p}`
}

/** A difference with its sign and interval: "+0.0211 (0.012 to 0.03)". */
export function signedWords(
  { difference, low, high, caution }: { difference: number } & Omit<Shown, 'value'>,
  style: Style = reportStyle,
): string {
  return `${difference > 0 ? '+' : ''}${withInterval({ value: difference, low, high, caution }, style)}`
}

/** A number of rows, or a sum of their weights. */
export function countWords(count: number, { weight }: Pick<Style, 'weight'> = reportStyle): string {
  return Number.isInteger(count) ? countText(count) : weight(count)
}

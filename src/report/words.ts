import { boundText, shortNumber } from '../policy/words.ts'
import type { Bound } from '../policy/policy.ts'
import type {
  BoundResult,
  CautionResult,
  DifferenceResult,
  EvaluationDocument,
  MetricResult,
  ModelResult,
  RequirementResult,
  RowSetResult,
  SplitFindingResult,
  SplittingResult,
  Verdict,
} from './evaluation.ts'

/** What every report says in the same words. */

/** "Not good enough: 1 of 6 requirements failed." */
export function headline({
  verdict,
  requirements,
  splitting,
}: Pick<EvaluationDocument, 'verdict' | 'requirements' | 'splitting'>): string {
  const gating = requirements.filter(({ advisory }) => advisory !== true)
  const total = gating.length
  const count = (outcome: Verdict) => gating.filter((requirement) => requirement.outcome === outcome).length
  const of = (n: number) => `${n} of ${total} requirement${total === 1 ? '' : 's'}`
  if (verdict === 'fail') return `Not good enough: ${of(count('fail'))} failed.`
  if (verdict === 'undecided' && total === 0) return 'Undecided: no requirement that counts could be judged.'
  const counted = [...new Set(countingFindings(splitting).map(({ code }) => code))]
  if (verdict === 'undecided' && count('undecided') === 0)
    return `Undecided: the splits are not apart (${counted.join(', ')}), so that meeting ${total === 1 ? 'the requirement' : `all ${total} requirements`} shows nothing.`
  if (verdict === 'undecided') return `Undecided: ${of(count('undecided'))} cannot be decided on these rows.`
  if (verdict === 'pass')
    return total === 1 ? 'Good enough: the requirement is met.' : `Good enough: all ${total} requirements are met.`
  return 'Measured, not judged: no policy was given.'
}

/** Findings for which the verdict cannot be a pass. */
export function countingFindings(splitting: SplittingResult | null): SplitFindingResult[] {
  return (splitting?.findings ?? []).filter(({ effect, waived }) => effect === 'undecided' && !waived)
}

/** What was found, and what that does to the verdict. */
export function findingWords({ message, effect, waived }: SplitFindingResult): string {
  return (
    message +
    (waived ? ' Waived by the policy.' : effect === 'undecided' ? ' No verdict on these splits is a pass.' : '')
  )
}

/** "made by hash of id, but for 3 rows"; null where no rule is known that the file's splits were made by. */
export function madeByWords(splitting: SplittingResult | null): string | null {
  const madeBy = splitting?.made_by ?? null
  if (madeBy === null) return null
  return `made ${oneLine(madeBy.words)}${madeBy.disagreeing_rows === 0 ? '' : `, but for ${grouped(madeBy.disagreeing_rows)} rows`}`
}

/** "recall, test, segment = new" */
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
  const what =
    'versus_production' in bound ? `${measured} versus production` : 'gap' in bound ? `${measured} gap` : measured
  return [what, oneLine(split), ...(slice === null ? [] : [whereWords(slice)])].join(', ')
}

/** "region = north, segment = new" */
export function whereWords(where: Record<string, string>): string {
  return Object.entries(where)
    .map(([column, value]) => `${oneLine(column)} = ${oneLine(value)}`)
    .join(', ')
}

/** "at least 0.8"; of a gap "at most 0.02 (validation minus test)". */
export function boundWords({ bound, split }: RequirementResult): string {
  const words = boundText(limitsOf(bound))
  return 'gap' in bound ? `${words} (${oneLine((bound.gap as { from: string }).from)} minus ${oneLine(split)})` : words
}

/** The numbers of a bound, whatever it is a bound of. */
export function limitsOf({ versus_production: versus, gap, ...own }: BoundResult): Bound {
  const { at_least: atLeast, at_most: atMost } = (versus ?? gap ?? own) as { at_least?: number; at_most?: number }
  return { ...(atLeast === undefined ? {} : { atLeast }), ...(atMost === undefined ? {} : { atMost }) }
}

/** A requirement's value with its interval, or that there is none. */
export function valueWords({ value, low, high, caution }: RequirementResult): string {
  return value === null ? 'none' : withInterval({ value, low, high, caution })
}

/** "about 1,204 rows in all, 190 of them positive, would settle it"; null where nothing is to be settled, or it is not known. */
export function neededWords({ rows_needed: rows, positives_needed: positives }: RequirementResult): string | null {
  if (rows === null) return null
  return `about ${grouped(rows)} rows in all${positives === null ? '' : `, ${grouped(positives)} of them positive,`} would settle it`
}

const importance: Verdict[] = ['fail', 'undecided', 'pass']

/** What counts before what does not; failed, then undecided, then met; in the policy's order among themselves. */
export function mostImportantFirst(requirements: RequirementResult[]): RequirementResult[] {
  return requirements
    .slice()
    .sort(
      (a, b) =>
        Number(a.advisory === true) - Number(b.advisory === true) ||
        importance.indexOf(a.outcome) - importance.indexOf(b.outcome),
    )
}

/** Names of the splits, test first: it is what counts. */
export function splitNames(document: EvaluationDocument): string[] {
  return Object.keys(document.models.candidate.splits).sort((a, b) => Number(b === 'test') - Number(a === 'test'))
}

/** "candidate at threshold 0.41 (maximise f1 on validation)", for each model that has one. */
export function thresholdWords({ models }: EvaluationDocument): string[] {
  return Object.entries(models as Record<string, ModelResult>).flatMap(([name, { threshold }]) =>
    threshold === undefined ? [] : [`${name} at threshold ${threshold.value} (${oneLine(threshold.chosen)})`],
  )
}

/** "1,204 rows, 98 positives" */
export function sizeWords({ rows, weight, positives }: Pick<RowSetResult, 'rows' | 'weight' | 'positives'>): string {
  const parts = [`${grouped(rows)} rows`]
  if (weight !== undefined) parts.push(`weight ${shortNumber(weight)}`)
  if (positives !== undefined) parts.push(`${grouped(positives)} positives`)
  return parts.join(', ')
}

/** Rows, or a sum of weights. */
export function countWords(count: number): string {
  return Number.isInteger(count) ? grouped(count) : shortNumber(count)
}

/** "0.861 (0.842 to 0.879)", "0.98 (0.95 to 1, may be too short)", or why it is not defined. */
export function metricWords(metric: MetricResult): string {
  return metric.value === null ? `undefined (${oneLine(metric.undefined)})` : withInterval(metric)
}

/** "+0.0211 (0.012 to 0.03), p 0.0004"; nothing where nothing is compared. */
export function differenceWords(difference: DifferenceResult | undefined): string {
  if (difference === undefined) return ''
  if (difference.difference === null) return 'undefined'
  const p = difference.p === null ? '' : `, p ${shortNumber(difference.p)}`
  return `${signedWords(difference)}${p}`
}

/** "+0.0211 (0.012 to 0.03)" */
export function signedWords({ difference, low, high, caution }: { difference: number } & Omit<Shown, 'value'>): string {
  return `${difference > 0 ? '+' : ''}${withInterval({ value: difference, low, high, caution })}`
}

interface Shown {
  value: number
  low: number | null
  high: number | null
  caution?: CautionResult
}

function withInterval({ value, low, high, caution }: Shown): string {
  if (low === null || high === null) return shortNumber(value)
  return `${shortNumber(value)} (${shortNumber(low)} to ${shortNumber(high)}${caution === undefined ? '' : ', may be too short'})`
}

/** Why the interval may be too short, and one that is not. */
export function cautionWords({ reason, low, high }: CautionResult): string {
  return `${oneLine(reason)}; the cautious one is ${shortNumber(low)} to ${shortNumber(high)}`
}

/** Thousands separated by commas, whatever the locale of the machine. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** Text of the input on one line: control characters (also those a terminal obeys) are shown, not sent. */
export function oneLine(text: string): string {
  return text.replace(
    /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** "12.5 %" of a share of 1. */
export function percent(share: number): string {
  return `${shortNumber(100 * share)} %`
}

/** Lines with the cells of each column padded to one width. */
export function aligned(rows: string[][]): string[] {
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)))
  return rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i]))
      .join('  ')
      .trimEnd(),
  )
}

import type { Task } from '../dataset/roles.ts'
import { boundText, shortNumber } from '../policy/judge.ts'
import type {
  BoundResult, DifferenceResult, EvaluationDocument, MetricResult, RequirementResult, RowSetResult, SplitFindingResult, SplittingResult, Verdict,
} from './evaluation.ts'

/** What every report says in the same words. Text of the input is as it came: each report escapes it its own way. */

/** "Not good enough: 1 of 6 requirements failed." */
export function headline({ verdict, requirements, splitting }: Pick<EvaluationDocument, 'verdict' | 'requirements' | 'splitting'>): string {
  const total = requirements.length
  const count = (outcome: Verdict) => requirements.filter((requirement) => requirement.outcome === outcome).length
  const of = (n: number) => `${n} of ${total} requirement${total === 1 ? '' : 's'}`
  if (verdict === 'fail') return `Not good enough: ${of(count('fail'))} failed.`
  const counted = countingFindings(splitting)
  if (verdict === 'undecided' && count('undecided') === 0) return `Undecided: the splits are not apart (${counted.join(', ')}), so that meeting ${total === 1 ? 'the requirement' : `all ${total} requirements`} shows nothing.`
  if (verdict === 'undecided') return `Undecided: ${of(count('undecided'))} cannot be decided on these rows.`
  if (verdict === 'pass') return total === 1 ? 'Good enough: the requirement is met.' : `Good enough: all ${total} requirements are met.`
  return 'Measured, not judged: no policy was given.'
}

/** Codes of the findings for which the verdict cannot be a pass. */
function countingFindings(splitting: SplittingResult | null): string[] {
  const counted = (splitting?.findings ?? []).filter(({ effect, waived }) => effect === 'undecided' && !waived)
  return [...new Set(counted.map(({ code }) => code))]
}

/** "recall, test, segment = new" */
export function requirementName({ metric, class: ofClass, bound, split, slice }: RequirementResult): string {
  const measured = ofClass === undefined ? metric : `${metric} of ${oneLine(ofClass)}`
  const what = 'versus_production' in bound ? `${measured} versus production` : 'gap' in bound ? `${measured} gap` : measured
  const where = Object.entries(slice ?? {}).map(([column, value]) => `${oneLine(column)} = ${oneLine(value)}`)
  return [what, oneLine(split), ...where].join(', ')
}

const importance: Verdict[] = ['fail', 'undecided', 'pass']

function byImportance(a: RequirementResult, b: RequirementResult): number {
  return importance.indexOf(a.outcome) - importance.indexOf(b.outcome)
}

function splitNames(document: EvaluationDocument): string[] {
  const names = Object.keys(document.models.candidate.splits)
  // Test first: it is what counts.
  return names.slice().sort((a, b) => Number(b === 'test') - Number(a === 'test'))
}

/** What is said of a slice in its one line. */
const sliceMetrics: Record<Task, string[]> = {
  binary: ['roc_auc', 'recall', 'precision'],
  multiclass: ['accuracy', 'f1_macro', 'log_loss'],
  regression: ['mean_absolute_error', 'root_mean_squared_error', 'r2'],
}

/** "1,204 rows, 98 positives" */
function sizeText({ rows, weight, positives }: Pick<RowSetResult, 'rows' | 'weight' | 'positives'>): string {
  const parts = [`${grouped(rows)} rows`]
  if (weight !== undefined) parts.push(`weight ${shortNumber(weight)}`)
  if (positives !== undefined) parts.push(`${grouped(positives)} positives`)
  return parts.join(', ')
}

/** Rows, or a sum of weights. */
function countText(count: number): string {
  return Number.isInteger(count) ? grouped(count) : shortNumber(count)
}

function metricCell(metric: MetricResult): string {
  if (metric.value === null) return `undefined (${metric.undefined})`
  return withInterval(metric.value, metric.low, metric.high)
}

function differenceCell(difference: DifferenceResult | undefined): string {
  if (difference === undefined) return ''
  if (difference.difference === null) return 'undefined'
  const p = difference.p === null ? '' : `, p ${shortNumber(difference.p)}`
  return `${difference.difference > 0 ? '+' : ''}${withInterval(difference.difference, difference.low, difference.high)}${p}`
}

function withInterval(value: number, low: number | null, high: number | null): string {
  return low === null || high === null ? shortNumber(value) : `${shortNumber(value)} (${shortNumber(low)} to ${shortNumber(high)})`
}

/** Thousands separated by commas, whatever the locale of the machine. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** Text of the input on one line: control characters (also those a terminal obeys) are shown, not sent. */
function oneLine(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, (character) =>
    `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

import { shortNumber } from '../policy/words.ts'
import { autonomyText, stageLines } from './autonomy.ts'
import { thresholdWords } from './threshold-words.ts'
import type { Task } from '../dataset/roles.ts'
import type {
  DifferenceResult, EvaluationDocument, MetricResult, ModelResult, RequirementResult, RowSetResult, SplitFindingResult, SplittingResult, Verdict,
} from './evaluation.ts'

/** The result for a terminal: verdict, reasons, then every metric of every split. */
export function evaluationText(document: EvaluationDocument): string {
  const sections = [
    headline(document),
    document.requirements.slice().sort(byImportance).map(requirementLine).join('\n'),
    [...(document.autonomy === undefined ? [] : [autonomyText(document.autonomy)]), ...stageLines(document.stages ?? [])].join('\n'),
    thresholdWords(document.threshold_search) ?? '',
    findingLines(document),
    document.warnings.map(({ code, message }) => `! ${code}: ${message}`).join('\n'),
    summary(document),
    ...splitNames(document).map((split) => splitTable(document, split)),
    gapTable(document),
    `SHA-256 of this result, the same on every engine: ${document.sha256}`,
  ]
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`
}

/** "Not good enough: 1 of 6 requirements failed." */
export function headline({ verdict, requirements, splitting }: Pick<EvaluationDocument, 'verdict' | 'requirements' | 'splitting'>): string {
  const gating = requirements.filter(({ advisory }) => advisory !== true)
  const total = gating.length
  const count = (outcome: Verdict) => gating.filter((requirement) => requirement.outcome === outcome).length
  const of = (n: number) => `${n} of ${total} requirement${total === 1 ? '' : 's'}`
  if (verdict === 'fail') return `Not good enough: ${of(count('fail'))} failed.`
  if (verdict === 'undecided' && total === 0) return 'Undecided: no requirement that counts could be judged.'
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

function findingLines({ splitting }: EvaluationDocument): string {
  const madeBy = splitting?.made_by ?? null
  const rule = madeBy === null ? [] : [`splits are made ${oneLine(madeBy.words)}${madeBy.disagreeing_rows === 0 ? '' : `, but for ${grouped(madeBy.disagreeing_rows)} rows`}`]
  return [...rule, ...(splitting?.findings ?? []).map(({ code, message, examples, effect, waived }) => {
    const end = waived ? ' Waived by the policy.' : effect === 'undecided' ? ' No verdict on these splits is a pass.' : ''
    return `! ${code}: ${oneLine(message)}${end}${exampleText(examples)}`
  })].join('\n')
}

/** How the candidate's metrics differ between the splits. */
function gapTable({ splitting }: EvaluationDocument): string {
  const gaps = splitting?.gaps ?? []
  if (gaps.length === 0) return ''
  const ids = [...new Set(gaps.flatMap(({ metrics }) => Object.keys(metrics)))]
  const rows = ids.map((id) => [`  ${id}`, ...gaps.map(({ metrics: { [id]: gap } }) => (gap === undefined ? 'undefined' : signedWithInterval(gap)))])
  return ['does it generalise: the candidate on', ...columns([['', ...gaps.map(({ from, to }) => `${from} − ${to}`)], ...rows])].join('\n')
}

function signedWithInterval({ difference, low, high }: { difference: number; low: number | null; high: number | null }): string {
  return `${difference > 0 ? '+' : ''}${withInterval(difference, low, high)}`
}

/** " (predictions.csv, lines 17, 42, …)" */
function exampleText(examples: SplitFindingResult['examples']): string {
  if (examples.length === 0) return ''
  const files = [...new Set(examples.map(({ file }) => file))]
  const places = files.map((file) => {
    const lines = examples.filter((example) => example.file === file).map(({ line }) => line)
    return `${oneLine(file)}, line${lines.length === 1 ? '' : 's'} ${lines.join(', ')}`
  })
  return ` (${places.join('; ')})`
}

/** "recall, test, segment = new" */
export function requirementName({ metric, class: ofClass, where: part, bound, split, slice }: RequirementResult): string {
  const measured = metric + (ofClass === undefined ? '' : ` of ${oneLine(ofClass)}`) + (part === undefined ? '' : ` where ${part}`)
  const what = 'versus_production' in bound ? `${measured} versus production` : 'gap' in bound ? `${measured} gap` : measured
  const where = Object.entries(slice ?? {}).map(([column, value]) => `${oneLine(column)} = ${oneLine(value)}`)
  return [what, oneLine(split), ...where].join(', ')
}

const marks: Record<Verdict, string> = { fail: '✗ fail     ', undecided: '? undecided', pass: '✓ pass     ' }
const importance: Verdict[] = ['fail', 'undecided', 'pass']

function byImportance(a: RequirementResult, b: RequirementResult): number {
  return Number(a.advisory === true) - Number(b.advisory === true) || importance.indexOf(a.outcome) - importance.indexOf(b.outcome)
}

function requirementLine(requirement: RequirementResult): string {
  const { outcome, skipped, advisory, reason } = requirement
  const mark = skipped === undefined ? marks[outcome] : '− skipped  '
  return `${mark}  ${requirementName(requirement)}${advisory === true ? ' (does not count)' : ''}: ${reason}`
}

function summary({ task, task_evidence: evidence, models, rows, backend }: EvaluationDocument): string {
  const thresholds = Object.entries(models as Record<string, ModelResult>).flatMap(([name, { threshold }]) =>
    threshold === undefined ? [] : [`${name} at threshold ${threshold.value} (${threshold.chosen})`])
  return [`${task} (${evidence}); ${grouped(rows)} rows, computed on the ${backend}`, ...thresholds].join('; ')
}

function splitNames(document: EvaluationDocument): string[] {
  const names = Object.keys(document.models.candidate.splits)
  // Test first: it is what counts.
  return names.slice().sort((a, b) => Number(b === 'test') - Number(a === 'test'))
}

function splitTable({ task, models, comparison }: EvaluationDocument, split: string): string {
  const candidate = models.candidate.splits[split]
  const production = models.production?.splits[split]
  const differences = comparison?.splits[split]?.metrics
  const header = ['', 'candidate', ...(production === undefined ? [] : ['production', 'difference'])]
  const rows = Object.entries(candidate.metrics).map(([id, metric]) => [
    `  ${id}`,
    metricCell(metric),
    ...(production === undefined ? [] : [metricCell(production.metrics[id]), differenceCell(differences?.[id])]),
  ])
  const tables = [`${oneLine(split)}: ${sizeText(candidate)}`, ...columns([header, ...rows]), ...confusionLines(candidate), ...abstainLines(candidate)]
  const slices = candidate.slices.map((slice) => {
    const where = Object.entries(slice.where).map(([column, value]) => `${oneLine(column)} = ${oneLine(value)}`).join(', ')
    const shown = sliceMetrics[task].map((id) => `${id} ${metricCell(slice.metrics[id])}`)
    return `  ${where}: ${sizeText(slice)}; ${shown.join('; ')}`
  })
  return [...tables, ...slices].join('\n')
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

/** What the candidate decides, and what it leaves to a human. */
function abstainLines({ abstain }: RowSetResult): string[] {
  if (abstain === undefined) return []
  const { from, to, coverage, decided, abstained } = abstain
  const of = (metrics: typeof decided) => ['accuracy', 'precision', 'recall'].map((id) => `${id} ${metricCell(metrics[id])}`).join('; ')
  return [
    `  scores from ${from} to ${to} go to a human: coverage ${metricCell(coverage)}`,
    `    decided: ${of(decided)}`,
    `    abstained: ${of(abstained)}`,
  ]
}

function confusionLines({ confusion }: RowSetResult): string[] {
  if (confusion === undefined || confusion.labels.length > mostConfusionClasses) return []
  const labels = confusion.labels.map((label) => JSON.stringify(label))
  // The last label first: of two classes it is the positive one.
  return confusion.counts.map((row, actual) => {
    const cells = row.map((count, predicted) => `${countText(count)} predicted ${labels[predicted]}`)
    return `  actual ${labels[actual]}: ${cells.reverse().join(', ')}`
  }).reverse()
}

/** Beyond this a line for each class says nothing to the eye. */
const mostConfusionClasses = 6

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
  return `${signedWithInterval(difference)}${p}`
}

function withInterval(value: number, low: number | null, high: number | null): string {
  return low === null || high === null ? shortNumber(value) : `${shortNumber(value)} (${shortNumber(low)} to ${shortNumber(high)})`
}

/** Lines with the cells of each column padded to one width. */
function columns(rows: string[][]): string[] {
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)))
  return rows.map((row) => row.map((cell, i) => cell.padEnd(widths[i])).join('  ').trimEnd())
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

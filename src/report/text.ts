import { shortNumber } from '../policy/judge.ts'
import type {
  DifferenceResult, EvaluationDocument, MetricResult, ModelResult, RequirementResult, SplitResult, Verdict,
} from './evaluation.ts'

/** The result for a terminal: verdict, reasons, then every metric of every split. */
export function evaluationText(document: EvaluationDocument): string {
  const sections = [
    headline(document),
    document.requirements.slice().sort(byImportance).map(requirementLine).join('\n'),
    document.warnings.map(({ code, message }) => `! ${code}: ${message}`).join('\n'),
    summary(document),
    ...splitNames(document).map((split) => splitTable(document, split)),
  ]
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`
}

/** "Not good enough: 1 of 6 requirements failed." */
export function headline({ verdict, requirements }: Pick<EvaluationDocument, 'verdict' | 'requirements'>): string {
  const total = requirements.length
  const count = (outcome: Verdict) => requirements.filter((requirement) => requirement.outcome === outcome).length
  const of = (n: number) => `${n} of ${total} requirement${total === 1 ? '' : 's'}`
  if (verdict === 'fail') return `Not good enough: ${of(count('fail'))} failed.`
  if (verdict === 'undecided') return `Undecided: ${of(count('undecided'))} cannot be decided on these rows.`
  if (verdict === 'pass') return total === 1 ? 'Good enough: the requirement is met.' : `Good enough: all ${total} requirements are met.`
  return 'Measured, not judged: no policy was given.'
}

/** "recall, test, segment = new" */
export function requirementName({ metric, bound, split, slice }: RequirementResult): string {
  const what = 'versus_production' in bound ? `${metric} versus production` : 'gap' in bound ? `${metric} gap` : metric
  const where = Object.entries(slice ?? {}).map(([column, value]) => `${oneLine(column)} = ${oneLine(value)}`)
  return [what, oneLine(split), ...where].join(', ')
}

const marks: Record<Verdict, string> = { fail: '✗ fail     ', undecided: '? undecided', pass: '✓ pass     ' }
const importance: Verdict[] = ['fail', 'undecided', 'pass']

function byImportance(a: RequirementResult, b: RequirementResult): number {
  return importance.indexOf(a.outcome) - importance.indexOf(b.outcome)
}

function requirementLine(requirement: RequirementResult): string {
  return `${marks[requirement.outcome]}  ${requirementName(requirement)}: ${requirement.reason}`
}

function summary({ models, rows, backend }: EvaluationDocument): string {
  const threshold = (name: string, { threshold: { value, chosen } }: ModelResult) => `${name} at threshold ${value} (${chosen})`
  const parts = [threshold('candidate', models.candidate)]
  if (models.production !== undefined) parts.push(threshold('production', models.production))
  return `${grouped(rows)} rows, computed on the ${backend}; ${parts.join(', ')}`
}

function splitNames(document: EvaluationDocument): string[] {
  const names = Object.keys(document.models.candidate.splits)
  // Test first: it is what counts.
  return names.slice().sort((a, b) => Number(b === 'test') - Number(a === 'test'))
}

function splitTable({ models, comparison }: EvaluationDocument, split: string): string {
  const candidate = models.candidate.splits[split]
  const production = models.production?.splits[split]
  const differences = comparison?.splits[split]?.metrics
  const header = ['', 'candidate', ...(production === undefined ? [] : ['production', 'difference'])]
  const rows = Object.entries(candidate.metrics).map(([id, metric]) => [
    `  ${id}`,
    metricCell(metric),
    ...(production === undefined ? [] : [metricCell(production.metrics[id]), differenceCell(differences?.[id])]),
  ])
  const title = `${oneLine(split)}: ${grouped(candidate.rows)} rows, ${grouped(candidate.positives)} positives`
  const tables = [title, ...columns([header, ...rows]), confusionLine(candidate)]
  const slices = candidate.slices.map((slice) => {
    const [[column, value]] = Object.entries(slice.where)
    const shown = ['roc_auc', 'recall', 'precision'].map((id) => `${id} ${metricCell(slice.metrics[id])}`)
    return `  ${oneLine(column)} = ${oneLine(value)}: ${grouped(slice.rows)} rows, ${grouped(slice.positives)} positives; ${shown.join('; ')}`
  })
  return [...tables, ...slices].join('\n')
}

function confusionLine({ confusion: { labels, counts: [[trueNegatives, falsePositives], [falseNegatives, truePositives]] } }: SplitResult): string {
  const [negative, positive] = labels.map((label) => JSON.stringify(label))
  return [
    `  actual ${positive}: ${grouped(truePositives)} predicted ${positive}, ${grouped(falseNegatives)} predicted ${negative}`,
    `  actual ${negative}: ${grouped(trueNegatives)} predicted ${negative}, ${grouped(falsePositives)} predicted ${positive}`,
  ].join('\n')
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

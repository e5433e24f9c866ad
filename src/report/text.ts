import { shortNumber } from '../policy/judge.ts'
import type { Task } from '../dataset/roles.ts'
import type {
  DifferenceResult, EvaluationDocument, MetricResult, ModelResult, RequirementResult, RowSetResult, SplittingResult, Verdict,
} from './evaluation.ts'

/** The result for a terminal: verdict, reasons, then every metric of every split. */
export function evaluationText(document: EvaluationDocument): string {
  const sections = [
    headline(document),
    document.requirements.slice().sort(byImportance).map(requirementLine).join('\n'),
    findingLines(document),
    document.warnings.map(({ code, message }) => `! ${code}: ${message}`).join('\n'),
    summary(document),
    ...splitNames(document).map((split) => splitTable(document, split)),
    `SHA-256 of this result, the same on every engine: ${document.sha256}`,
  ]
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`
}

function findingLines({ splitting }: EvaluationDocument): string {
  return (splitting?.findings ?? []).map(({ code, message, effect, waived }) => {
    const end = waived ? ' Waived by the policy.' : effect === 'undecided' ? ' No verdict on these splits is a pass.' : ''
    return `! ${code}: ${oneLine(message)}${end}`
  }).join('\n')
}

const marks: Record<Verdict, string> = { fail: '✗ fail     ', undecided: '? undecided', pass: '✓ pass     ' }
function requirementLine(requirement: RequirementResult): string {
  return `${marks[requirement.outcome]}  ${requirementName(requirement)}: ${requirement.reason}`
}

function summary({ task, task_evidence: evidence, models, rows, backend }: EvaluationDocument): string {
  const thresholds = Object.entries(models as Record<string, ModelResult>).flatMap(([name, { threshold }]) =>
    threshold === undefined ? [] : [`${name} at threshold ${threshold.value} (${threshold.chosen})`])
  return [`${task} (${evidence}); ${grouped(rows)} rows, computed on the ${backend}`, ...thresholds].join('; ')
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
  const tables = [`${oneLine(split)}: ${sizeText(candidate)}`, ...columns([header, ...rows]), ...confusionLines(candidate)]
  const slices = candidate.slices.map((slice) => {
    const where = Object.entries(slice.where).map(([column, value]) => `${oneLine(column)} = ${oneLine(value)}`).join(', ')
    const shown = sliceMetrics[task].map((id) => `${id} ${metricCell(slice.metrics[id])}`)
    return `  ${where}: ${sizeText(slice)}; ${shown.join('; ')}`
  })
  return [...tables, ...slices].join('\n')
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

/** Lines with the cells of each column padded to one width. */
function columns(rows: string[][]): string[] {
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)))
  return rows.map((row) => row.map((cell, i) => cell.padEnd(widths[i])).join('  ').trimEnd())
}


import { shortList } from '../metrics/definitions/catalogue.ts'
import type { EvaluationDocument, RequirementResult, RowSetResult, Verdict } from '../result/evaluation.ts'
import { mostImportantFirst, splitNames } from '../result/reading.ts'
import { exampleWords, findingWords, madeByWords } from '../words/findings.ts'
import { metricWords, requirementName, sizeWords } from '../words/requirements.ts'
import { countText } from '../words/numbers.ts'
import { readingWords } from '../words/reading.ts'
import { earlierLookLines, looksWords, remarks } from '../words/remarks.ts'
import { oneLine, sliceWords } from '../words/style.ts'
import { headline, thresholdWords } from '../words/verdict.ts'
import { aligned, cautionLines, confusionTable, fewRows, gapTable, metricTable } from './tables.ts'

/** The result for a terminal: verdict, reasons, then every metric of every split. */
export function evaluationText(document: EvaluationDocument): string {
  const sections = [
    headline(document),
    mostImportantFirst(document.requirements).map(requirementLine).join('\n'),
    remarks(document).map(oneLine).join('\n'),
    [looksWords(document.looks) ?? '', ...earlierLookLines(document.looks).map((line) => `  ${oneLine(line)}`)].join(
      '\n',
    ),
    findingLines(document),
    document.warnings.map(({ code, message }) => `! ${code}: ${oneLine(message)}`).join('\n'),
    summary(document),
    ...splitNames(document).map((split) => splitText(document, split)),
    gapText(document),
    `SHA-256 of this result, the same on every engine: ${document.sha256}`,
  ]
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`
}

function findingLines({ splitting, verdict }: EvaluationDocument): string {
  const made = madeByWords(splitting)
  const findings = (splitting?.findings ?? []).map((finding) => {
    const examples = finding.examples.length === 0 ? '' : ` (${exampleWords(finding.examples)})`
    return `! ${finding.code}: ${oneLine(findingWords(finding, verdict))}${examples}`
  })
  return [...(made === null ? [] : [`splits are ${made}`]), ...findings].join('\n')
}

const marks: Record<Verdict, string> = { fail: '✗ fail     ', undecided: '? undecided', pass: '✓ pass     ' }

function requirementLine(requirement: RequirementResult): string {
  const { outcome, skipped, advisory, reason } = requirement
  const mark = skipped === undefined ? marks[outcome] : '− skipped  '
  return `${mark}  ${requirementName(requirement)}${advisory === true ? ' (does not count)' : ''}: ${oneLine(reason)}`
}

function summary(document: EvaluationDocument): string {
  const { task, task_evidence: evidence, rows, backend, setup } = document
  return [
    `${task} (${evidence}); ${countText(rows)} rows, computed on the ${backend}`,
    ...thresholdWords(document),
    ...readingWords(setup.reading).map(oneLine),
  ].join('; ')
}

function splitText(document: EvaluationDocument, split: string): string {
  const { task, models } = document
  const candidate = models.candidate.splits[split]
  const {
    header: [, ...modelNames],
    rows,
  } = metricTable(document, split)
  const slices = candidate.slices.map((slice) => {
    const shown = shortList(task, 'slices').map((id) => `${id} ${metricWords(slice.metrics[id])}`)
    return `  ${sliceWords(slice.where)}: ${sizeWords(slice)}; ${shown.join('; ')}`
  })
  const small = (candidate.small_slices ?? []).map(({ where }) => `  ${sliceWords(where)}: ${fewRows(document)}`)
  return [
    `${oneLine(split)}: ${sizeWords(candidate)}`,
    ...aligned([['', ...modelNames], ...rows.map(([id, ...cells]) => [`  ${id}`, ...cells])]),
    ...cautionLines(document, split).map((line) => `  ! ${line}`),
    ...confusionLines(candidate),
    ...abstainLines(candidate),
    ...slices,
    ...small,
  ].join('\n')
}

/** What the candidate decides, and what it leaves to a human. */
function abstainLines({ abstain }: RowSetResult): string[] {
  if (abstain === undefined) return []
  const { from, to, coverage, decided, abstained } = abstain
  const of = (metrics: typeof decided) =>
    shortList('binary', 'abstention')
      .flatMap((id) => (metrics[id] === undefined ? [] : [`${id} ${metricWords(metrics[id])}`]))
      .join('; ')
  return [
    `  scores from ${from} to ${to} go to a human: coverage ${metricWords(coverage)}`,
    `    decided: ${of(decided)}`,
    `    abstained: ${of(abstained)}`,
  ]
}

function gapText(document: EvaluationDocument): string {
  const table = gapTable(document)
  if (table === null) return ''
  const {
    header: [, ...gaps],
    rows,
  } = table
  return [
    'does it generalise: the candidate on',
    ...aligned([['', ...gaps], ...rows.map(([id, ...cells]) => [`  ${id}`, ...cells])]),
  ].join('\n')
}

function confusionLines(split: RowSetResult): string[] {
  const table = confusionTable(split)
  if (table === null || table.rows.length > mostConfusionClasses) return []
  return table.rows.map(
    ([actual, ...counts]) => `  ${actual}: ${counts.map((count, i) => `${count} ${table.header[i + 1]}`).join(', ')}`,
  )
}

/** Beyond this a line for each class says nothing to the eye. */
const mostConfusionClasses = 6

import { shortList } from '../metrics/definitions/catalogue.ts'
import type { EvaluationDocument, ModelResult, RowSetResult, SliceResult } from '../result/evaluation.ts'
import { isSameSlice } from '../result/reading.ts'
import { madeByWords } from '../words/findings.ts'
import { cautionWords, countWords, differenceWords, metricWords, signedWords } from '../words/requirements.ts'
import { countText, levelText, shortNumber } from '../words/numbers.ts'
import { readingWords } from '../words/reading.ts'
import { oneLine, sliceWords } from '../words/style.ts'
import { thresholdWords } from '../words/verdict.ts'

/** A table in words: the first cell of a row names it. Cells are on one line and not escaped. */
export interface TextTable {
  header: string[]
  rows: string[][]
}

/** Every metric on a split: candidate, and where there is one production and the difference. */
export function metricTable({ models, comparison }: EvaluationDocument, split: string): TextTable {
  const candidate = models.candidate.splits[split]
  const production = models.production?.splits[split]
  const differences = comparison?.splits[split]?.metrics
  return {
    header: [
      'metric',
      'candidate',
      ...(production === undefined ? [] : ['production']),
      ...(differences === undefined ? [] : ['difference']),
    ],
    rows: Object.entries(candidate.metrics).map(([id, metric]) => [
      id,
      metricWords(metric),
      ...(production === undefined ? [] : [metricWords(production.metrics[id])]),
      ...(differences === undefined ? [] : [differenceWords(differences[id])]),
    ]),
  }
}

/** "roc_auc of the candidate: the interval may be too short: …", for each metric and model of a split of which that is known. */
export function cautionLines({ models }: EvaluationDocument, split: string): string[] {
  return Object.entries(models as Record<string, ModelResult>).flatMap(([model, { splits }]) =>
    Object.entries(splits[split].metrics).flatMap(([id, metric]) =>
      metric.value === null || metric.caution === undefined
        ? []
        : [`${id} of ${model === 'candidate' ? 'the candidate' : model}: ${cautionWords(metric.caution)}`],
    ),
  )
}

/** Precision, recall and F1 of each class; null where classes have none of their own. */
export function classTable({ models }: EvaluationDocument, split: string): TextTable | null {
  const { classes } = models.candidate.splits[split]
  if (classes === undefined) return null
  const metrics = Object.keys(Object.values(classes)[0] ?? {})
  return {
    header: ['class', ...metrics],
    rows: Object.entries(classes).map(([label, ofClass]) => [
      oneLine(label),
      ...metrics.map((id) => metricWords(ofClass[id])),
    ]),
  }
}

/** The slices of a split, those of too few rows without numbers; null where there are none. @param gating only those that requirements are about */
export function sliceTable(document: EvaluationDocument, split: string, gating: boolean): TextTable | null {
  const { slices, small_slices: small = [] } = document.models.candidate.splits[split]
  const isWanted = ({ where }: Pick<SliceResult, 'where'>) =>
    !gating || document.requirements.some(({ slice }) => slice !== null && isSameSlice(slice, where))
  const hasPositives = slices.some(({ positives }) => positives !== undefined)
  const metrics = shortList(document.task, 'slices')
  const rows = [
    ...slices
      .filter(isWanted)
      .map(({ where, rows, positives, metrics: measured }) => [
        sliceWords(where),
        countText(rows),
        ...(hasPositives ? [countText(positives ?? 0)] : []),
        ...metrics.map((id) => metricWords(measured[id])),
      ]),
    ...small
      .filter(isWanted)
      .map(({ where }) => [
        sliceWords(where),
        fewRows(document),
        ...Array<string>(metrics.length + (hasPositives ? 1 : 0)).fill(''),
      ]),
  ]
  return rows.length === 0
    ? null
    : { header: ['slice', 'rows', ...(hasPositives ? ['positives'] : []), ...metrics], rows }
}

/** "fewer than 10 rows" */
export function fewRows({ setup }: EvaluationDocument): string {
  return `fewer than ${setup.smallest_group} rows`
}

/** How the candidate's metrics differ between the splits; null where there is nothing to compare. */
export function gapTable({ splitting }: EvaluationDocument): TextTable | null {
  const gaps = splitting?.gaps ?? []
  if (gaps.length === 0) return null
  const ids = [...new Set(gaps.flatMap(({ metrics }) => Object.keys(metrics)))]
  return {
    header: ['metric', ...gaps.map(({ from, to }) => `${oneLine(from)} − ${oneLine(to)}`)],
    rows: ids.map((id) => [
      id,
      ...gaps.map(({ metrics: { [id]: gap } }) => (gap === undefined ? 'undefined' : signedWords(gap))),
    ]),
  }
}

/** A row per true class, a column per predicted one, the last label first: of two classes it is the positive one. Null in regression. */
export function confusionTable({ confusion }: RowSetResult): TextTable | null {
  if (confusion === undefined) return null
  const labels = confusion.labels.map((label) => oneLine(JSON.stringify(label)))
  return {
    header: ['', ...labels.map((label) => `predicted ${label}`).reverse()],
    rows: confusion.counts
      .map((counts, actual) => [`actual ${labels[actual]}`, ...counts.map((count) => countWords(count)).reverse()])
      .reverse(),
  }
}

/** What was evaluated, and how: a term and what holds of it. */
export function setupTable(document: EvaluationDocument): TextTable {
  const { setup, task, task_evidence: evidence, rows, backend, splitting, models } = document
  const columns = Object.entries(setup.columns).map(
    ([role, column]) => `${role}: ${[column].flat().map(oneLine).join(', ')}`,
  )
  const splits = Object.entries(models.candidate.splits).map(
    ([name, split]) => `${oneLine(name)} ${countText(split.rows)}`,
  )
  const reading = readingWords(setup.reading)
  const isBinary = task === 'binary'
  return {
    header: ['', ''],
    rows: [
      ...(setup.policy === null ? [] : [['policy', oneLine(setup.policy)]]),
      ['task', `${task} (${oneLine(evidence)})`],
      ['columns', columns.join('; ')],
      ...(reading.length === 0 ? [] : [['reading', reading.map(oneLine).join('; ')]]),
      ['rows', `${countText(rows)}${splits.length === 1 ? '' : `: ${splits.join(', ')}`}`],
      ...(splitting?.rule == null ? [] : [['split by', ruleWords(splitting.rule)]]),
      ...(madeByWords(splitting) === null ? [] : [['splits', madeByWords(splitting)!]]),
      ...(thresholdWords(document).length === 0
        ? []
        : [
            [
              'decisions',
              `${thresholdWords(document).join('; ')}; a row is predicted positive where its score is at least the threshold`,
            ],
          ]),
      ...(isBinary
        ? [
            [
              'costs',
              `false positive ${shortNumber(setup.costs.false_positive)}, false negative ${shortNumber(setup.costs.false_negative)}`,
            ],
          ]
        : []),
      [
        'intervals',
        `${levelText(setup.confidence)}; bootstraps of ${countText(setup.replicates)} replicates, seed ${setup.seed}`,
      ],
      ...(setup.smallest_group === 1 ? [] : [['smallest group', `${countText(setup.smallest_group)} rows`]]),
      ['computed on', `the ${backend}`],
    ],
  }
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

function ruleWords(rule: Record<string, unknown>): string {
  return Object.entries(rule)
    .map(
      ([key, value]) =>
        `${key}: ${[value]
          .flat()
          .map((part) => oneLine(String(part)))
          .join(', ')}`,
    )
    .join('; ')
}

import type { EvaluationDocument, SplitResult } from '../evaluation.ts'
import { markup, type Markup } from '../markup.ts'
import { cautionLines, classTable, confusionTable, metricTable, sliceTable } from '../tables.ts'
import { countWords, oneLine, sizeWords } from '../words.ts'
import { calibrationPart } from './calibration.ts'
import { tableMarkup } from './table.ts'

/** Beyond this a confusion table is no longer read. */
const mostConfusionClasses = 30

/** Everything measured on one split. @param isOpen unfolded from the start */
export function splitSection(document: EvaluationDocument, split: string, isOpen: boolean): Markup {
  const result = document.models.candidate.splits[split]
  const slices = sliceTable(document, split, false)
  const classes = classTable(document, split)
  const cautions = cautionLines(document, split)
  const content = markup`
${tableMarkup(metricTable(document, split), 'Metrics')}
${cautions.length === 0 ? null : markup`<ul class="words">${cautions.map((line) => markup`<li>${line}</li>`)}</ul>`}
${confusionPart(result)}
${classes === null ? null : tableMarkup(classes, 'Classes of the candidate')}
${calibrationPart(document, split)}
${slices === null ? null : tableMarkup(slices, 'Slices, as the candidate does on them')}
`
  const title = split === 'all' ? 'On all rows' : `On ${oneLine(split)}`
  const summary = markup`<summary><h2>${title}</h2> <span>${sizeWords(result)}</span></summary>`
  return isOpen
    ? markup`<details class="split" open="open">${summary}${content}</details>`
    : markup`<details class="split">${summary}${content}</details>`
}

function confusionPart(result: SplitResult): Markup | null {
  const table = confusionTable(result)
  if (table === null || table.rows.length > mostConfusionClasses) return null
  const { labels, counts } = result.confusion!
  const sentences = counts
    .map((row, actual) => {
      const right = row[actual]
      const whole = row.reduce((sum, count) => sum + count, 0)
      return `Of ${countWords(whole)} that are ${quoted(labels[actual])} the candidate calls ${countWords(right)} so and ${countWords(whole - right)} something else.`
    })
    .reverse()
  return markup`${tableMarkup(table, 'Confusion of the candidate: a row for each true class, a column for each predicted one')}
<ul class="words">${sentences.map((sentence) => markup`<li>${sentence}</li>`)}</ul>`
}

function quoted(label: string): string {
  return `“${oneLine(label)}”`
}

import { scaleLinear } from 'd3-scale'
import type { CalibrationBinResult, EvaluationDocument, ModelResult, SplitResult } from '../../result/evaluation.ts'
import { countWords, sizeWords } from '../../words/requirements.ts'
import { countText, shortNumber } from '../../words/numbers.ts'
import { oneLine } from '../../words/style.ts'
import { markup, type Markup } from '../markup.ts'
import { cautionLines, classTable, confusionTable, metricTable, sliceTable } from '../tables.ts'
import { tableMarkup } from './elements.ts'

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

const size = 300
const margin = 36

/** Each model's scores against what came of them: bins as a chart and as a table; null where no model gives probabilities. */
function calibrationPart({ models }: EvaluationDocument, split: string): Markup | null {
  const drawn = Object.entries(models as Record<string, ModelResult>).flatMap(([model, { splits }]) => {
    const bins = splits[split].calibration?.bins.equal_width
    return Array.isArray(bins) && bins.length > 0 ? [{ model, bins }] : []
  })
  if (drawn.length === 0) return null
  return markup`<div class="calibration">${drawn.map(
    ({ model, bins }) => markup`<figure class="${model}">
<figcaption>Calibration of the ${model}: the share of positives against the mean score, bin by bin, with intervals. On the line, scores are right as probabilities.</figcaption>
${chart(bins, model)}
<details><summary>The bins as a table</summary>${tableMarkup(binTable(bins), `Calibration bins of the ${model}`)}</details>
</figure>`,
  )}</div>`
}

function binTable(bins: CalibrationBinResult[]) {
  return {
    header: ['scores', 'rows', 'positives', 'mean score', 'share of positives'],
    rows: bins.map((bin) => [
      `${shortNumber(bin.lowest_score)} to ${shortNumber(bin.highest_score)}`,
      countText(bin.rows),
      countText(bin.positives),
      shortNumber(bin.mean_score),
      `${shortNumber(bin.share)} (${shortNumber(bin.low)} to ${shortNumber(bin.high)})`,
    ]),
  }
}

function chart(bins: CalibrationBinResult[], model: string): Markup {
  const x = scaleLinear([0, 1], [margin, size - 8])
  const y = scaleLinear([0, 1], [size - margin, 8])
  const px = (length: number) => Number(length.toFixed(1))
  const ticks = [0, 0.25, 0.5, 0.75, 1]
  return markup`<svg viewBox="0 0 ${size} ${size}" width="${size}" height="${size}" role="img" aria-label="Calibration of the ${model}; the table below has the numbers">
${ticks.map((tick) => markup`<line class="grid" x1="${px(x(tick))}" y1="${px(y(0))}" x2="${px(x(tick))}" y2="${px(y(1))}"/><line class="grid" x1="${px(x(0))}" y1="${px(y(tick))}" x2="${px(x(1))}" y2="${px(y(tick))}"/><text x="${px(x(tick))}" y="${px(y(0)) + 14}">${tick}</text><text class="left" x="${px(x(0)) - 6}" y="${px(y(tick)) + 4}">${tick}</text>`)}
<line class="ideal" x1="${px(x(0))}" y1="${px(y(0))}" x2="${px(x(1))}" y2="${px(y(1))}"/>
<text x="${px(x(0.5))}" y="${size - 4}">mean score</text>
${bins.map((bin) => markup`<line class="interval" x1="${px(x(bin.mean_score))}" y1="${px(y(bin.low))}" x2="${px(x(bin.mean_score))}" y2="${px(y(bin.high))}"/><circle cx="${px(x(bin.mean_score))}" cy="${px(y(bin.share))}" r="3.5"/>`)}
</svg>`
}

import { catalogues } from '../../metrics/definitions/catalogue.ts'
import type { EvaluationDocument, RequirementResult } from '../evaluation.ts'
import { earlierLookLines, looksWords } from '../looks.ts'
import { markup, type Markup } from '../markup.ts'
import { levelWords } from '../tables.ts'
import { remarks } from '../remarks.ts'
import { boundWords, cautionWords, mostImportantFirst, neededWords, requirementName, valueWords } from '../words.ts'
import { axis, domainOf, intervalPlot, type Domain } from './interval-plot.ts'
import { verdictIcon } from './verdict-icon.ts'

/** Every requirement with its interval drawn against its bound, those on one scale together; null where there are none. */
export function requirementsSection(document: EvaluationDocument): Markup | null {
  const { requirements, setup } = document
  if (requirements.length === 0) return null
  const scales = new Map<string, RequirementResult[]>()
  for (const requirement of mostImportantFirst(requirements)) {
    const scale = scaleOf(requirement, document)
    scales.set(scale, [...(scales.get(scale) ?? []), requirement])
  }
  const looks = looksWords(document.looks)
  const earlier = earlierLookLines(document.looks)
  return markup`<section>
<h2>What the policy asks for</h2>
<p class="note">A requirement is met where all of its ${levelWords(setup.confidence)} interval lies in the shaded range, failed where none of it does, undecided otherwise.</p>
<div class="scroll" role="region" aria-label="Requirements" tabindex="0"><table class="forest">
<thead><tr><th scope="col">Requirement</th><th scope="col">Outcome</th><th scope="col" class="plot">Interval, and range asked for</th><th scope="col">Value</th><th scope="col">Bound</th></tr></thead>
${[...scales].map(([scale, group]) => forest(scale, group))}</table></div>
${remarks(document).map(
  (sentence) => markup`<p>${sentence}</p>
`,
)}${
    looks === null
      ? null
      : markup`<p>${looks}</p>
`
  }${
    earlier.length === 0
      ? null
      : markup`<ol>${earlier.map((line) => markup`<li>${line}</li>`)}</ol>
`
  }</section>`
}

const shares = 'Metrics from 0 to 1'

/** Requirements are drawn on one scale where their numbers can be compared. */
function scaleOf({ metric, bound }: RequirementResult, { task }: EvaluationDocument): string {
  if (isCount(metric)) return 'Numbers of rows'
  const range = catalogues[task].find(({ id }) => id === metric)?.range
  const what = range === undefined || (range[0] === 0 && range[1] === 1) ? shares : metric
  return 'versus_production' in bound
    ? `Candidate minus production: ${what}`
    : 'gap' in bound
      ? `Gaps between splits: ${what}`
      : what
}

function isCount(metric: string): boolean {
  return metric === 'rows' || metric === 'positives'
}

/** Rows on one scale, with its numbers below. */
function forest(scale: string, group: RequirementResult[]): Markup {
  const domain = domainOf(group, scale === shares ? [0, 1] : [-Infinity, Infinity])
  return markup`<tbody>
<tr class="scale"><th scope="rowgroup" colspan="5">${scale}</th></tr>
${group.map((requirement) => row(requirement, domain))}${
    domain === null
      ? null
      : markup`<tr class="axis" aria-hidden="true"><td></td><td></td><td class="plot">${axis(domain)}</td><td></td><td></td></tr>\n`
  }</tbody>
`
}

function row(requirement: RequirementResult, domain: Domain | null): Markup {
  const { outcome, advisory } = requirement
  const more = moreWords(requirement)
  return markup`<tr class="${outcome}"><th scope="row">${requirementName(requirement)}${more === null ? null : markup`<small>${more}</small>`}</th><td class="outcome">${verdictIcon(outcome)} ${outcome}${advisory === true ? markup`<small>does not count</small>` : null}</td><td class="plot">${domain === null ? null : intervalPlot(requirement, domain)}</td><td>${valueWords(requirement)}</td><td>${boundWords(requirement)}</td></tr>
`
}

/** What neither value nor bound says. */
function moreWords(requirement: RequirementResult): string | null {
  const { value, reason, caution, threshold } = requirement
  if (value === null) return reason
  const needed = neededWords(requirement)
  const words = [
    ...(caution === undefined ? [] : [cautionWords(caution)]),
    ...(threshold === undefined ? [] : ['at the threshold as it was chosen: how it was chosen is not in the interval']),
    ...(needed === null ? [] : [needed]),
  ]
  return words.length === 0 ? null : words.join('; ')
}

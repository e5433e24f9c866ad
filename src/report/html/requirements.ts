import { scaleLinear } from 'd3-scale'
import { catalogues } from '../../metrics/definitions/catalogue.ts'
import type { EvaluationDocument, RequirementResult } from '../../result/evaluation.ts'
import { isCountOfRows, mostImportantFirst, readBound } from '../../result/reading.ts'
import { levelText, shortNumber } from '../../words/numbers.ts'
import { earlierLookLines, looksWords, remarks } from '../../words/remarks.ts'
import { boundWords, cautionWords, neededWords, requirementName, valueWords } from '../../words/requirements.ts'
import { markup, type Markup } from '../markup.ts'
import { verdictIcon } from './elements.ts'

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
<p class="note">A requirement is met where all of its ${levelText(setup.confidence)} interval lies in the shaded range, failed where none of it does, undecided otherwise.</p>
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
  if (isCountOfRows({ metric })) return 'Numbers of rows'
  const range = catalogues[task].find(({ id }) => id === metric)?.range
  const what = range === undefined || (range[0] === 0 && range[1] === 1) ? shares : metric
  return {
    value: what,
    versus_production: `Candidate minus production: ${what}`,
    gap: `Gaps between splits: ${what}`,
  }[readBound(bound).of]
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

/** The lowest and highest number that is drawn. */
type Domain = [low: number, high: number]

const width = 240
const inset = 8
const height = 24
const middle = height / 2

/** A range of round numbers, within `range`, that holds all values, intervals and bounds; null where there is nothing to draw. */
function domainOf(requirements: RequirementResult[], range: readonly [number, number]): Domain | null {
  const numbers = requirements
    .flatMap((requirement) => {
      const { atLeast, atMost } = readBound(requirement.bound)
      return [requirement.value, requirement.low, requirement.high, atLeast ?? null, atMost ?? null]
    })
    .filter((number) => number !== null)
  if (requirements.every(({ value }) => value === null)) return null
  const [low, high] = [numbers.reduce((a, b) => Math.min(a, b)), numbers.reduce((a, b) => Math.max(a, b))]
  const spare = (high - low) * 0.04 || Math.abs(low) * 0.1 || 1
  const [from, to] = scaleLinear([low - spare, high + spare], [0, 1])
    .nice(4)
    .domain()
  return [Math.max(from, Math.min(low, range[0])), Math.min(to, Math.max(high, range[1]))]
}

/** A requirement's interval, the value in it, and the range that is asked for, shaded from bound to bound. */
function intervalPlot({ value, low, high, bound }: RequirementResult, domain: Domain): Markup {
  const x = placeIn(domain)
  const { atLeast, atMost } = readBound(bound)
  const [from, to] = [atLeast === undefined ? 0 : x(atLeast), atMost === undefined ? width : x(atMost)]
  return markup`<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" aria-hidden="true"><rect class="asked" x="${px(from)}" y="0" width="${px(to - from)}" height="${height}"/>${[
    atLeast,
    atMost,
  ].map((limit) => (limit === undefined ? null : line('bound', x(limit), 0, x(limit), height)))}${
    low === null || high === null ? null : line('interval', x(low), middle, x(high), middle)
  }${value === null ? null : markup`<circle cx="${px(x(value))}" cy="${middle}" r="4"/>`}</svg>`
}

/** The numbers under a column of such plots. */
function axis(domain: Domain): Markup {
  const x = placeIn(domain)
  const scale = scaleLinear(domain, [0, 1])
  return markup`<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">${scale
    .ticks(4)
    .map(
      (tick) =>
        markup`${line('tick', x(tick), 0, x(tick), 5)}<text x="${px(x(tick))}" y="18">${shortNumber(tick)}</text>`,
    )}</svg>`
}

function placeIn(domain: Domain): (value: number) => number {
  return scaleLinear(domain, [inset, width - inset])
}

function line(name: string, x1: number, y1: number, x2: number, y2: number): Markup {
  return markup`<line class="${name}" x1="${px(x1)}" y1="${px(y1)}" x2="${px(x2)}" y2="${px(y2)}"/>`
}

/** A tenth of a pixel is fine enough, and rounds away what engines calculate differently. */
function px(length: number): number {
  return Number(length.toFixed(1))
}

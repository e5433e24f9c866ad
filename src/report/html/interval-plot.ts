import { scaleLinear } from 'd3-scale'
import { shortNumber } from '../../policy/words.ts'
import type { RequirementResult } from '../evaluation.ts'
import { markup, type Markup } from '../markup.ts'
import { limitsOf } from '../words.ts'

/** The lowest and highest number that is drawn. */
export type Domain = [low: number, high: number]

const width = 240
const inset = 8
const height = 24
const middle = height / 2

/** A range of round numbers, within `range`, that holds all values, intervals and bounds; null where there is nothing to draw. */
export function domainOf(requirements: RequirementResult[], range: readonly [number, number]): Domain | null {
  const numbers = requirements
    .flatMap((requirement) => {
      const { atLeast, atMost } = limitsOf(requirement.bound)
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
export function intervalPlot({ value, low, high, bound }: RequirementResult, domain: Domain): Markup {
  const x = placeIn(domain)
  const { atLeast, atMost } = limitsOf(bound)
  const [from, to] = [atLeast === undefined ? 0 : x(atLeast), atMost === undefined ? width : x(atMost)]
  return markup`<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" aria-hidden="true"><rect class="asked" x="${px(from)}" y="0" width="${px(to - from)}" height="${height}"/>${[
    atLeast,
    atMost,
  ].map((limit) => (limit === undefined ? null : line('bound', x(limit), 0, x(limit), height)))}${
    low === null || high === null ? null : line('interval', x(low), middle, x(high), middle)
  }${value === null ? null : markup`<circle cx="${px(x(value))}" cy="${middle}" r="4"/>`}</svg>`
}

/** The numbers under a column of such plots. */
export function axis(domain: Domain): Markup {
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

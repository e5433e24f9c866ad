import type { Margin } from './plot.ts'

/** A row of a forest plot: a value with its interval, in words and drawn. */
export interface ForestRow {
  label: string
  /** A fainter line under the label. */
  detail: string
  /** The value on the plot's scale; null where there is nothing to draw. */
  value: number | null
  /** The interval's ends; null where there is none. */
  low: number | null
  high: number | null
  /** The bound that the value should reach, where each row has its own. */
  bound?: number | null
  tone: 'candidate' | 'pass' | 'fail' | 'undecided'
  /** The value in words, and its interval. */
  words: string
  more: string
}

/** An upright line that rows are compared with. */
export interface ForestLine {
  at: number
  label: string
}

/** Where the parts of the rows go, in pixels. */
export interface ForestLayout {
  margin: Margin
  rowHeight: number
  /** The label's width; on a narrow plot all words stand above what is drawn. */
  labelWidth: number
  /** The width of the words under the label. */
  detailWidth: number
  isNarrow: boolean
}

const narrowest = 560
const wordsWidth = 132
const gap = 14
const inset = 10

/** @param hasLines whether lines need room for their names at the top */
export function forestLayout(width: number, hasLines: boolean, hasAxis: boolean): ForestLayout {
  const isNarrow = width < narrowest
  const labelWidth = isNarrow ? width - 2 * inset : Math.min(280, Math.round(width * 0.34))
  const side = isNarrow ? { left: inset, right: inset } : { left: labelWidth + gap, right: wordsWidth + gap }
  const detailWidth = isNarrow ? labelWidth - wordsWidth : labelWidth
  return {
    isNarrow,
    labelWidth,
    detailWidth,
    rowHeight: isNarrow ? 78 : 42,
    margin: { top: hasLines ? 22 : 4, bottom: hasAxis ? 44 : 4, ...side },
  }
}

/** The height of a forest plot, in pixels, at a width and number of rows. */
export function forestHeight(width: number, rowCount: number, hasLines: boolean, hasAxis: boolean): number {
  const { margin, rowHeight } = forestLayout(width, hasLines, hasAxis)
  return margin.top + rowCount * rowHeight + margin.bottom
}

const letterWidth = 7.9

const between = ' × '

/** Words cut to a width, with an ellipsis; of several joined by × the longest are cut, so that each can be recognised. */
export function fitted(words: string, width: number, letter = letterWidth): string {
  const most = Math.max(1, Math.floor(width / letter))
  if (words.length <= most) return words
  const parts = words.split(between)
  let limit = most
  const lengthAt = (limit: number) =>
    parts.reduce((sum, part) => sum + Math.min(part.length, limit), between.length * (parts.length - 1))
  while (limit > 2 && lengthAt(limit) > most) limit--
  return parts.map((part) => (part.length <= limit ? part : `${part.slice(0, limit - 1).trimEnd()}…`)).join(between)
}

/** The range of everything that is drawn, with a margin on both sides. */
export function forestDomain(rows: readonly ForestRow[], lines: readonly ForestLine[]): [number, number] {
  const values = [
    ...rows.flatMap(({ value, low, high, bound }) => [value, low, high, bound ?? null]),
    ...lines.map(({ at }) => at),
  ].filter((value): value is number => value !== null && Number.isFinite(value))
  if (values.length === 0) return [0, 1]
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const room = 0.04 * (high - low || Math.abs(high) || 1)
  return [low - room, high + room]
}

/** What a value has to reach: at least one of the two. */
export interface Limits {
  atLeast?: number
  atMost?: number
}

/** A value and its interval around its bound: 0 is the bound, above 0 it is met, and the farthest lies at ±1. */
export interface AroundBound {
  value: number
  low: number | null
  high: number | null
}

/**
 * Metrics of different units on one scale, each around its own bound; of two bounds the one that is nearer to being missed.
 * What lies beyond every number is left out.
 */
export function aroundBound(
  { value, low, high }: { value: number; low: number | null; high: number | null },
  limits: Limits,
): AroundBound {
  const { bound, sign } = nearerBound(value, limits)
  const from = (at: number | null) => (at === null || !Number.isFinite(at) ? null : sign * (at - bound))
  const ends = sign > 0 ? [from(low), from(high)] : [from(high), from(low)]
  const reach = Math.max(...[from(value), ...ends].map((distance) => Math.abs(distance ?? 0))) || 1
  const scaled = (distance: number | null) => (distance === null ? null : distance / reach + 0)
  return { value: scaled(from(value)) ?? 0, low: scaled(ends[0]), high: scaled(ends[1]) }
}

function nearerBound(value: number, { atLeast, atMost }: Limits): { bound: number; sign: 1 | -1 } {
  if (atLeast !== undefined && (atMost === undefined || value - atLeast <= atMost - value))
    return { bound: atLeast, sign: 1 }
  return { bound: atMost!, sign: -1 }
}

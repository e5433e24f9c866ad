import { scaleLinear, scaleLog, type ScaleContinuousNumeric } from 'd3-scale'

/** The area that things are drawn on: its scales, its edges and the whole drawing's size, in pixels. */
export interface Plot {
  x: Scale
  y: Scale
  left: number
  right: number
  top: number
  bottom: number
  width: number
  height: number
}

/** A scale from values to pixels, linear or logarithmic. */
export type Scale = ScaleContinuousNumeric<number, number>

/** What an axis is called and spans. */
export interface Axis {
  label: string
  domain: [number, number]
  /** Whether the scale is logarithmic; both ends of the domain are then above 0. */
  isLogarithmic?: boolean
  /** How its ticks are written; without it, as the scale writes them. */
  format?: (value: number) => string
}

/** The size of a drawing and its axes, from which its plot follows. */
export interface PlotShape {
  width: number
  height: number
  /** The axis; null where none is drawn. */
  x: Axis | null
  y: Axis | null
  /** Pixels kept free between the plot and the x axis. */
  footHeight?: number
  /** Margins in place of those that the axes take. */
  margin?: Partial<Margin>
  /** What x spans where no axis says it; 0 to 1 without. */
  scale?: [number, number]
}

/** The margins around a plot, in pixels. */
export interface Margin {
  top: number
  right: number
  bottom: number
  left: number
}

/** A tick's place in pixels, and its words. */
export interface Tick {
  at: number
  words: string
}

const letterWidth = 7

/** The plot of a drawing: its scales and edges, with room for the axes that are drawn. */
export function plotOf({ width, height, x, y, footHeight = 0, margin, scale = [0, 1] }: PlotShape): Plot {
  const room: Margin = {
    top: 12,
    right: 14,
    bottom: x === null ? 8 : 40,
    left: y === null ? 8 : leftRoom(y),
    ...margin,
  }
  const edges = { left: room.left, right: width - room.right, top: room.top, bottom: height - room.bottom - footHeight }
  return {
    ...edges,
    width,
    height,
    x: scaleOf(x, scale).range([edges.left, edges.right]),
    y: scaleOf(y).range([edges.bottom, edges.top]),
  }
}

/** Up to about ten ticks, as many as there is room for their words with a space between them. */
export function xTicks(plot: Plot, axis: Axis): Tick[] {
  for (let count = 10; count > 2; count--) {
    const ticks = ticksOf(plot.x, axis, count)
    const widest = letterWidth * (2 + Math.max(...ticks.map(({ words }) => words.length)))
    if (ticks.every(({ at }, index) => index === 0 || at - ticks[index - 1].at > widest)) return ticks
  }
  return ticksOf(plot.x, axis, 2)
}

/** Between two and five ticks, as many as the height has room for. */
export function yTicks({ y, top, bottom }: Plot, axis: Axis): Tick[] {
  return ticksOf(y, axis, Math.min(5, Math.max(2, Math.floor((bottom - top) / 32))))
}

/** A logarithmic scale leaves some of its ticks without words. */
function ticksOf(scale: Scale, { format, isLogarithmic }: Axis, count: number): Tick[] {
  const wordsOf = scale.tickFormat(count, isLogarithmic === true ? ',' : undefined)
  return scale
    .ticks(count)
    .filter((value) => wordsOf(value) !== '')
    .map((value) => ({ at: scale(value), words: (format ?? wordsOf)(value) }))
}

function scaleOf(axis: Axis | null, without: [number, number] = [0, 1]): Scale {
  return (axis?.isLogarithmic === true ? scaleLog() : scaleLinear()).domain(axis?.domain ?? without)
}

/** The width of the axis's name and of its longest tick. */
function leftRoom(axis: Axis): number {
  return 28 + letterWidth * Math.max(1, ...ticksOf(scaleOf(axis), axis, 5).map(({ words }) => words.length))
}

/** A line of a chart's legend. */
export interface LegendItem {
  symbol?: 'line' | 'area' | 'bar' | 'point'
  /** Class that gives the symbol its colour: a model's name, `pass`, `fail`, … */
  tone?: string
  label?: string
  /** Further words about it. */
  words?: string
}

/** Breaks words into lines of at most so many letters; a longer word has its own line. */
export function wrapped(words: string, mostLetters: number): string[] {
  const lines: string[] = []
  for (const word of words.split(/[ \n]+/)) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= mostLetters) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

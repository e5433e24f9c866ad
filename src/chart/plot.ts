import { scaleLinear, type ScaleLinear } from 'd3-scale'

/** The area that things are drawn on: its scales, its edges and the whole drawing's size, in pixels. */
export interface Plot {
  x: ScaleLinear<number, number>
  y: ScaleLinear<number, number>
  left: number
  right: number
  top: number
  bottom: number
  width: number
  height: number
}

/** What an axis is called and spans. */
export interface Axis {
  label: string
  domain: [number, number]
  /** How its ticks are written; as the scale does without. */
  format?: (value: number) => string
}

export interface PlotShape {
  width: number
  height: number
  /** Null: none is drawn. */
  x: Axis | null
  y: Axis | null
  /** Pixels kept free between the plot and the x axis. */
  footHeight?: number
  /** Where the room for the axes is not what is wanted. */
  margin?: Partial<Margin>
  /** What x spans where no axis says it; 0 to 1 without. */
  scale?: [number, number]
}

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

export function plotOf({ width, height, x, y, footHeight = 0, margin, scale = [0, 1] }: PlotShape): Plot {
  const room: Margin = { top: 12, right: 14, bottom: x === null ? 8 : 40, left: y === null ? 8 : leftRoom(y), ...margin }
  const edges = { left: room.left, right: width - room.right, top: room.top, bottom: height - room.bottom - footHeight }
  return {
    ...edges,
    width,
    height,
    x: scaleLinear().domain(x?.domain ?? scale).range([edges.left, edges.right]),
    y: scaleLinear().domain(y?.domain ?? [0, 1]).range([edges.bottom, edges.top]),
  }
}

/** As many ticks as there is room for between words. */
export function xTicks({ x, left, right }: Plot, axis: Axis): Tick[] {
  return ticksOf(x, axis, Math.min(10, Math.max(2, Math.floor((right - left) / 52))))
}

export function yTicks({ y, top, bottom }: Plot, axis: Axis): Tick[] {
  return ticksOf(y, axis, Math.min(5, Math.max(2, Math.floor((bottom - top) / 32))))
}

function ticksOf(scale: ScaleLinear<number, number>, { format }: Axis, count: number): Tick[] {
  const words = format ?? scale.tickFormat(count)
  return scale.ticks(count).map((value) => ({ at: scale(value), words: words(value) }))
}

/** Room for the axis's name, and for its longest tick. */
function leftRoom(axis: Axis): number {
  const scale = scaleLinear().domain(axis.domain)
  return 24 + letterWidth * Math.max(...ticksOf(scale, axis, 5).map(({ words }) => words.length))
}

import type { Margin, Plot } from './plot.ts'

/** A square of a table of classes. */
export interface HeatCell {
  /** The indices of its row and its column among the labels shown. */
  row: number
  column: number
  /** The class of its colour, such as `candidate`, `fail` or `pass`; '' where it is blank. */
  tone: string
  /** How strong its colour is, from 0 (blank) to 1. */
  strength: number
  /** The text in it, where there is space. */
  text: string
  words: string
  actual: string
  predicted: string
  value: number
  isRight: boolean
}

const letterWidth = 6.6
const mostLetters = 16
const mostSize = 56
/** The smallest square, in pixels, beside which a label is written. */
const leastLabelSize = 12
/** The smallest square, in pixels, that has room for a number. */
export const leastTextSize = 34
const titleRoom = 20

/** The margins that hold the axes' names and the labels, on the left and upright at the top. @param width of the whole drawing, in pixels */
export function heatMargin(labels: string[], width: number): Margin {
  const letters = Math.max(
    1,
    Math.min(mostLetters, Math.max(...labels.map((label) => label.length)), Math.floor((width * 0.25) / letterWidth)),
  )
  const room = titleRoom + Math.ceil(letters * letterWidth) + 6
  return { left: room, top: room, right: 4, bottom: 4 }
}

/** The height of a heat map, in pixels: that of its squares and margins. */
export function heatHeight(classCount: number, width: number, { left, top, right, bottom }: Margin): number {
  return top + bottom + classCount * sizeOf(width - left - right, classCount)
}

/** The side of a square, in pixels. */
export function cellSize({ left, right }: Plot, classCount: number): number {
  return sizeOf(right - left, classCount)
}

/** Which labels are written: all, or every so many as there is room for. */
export function labelStep(size: number): number {
  return Math.ceil(leastLabelSize / size)
}

/** A label cut to the room on the left of the plot; an ellipsis says that it was cut. */
export function shortened(label: string, { left }: Plot): string {
  const letters = Math.floor((left - titleRoom - 6) / letterWidth)
  return label.length <= letters ? label : `${label.slice(0, Math.max(1, letters - 1))}…`
}

/** The square at a point, in pixels from the corner of the first; null outside. */
export function cellUnder(
  plot: Plot,
  classCount: number,
  x: number,
  y: number,
): { row: number; column: number } | null {
  const size = cellSize(plot, classCount)
  const [column, row] = [Math.floor(x / size), Math.floor(y / size)]
  return Math.min(row, column) < 0 || Math.max(row, column) >= classCount ? null : { row, column }
}

function sizeOf(width: number, classCount: number): number {
  return Math.max(1, Math.min(mostSize, width / classCount))
}

import type { ScaleLinear } from 'd3-scale'

/** The area that lines are drawn on: its scales, and its edges in pixels. */
export interface Plot {
  x: ScaleLinear<number, number>
  y: ScaleLinear<number, number>
  left: number
  right: number
  top: number
  bottom: number
}

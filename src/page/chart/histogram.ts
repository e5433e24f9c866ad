import type { Histogram } from '../../worker/protocol.ts'
import { countText, metricText } from '../../words/numbers.ts'
import type { ChartNumbers } from './numbers.ts'
import type { Plot } from './plot.ts'

/** What the height of a bar shows: rows, or their share of the rows of their class. */
export type BarHeight = 'rows' | 'share'

/** The bars of one model, in pixels: positives up from the baseline, negatives down. */
export interface Strip {
  model: Histogram['model']
  top: number
  ground: number
  bottom: number
  positives: string
  negatives: string
}

/** The height above each strip that holds its words. */
const headHeight = 22

/** The highest bar of either class, of all models: what every strip's height stands for. */
export function highestBar(histograms: Histogram[], height: BarHeight): number {
  return Math.max(
    0,
    ...histograms.flatMap(({ positives, negatives }) => [...heights(positives, height), ...heights(negatives, height)]),
  )
}

/** A strip for each model, one below the other, each class's bars as one path. */
export function stripsOf(histograms: Histogram[], height: BarHeight, plot: Plot): Strip[] {
  const stripHeight = (plot.bottom - plot.top) / histograms.length
  const highest = highestBar(histograms, height) || 1
  return histograms.map(({ model, edges, positives, negatives }, at) => {
    const top = plot.top + at * stripHeight + headHeight
    const bottom = plot.top + (at + 1) * stripHeight - 4
    const ground = (top + bottom) / 2
    const bars = (counts: number[], sign: 1 | -1) =>
      barsPath(
        edges,
        heights(counts, height).map((value) => (sign * value * (bottom - ground - 1)) / highest),
        plot,
        ground,
      )
    return { model, top, ground, bottom, positives: bars(positives, -1), negatives: bars(negatives, 1) }
  })
}

/** Every bin of every model as the numbers of the chart. */
export function histogramNumbers(histograms: Histogram[]): ChartNumbers {
  return {
    columns: [
      { title: 'Model' },
      { title: 'Scores from', format: metricText },
      { title: 'Scores to', format: metricText },
      { title: 'Positives', format: countText },
      { title: 'Negatives', format: countText },
    ],
    rows: histograms.flatMap(({ model, edges, positives, negatives }) =>
      positives.map((count, bin) => [model, edges[bin], edges[bin + 1], count, negatives[bin]]),
    ),
  }
}

function heights(counts: number[], height: BarHeight): number[] {
  const total = height === 'share' ? counts.reduce((sum, count) => sum + count, 0) : 1
  return counts.map((count) => (total === 0 ? 0 : count / total))
}

/** The bars as one SVG path, with a hairline between them; a bar that is not 0 is at least visible. */
function barsPath(edges: number[], lengths: number[], { x }: Plot, ground: number): string {
  return lengths
    .map((length, bin) => {
      if (length === 0) return ''
      const [left, right] = [x(edges[bin]), x(edges[bin + 1])]
      const seen = Math.sign(length) * Math.max(0.75, Math.abs(length))
      return `M${(left + 0.5).toFixed(2)} ${ground}V${(ground + seen).toFixed(2)}H${(right - 0.5).toFixed(2)}V${ground}Z`
    })
    .join('')
}

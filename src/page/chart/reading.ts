import type { BandPoint, BandSeries, BandCoordinate } from './bands.ts'
import { numberCellWords } from './numbers.ts'
import { indexAt } from './pointing.ts'
import type { Point, Series } from './series.ts'

/** What is to be read of one model where a chart is pointed at. */
export interface ModelReading {
  /** "candidate at 0.42" */
  name: string
  tone: string
  lines: { label: string; value: string; interval: string | null }[]
}

/** A point of one model's line. */
export interface Pointed {
  model: Series['model']
  point: Point
}

/** Each line's point at a threshold. */
export function pointedAt(series: Series[], threshold: number): Pointed[] {
  return series.map(({ model, points }) => ({ model, point: points[indexAt(points, threshold)] }))
}

/**
 * What is to be read of the points, each with the band as it is shaded there, where it is known.
 * @param names of x, null where it is the threshold itself, and of y
 */
export function readingsOf(
  pointed: Pointed[],
  bands: BandSeries[],
  names: { x: string | null; y: string },
  format: (value: number) => string,
): ModelReading[] {
  return pointed.map(({ model, point }) => {
    const around = neighbours(bands.find((entry) => entry.model === model)?.points ?? [], point.threshold)
    const line = (label: string, value: number, of: (band: BandPoint) => BandCoordinate) => ({
      label,
      value: format(value),
      interval:
        around === null ? null : numberCellWords(shadedAt(value, around.map(of)), { title: label, format }).interval,
    })
    return {
      name: `${model} ${point.threshold === null ? 'above all scores' : `at ${format(point.threshold)}`}`,
      tone: model,
      lines: [
        ...(names.x === null ? [] : [line(names.x, point.x, ({ x }) => x)]),
        line(names.y, point.y, ({ y }) => y),
      ],
    }
  })
}

/** The points of a band at a threshold and after it. */
function neighbours(points: BandPoint[], threshold: number | null): BandPoint[] | null {
  if (threshold === null || points.length === 0) return null
  const at = indexAt(points, threshold)
  return [points[at], points[Math.min(at + 1, points.length - 1)]]
}

/** A band's ends where its value is between that of two of its points. */
function shadedAt(value: number, [from, to]: BandCoordinate[]): BandCoordinate {
  const share = from.value === to.value ? 0 : Math.min(1, Math.max(0, (value - from.value) / (to.value - from.value)))
  const between = (a: number, b: number) => a + share * (b - a)
  return { value, low: between(from.low, to.low), high: between(from.high, to.high) }
}

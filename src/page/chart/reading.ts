import type { BandPoint, BandSeries, BandCoordinate } from './bands.ts'
import { numberCellWords } from './numbers.ts'
import type { Point, Series } from './series.ts'

/** A place on a drawing, in pixels. */
export interface PixelPosition {
  x: number
  y: number
}

/** Index of the place nearest to another: as the crow flies, or from side to side alone. -1 where there is none. */
export function nearestPlace(places: PixelPosition[], to: PixelPosition, along: 'x' | 'both'): number {
  let [nearest, least] = [-1, Infinity]
  places.forEach(({ x, y }, index) => {
    const distance = along === 'x' ? Math.abs(x - to.x) : Math.hypot(x - to.x, y - to.y)
    if (distance < least) [nearest, least] = [index, distance]
  })
  return nearest
}

/**
 * Where one is some steps farther along a line: to the right, for steps below 0 to the left. A step is as many places as it
 * takes to be seen.
 * @param spacing pixels of a step
 */
export function strided(places: PixelPosition[], from: number, steps: number, spacing = 4): number {
  const isRightwards = places[places.length - 1].x >= places[0].x
  const direction = steps > 0 === isRightwards ? 1 : -1
  let at = from
  for (let walked = 0; walked < spacing * Math.abs(steps); at += direction) {
    const next = places[at + direction]
    if (next === undefined) return at
    walked += Math.hypot(next.x - places[at].x, next.y - places[at].y)
  }
  return at
}

/**
 * Index of the point of a line at a threshold: its lowest threshold that is no lower, as every row in between is decided
 * alike; of equal ones the first. The first point where all are lower.
 * @param points thresholds fall; null is above all
 */
export function indexAt(points: { threshold: number | null }[], threshold: number): number {
  let [low, high] = [0, points.length - 1]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((points[middle].threshold ?? Infinity) >= threshold) low = middle
    else high = middle - 1
  }
  while (low > 0 && points[low - 1].threshold === points[low].threshold) low--
  return low
}

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

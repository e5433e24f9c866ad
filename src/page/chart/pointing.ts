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

import { twoSidedZ } from '../../metrics/intervals/distributions.ts'
import type { Ends } from '../../metrics/measure.ts'
import { believableBound } from '../assurance.ts'
import type { PlannedPrecision } from './precision.ts'
import type { Bound, Requirement } from '../policy.ts'

/** The interval that so many rows would give around the expected value. */
export interface PlanPoint extends Ends {
  rows: number
  halfWidth: number
  isDecided: boolean
}

/** @param share of the rows that it is measured on */
export function curveOf(
  precision: PlannedPrecision,
  requirement: Requirement,
  grid: number[],
  confidence: number,
  share: number,
): PlanPoint[] {
  const z = twoSidedZ(confidence)
  return grid.map((rows) => {
    const { low, high } = precision.ends(Math.max(1, rows * share), z)
    return {
      rows,
      low,
      high,
      halfWidth: (high - low) / 2,
      isDecided: isDecided({ low, high }, believableBound(requirement)),
    }
  })
}

/** 100, 200, 500, 1000 … to no less than what the most demanding takes, and rows that are asked for. */
export function rowGrid(most: number, extraRows: number[]): number[] {
  const grid = [...extraRows]
  const highest = Math.max(1000, most, ...extraRows)
  for (let decade = 100; decade <= highest; decade *= 10) grid.push(decade, 2 * decade, 5 * decade)
  const first = [...new Set(grid)].sort((a, b) => a - b)
  const end = first.findIndex((rows) => rows >= highest)
  return first.slice(0, end < 0 ? undefined : end + 1)
}

/** All of the interval meets the bound, or none of it does. */
export function isDecided({ low, high }: Ends, { atLeast = -Infinity, atMost = Infinity }: Bound): boolean {
  return (low >= atLeast && high <= atMost) || high < atLeast || low > atMost
}

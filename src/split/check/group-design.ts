import { square } from '../../metrics/arithmetic.ts'
import {
  chiSquaredTail,
  fTail,
  kolmogorovTail,
  twoSidedTP,
  zOfTwoSidedP,
} from '../../metrics/intervals/distributions.ts'
import type { SplitPair } from './rows.ts'

/** The rows of two splits where they belong to groups, by group: what tests of their difference have for a design. */
export interface GroupDesign {
  /** Row numbers of both splits, those of a group together. */
  order: Uint32Array
  /** Where each group begins in `order`, and where the last one ends. */
  starts: number[]
  /** Per row of the file, 0 where it is in the earlier of the two splits, 1 where in the later one. */
  sideOf(row: number): 0 | 1
  /** Rows of each side. */
  sizes: [number, number]
  /** Of the variance of a difference between the two, by Satterthwaite's rule from the groups of each side; below 1: none. */
  degreesOfFreedom: number
}

/** @param groups per row its group's code, below `groupCount` @param splits per row its split */
export function groupDesign(
  groups: Uint32Array,
  groupCount: number,
  splits: Uint8Array,
  { earlier, later }: SplitPair,
): GroupDesign {
  const counts = new Uint32Array(groupCount + 1)
  const isOfPair = (row: number) => splits[row] === earlier || splits[row] === later
  for (let row = 0; row < groups.length; row++) if (isOfPair(row)) counts[groups[row] + 1]++
  for (let group = 0; group < groupCount; group++) counts[group + 1] += counts[group]
  const starts = [...new Set(counts)]
  const next = counts.slice(0, groupCount)
  const order = new Uint32Array(counts[groupCount])
  for (let row = 0; row < groups.length; row++) if (isOfPair(row)) order[next[groups[row]]++] = row
  const sideOf = (row: number) => (splits[row] === earlier ? 0 : 1)
  const sizes: [number, number] = [0, 0]
  const squares = [0, 0]
  for (let group = 0; group + 1 < starts.length; group++) {
    const own = [0, 0]
    for (let at = starts[group]; at < starts[group + 1]; at++) own[sideOf(order[at])]++
    for (const side of [0, 1] as const) {
      sizes[side] += own[side]
      squares[side] += own[side] * own[side]
    }
  }
  // Each side's variance goes with Σ (rows of a group)² / (all rows)², of as many degrees of freedom as there are such groups less one.
  const shares = sizes.map((size, side) => squares[side] / (size * size))
  const degreesOfFreedom =
    square(shares[0] + shares[1]) / shares.reduce((sum, share) => sum + square(share) / Math.max(0, 1 / share - 1), 0)
  return { order, starts, sideOf, sizes, degreesOfFreedom }
}

/**
 * What each group adds to the difference of the two sides' shares of some cells (earlier less later): (its rows in the cell
 * less the side's share of its rows) / rows of the side.
 * @param cellOf row its cell, below `cellCount`
 * @param visit is given the same array for every group
 */
function eachGroup(
  { order, starts, sideOf, sizes }: GroupDesign,
  cellOf: (row: number) => number,
  cellCount: number,
  visit: (parts: Float64Array) => void,
): void {
  const all = [new Float64Array(cellCount), new Float64Array(cellCount)]
  for (const row of order) all[sideOf(row)][cellOf(row)]++
  const parts = new Float64Array(cellCount)
  for (let group = 0; group + 1 < starts.length; group++) {
    const own = [0, 0]
    parts.fill(0)
    for (let at = starts[group]; at < starts[group + 1]; at++) {
      const side = sideOf(order[at])
      own[side]++
      parts[cellOf(order[at])] += side === 0 ? 1 / sizes[0] : -1 / sizes[1]
    }
    for (let cell = 0; cell < cellCount; cell++) {
      parts[cell] -= ((all[0][cell] / sizes[0]) * own[0]) / sizes[0] - ((all[1][cell] / sizes[1]) * own[1]) / sizes[1]
    }
    visit(parts)
  }
}

/** n/(n − 1) of the groups. */
function correctionOf({ starts }: GroupDesign): number {
  return (starts.length - 1) / (starts.length - 2)
}

/**
 * The p-value of Pearson's chi-squared statistic where rows belong to groups, by Rao and Scott's second-order correction
 * (Annals of Statistics 1984) in the form of an F test (Thomas & Rao, JASA 1987): the statistic over the mean design effect
 * of the classes, with as many degrees of freedom as the design effects, which may differ, leave.
 * @param cellOf row its class, below `shares.length`
 * @param shares of the classes, on both sides together; each above 0
 */
export function raoScott(
  statistic: number,
  design: GroupDesign,
  cellOf: (row: number) => number,
  shares: number[],
): { statistic: number; p: number } {
  const count = shares.length
  const perRow = 1 / design.sizes[0] + 1 / design.sizes[1]
  const scale = shares.map((share) => Math.sqrt(correctionOf(design) / (share * perRow)))
  const effects = new Float64Array(count * count)
  eachGroup(design, cellOf, count, (parts) => {
    for (let a = 0; a < count; a++) {
      if (parts[a] === 0) continue
      const part = parts[a] * scale[a]
      for (let b = 0; b < count; b++) effects[a * count + b] += part * parts[b] * scale[b]
    }
  })
  let [trace, squares] = [0, 0]
  for (let a = 0; a < count; a++) trace += effects[a * count + a]
  for (const effect of effects) squares += effect * effect
  const mean = trace / (count - 1)
  // The sum of the design effects over the sum of their squares; one at the least.
  const degreesOfFreedom = Math.max(1, (trace * trace) / squares)
  const corrected = statistic / mean
  const ratio = corrected / (count - 1)
  const p =
    design.degreesOfFreedom < Infinity
      ? fTail(ratio, degreesOfFreedom, degreesOfFreedom * design.degreesOfFreedom)
      : chiSquaredTail(ratio * degreesOfFreedom, degreesOfFreedom)
  return { statistic: corrected, p }
}

/** So many quantiles of the values at which the design effect of their distribution function is looked at. */
const stepCount = 32

/**
 * The p-value of the Kolmogorov–Smirnov distance d where rows belong to groups: Kolmogorov's distribution with the rows that
 * would be as sure if they were independent, by the largest design effect of the distribution functions' difference at the
 * quantiles of the values, and as Student's t of the groups has it. Too large rather than too small.
 */
export function groupedKolmogorov(d: number, design: GroupDesign, values: Float64Array): number {
  const sorted = Float64Array.from(design.order, (row) => values[row]).sort()
  const steps = [
    ...new Set(
      Array.from({ length: stepCount - 1 }, (_, step) => sorted[Math.floor(((step + 1) * sorted.length) / stepCount)]),
    ),
  ]
  const cellOf = (row: number) => {
    let cell = 0
    while (cell < steps.length && values[row] > steps[cell]) cell++
    return cell
  }
  const variances = new Float64Array(steps.length)
  eachGroup(design, cellOf, steps.length + 1, (parts) => {
    let below = 0
    for (let step = 0; step < steps.length; step++) variances[step] += square((below += parts[step]))
  })
  const perRow = 1 / design.sizes[0] + 1 / design.sizes[1]
  let [most, below] = [1, 0]
  steps.forEach((step, i) => {
    while (below < sorted.length && sorted[below] <= step) below++
    const share = below / sorted.length
    if (share > 0 && share < 1)
      most = Math.max(most, (variances[i] * correctionOf(design)) / (share * (1 - share) * perRow))
  })
  const root = Math.sqrt(1 / (perRow * most))
  const p = kolmogorovTail((root + 0.12 + 0.11 / root) * d)
  return p < 1e-300 ? p : twoSidedTP(zOfTwoSidedP(p), design.degreesOfFreedom)
}

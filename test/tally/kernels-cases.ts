import { expect } from 'vitest'
import type { CountedCells, Draws, SweepCounts } from '../../src/tally/kernels.ts'

/** Numerical Recipes' linear congruential generator, scaled to 0 … `cellCount - 1`: the same rows on every run. */
export function scatteredCells(rowCount: number, cellCount: number): Uint32Array {
  const cells = new Uint32Array(rowCount)
  let state = 1
  for (let i = 0; i < rowCount; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    cells[i] = Math.floor((state / 2 ** 32) * cellCount)
  }
  return cells
}

/** About one row in five is of the positive class, more among the higher cells. */
export function scatteredClasses(cells: Uint32Array): Uint8Array {
  const classes = new Uint8Array(cells.length)
  for (let i = 0; i < cells.length; i++) classes[i] = (cells[i] ^ i) % 5 === 0 || cells[i] % 11 > 8 ? 1 : 0
  return classes
}

/** Cells whose rows are `mean` on average, scattered over one tally for each of `scoreCounts`. */
export function scatteredSample(cellCount: number, mean: number, scoreCounts: number[]): CountedCells {
  return {
    counts: scatteredCells(cellCount, 2 * mean + 1),
    tallies: scoreCounts.map((scoreCount, t) => ({
      scoreCount,
      places: scatteredCells(cellCount + t, 2 * scoreCount).subarray(t),
    })),
  }
}

export function drawsOf(changes: Partial<Draws> = {}): Draws {
  return { key: { low: 42, high: 0 }, stream: 3, firstReplicate: 0, replicateCount: 5, ...changes }
}

export function expectSameSweeps(actual: SweepCounts[], expected: SweepCounts[]): void {
  expect(actual.length).toBe(expected.length)
  expected.forEach(({ truePositives, falsePositives }, t) => {
    expectSameCounts(actual[t].truePositives, truePositives)
    expectSameCounts(actual[t].falsePositives, falsePositives)
  })
}

/** Equal to the bit; a difference names its first entry. (A plain `toEqual` takes seconds on millions of entries.) */
export function expectSameCounts(actual: Uint32Array, expected: Uint32Array): void {
  expect(actual).toBeInstanceOf(Uint32Array)
  expect(actual.length).toBe(expected.length)
  const k = expected.findIndex((count, i) => actual[i] !== count)
  expect(k === -1 ? 'equal' : `entry ${k} is ${actual[k]}`).toBe(k === -1 ? 'equal' : `entry ${k} is ${expected[k]}`)
}

import type { CountedCells, Draws, Kernels, SweepCounts } from './kernels.ts'

/** Draws replicates elsewhere, such as on another thread. */
export type ReplicateSweeps = Kernels['replicateSweeps']

/** Fewer draws than these take less time than handing them out. */
const fewestShared = 2 ** 18

/**
 * The kernels with replicates drawn by several at once, each a part of every block: as a replicate is the same whichever
 * others are drawn with it, the counts do not depend on how many there are.
 * @param others that take a part each, beside the kernels themselves
 */
export function sharedKernels(kernels: Kernels, others: ReplicateSweeps[], fewest = fewestShared): Kernels {
  const all = [...others, (cells: CountedCells, draws: Draws) => kernels.replicateSweeps(cells, draws)]
  return {
    engine: kernels.engine,
    histogram: (cells, cellCount) => kernels.histogram(cells, cellCount),
    sweep: (ranks, classes, scoreCount) => kernels.sweep(ranks, classes, scoreCount),
    randomWords: (stretch, count) => kernels.randomWords(stretch, count),
    async replicateSweeps(cells, draws) {
      if (cells.counts.length * draws.replicateCount < fewest) return kernels.replicateSweeps(cells, draws)
      const parts = await Promise.all(all.map((sweeps, i) => sweeps(cells, part(draws, i, all.length))))
      return cells.tallies.map((_, t) => joined(parts.map((sweeps) => sweeps[t])))
    },
  }
}

function part(draws: Draws, index: number, partCount: number): Draws {
  const start = Math.floor((index * draws.replicateCount) / partCount)
  const end = Math.floor(((index + 1) * draws.replicateCount) / partCount)
  return { ...draws, firstReplicate: draws.firstReplicate + start, replicateCount: end - start }
}

function joined(sweeps: SweepCounts[]): SweepCounts {
  return {
    truePositives: concatenated(sweeps.map((sweep) => sweep.truePositives)),
    falsePositives: concatenated(sweeps.map((sweep) => sweep.falsePositives)),
  }
}

function concatenated(parts: Uint32Array[]): Uint32Array {
  const whole = new Uint32Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const values of parts) {
    whole.set(values, at)
    at += values.length
  }
  return whole
}

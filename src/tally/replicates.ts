import type { CellTally, CountedCells, Draws, Kernels, SweepCounts } from './kernels.ts'
import { fillPhilox, philoxKey } from './philox.ts'
import { drawPoisson, poissonRoots } from './poisson.ts'

/** Rows that are drawn by groups, or that count by a weight each. */
export interface SampledEntries {
  /** The mean of each unit's draw: 1 for a group, else the rows of a cell. */
  counts: Uint32Array
  /** Per entry the unit whose draw it takes; null: entry i takes that of unit i. */
  units: Uint32Array | null
  /** Per entry the weight of each of its rows; null: 1. */
  weights: Float64Array | null
  /** Places are per entry. */
  tallies: CellTally[]
}

/** Sums of weights at every threshold: entry k sums the rows with rank ≥ k. */
export interface SweepWeights {
  truePositives: Float64Array
  falsePositives: Float64Array
}

/** The sweeps of some replicates, one for each tally, as `Kernels.replicateSweeps` lays them out. */
export interface ReplicateBlock {
  firstReplicate: number
  replicateCount: number
  sweeps: (SweepCounts | SweepWeights)[]
}

/** Entries of a block's sweeps: 16 MiB of counts. */
const mostBlockEntries = 2 ** 22

/**
 * All replicates, in blocks that fit in memory. Cells of plain counts go to the kernels; groups and weights take a
 * plain loop over the entries on every engine.
 * @param stream number of a stream of the seed's own, such as `streamOf` gives
 */
export async function* replicateBlocks(
  kernels: Kernels,
  sample: CountedCells | SampledEntries,
  seed: number,
  stream: number,
  replicates: number,
  blockEntries = mostBlockEntries,
): AsyncGenerator<ReplicateBlock> {
  const entries = sample.tallies.reduce((sum, { scoreCount }) => sum + 2 * scoreCount, 0)
  const size = Math.max(1, Math.min(replicates, Math.floor(blockEntries / Math.max(1, entries))))
  for (let firstReplicate = 0; firstReplicate < replicates; firstReplicate += size) {
    const replicateCount = Math.min(size, replicates - firstReplicate)
    const draws: Draws = { key: philoxKey(seed), stream, firstReplicate, replicateCount }
    const sweeps = 'units' in sample ? sweepEntries(sample, draws) : await kernels.replicateSweeps(sample, draws)
    yield { firstReplicate, replicateCount, sweeps }
  }
}

/**
 * The number of a stream of draws, from the names of what is drawn (such as a split, its models and the purpose): the
 * 32-bit FNV-1a hash (Fowler, Noll & Vo) of the names' UTF-16 code units, low byte first, each name closed by a zero.
 */
export function streamOf(...names: string[]): number {
  let hash = 0x811c9dc5
  const add = (byte: number) => {
    hash = Math.imul(hash ^ byte, 0x01000193)
  }
  for (const name of names) {
    for (let i = 0; i < name.length; i++) {
      add(name.charCodeAt(i) & 0xff)
      add(name.charCodeAt(i) >>> 8)
    }
    add(0)
    add(0)
  }
  return hash >>> 0
}

/** The definition of `Kernels.replicateSweeps`. @throws RangeError */
export function sweepReplicates(cells: CountedCells, draws: Draws): SweepCounts[] {
  requirePlaces(cells.tallies, cells.counts.length)
  const sweeps = cells.tallies.map(({ scoreCount }) => ({
    truePositives: new Uint32Array(draws.replicateCount * scoreCount),
    falsePositives: new Uint32Array(draws.replicateCount * scoreCount),
  }))
  const sums = cells.tallies.map(({ scoreCount }) => new Uint32Array(2 * scoreCount))
  drawReplicates(cells.counts, draws, (drawn, replicate) => {
    cells.tallies.forEach(({ places }, t) => {
      const counts = sums[t].fill(0)
      for (let cell = 0; cell < drawn.length; cell++) counts[places[cell]] += drawn[cell]
      putSweep(counts, sweeps[t], replicate)
    })
  })
  return sweeps
}

/**
 * The sweeps of replicates drawn by groups, or of weighted rows. Exact while weights are whole numbers and their sums
 * stay below 2^53.
 */
export function sweepEntries({ counts, units, weights, tallies }: SampledEntries, draws: Draws): SweepWeights[] {
  requirePlaces(tallies, units?.length ?? counts.length)
  const sweeps = tallies.map(({ scoreCount }) => ({
    truePositives: new Float64Array(draws.replicateCount * scoreCount),
    falsePositives: new Float64Array(draws.replicateCount * scoreCount),
  }))
  const sums = tallies.map(({ scoreCount }) => new Float64Array(2 * scoreCount))
  drawReplicates(counts, draws, (drawn, replicate) => {
    tallies.forEach(({ places }, t) => {
      const sum = sums[t].fill(0)
      for (let entry = 0; entry < places.length; entry++) {
        const count = drawn[units === null ? entry : units[entry]]
        sum[places[entry]] += weights === null ? count : count * weights[entry]
      }
      putSweep(sum, sweeps[t], replicate)
    })
  })
  return sweeps
}

/**
 * The sweeps of the rows themselves, every unit drawn as often as it is there: what the replicates are replicates of.
 */
export function sweepOnce(sample: CountedCells | SampledEntries): SweepWeights[] {
  const { counts, tallies } = sample
  const units = 'units' in sample ? sample.units : null
  const weights = 'units' in sample ? sample.weights : null
  return tallies.map(({ scoreCount, places }) => {
    const sums = new Float64Array(2 * scoreCount)
    for (let entry = 0; entry < places.length; entry++) {
      sums[places[entry]] += counts[units === null ? entry : units[entry]] * (weights === null ? 1 : weights[entry])
    }
    const sweep = { truePositives: new Float64Array(scoreCount), falsePositives: new Float64Array(scoreCount) }
    putSweep(sums, sweep, 0)
    return sweep
  })
}

function drawReplicates(means: Uint32Array, draws: Draws, use: (drawn: Uint32Array, replicate: number) => void): void {
  const roots = poissonRoots(means)
  const drawn = new Uint32Array(means.length)
  for (let replicate = 0; replicate < draws.replicateCount; replicate++) {
    fillPhilox(drawn, draws.key, draws.firstReplicate + replicate, draws.stream)
    drawPoisson(drawn, means, roots)
    use(drawn, replicate)
  }
}

/** Turns counts at 2·rank + class into counts of rank ≥ k, and puts them in the replicate's place. */
function putSweep(sums: Uint32Array | Float64Array, sweep: SweepCounts | SweepWeights, replicate: number): void {
  const scoreCount = sums.length / 2
  const { truePositives, falsePositives } = sweep
  const start = replicate * scoreCount
  let positives = 0
  let negatives = 0
  for (let k = scoreCount - 1; k >= 0; k--) {
    negatives += sums[2 * k]
    positives += sums[2 * k + 1]
    falsePositives[start + k] = negatives
    truePositives[start + k] = positives
  }
}

/** Checks that each tally has a place for every entry. */
export function requirePlaces(tallies: CellTally[], entryCount: number): void {
  for (const { places, scoreCount } of tallies) {
    if (places.length !== entryCount) {
      throw new RangeError(`found ${places.length} places for ${entryCount} cells, expected as many of each`)
    }
    const wrong = places.findIndex((place) => place >= 2 * scoreCount)
    if (wrong !== -1)
      throw new RangeError(
        `found the place ${places[wrong]} among ${scoreCount} scores, expected one below ${2 * scoreCount}`,
      )
  }
}

/** Draws replicates elsewhere, such as on another thread. */
export type ReplicateSweeps = Kernels['replicateSweeps']

/** Fewer draws than these take less time than starting another thread and making it fast. */
const fewestShared = 2 ** 22

/**
 * The kernels with replicates drawn by several at once, each a part of every block: as a replicate is the same
 * whichever others are drawn with it, the counts do not depend on how many there are.
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

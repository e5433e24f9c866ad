import type { CountedCells, Draws, Kernels, SweepCounts, WordStretch } from '../tally/kernels.ts'
import { GpuError } from './adapter.ts'

/** Made rows for a trial, spread evenly over the scores; both engines get the same. */
interface TrialRows {
  ranks: Uint32Array
  classes: Uint8Array
  scoreCount: number
}

/** Milliseconds from any fixed moment. */
export type Clock = () => number

/**
 * The start-up self-test: small tallies of every path that a program can take (few cells and many, one tile of sums
 * and several, ties, lengths that fill no workgroup), equal to the reference to the bit.
 * @throws GpuError of kind `wrong` at the first difference
 */
export async function checkAgainst(reference: Kernels, kernels: Kernels): Promise<void> {
  for (const [rowCount, scoreCount] of [
    [1, 1],
    [1001, 3],
    [20011, 5003],
    [70001, 2 ** 14],
  ]) {
    const rows = trialRows(rowCount, scoreCount)
    const name = `${rowCount} rows over ${scoreCount} cells`
    const [expected, found] = await inTurn(reference, kernels, (either) => either.histogram(rows.ranks, scoreCount))
    requireEqual(`counting ${name}`, found, expected)
    const sweep = (either: Kernels): Promise<SweepCounts> => either.sweep(rows.ranks, rows.classes, scoreCount)
    const [expectedSweep, foundSweep] = await inTurn(reference, kernels, sweep)
    requireEqual(`true positives of ${name}`, foundSweep.truePositives, expectedSweep.truePositives)
    requireEqual(`false positives of ${name}`, foundSweep.falsePositives, expectedSweep.falsePositives)
  }
  await checkReplicates(reference, kernels)
  const stretch: WordStretch = { key: { low: 42, high: 7 }, stream: 2 ** 32 - 1, firstBlock: 1999 }
  const [expected, found] = await inTurn(reference, kernels, (either) => either.randomWords(stretch, 5003))
  requireEqual('random words', found, expected)
}

/**
 * Compares replicates: cells with means of every kind (0, tabled, large), a number that fills no block of four, and two
 * tallies.
 */
async function checkReplicates(reference: Kernels, kernels: Kernels): Promise<void> {
  const cellCount = 5003
  const scoreCounts = [2600, 300]
  const cells: CountedCells = {
    counts: Uint32Array.from({ length: cellCount }, (_, cell) => (cell % 3 === 0 ? cell * cell : cell % 90)),
    tallies: scoreCounts.map((scoreCount) => ({ scoreCount, places: trialRows(cellCount, 2 * scoreCount).ranks })),
  }
  const draws: Draws = { key: { low: 42, high: 7 }, stream: 2 ** 32 - 1, firstReplicate: 1999, replicateCount: 3 }
  const [expected, found] = await inTurn(reference, kernels, (either) => either.replicateSweeps(cells, draws))
  scoreCounts.forEach((scoreCount, t) => {
    requireEqual(
      `true positives of replicates over ${scoreCount} scores`,
      found[t].truePositives,
      expected[t].truePositives,
    )
    requireEqual(
      `false positives of replicates over ${scoreCount} scores`,
      found[t].falsePositives,
      expected[t].falsePositives,
    )
  })
}

/** Milliseconds of one sweep over `rowCount` rows, each engine warmed up by the same sweep before. */
export async function timeSweeps(
  reference: Kernels,
  kernels: Kernels,
  rowCount: number,
  clock: Clock,
): Promise<{ referenceMs: number; kernelsMs: number }> {
  const { ranks, classes, scoreCount } = trialRows(rowCount, Math.ceil(rowCount / 2))
  const time = async (either: Kernels): Promise<number> => {
    await either.sweep(ranks, classes, scoreCount)
    const start = clock()
    await either.sweep(ranks, classes, scoreCount)
    return clock() - start
  }
  const [referenceMs, kernelsMs] = await inTurn(reference, kernels, time)
  return { referenceMs, kernelsMs }
}

/** Makes rows from multiples of 2^32 over the golden ratio, which are spread evenly. */
function trialRows(rowCount: number, scoreCount: number): TrialRows {
  const ranks = new Uint32Array(rowCount)
  const classes = new Uint8Array(rowCount)
  for (let i = 0; i < rowCount; i++) {
    const spread = Math.imul(i + 1, 0x9e3779b9) >>> 0
    ranks[i] = Math.floor((spread / 2 ** 32) * scoreCount)
    classes[i] = (spread >>> 7) % 3 === 0 ? 1 : 0
  }
  return { ranks, classes, scoreCount }
}

async function inTurn<T>(first: Kernels, second: Kernels, use: (kernels: Kernels) => Promise<T>): Promise<[T, T]> {
  return [await use(first), await use(second)]
}

function requireEqual(name: string, found: Uint32Array, expected: Uint32Array): void {
  const k = expected.findIndex((count, i) => found[i] !== count)
  if (found.length !== expected.length || k !== -1) {
    throw new GpuError('wrong', `${name} gave ${found[k]} where ${expected[k]} is right`)
  }
}

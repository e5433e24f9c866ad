import { bootstrapBands } from '../../../src/metrics/binary/bands.ts'
import { resampling, type NamedRows } from '../../../src/metrics/binary/resampling.ts'
import { independentRows } from '../../dataset/independent-rows.ts'
import type { ModelName } from '../../../src/dataset/roles.ts'
import { fillPhilox, philoxKey } from '../../../src/tally/philox.ts'
import type { Kernels } from '../../../src/tally/kernels.ts'
import { rankScores } from '../../../src/tally/rank.ts'
import { referenceKernels } from '../../../src/tally/reference.ts'
import { replicateBlocks } from '../../../src/tally/replicates.ts'
import { tallyScores } from '../../../src/tally/rows.ts'
import { adapterName, findAdapter, isSoftwareAdapter, type GpuSource } from '../../../src/tensor/adapter.ts'
import { checkAgainst } from '../../../src/tensor/trial.ts'
import { webgpuKernels } from '../../../src/tensor/webgpu.ts'

export interface ContestOptions {
  slices: number
  rowsPerSlice: number
  replicates: number
  /** Slices that the CPU takes; its time is scaled up to all. */
  cpuSlices: number
}

export interface Contest {
  adapter: string
  isSoftware: boolean
  /** Milliseconds for all slices of two models. */
  curves: { cpuMs: number; gpuMs: number }
  bands: { cpuMs: number; gpuMs: number }
  draws: number
}

const models: ModelName[] = ['candidate', 'production']
const settings = { confidence: 0.95, costs: { falsePositive: 1, falseNegative: 1 }, seed: 1 }

/**
 * Replicates of the threshold curves of many slices, on the GPU against plain loops: the cumulated counts alone, at up to
 * 4,096 groups of scores, and finished bands at 200 points. The GPU has to pass the self-test first, equal to the bit.
 */
export async function contest(gpu: GpuSource, options: ContestOptions): Promise<Contest | string> {
  const adapter = await findAdapter(gpu, true)
  if (adapter === null) return 'no GPU adapter here'
  const [cpu, kernels] = [referenceKernels(), await webgpuKernels(adapter)]
  try {
    await checkAgainst(cpu, kernels)
    const slices: NamedRows[] = []
    for (let slice = 0; slice < options.slices; slice++) slices.push(await sliceOf(cpu, slice, options.rowsPerSlice))
    const time = async (use: (engine: Kernels, slice: NamedRows) => Promise<void>) => {
      await use(kernels, slices[0])
      await use(cpu, slices[0])
      const gpuMs = await timed(slices, (slice) => use(kernels, slice))
      const some = slices.slice(0, options.cpuSlices)
      return { gpuMs, cpuMs: (await timed(some, (slice) => use(cpu, slice))) * (slices.length / some.length) }
    }
    let draws = 0
    for (const slice of slices)
      for (const model of models) draws += resampling(slice, [model]).sample.counts.length * options.replicates
    return {
      adapter: adapterName(adapter),
      isSoftware: isSoftwareAdapter(adapter),
      draws,
      curves: await time((engine, slice) => drawCurves(engine, slice, options.replicates)),
      bands: await time((engine, slice) => drawBands(engine, slice, options.replicates)),
    }
  } finally {
    kernels.close()
  }
}

async function drawCurves(engine: Kernels, slice: NamedRows, replicates: number): Promise<void> {
  for (const model of models) {
    const { sample, stream } = resampling(slice, [model])
    for await (const { sweeps } of replicateBlocks(engine, sample, settings.seed, stream, replicates)) void sweeps
  }
}

async function drawBands(engine: Kernels, slice: NamedRows, replicates: number): Promise<void> {
  const metrics = ['recall', 'false_positive_rate', 'precision']
  for (const model of models) await bootstrapBands(engine, slice, model, metrics, { ...settings, replicates })
}

async function timed(slices: NamedRows[], use: (slice: NamedRows) => Promise<void>): Promise<number> {
  const start = performance.now()
  for (const slice of slices) await use(slice)
  return performance.now() - start
}

/** Rows of one slice: a chance, an outcome by it, and two models' noisy views of it. */
async function sliceOf(kernels: Kernels, slice: number, rowCount: number): Promise<NamedRows> {
  const words = new Uint32Array(4 * rowCount)
  fillPhilox(words, philoxKey(slice), 0, 0)
  const share = (row: number, i: number) => words[4 * row + i] / 2 ** 32
  const classes = Uint8Array.from({ length: rowCount }, (_, row) => (share(row, 1) < share(row, 0) ? 1 : 0))
  const sampling = independentRows(rowCount)
  const rows: NamedRows = { name: `slice ${slice}`, rows: { classes, models: new Map(), sampling }, tallies: new Map() }
  for (const [i, model] of models.entries()) {
    const ranked = rankScores(Float64Array.from(classes, (_, row) => 0.7 * share(row, 0) + 0.3 * share(row, 2 + i)))
    rows.rows.models.set(model, ranked)
    rows.tallies.set(model, await tallyScores(kernels, ranked, classes, sampling))
  }
  return rows
}

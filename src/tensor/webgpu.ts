import type { Kernels, SweepCounts, WordStretch } from '../tally/kernels.ts'
import { requireSameLength } from '../tally/reference.ts'
import { requirePlaces } from '../tally/replicates.ts'
import { type GpuTensor, openDevice, type DeviceStage, type TensorDevice } from './device.ts'
import { addHistogram, type CellWindow, type Rows, zeros } from './histogram.ts'
import { philoxWords } from './philox.ts'
import { sweepReplicatesOnDevice } from './replicates.ts'
import { mostEntriesPerThread, suffixSums } from './suffix-sum.ts'

/** Sizes of the pieces in which the work goes to the device; smaller ones are for tests. */
export interface PieceSizes {
  /** Rows uploaded at a time; a multiple of 4. */
  chunkRows: number
  /** Counts in one tensor. */
  windowEntries: number
  /** Counts that one invocation sums up by itself. */
  entriesPerThread: number
}

export interface WebgpuKernels extends Kernels {
  /** Gives the device back; calls under way end as lost. */
  close(): void
}

/** Sizes with which a dispatch stays well below 100 ms on a small GPU. */
const mostChunkRows = 2 ** 22
const mostWindowEntries = 2 ** 23

/**
 * `Kernels` on a device of `adapter`. Counts are added up in u32 atomics and stay on the device until all rows are in.
 * @throws GpuError (from its calls too) wherever the device gave no answer; an answer is not checked here
 */
export async function webgpuKernels(adapter: GPUAdapter, sizes: Partial<PieceSizes> = {}): Promise<WebgpuKernels> {
  const device = await openDevice(adapter)
  const pieces = {
    chunkRows: Math.min(sizes.chunkRows ?? mostChunkRows, Math.floor(device.tensorBytes / 16) * 4),
    windowEntries: Math.min(sizes.windowEntries ?? mostWindowEntries, Math.floor(device.tensorBytes / 4)),
    entriesPerThread: sizes.entriesPerThread ?? mostEntriesPerThread,
  }
  return {
    engine: 'webgpu',
    histogram: (cells, cellCount) => histogram(device, pieces, cells, cellCount),
    sweep: (ranks, classes, scoreCount) => sweep(device, pieces, ranks, classes, scoreCount),
    replicateSweeps: async (cells, draws) => {
      requirePlaces(cells.tallies, cells.counts.length)
      return device.stage((stage) => sweepReplicatesOnDevice(stage, cells, draws, pieces.windowEntries))
    },
    randomWords: (stretch, count) => randomWords(device, pieces, stretch, count),
    close: device.close,
  }
}

async function histogram(
  device: TensorDevice,
  pieces: PieceSizes,
  cells: Uint32Array,
  cellCount: number,
): Promise<Uint32Array> {
  const counts = new Uint32Array(cellCount)
  if (cells.length === 0 || cellCount === 0) return counts
  await device.stage(async (stage) => {
    const windows = cellWindows(cellCount, pieces.windowEntries)
    const tensors = await countRows(stage, pieces, windows, cells, null)
    for (const [i, { firstCell }] of windows.entries()) counts.set(await stage.read(tensors[i]), firstCell)
  })
  return counts
}

async function sweep(
  device: TensorDevice,
  pieces: PieceSizes,
  ranks: Uint32Array,
  classes: Uint8Array,
  scoreCount: number,
): Promise<SweepCounts> {
  requireSameLength(ranks, classes)
  const truePositives = new Uint32Array(scoreCount)
  const falsePositives = new Uint32Array(scoreCount)
  if (ranks.length === 0 || scoreCount === 0) return { truePositives, falsePositives }
  await device.stage(async (stage) => {
    const windows = cellWindows(scoreCount, Math.max(1, Math.floor(pieces.windowEntries / 2)))
    const tensors = await countRows(stage, pieces, windows, ranks, classes)
    for (let i = windows.length - 1; i >= 0; i--) {
      const { firstCell, cellCount } = windows[i]
      for (const [start, sums] of [falsePositives, truePositives].entries()) {
        const counts = { tensor: tensors[i], length: cellCount, stride: 2, start }
        const scanned = suffixSums(stage, counts, pieces.entriesPerThread)
        putBelow(sums, await stage.read(scanned), firstCell)
        stage.release(scanned)
      }
      stage.release(tensors[i])
    }
  })
  return { truePositives, falsePositives }
}

async function randomWords(
  device: TensorDevice,
  pieces: PieceSizes,
  stretch: WordStretch,
  count: number,
): Promise<Uint32Array> {
  const words = new Uint32Array(count)
  const pieceBlocks = Math.max(1, Math.floor(pieces.windowEntries / 4))
  const blockCount = Math.ceil(count / 4)
  await device.stage(async (stage) => {
    for (let block = 0; block < blockCount; block += pieceBlocks) {
      const blocks = Math.min(pieceBlocks, blockCount - block)
      const tensor = philoxWords(stage, stretch.key, 0, stretch.stream, stretch.firstBlock + block, blocks)
      const found = await stage.read(tensor)
      words.set(found.subarray(0, Math.min(found.length, count - 4 * block)), 4 * block)
      stage.release(tensor)
    }
  })
  return words
}

/** Counts all rows, chunk by chunk, into one tensor for each window. */
async function countRows(
  stage: DeviceStage,
  pieces: PieceSizes,
  windows: CellWindow[],
  cells: Uint32Array,
  classes: Uint8Array | null,
): Promise<GpuTensor[]> {
  const entriesPerCell = classes === null ? 1 : 2
  const tensors = windows.map(({ cellCount }) => zeros(stage, cellCount * entriesPerCell))
  for (let from = 0; from < cells.length; from += pieces.chunkRows) {
    const to = Math.min(from + pieces.chunkRows, cells.length)
    const rows: Rows = {
      rowCount: to - from,
      cells: stage.upload(new Int32Array(cells.buffer, cells.byteOffset + 4 * from, to - from)),
      classes: classes === null ? null : stage.upload(fourBytesToTheInteger(classes.subarray(from, to))),
    }
    windows.forEach((window, i) => addHistogram(stage, rows, window, tensors[i]))
    stage.release(rows.cells)
    if (rows.classes !== null) stage.release(rows.classes)
    await stage.finish()
  }
  return tensors
}

/** Puts a window's sums in their place, each plus the sum of all windows above it, which is there already. */
function putBelow(sums: Uint32Array, part: Uint32Array, firstCell: number): void {
  const end = firstCell + part.length
  const above = end < sums.length ? sums[end] : 0
  if (above > 0) for (let k = 0; k < part.length; k++) part[k] += above
  sums.set(part, firstCell)
}

function cellWindows(cellCount: number, windowCells: number): CellWindow[] {
  const windows: CellWindow[] = []
  for (let firstCell = 0; firstCell < cellCount; firstCell += windowCells) {
    windows.push({ firstCell, cellCount: Math.min(windowCells, cellCount - firstCell) })
  }
  return windows
}

function fourBytesToTheInteger(bytes: Uint8Array): Int32Array {
  const integers = new Int32Array(Math.ceil(bytes.length / 4))
  new Uint8Array(integers.buffer).set(bytes)
  return integers
}

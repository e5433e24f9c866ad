import type { CountedCells, Draws, Engine, Kernels, SweepCounts, WordStretch } from '../tally/kernels.ts'
import { GpuError } from './adapter.ts'
import type { WebgpuKernels } from './webgpu.ts'

/** `Kernels` that say which engine computes, which can change while they work, and why. */
export interface ChosenKernels extends Kernels {
  /** Why the engine computes that does now, in words for the page: "as asked". */
  readonly reason: string
  /** Gives the GPU back, if there is one; work asked for later is done on the CPU. */
  close(): void
}

/** Opens the kernels on a device that has just been asked for; throws where there is none or it fails its test. */
export type OpenKernels = () => Promise<WebgpuKernels>

/** The reference kernels as a choice. */
export function onCpu(reference: Kernels, reason: string): ChosenKernels {
  return { ...reference, reason, close: () => undefined }
}

/**
 * Kernels on the GPU whose answers are those of `reference`, whatever becomes of the device. An answer is used only if
 * its totals are the rows', and of replicates and random words if the last is the reference's. When the device is lost,
 * what was under way is thrown away and asked of one new device; after a second loss, any other fault or a wrong total,
 * the reference computes it and all that follows.
 */
export function guarded(reference: Kernels, first: WebgpuKernels, open: OpenKernels, reason: string): ChosenKernels {
  let gpu: WebgpuKernels | null = first
  let canReopen = true
  let currentReason = reason

  function drop(why: string): void {
    if (gpu === null) return
    gpu.close()
    gpu = null
    currentReason = why
  }

  async function reopen(): Promise<WebgpuKernels | null> {
    canReopen = false
    gpu?.close()
    return open().catch(() => null)
  }

  async function onGpu<T>(kernels: WebgpuKernels, question: Question<T>): Promise<T> {
    try {
      const answer = await question.ask(kernels)
      await question.requireTotals(answer)
      return answer
    } catch (error) {
      const other = isLoss(error) && canReopen ? await reopen() : null
      if (other !== null) {
        gpu = other
        return onGpu(other, question)
      }
      // Where the rows themselves are wrong this throws too, and the GPU is not to blame.
      const answer = await question.ask(reference)
      drop(whyDropped(error))
      return answer
    }
  }

  let last: Promise<unknown> = Promise.resolve()
  function compute<T>(question: Question<T>): Promise<T> {
    const answer = last.then(() => (gpu === null ? question.ask(reference) : onGpu(gpu, question)))
    last = answer.catch(() => undefined)
    return answer
  }

  return {
    get engine(): Engine {
      return gpu === null ? 'cpu' : 'webgpu'
    },
    get reason(): string {
      return currentReason
    },
    histogram: (cells, cellCount) =>
      compute({
        ask: (kernels) => kernels.histogram(cells, cellCount),
        requireTotals: (counts) => requireTotal('histogram', total(counts), cells.length),
      }),
    sweep: (ranks, classes, scoreCount) =>
      compute({
        ask: (kernels) => kernels.sweep(ranks, classes, scoreCount),
        requireTotals: (counts) => requireClassTotals(counts, classes),
      }),
    replicateSweeps: (cells, draws) =>
      compute({
        ask: (kernels) => kernels.replicateSweeps(cells, draws),
        requireTotals: (sweeps) => requireLastReplicate(reference, sweeps, cells, draws),
      }),
    randomWords: (stretch, count) =>
      compute({
        ask: (kernels) => kernels.randomWords(stretch, count),
        requireTotals: (words) => requireLastBlock(reference, words, stretch, count),
      }),
    close() {
      canReopen = false
      drop('the GPU was given back')
    },
  }
}

interface Question<T> {
  ask: (kernels: Kernels) => Promise<T>
  /** Throws a GpuError if the answer's totals are not the rows' (of replicates, if a whole one of them is wrong). */
  requireTotals: (answer: T) => void | Promise<void>
}

function requireClassTotals({ truePositives, falsePositives }: SweepCounts, classes: Uint8Array): void {
  let positives = 0
  for (let i = 0; i < classes.length; i++) positives += classes[i] & 1
  requireTotal('true positives', truePositives[0] ?? 0, positives)
  requireTotal('false positives', falsePositives[0] ?? 0, classes.length - positives)
}

/**
 * Checks replicates, whose totals are random: draws the last one, on which every piece of the work bears, again by the
 * reference.
 */
async function requireLastReplicate(
  reference: Kernels,
  sweeps: SweepCounts[],
  cells: CountedCells,
  draws: Draws,
): Promise<void> {
  if (draws.replicateCount === 0) return
  const last = draws.replicateCount - 1
  const expected = await reference.replicateSweeps(cells, {
    ...draws,
    firstReplicate: draws.firstReplicate + last,
    replicateCount: 1,
  })
  cells.tallies.forEach(({ scoreCount }, t) => {
    for (const name of ['truePositives', 'falsePositives'] as const) {
      const found = sweeps[t][name].subarray(last * scoreCount)
      if (found.length !== scoreCount || expected[t][name].some((count, k) => count !== found[k])) {
        throw new GpuError('wrong', `replicate ${draws.firstReplicate + last} is not the one to be drawn`)
      }
    }
  })
}

/** Checks random words, which have no total: draws those of the last block again by the reference. */
async function requireLastBlock(
  reference: Kernels,
  words: Uint32Array,
  stretch: WordStretch,
  count: number,
): Promise<void> {
  const before = Math.max(0, Math.ceil(count / 4) - 1)
  const expected = await reference.randomWords(
    { ...stretch, firstBlock: stretch.firstBlock + before },
    count - 4 * before,
  )
  if (words.length !== count || expected.some((word, i) => word !== words[4 * before + i])) {
    throw new GpuError('wrong', `block ${stretch.firstBlock + before} of its random words is not the one to be drawn`)
  }
}

function requireTotal(name: string, found: number, expected: number): void {
  if (found !== expected) throw new GpuError('wrong', `its ${name} came to ${found} rows where there are ${expected}`)
}

function total(counts: Uint32Array): number {
  let sum = 0
  for (let k = 0; k < counts.length; k++) sum += counts[k]
  return sum
}

function isLoss(error: unknown): boolean {
  return error instanceof GpuError && error.kind === 'lost'
}

function whyDropped(error: unknown): string {
  if (isLoss(error)) return `the GPU was lost (${messageOf(error)})`
  if (error instanceof GpuError && error.kind === 'wrong') return `the GPU was dropped, as ${error.message}`
  return `the GPU was dropped after a fault (${messageOf(error)})`
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

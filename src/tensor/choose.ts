import type { Kernels } from '../tally/kernels.ts'
import { referenceKernels } from '../tally/reference.ts'
import { adapterName, findAdapter, GpuError, type GpuSource, isSoftwareAdapter } from './adapter.ts'
import { type ChosenKernels, guarded, onCpu, type OpenKernels } from './guard.ts'
import { checkAgainst, type Clock, timeSweeps } from './trial.ts'
import type { WebgpuKernels } from './webgpu.ts'

export type Preference = 'auto' | 'cpu' | 'webgpu'

export interface EngineChoice {
  kernels: ChosenKernels
  /** Why this engine, at the time of choosing; `kernels.reason` follows what happens later. */
  reason: string
}

/** Stand-ins for tests. */
export interface ChoiceParts {
  clock: Clock
  openKernels: (adapter: GPUAdapter) => Promise<WebgpuKernels>
}

/**
 * The least number of rows for a GPU: fewer are counted in less than the tenth of a second that a GPU takes to start.
 * The trial has as many.
 */
const fewestRowsForGpu = 2 ** 20

const realParts: ChoiceParts = {
  clock: () => performance.now(),
  // Lazy, so that only who computes on a GPU carries tfjs.
  openKernels: async (adapter) => (await import('./webgpu.ts')).webgpuKernels(adapter),
}

/**
 * Chooses the engine. Never throws: whatever is wrong with a GPU, the CPU gives the same answers.
 * - `cpu`: plain loops; `gpu` is not touched.
 * - `webgpu`: the GPU if there is one that passes the self-test, even a software adapter.
 * - `auto`: a real adapter that passes the self-test and is faster in a short trial, for many rows.
 *
 * In Node, `gpu` comes from the optional package `webgpu`, whose globals tfjs needs:
 * `const { create, globals } = await import('webgpu'); Object.assign(globalThis, globals); const gpu = create([])`.
 * @param gpu `navigator.gpu`, or undefined where there is none
 * @param rowCount about how many rows will be counted; many where it is not known
 */
export async function chooseKernels(
  preference: Preference,
  gpu: GpuSource | undefined,
  rowCount = fewestRowsForGpu,
  parts: ChoiceParts = realParts,
): Promise<EngineChoice> {
  const reference = referenceKernels()
  const kernels = await choose(reference, preference, gpu, rowCount, parts)
  return { kernels, reason: kernels.reason }
}

async function choose(
  reference: Kernels,
  preference: Preference,
  gpu: GpuSource | undefined,
  rowCount: number,
  parts: ChoiceParts,
): Promise<ChosenKernels> {
  if (preference === 'cpu') return onCpu(reference, 'as asked')
  const isAsked = preference === 'webgpu'
  const cpuBecause = (why: string): ChosenKernels =>
    onCpu(reference, isAsked ? `webgpu was asked for, but ${why}` : why)
  if (!isAsked && rowCount < fewestRowsForGpu) return cpuBecause('the CPU is fast enough for this many rows')
  const adapter = await findAdapter(gpu, isAsked)
  if (adapter === null) return cpuBecause(isAsked ? 'there is no GPU adapter here' : 'no GPU adapter here')
  const name = adapterName(adapter)
  if (!isAsked && isSoftwareAdapter(adapter)) return cpuBecause(`the only adapter here is software (${name})`)

  const open = openChecked(reference, parts)
  const reopen: OpenKernels = async () => open(await findAdapter(gpu, isAsked))
  let kernels: WebgpuKernels | null = null
  try {
    kernels = await open(adapter)
    if (isAsked) return guarded(reference, kernels, reopen, `${name}, checked against the CPU`)
    const { referenceMs, kernelsMs } = await timeSweeps(reference, kernels, fewestRowsForGpu, parts.clock)
    if (kernelsMs < referenceMs) {
      const times = timesText(kernelsMs, referenceMs)
      const why = `${name}, faster here for this size (${times}), checked against the CPU`
      return guarded(reference, kernels, reopen, why)
    }
    kernels.close()
    return cpuBecause(`faster here for this size (${timesText(referenceMs, kernelsMs)})`)
  } catch (error) {
    kernels?.close()
    return cpuBecause(`${name} was no use: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** Opens kernels on an adapter and lets them go again if they fail the self-test. */
function openChecked(
  reference: Kernels,
  { openKernels }: ChoiceParts,
): (adapter: GPUAdapter | null) => Promise<WebgpuKernels> {
  return async (adapter) => {
    if (adapter === null) throw new GpuError('fault', 'there is no GPU adapter')
    const kernels = await openKernels(adapter)
    try {
      await checkAgainst(reference, kernels)
      return kernels
    } catch (error) {
      kernels.close()
      throw error
    }
  }
}

function timesText(mine: number, others: number): string {
  const trial = `in a trial of ${fewestRowsForGpu.toLocaleString('en')} rows`
  return `${mine.toFixed(0)} ms against ${others.toFixed(0)} ms ${trial}`
}

import type { ByteSource } from '../csv/source.ts'
import { InputError } from '../table/input-error.ts'
import type { Kernels } from '../tally/kernels.ts'
import { referenceKernels } from '../tally/reference.ts'
import type { GpuSource } from '../tensor/adapter.ts'

/** About how many bytes a row of predictions takes: for a first guess at the number of rows. */
const bytesPerRow = 40

/** The engine of the command. WebGPU (Dawn, and tfjs with it) is loaded only when asked for by name. */
export async function commandKernels(
  backend: 'auto' | 'cpu' | 'webgpu',
  sources: ByteSource[],
): Promise<{ kernels: Kernels; note: string | null }> {
  if (backend !== 'webgpu') return { kernels: referenceKernels(), note: null }
  const gpu = await openDawn()
  const { chooseKernels } = await import('../tensor/choose.ts')
  const rowCount = sources.reduce((sum, { byteLength }) => sum + (byteLength ?? 0), 0) / bytesPerRow
  const { kernels, reason } = await chooseKernels('webgpu', gpu, Math.ceil(rowCount))
  return { kernels, note: kernels.engine === 'webgpu' ? null : reason }
}

async function openDawn(): Promise<GpuSource> {
  try {
    const { create, globals } = await import('webgpu')
    Object.assign(globalThis, globals)
    return create([]) as GpuSource
  } catch {
    throw new InputError({
      code: 'no_webgpu',
      place: { option: '--backend' },
      found: 'webgpu, but its package does not load here',
      expected: 'the npm package "webgpu" beside the command',
      remedy: 'Install it (npm install webgpu), or use --backend cpu: the numbers are the same.',
    })
  }
}

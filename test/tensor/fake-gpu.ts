import type { GpuSource } from '../../src/tensor/adapter.ts'
import type { WebgpuKernels } from '../../src/tensor/webgpu.ts'
import { referenceKernels } from '../../src/tally/reference.ts'

type Names = Partial<Pick<GPUAdapterInfo, 'vendor' | 'architecture' | 'device' | 'description' | 'isFallbackAdapter'>>

/** An adapter that has a name and nothing else. */
export function namedAdapter(names: Names): GPUAdapter {
  const info = { vendor: '', architecture: '', device: '', description: '', isFallbackAdapter: false, ...names }
  return { info } as unknown as GPUAdapter
}

/** `navigator.gpu` that always finds the same, and remembers what it was asked for. */
export function gpuWith(adapter: GPUAdapter | null): GpuSource & { asked: (GPURequestAdapterOptions | undefined)[] } {
  const asked: (GPURequestAdapterOptions | undefined)[] = []
  return {
    asked,
    async requestAdapter(options) {
      asked.push(options)
      return adapter
    },
  }
}

/** Kernels that call themselves WebGPU, count as the reference does but for `changes`, and remember being closed. */
export function fakeKernels(changes: Partial<WebgpuKernels> = {}): WebgpuKernels & { isClosed: boolean } {
  const kernels = {
    ...referenceKernels(),
    engine: 'webgpu' as const,
    isClosed: false,
    close() {
      kernels.isClosed = true
    },
    ...changes,
  }
  return kernels
}

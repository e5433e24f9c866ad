/** The part of `navigator.gpu` that is used; in Node, the package `webgpu` creates one. */
export interface GpuSource {
  requestAdapter(options?: GPURequestAdapterOptions): Promise<GPUAdapter | null>
}

/** Names of software rasterisers: Chromium's, Mesa's, and that of Windows (WARP). */
const softwareNames = /swiftshader|llvmpipe|lavapipe|softpipe|basic render/i

/**
 * The adapter to compute on, the fast one where there are two, or null where there is none. A driver that throws
 * counts as none.
 * @param allowSoftware ask for a software adapter where there is no other
 */
export async function findAdapter(gpu: GpuSource | undefined, allowSoftware: boolean): Promise<GPUAdapter | null> {
  if (gpu === undefined) return null
  try {
    const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' })
    if (adapter !== null || !allowSoftware) return adapter
    return await gpu.requestAdapter({ forceFallbackAdapter: true })
  } catch {
    return null
  }
}

/** The adapter's name for people, such as `NVIDIA GeForce RTX 4070` or `apple metal-3`: what the browser tells. */
export function adapterName(adapter: GPUAdapter): string {
  const { vendor, architecture, device, description } = adapter.info
  if (description !== '') return description
  const name = [vendor, architecture, device].filter((part) => part !== '').join(' ')
  return name === '' ? 'a GPU that does not say its name' : name
}

/** Whether the adapter emulates a GPU on the CPU, where plain loops are always faster. */
export function isSoftwareAdapter(adapter: GPUAdapter): boolean {
  const { vendor, architecture, device, description } = adapter.info
  return isMarkedFallback(adapter) || softwareNames.test([vendor, architecture, device, description].join(' '))
}

/**
 * Whether the adapter is marked as a fallback. The mark moved from the adapter to its `info`; browsers in use have
 * either.
 */
function isMarkedFallback(adapter: GPUAdapter & { isFallbackAdapter?: boolean }): boolean {
  return adapter.info.isFallbackAdapter === true || adapter.isFallbackAdapter === true
}

/**
 * The GPU gave no answer that can be used: its device was `lost` (another may be had), it reported a `fault` (memory,
 * validation), or it gave `wrong` numbers. Never the user's doing, so never shown as an error: the CPU takes over.
 */
export class GpuError extends Error {
  readonly kind: 'lost' | 'fault' | 'wrong'

  constructor(kind: GpuError['kind'], message: string) {
    super(message)
    this.name = 'GpuError'
    this.kind = kind
  }
}

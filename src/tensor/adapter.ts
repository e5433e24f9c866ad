/** What is needed of `navigator.gpu`; in Node, what the npm package `webgpu` creates. */
export interface GpuSource {
  requestAdapter(options?: GPURequestAdapterOptions): Promise<GPUAdapter | null>
}

/** Rasterisers that pretend to be a GPU: Chromium's, Mesa's two, and Windows' (WARP). */
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

/** Whether the adapter is the CPU in disguise, which plain loops always beat. */
export function isSoftwareAdapter(adapter: GPUAdapter): boolean {
  const { vendor, architecture, device, description } = adapter.info
  return isMarkedFallback(adapter) || softwareNames.test([vendor, architecture, device, description].join(' '))
}

/** The mark moved from the adapter to its info; browsers in use have either. */
function isMarkedFallback(adapter: GPUAdapter & { isFallbackAdapter?: boolean }): boolean {
  return adapter.info.isFallbackAdapter === true || adapter.isFallbackAdapter === true
}

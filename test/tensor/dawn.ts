import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import type { GpuSource } from '../../src/tensor/adapter.ts'

/** Where Chromium's software Vulkan driver is described: Debian's package, Chrome's, Ubuntu's. */
const driverFiles = [
  process.env.VK_DRIVER_FILES,
  ...['/usr/lib/chromium', '/opt/google/chrome', '/usr/lib/chromium-browser'].map((folder) =>
    join(folder, 'vk_swiftshader_icd.json'),
  ),
]

/** `dlopen`'s flag (Linux) that keeps a library loaded although Node finds no add-on in it. */
const keepLoaded = 0x1000

/**
 * WebGPU in software in Node: the npm package `webgpu` on SwiftShader. A string says why there is none here.
 * Sets the globals that tfjs needs.
 */
export async function openDawn(): Promise<GpuSource | string> {
  const driverFile = driverFiles.find((file) => file !== undefined && existsSync(file))
  if (driverFile === undefined) return 'no vk_swiftshader_icd.json here (Debian: apt-get install chromium)'
  process.env.VK_DRIVER_FILES = driverFile
  loadVulkanBeside(driverFile)
  try {
    const { create, globals } = await import('webgpu')
    Object.assign(globalThis, globals)
    const gpu = create([])
    return (await gpu.requestAdapter()) === null ? 'Dawn finds no adapter here' : gpu
  } catch (error) {
    return `the npm package webgpu does not load here: ${String(error)}`
  }
}

/** Dawn asks for `libvulkan.so.1` by name; Chromium brings its own, which a system without Vulkan finds once loaded. */
function loadVulkanBeside(driverFile: string): void {
  const library = join(dirname(driverFile), 'libvulkan.so.1')
  if (!existsSync(library)) return
  try {
    process.dlopen({ exports: {} }, library, constants.dlopen.RTLD_LAZY | keepLoaded)
  } catch {
    // Node says that it is no add-on, and leaves it loaded.
  }
}

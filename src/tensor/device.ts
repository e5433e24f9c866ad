import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu/dist/webgpu'
import type { WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu/dist/webgpu_program'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { GpuError } from './adapter.ts'

/** A tensor of 32-bit integers on the device. tfjs has no unsigned type: the bits are what counts. */
export type GpuTensor = TensorInfo

/** What one stage of work can do on the device. */
export interface DeviceStage {
  /** A copy of `values` on the device; they must stay as they are until a program has used the tensor. */
  upload(values: Int32Array): GpuTensor
  /**
   * Queues a program. Without `output` it writes a new tensor whose contents are unspecified before.
   * @param uniforms the values of `program.uniforms`, each below 2^32
   */
  run(program: Program, inputs: GpuTensor[], uniforms: number[], output?: GpuTensor): GpuTensor
  /** Hands the queued programs to the device and waits until they are done, so that memory in flight stays small. */
  finish(): Promise<void>
  read(tensor: GpuTensor): Promise<Uint32Array>
  /** Gives the tensor's memory back; otherwise the stage's end does. */
  release(tensor: GpuTensor): void
}

export interface TensorDevice {
  /** Bytes that one tensor may have: a quarter of what the device can bind. */
  readonly tensorBytes: number
  /**
   * Runs `work` inside error scopes, after whatever stage runs already, and frees its tensors.
   * @throws GpuError of kind `lost` as soon as the device is lost, even if an answer seems to be there; of kind
   *   `fault` if the device reported an error
   */
  stage<T>(work: (stage: DeviceStage) => Promise<T>): Promise<T>
  /** Destroys the device; a stage under way ends as lost. */
  close(): void
}

const errorFilters: readonly GPUErrorFilter[] = ['validation', 'out-of-memory', 'internal']

/**
 * Opens a device of `adapter` and puts tfjs's WebGPU backend on it: tensors, buffers, pipelines and the queue are
 * tfjs's; the programs are ours. tfjs's engine and its registry of kernels take no part, so several devices can be
 * open, and a lost one leaves nothing behind.
 */
export async function openDevice(adapter: GPUAdapter): Promise<TensorDevice> {
  const device = await adapter.requestDevice()
  const backend = withNavigatorGpu(() => new WebGPUBackend(device, adapter.info))
  let loss: GpuError | null = null
  const lost = device.lost.then((why) => {
    loss = new GpuError('lost', why.message === '' ? 'the GPU device was lost' : why.message)
    throw loss
  })
  lost.catch(() => undefined)
  const throwIfLost = (): void => {
    if (loss !== null) throw loss
  }

  async function runStage<T>(work: (stage: DeviceStage) => Promise<T>): Promise<T> {
    throwIfLost()
    for (const filter of errorFilters) device.pushErrorScope(filter)
    const tensors = new Set<GpuTensor>()
    const outcome = await settle(work(newStage(backend, tensors)))
    const errors = await Promise.all(errorFilters.map(() => device.popErrorScope()))
    throwIfLost()
    for (const tensor of tensors) backend.disposeData(tensor.dataId)
    submit(backend)
    // tfjs keeps freed buffers by exact size, and every file has sizes of its own.
    backend.bufferManager.dispose()
    const fault = errors.find((error) => error !== null)
    if (fault !== undefined && fault !== null) throw new GpuError('fault', fault.message)
    if (outcome.failed) throw outcome.reason
    return outcome.value
  }

  let last: Promise<unknown> = Promise.resolve()
  return {
    tensorBytes: Math.floor(Math.min(device.limits.maxStorageBufferBindingSize, device.limits.maxBufferSize) / 4),
    stage(work) {
      const answer = last.then(() => Promise.race([runStage(work), lost]))
      last = answer.catch(() => undefined)
      return answer
    },
    close() {
      device.destroy()
    },
  }
}

function newStage(backend: WebGPUBackend, tensors: Set<GpuTensor>): DeviceStage {
  const keep = (tensor: GpuTensor): GpuTensor => {
    tensors.add(tensor)
    return tensor
  }
  return {
    upload: (values) => keep(backend.makeTensorInfo([values.length], 'int32', values)),
    run(program, inputs, uniforms, output) {
      const values = uniforms.map((value) => ({ type: 'uint32', data: [value] }))
      const shape = [program.outputLength, 1]
      const written = output ?? keep(backend.makeTensorInfo([program.outputLength], 'int32'))
      backend.runWebGPUProgram(tfjsProgram(program), inputs, 'int32', values, { ...written, shape })
      return written
    },
    async finish() {
      submit(backend)
      await backend.queue.onSubmittedWorkDone()
    },
    async read(tensor) {
      const { buffer, byteOffset, length } = (await backend.read(tensor.dataId)) as Int32Array
      return new Uint32Array(buffer, byteOffset, length)
    },
    release(tensor) {
      tensors.delete(tensor)
      backend.disposeData(tensor.dataId)
    },
  }
}

function submit(backend: WebGPUBackend): void {
  backend.ensureCommandEncoderReady()
  backend.endComputePassEncoder()
  backend.submitQueue()
}

type Settled<T> = { failed: false; value: T } | { failed: true; reason: unknown }

function settle<T>(promise: Promise<T>): Promise<Settled<T>> {
  return promise.then(
    (value): Settled<T> => ({ failed: false, value }),
    (reason: unknown): Settled<T> => ({ failed: true, reason }),
  )
}

/** tfjs starts only where `navigator.gpu` is. Node has none, and one left behind could keep the process running. */
function withNavigatorGpu<T>(start: () => T): T {
  const scope = globalThis as { navigator?: { gpu?: unknown } }
  if (scope.navigator?.gpu) return start()
  const hadNavigator = scope.navigator !== undefined
  if (!hadNavigator) Object.defineProperty(scope, 'navigator', { value: {}, configurable: true })
  Object.defineProperty(scope.navigator, 'gpu', { value: {}, configurable: true })
  try {
    return start()
  } finally {
    delete scope.navigator?.gpu
    if (!hadNavigator) delete scope.navigator
  }
}

/** Invocations in a workgroup; every device has at least this many. */
export const workgroupThreads = 256

/**
 * A WGSL program of ours. tfjs declares `result`, the inputs (`array<i32>`) and `uniforms` before `code`, and calls
 * its `main(index : i32)` with the global index; `localIndex` is the index within the workgroup. The code has to use
 * every input and at least one uniform, else the bindings do not match.
 */
export interface Program {
  /** Names the code: two programs of one name have the same code and inputs. */
  name: string
  inputs: string[]
  /** Names of the uniforms, all u32. */
  uniforms: string[]
  code: string
  /** Whether `result` is an `array<atomic<i32>>`, else an `array<i32>`. */
  atomic: boolean
  outputLength: number
  workgroupCount: number
}

/**
 * The same in tfjs's words. A new object for each run: tfjs writes into it. The output is `[length, 1]`, as among
 * tensors of one dimension tfjs would compile the code anew where a length is 1 or two lengths agree.
 */
function tfjsProgram(program: Program): WebGPUProgram {
  return {
    shaderKey: program.name,
    variableNames: program.inputs,
    uniforms: program.uniforms.map((name) => `${name} : u32,`).join(' '),
    outputShape: [program.outputLength, 1],
    dispatchLayout: { x: [0] },
    dispatch: [program.workgroupCount, 1, 1],
    workgroupSize: [workgroupThreads, 1, 1],
    atomic: program.atomic,
    getUserCode: () => program.code,
  }
}

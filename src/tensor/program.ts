import type { WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu/dist/webgpu_program'

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
export function tfjsProgram(program: Program): WebGPUProgram {
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

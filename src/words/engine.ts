import type { EvaluationDocument } from '../result/evaluation.ts'

type Engine = EvaluationDocument['backend']

/** An engine's name: "CPU", "WebGPU". */
export function engineName(engine: Engine): string {
  return { cpu: 'CPU', webgpu: 'WebGPU' }[engine]
}

/** Which engine computes, and why: "CPU: as asked". */
export function engineText({ engine, reason }: { engine: Engine; reason: string }): string {
  return `${engineName(engine)}: ${reason}`
}

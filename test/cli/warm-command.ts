import { MessageChannel, receiveMessageOnPort, type MessagePort, Worker } from 'node:worker_threads'
import type { CommandRun } from './run-command.ts'

/** Against hanging only. */
const mostMs = 120_000

/**
 * A built command that runs many times in one process of its own, each time in the folder that is named: starting a process
 * takes longer than most runs. Standard input is empty.
 */
export class WarmCommand {
  readonly #done = new Int32Array(new SharedArrayBuffer(4))
  readonly #worker: Worker
  readonly #answers: MessagePort

  /** @param program its path */
  constructor(program: string) {
    const { port1, port2 } = new MessageChannel()
    this.#answers = port1
    this.#worker = new Worker(new URL('./command-thread.mjs', import.meta.url), {
      workerData: { program, port: port2, done: this.#done },
      transferList: [port2],
    })
    this.#worker.unref()
    port1.unref()
  }

  run(folder: string, args: string[]): CommandRun {
    Atomics.store(this.#done, 0, 0)
    this.#worker.postMessage({ folder, args })
    Atomics.wait(this.#done, 0, 0, mostMs)
    const answer = receiveMessageOnPort(this.#answers)?.message as CommandRun | { error: string } | undefined
    if (answer === undefined || 'error' in answer)
      throw new Error(`${args.join(' ')}: ${answer?.error ?? `no answer within ${mostMs / 1000} s`}`)
    return answer
  }
}

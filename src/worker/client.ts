import { proxy, transfer, wrap, type Endpoint, type Remote } from 'comlink'
import { InputError } from '../table/input-error.ts'
import type { EngineService } from './engine.ts'
import EngineWorker from './engine.worker.ts?worker&inline'
import type { EngineClient, EvaluationRequest, Outcome, Progress, Session } from './protocol.ts'
import type { ScannerHost } from './scanner.worker.ts'
import ScannerWorker from './scanner.worker.ts?worker&inline'

const mostScanners = 8

/** The engine over workers of this page. Questions about heads and policies share a worker; every evaluation has its own. */
export function engineClient(): EngineClient {
  let shared: Remote<EngineService> | null = null
  const asking = () => (shared ??= wrap<EngineService>(new EngineWorker()))
  return {
    inspect: async (files) => unwrapped(await asking().inspect(files)),
    parsePolicy: async (name, text) => unwrapped(await asking().parsePolicy(name, text)),
    evaluate,
  }
}

async function evaluate(
  request: EvaluationRequest, { signal, onProgress }: { signal?: AbortSignal; onProgress?: (progress: Progress) => void } = {},
): Promise<Session> {
  signal?.throwIfAborted()
  const engine = new EngineWorker()
  const scanners = Array.from({ length: scannerCount(request) }, () => new ScannerWorker())
  const close = () => [engine, ...scanners].forEach((worker) => worker.terminate())
  const ports = scanners.map((scanner) => {
    const { port1, port2 } = new MessageChannel()
    void wrap<ScannerHost>(scanner).serve(transfer(port1, [port1]) as unknown as Endpoint)
    return port2
  })
  const remote = wrap<EngineService>(engine)
  try {
    const answer = remote.evaluate(
      request, transfer(ports, ports) as unknown as Endpoint[], proxy((progress: Progress) => onProgress?.(progress)))
    const start = unwrapped(await Promise.race([answer, ending(signal, [engine, ...scanners])]))
    for (const scanner of scanners) scanner.terminate()
    return {
      ...start,
      at: (model, threshold) => remote.at(model, threshold),
      judgeAt: (threshold) => remote.judgeAt(threshold),
      close,
    }
  } catch (error) {
    close()
    throw error
  }
}

/** Rejects when the signal aborts, or when a worker dies (out of memory, blocked). */
function ending(signal: AbortSignal | undefined, workers: Worker[]): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
    for (const worker of workers) {
      worker.addEventListener('error', (event) => reject(new Error(`A worker stopped: ${event.message ?? 'no reason given'}`)), { once: true })
    }
  })
}

function scannerCount({ files }: EvaluationRequest): number {
  const byteCount = files.reduce((sum, { size }) => sum + size, 0)
  const isSmall = byteCount < 4 << 20
  return isSmall ? 1 : Math.min(mostScanners, Math.max(1, navigator.hardwareConcurrency ?? 2))
}

function unwrapped<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value
  throw 'fault' in outcome ? new InputError(outcome.fault) : new Error(outcome.message)
}

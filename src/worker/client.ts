import { proxy, transfer, type Endpoint } from 'comlink'
import { InputError } from '../table/input-error.ts'
import type { EngineService } from './engine.ts'
import type { EngineClient, EvaluationRequest, WorkerResult, Progress, Session } from './protocol.ts'
import type { ScannerHost } from './scanner.worker.ts'
import { unpackDocument } from './document-transfer.ts'
import { ReadersMissing } from './readers-slot.ts'
import { scannerPool, workerHandle, type StartWorker, type WorkerHandle } from './workers.ts'

interface EvaluateOptions {
  signal?: AbortSignal
  onProgress?: (progress: Progress) => void
}

/**
 * The engine over workers. One engine answers questions about heads and policies, and takes the evaluation that follows;
 * the next question starts another.
 */
export function engineClient(start: StartWorker): EngineClient {
  const pool = scannerPool(start)
  let asked: Promise<WorkerHandle<EngineService>> | null = null
  /** Once a file has needed the readers of other files than CSV, every engine has them. */
  let name: 'engine' | 'engine-with-readers' = 'engine'
  const asking = () => (asked ??= workerHandle<EngineService>(start(name)))
  /** Does work, and once more with an engine that has the readers where the first one lacks them. */
  const withReaders = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof ReadersMissing)) throw error
      const engine = asked
      asked = null
      name = 'engine-with-readers'
      void engine?.then(({ worker }) => worker.terminate())
      return work()
    }
  }
  return {
    prepare: () => void asking(),
    async open(files, sheet) {
      pool.prepare(files)
      return withReaders(async () => unwrapped(await (await asking()).remote.open(files, sheet)))
    },
    inspect: async (files, answers, threshold, sheet) =>
      unwrapped(await (await asking()).remote.inspect(files, answers, threshold, sheet)),
    previews: async (files, answers, threshold, patches, sheet) =>
      unwrapped(await (await asking()).remote.previews(files, answers, threshold, patches, sheet)),
    parsePolicy: async (name, text) => unwrapped(await (await asking()).remote.parsePolicy(name, text)),
    readPolicy: async (name, text) => unwrapped(await (await asking()).remote.readPolicy(name, text)),
    editPolicy: async (name, text, change) => unwrapped(await (await asking()).remote.editPolicy(name, text, change)),
    policyChoices: async (task) => (await asking()).remote.policyChoices(task),
    policyFrom: async (stakes) => (await asking()).remote.policyFrom(stakes),
    testLock: async () => (await asking()).remote.testLock(),
    evaluate: (request, options = {}) =>
      withReaders(async () => {
        options.signal?.throwIfAborted()
        const taken = asking()
        asked = null
        const [engine, scanners] = await Promise.all([taken, pool.take(request.files)])
        try {
          const session = await evaluate(engine, scanners, request, options)
          pool.giveBack(scanners)
          return session
        } catch (error) {
          for (const { worker } of [engine, ...scanners]) worker.terminate()
          throw error
        }
      }),
  }
}

async function evaluate(
  { worker, remote }: WorkerHandle<EngineService>,
  scanners: WorkerHandle<ScannerHost>[],
  request: EvaluationRequest,
  { signal, onProgress }: EvaluateOptions,
): Promise<Session> {
  signal?.throwIfAborted()
  const ports = scanners.map((scanner) => {
    const { port1, port2 } = new MessageChannel()
    void scanner.remote.serve(transfer(port1, [port1]) as unknown as Endpoint)
    return port2
  })
  const answer = remote.evaluate(
    request,
    transfer(ports, ports) as unknown as Endpoint[],
    proxy((progress: Progress) => onProgress?.(progress)),
  )
  const start = unwrapped(
    await Promise.race([answer, ending(signal, [worker, ...scanners.map((scanner) => scanner.worker)])]),
  )
  await taskEnd()
  return {
    ...start,
    document: unpackDocument(start.document),
    at: (model, threshold) => remote.at(model, threshold),
    judgeAt: async (threshold) => unpackDocument(await remote.judgeAt(threshold)),
    judgeBy: async (policy, file) => {
      const judged = unwrapped(await remote.judgeBy(policy, file))
      return judged && unpackDocument(judged)
    },
    baseline: () => remote.baseline(),
    bands: (split, metrics) => remote.bands(split, metrics),
    report: (format) => remote.report(format),
    splitSnippets: (rule, times) => remote.splitSnippets(rule, times),
    worse: (question) => remote.worse(question),
    suggestThresholds: (split, targets) => remote.suggestThresholds(split, targets),
    sliceCurves: (split, where) => remote.sliceCurves(split, where),
    classCurves: (split, label) => remote.classCurves(split, label),
    topLabels: (split) => remote.topLabels(split),
    residuals: (split) => remote.residuals(split),
    errorBins: (split) => remote.errorBins(split),
    close: () => worker.terminate(),
  }
}

/** A large answer takes its time to be made here: the page answers before it draws it. */
function taskEnd(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve)
  })
}

/** Rejects when the signal aborts, or when a worker dies (out of memory, blocked). */
function ending(signal: AbortSignal | undefined, workers: Worker[]): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
    for (const worker of workers) {
      worker.addEventListener(
        'error',
        (event) => reject(new Error(`A worker stopped: ${event.message ?? 'no reason given'}`)),
        { once: true },
      )
    }
  })
}

function unwrapped<T>(outcome: WorkerResult<T>): T {
  if (outcome.ok) return outcome.value
  if ('needsReaders' in outcome) throw new ReadersMissing('The files need the readers of other files than CSV')
  throw 'fault' in outcome ? new InputError(outcome.fault) : new Error(outcome.message)
}

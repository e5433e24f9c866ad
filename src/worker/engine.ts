import type { Endpoint } from 'comlink'
import type { TableReaders } from '../containers/table-source.ts'
import { localScanner } from '../csv/scanner.ts'
import { type ByteSource, openBlobPart } from '../csv/source.ts'
import type { ModelName, Task } from '../dataset/roles.ts'
import type { CurveBands } from '../evaluate/tasks/task.ts'
import { evaluate } from '../evaluate/evaluate.ts'
import type { Evaluation } from '../evaluate/session.ts'
import type { WorseSlices, WorseQuestion } from '../evaluate/worse-slices.ts'
import type { EvaluationProgress } from '../evaluate/read.ts'
import type { Views } from '../evaluate/views.ts'
import { histogramEdges, scoreHistogram } from '../metrics/binary/histogram.ts'
import { thinnedCurve } from '../metrics/binary/curve.ts'
import type { SuggestedThresholds, ThresholdTargets } from '../metrics/binary/suggested-thresholds.ts'
import { emptyLedger, ledgerText, parseLedger, withEntry, type Ledger } from '../policy/ledger.ts'
import { parseBaseline } from '../policy/baseline.ts'
import { type EditedPolicy, editPolicy, type PolicyChange } from '../policy/file/edit.ts'
import { policyChoices, type PolicyChoices } from '../policy/task-metrics.ts'
import { locatedInPolicy, parsePolicy, readPolicy, type ReadPolicy } from '../policy/file/parse.ts'
import type { Policy } from '../policy/policy.ts'
import { policyFrom } from '../policy/stakes/policy-from.ts'
import type { Stakes } from '../policy/stakes/stakes.ts'
import { baselineText } from '../report/baseline.ts'
import type { RowSetResult } from '../result/evaluation.ts'
import { reportText, type Format } from '../report/formats.ts'
import type { SplitRule } from '../split/rule.ts'
import { splitSnippets, type TitledSnippet } from '../split/snippet/snippet.ts'
import type { TimeKind } from '../split/time.ts'
import { InputError, isInputError } from '../table/input-error.ts'
import type { Engine } from '../tally/kernels.ts'
import { sharedKernels } from '../tally/replicates.ts'
import { chooseKernels } from '../tensor/choose.ts'
import { commonWays, tryToSend, type Attempt } from './lock.ts'
import { FileInspector } from './inspecting.ts'
import type {
  AnswerPatch,
  Answers,
  Curve,
  EvaluationRequest,
  Histogram,
  InspectedFiles,
  OpenedFiles,
  Preview,
  Progress,
  TextFile,
  WorkerResult,
} from './protocol.ts'
import { packDocument, type PackedDocument } from './document-transfer.ts'
import { ReadersMissing } from './readers-slot.ts'
import { remoteThread, type Thread } from './thread.ts'

/** What a worker that holds the engine answers. One worker holds at most one evaluation. */
export interface EngineService extends Views {
  open(files: File[], sheet: string | null): Promise<WorkerResult<OpenedFiles>>
  inspect(
    files: File[],
    answers: Answers,
    threshold: number,
    sheet: string | null,
  ): Promise<WorkerResult<InspectedFiles>>
  previews(
    files: File[],
    answers: Answers,
    threshold: number,
    patches: readonly AnswerPatch[],
    sheet: string | null,
  ): Promise<WorkerResult<(Preview | null)[]>>
  parsePolicy(name: string, text: string): Promise<WorkerResult<Policy>>
  readPolicy(name: string, text: string): Promise<WorkerResult<ReadPolicy>>
  editPolicy(name: string, text: string, change: PolicyChange): Promise<WorkerResult<EditedPolicy>>
  policyChoices(task: Task): PolicyChoices
  policyFrom(stakes: Stakes): string
  /** Answers `EngineClient.testLock`. */
  testLock(): Promise<Attempt[]>
  /** @param ports to the workers that scan chunks and draw replicates; none where this worker does it alone */
  evaluate(
    request: EvaluationRequest,
    ports: Endpoint[],
    onProgress: (progress: Progress) => void,
  ): Promise<WorkerResult<SessionStart>>
  /** Answers `Session.at` for this worker's evaluation. */
  at(model: ModelName, threshold: number): Record<string, RowSetResult>
  /** Answers `Session.judgeAt` for this worker's evaluation. */
  judgeAt(threshold: number): PackedDocument
  /** Answers `Session.judgeBy` for this worker's evaluation. */
  judgeBy(policy: Policy, file: TextFile): Promise<WorkerResult<PackedDocument | null>>
  /** Answers `Session.baseline` for this worker's evaluation. */
  baseline(): string
  /** Answers `Session.bands`; other questions are answered in between. */
  bands(split: string, metrics: readonly string[]): Promise<CurveBands>
  /** Answers `Session.report` for this worker's evaluation. */
  report(format: Format): Blob
  splitSnippets(rule: SplitRule, times: TimeKind): TitledSnippet[]
  /** Answers `Session.worse`; other questions are answered in between. */
  worse(question: WorseQuestion): Promise<WorseSlices>
  /** Answers `Session.suggestThresholds` for this worker's evaluation. */
  suggestThresholds(split: string, targets: ThresholdTargets): SuggestedThresholds
  /** Answers `Session.sliceCurves` for this worker's evaluation. */
  sliceCurves(split: string, where: Record<string, string>): Curve[]
}

/** What the page gets of a finished evaluation at once. */
export interface SessionStart {
  document: PackedDocument
  ledger: string | null
  engine: { engine: Engine; reason: string }
  curves: Curve[]
  histograms: Histogram[]
}

/** About how many bytes a row of predictions takes: for a first guess at the number of rows. */
const bytesPerRow = 40
const progressIntervalMs = 50
const pauseIntervalMs = 20

/**
 * The engine of one worker.
 * @param gpu the browser's WebGPU, where it has one
 * @param loadReaders gives the readers of other files than CSV, or throws ReadersMissing
 */
export function engineService(
  gpu: GPU | undefined,
  loadReaders: () => Promise<TableReaders> = () => Promise.reject(new ReadersMissing()),
): EngineService {
  let evaluation: Evaluation | null = null
  let asked: Policy | null = null
  const inspector = new FileInspector(fileSource, loadReaders)
  const finished = (): Evaluation => {
    if (evaluation === null) throw new Error('This worker has not evaluated anything')
    return evaluation
  }
  return {
    open: (files, sheet) => outcome(() => inspector.open(files, sheet)),
    inspect: (files, answers, threshold, sheet) => outcome(() => inspector.inspect(files, answers, threshold, sheet)),
    previews: (files, answers, threshold, patches, sheet) =>
      outcome(() => inspector.previews(files, answers, threshold, patches, sheet)),
    parsePolicy: (name, text) => outcome(async () => parsePolicy(name, text)),
    readPolicy: (name, text) => outcome(async () => readPolicy(name, text)),
    editPolicy: (name, text, change) => outcome(async () => editPolicy(name, text, change)),
    policyChoices,
    policyFrom,
    testLock: () => tryToSend(commonWays, self),
    evaluate: (request, ports, onProgress) =>
      outcome(() =>
        located(request.policyFile, async () => {
          const bytesTotal = request.files.reduce((sum, { size }) => sum + size, 0)
          const { kernels } = await chooseKernels(request.engine, gpu, Math.ceil(bytesTotal / bytesPerRow))
          const ledger =
            request.ledger === null || request.policy.ledger === null
              ? emptyLedger
              : parseLedger(request.ledger.fileName, request.ledger.text)
          const threads = ports.map(remoteThread)
          const others = besides(threads)
          const baseline = request.baseline && parseBaseline(request.baseline.fileName, request.baseline.text)
          evaluation = await evaluate(request.files.map(fileSource), request.policy, {
            baseline,
            sheet: request.sheet,
            loadReaders,
            kernels:
              kernels.engine === 'cpu'
                ? sharedKernels(
                    kernels,
                    others.map(({ replicateSweeps }) => replicateSweeps),
                  )
                : kernels,
            sliceMeasurers: others.map(({ measureSlices }) => measureSlices),
            scanners: threads.length === 0 ? [localScanner(openBlobPart)] : threads.map(({ scanner }) => scanner),
            onProgress: spaced(onProgress, bytesTotal),
            ledger: () => ledger,
          })
          asked = request.policy
          return sessionStart(evaluation, ledger, { engine: kernels.engine, reason: kernels.reason })
        }),
      ),
    at: (model, threshold) => finished().at(model, threshold),
    judgeAt: (threshold) => packDocument(finished().judgeAt(threshold)),
    judgeBy: (policy, file) =>
      outcome(() =>
        located(file, async () => {
          const judged = finished().judgeBy(policy)
          return judged && packDocument(judged)
        }),
      ),
    baseline: () => baselineText(finished().document, asked!, finished().counts()),
    bands: (split, metrics) => finished().bands(split, metrics, { pause: messagesTaken }),
    report: (format) => new Blob([reportText(finished().document, format)]),
    splitSnippets,
    worse: (question) => finished().worse(question, spacedPauses()),
    suggestThresholds: (split, targets) => finished().suggestThresholds(split, targets),
    sliceCurves: (split, where) =>
      finished()
        .sliceCurves(split, where)
        .map((curve) => ({ ...curve, split })),
    classCurves: (split, label) => finished().views.classCurves(split, label),
    topLabels: (split) => finished().views.topLabels(split),
    residuals: (split) => finished().views.residuals(split),
    errorBins: (split) => finished().views.errorBins(split),
  }
}

function sessionStart(
  { document, splits, entry }: Evaluation,
  ledger: Ledger,
  engine: SessionStart['engine'],
): SessionStart {
  const tallied = splits.flatMap(({ name, tallies }) =>
    [...tallies].map(([model, tally]) => ({ model, split: name, tally })),
  )
  const curves = tallied.map(({ tally, ...of }): Curve => ({ ...of, ...thinnedCurve(tally) }))
  const edges = histogramEdges(tallied.map(({ tally }) => tally))
  const histograms = tallied.map(({ tally, ...of }): Histogram => ({ ...of, ...scoreHistogram(tally, edges) }))
  const kept = entry === null ? ledger : withEntry(ledger, { date: new Date().toISOString(), ...entry })
  const isCounted = document.looks !== null && document.looks.number !== null
  return { document: packDocument(document), ledger: isCounted ? ledgerText(kept) : null, engine, curves, histograms }
}

/** The threads that compute beside this one: one less than there are where there are several, as this thread computes too. */
function besides(threads: Thread[]): Thread[] {
  return threads.slice(0, Math.max(1, threads.length - 1))
}

/** Passes progress on at most every 50 ms. */
function spaced(onProgress: (progress: Progress) => void, bytesTotal: number): (progress: EvaluationProgress) => void {
  let shownAt = -Infinity
  return ({ stage, name, rowCount, bytesRead }) => {
    if (performance.now() - shownAt < progressIntervalMs) return
    shownAt = performance.now()
    onProgress({ stage, file: name, rowCount, bytesRead, bytesTotal })
  }
}

/** Resolves once the messages that wait have been taken. */
function messagesTaken(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve)
  })
}

/** Lets messages be taken about every 20 ms: more often would cost more than it is worth. */
function spacedPauses(): () => Promise<void> {
  let pausedAt = performance.now()
  return async () => {
    if (performance.now() - pausedAt < pauseIntervalMs) return
    await messagesTaken()
    pausedAt = performance.now()
  }
}

function fileSource(file: File): ByteSource {
  return {
    name: file.name,
    byteLength: file.size,
    handle: file,
    open: () => file.stream(),
    read: async (start, end) => new Uint8Array(await file.slice(start, end).arrayBuffer()),
  }
}

/** Errors about the policy with the line of its file. */
async function located<T>(file: TextFile | null, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw file !== null && error instanceof InputError ? locatedInPolicy(error, file.fileName, file.text) : error
  }
}

/** Errors as values, as only plain values cross to the page. */
async function outcome<T>(work: () => Promise<T>): Promise<WorkerResult<T>> {
  try {
    return { ok: true, value: await work() }
  } catch (error) {
    if (isInputError(error)) return { ok: false, fault: error.fault }
    if (error instanceof ReadersMissing) return { ok: false, needsReaders: true }
    return { ok: false, message: error instanceof Error ? error.message : String(error) }
  }
}

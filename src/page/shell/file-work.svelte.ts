import { InputError } from '../../table/input-error.ts'
import type { Progress } from '../../worker/protocol.ts'
import { unreadableFile } from '../open/intake.ts'
import { InputErrors } from '../ui/page-error.ts'
import type { AlertPlace, PageContent, ReplacedContent } from './page-content.svelte.ts'

/** What is under way, as the page says it. */
export interface Work {
  title: string
  /** How far it is; null before the first rows are read. */
  progress: Progress | null
}

/**
 * Reading and evaluating files, one piece of work at a time: a new one cancels the one under way. New files are worked on
 * beside the old ones and take their place only once they are understood, so cancelling and errors lose nothing.
 */
export class FileWork {
  /** What is under way; null where nothing is. */
  current: Work | null = $state.raw(null)
  readonly #content: PageContent
  #abort: AbortController | null = null
  /** What the page showed before a set-up whose evaluation is under way. */
  #replaced: ReplacedContent | null = null

  constructor(content: PageContent) {
    this.#content = content
  }

  /**
   * Runs a task; its errors are shown, and say where a file can no longer be read.
   * @param files that the task reads
   * @param place where its errors are said
   */
  async run(
    title: string,
    files: readonly File[],
    task: (signal: AbortSignal) => Promise<void>,
    place: AlertPlace = 'top',
  ): Promise<void> {
    this.cancel()
    this.#content.dismiss()
    const abort = new AbortController()
    this.#abort = abort
    this.current = { title, progress: null }
    const withFileErrors = task(abort.signal).catch(async (error: unknown) => {
      const isKnown = error instanceof InputError || error instanceof InputErrors
      throw isKnown ? error : ((await unreadableFile(files)) ?? error)
    })
    const failure = await untilAborted(withFileErrors, abort.signal).then(
      () => null,
      (error: unknown) => ({ error }),
    )
    if (this.#abort !== abort) return
    this.#abort = null
    this.current = null
    this.#end(failure, place)
  }

  /** Notes what the page shows, before a set-up takes its place that is not evaluated yet. */
  noteReplaced(): void {
    const { setup, heldPolicy, heldBaseline, link } = this.#content
    this.#replaced = { setup, heldPolicy, heldBaseline, link }
  }

  /** Shows progress; that of cancelled work is ignored. */
  report(progress: Progress, signal: AbortSignal): void {
    if (signal.aborted || this.current === null) return
    this.current = { title: progress.stage === 'reading' ? `Reading ${progress.file}` : 'Evaluating', progress }
  }

  /** Ends what is under way; the page is as it was before. */
  cancel(): void {
    this.#abort?.abort()
    this.#abort = null
    this.current = null
    this.#content.pendingSetup = null
    if (this.#replaced !== null) this.#content.putBack(this.#replaced)
    this.#replaced = null
    this.#content.keepEditor()
  }

  #end(failure: { error: unknown } | null, place: AlertPlace): void {
    const content = this.#content
    // What new files are about is said above what is shown of the old ones.
    const isOfOthers = content.pendingSetup !== null && content.pendingSetup !== content.setup
    if (failure !== null) content.fail(failure.error, isOfOthers ? 'top' : place)
    this.#replaced = null
    if (content.failure === null || content.pendingSetup === content.setup) content.pendingSetup = null
  }
}

/** Settles as the task does, or rejects with an AbortError as soon as the signal is aborted. */
function untilAborted(task: Promise<void>, signal: AbortSignal): Promise<void> {
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  return Promise.race([task, aborted])
}

import type { Progress } from '../../worker/protocol.ts'

export interface Work {
  title: string
  progress: Progress | null
}

/** One piece of work at a time: the newest. */
export class CurrentWork {
  /** What is under way; null where nothing is. */
  work: Work | null = $state.raw(null)
  #abort: AbortController | null = null

  /**
   * Runs an effort; it is over as soon as it is cancelled, whatever it is at.
   * @param onEnd hears how it ended, unless it was cancelled: with its error, or null
   */
  async run(
    title: string,
    effort: (signal: AbortSignal) => Promise<void>,
    onEnd: (failure: { error: unknown } | null) => void,
  ): Promise<void> {
    this.cancel()
    const abort = new AbortController()
    this.#abort = abort
    this.work = { title, progress: null }
    const failure = await untilAborted(effort(abort.signal), abort.signal).then(
      () => null,
      (error: unknown) => ({ error }),
    )
    if (this.#abort !== abort) return
    this.#abort = null
    this.work = null
    onEnd(failure)
  }

  cancel(): void {
    this.#abort?.abort()
    this.#abort = null
    this.work = null
  }

  /** Says how far it is; of an effort that was cancelled nothing is heard. */
  report(work: Work, signal: AbortSignal): void {
    if (!signal.aborted && this.work !== null) this.work = work
  }
}

/** The effort's own end, or an AbortError as soon as the signal says so, whichever comes first. */
function untilAborted(effort: Promise<void>, signal: AbortSignal): Promise<void> {
  const aborted = new Promise<never>((_, fail) => {
    signal.addEventListener('abort', () => fail(signal.reason), { once: true })
  })
  return Promise.race([effort, aborted])
}

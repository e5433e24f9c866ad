import type { EvaluationDocument, SplitResult } from '../../result/evaluation.ts'
import type { CurveBands, Session } from '../../worker/protocol.ts'
import { thresholdRange, type ThresholdRange } from './threshold-range.ts'

/** How long the threshold rests before the verdict is worked out again. */
const judgeDelayMs = 120

/** The numbers of each split at a moved threshold, without slices. */
export type LiveSplits = Record<string, Omit<SplitResult, 'slices'>>

/** The candidate's threshold, where it has one, moved by hand. The verdict stays where it was frozen. */
export class Exploration {
  readonly session: Session
  readonly frozen: number
  readonly range: ThresholdRange
  threshold: number = $state(0)
  /** The candidate's numbers at the moved threshold; null at the frozen one. */
  live: LiveSplits | null = $state.raw(null)
  /** The whole document at the moved threshold, a moment later; null while it is not known. */
  preview: EvaluationDocument | null = $state.raw(null)
  /** The bands of the curves, of the splits whose charts came near to what is seen. */
  bands: Record<string, CurveBands> = $state.raw({})
  readonly isMoved: boolean = $derived.by(() => this.threshold !== this.frozen)
  /** The splits and metrics whose bands have been requested. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing is drawn from it
  readonly #wanted = new Set<string>()
  #isAsking = false
  #judgeTimer: ReturnType<typeof setTimeout> | undefined
  readonly #fail: (error: unknown) => void

  /** @param frozen where the candidate was judged */
  constructor(session: Session, frozen: number, fail: (error: unknown) => void) {
    this.session = session
    this.#fail = fail
    this.frozen = frozen
    this.range = thresholdRange(session.curves, this.frozen)
    this.threshold = this.frozen
  }

  /** Moves the threshold; numbers follow at once, the verdict's preview when it rests. */
  moveTo(threshold: number): void {
    if (!Number.isFinite(threshold) || threshold === this.threshold) return
    this.threshold = threshold
    this.preview = null
    clearTimeout(this.#judgeTimer)
    if (!this.isMoved) {
      this.live = null
      return
    }
    this.#judgeTimer = setTimeout(() => void this.#judge(threshold), judgeDelayMs)
    if (!this.#isAsking) void this.#ask()
  }

  reset(): void {
    this.moveTo(this.frozen)
  }

  /** Has the bands of some metrics on a split computed, each once. */
  async wantBands(split: string, metrics: readonly string[]): Promise<void> {
    const missing = metrics.filter((metric) => !this.#wanted.has(`${metric} ${split}`))
    if (missing.length === 0) return
    missing.forEach((metric) => this.#wanted.add(`${metric} ${split}`))
    try {
      const bands = await this.session.bands(split, missing)
      this.bands = { ...this.bands, [split]: joined(this.bands[split], bands) }
    } catch (error) {
      this.#fail(error)
    }
  }

  end(): void {
    clearTimeout(this.#judgeTimer)
  }

  /** Requests numbers one at a time, always for the newest threshold, so that no queue builds up. */
  async #ask(): Promise<void> {
    this.#isAsking = true
    try {
      let asked: number
      do {
        asked = this.threshold
        const live = await this.session.at('candidate', asked)
        if (this.isMoved) this.live = live
      } while (asked !== this.threshold && this.isMoved)
    } catch (error) {
      this.#fail(error)
    } finally {
      this.#isAsking = false
    }
  }

  async #judge(threshold: number): Promise<void> {
    try {
      const preview = await this.session.judgeAt(threshold)
      if (threshold === this.threshold) this.preview = preview
    } catch (error) {
      this.#fail(error)
    }
  }
}

/** The bands of two sets of metrics in one; their thresholds are the same, as they are of the same rows. */
function joined(some: CurveBands | undefined, others: CurveBands): CurveBands {
  if (some === undefined) return others
  const models = [...others.models].map(
    ([model, { thresholds, metrics }]) =>
      [model, { thresholds, metrics: new Map([...(some.models.get(model)?.metrics ?? []), ...metrics]) }] as const,
  )
  return { ...others, models: new Map(models) }
}

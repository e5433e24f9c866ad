import type { Against } from '../../metrics/slice-comparison.ts'
import type { Session, WorseSlices } from '../../worker/protocol.ts'

/** What is looked for: see `WorseQuestion`. */
export interface Search {
  split: string
  metric: string | null
  against: Against
  level: number | null
  threshold: number | null
}

/** The slices on which the candidate is worse, asked for one search at a time. */
export class WorseSearch {
  /** The newest answer, which is shown until the next one is there. */
  answer: { search: Search; worse: WorseSlices } | null = $state.raw(null)
  isAsking: boolean = $state(false)
  #wanted: Search | null = null
  readonly #session: Session
  readonly #fail: (error: unknown) => void

  constructor(session: Session, fail: (error: unknown) => void) {
    this.#session = session
    this.#fail = fail
  }

  /** The newest search that waits for the one under way; older ones are dropped. */
  async look(search: Search): Promise<void> {
    this.#wanted = search
    if (this.isAsking) return
    this.isAsking = true
    try {
      while (this.#wanted !== null) {
        const asked: Search = this.#wanted
        this.#wanted = null
        const worse = await this.#session.worse(asked)
        if (this.#wanted === null) this.answer = { search: asked, worse }
      }
    } catch (error) {
      this.#fail(error)
    } finally {
      this.isAsking = false
    }
  }
}

import type { Session } from '../../worker/protocol.ts'
import { Exploration } from '../explore/exploration.svelte.ts'

/**
 * The finished evaluation that the page shows, and the one that it showed before, to go back to. Each keeps its counts
 * in a worker, so older ones are let go.
 */
export class Evaluations {
  session: Session | null = $state.raw(null)
  /** The movable threshold of the shown evaluation; null where decisions come without one. */
  exploration: Exploration | null = $state.raw(null)
  #before: Session | null = null
  readonly #explorations = new WeakMap<Session, Exploration>()
  readonly #fail: (error: unknown) => void

  constructor(fail: (error: unknown) => void) {
    this.#fail = fail
  }

  /** Shows another evaluation, or none; the one shown until now can be shown again. */
  show(session: Session | null): void {
    const shown = this.session
    if (session === shown) return
    this.exploration?.end()
    if (shown !== null) this.#keep(shown, session)
    this.session = session
    this.exploration = session === null ? null : this.#explorationOf(session)
  }

  /** Frees the memory of the previous evaluation, which can no longer be shown. */
  forgetBefore(): void {
    this.#before?.close()
    this.#before = null
  }

  /** Whether an evaluation can still be shown. */
  has(session: Session): boolean {
    return session === this.session || session === this.#before
  }

  #keep(shown: Session, next: Session | null): void {
    if (this.#before !== next) this.forgetBefore()
    this.#before = shown
  }

  #explorationOf(session: Session): Exploration | null {
    const { threshold } = session.document.models.candidate
    if (threshold === undefined) return null
    const exploration = this.#explorations.get(session) ?? new Exploration(session, threshold.value, this.#fail)
    this.#explorations.set(session, exploration)
    return exploration
  }
}

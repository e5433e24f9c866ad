import { untrack } from 'svelte'
import { historyFrom, recorded, redone, undone, type History } from '../ui/history.ts'
import type { PageState } from './page-state.svelte.ts'
import { changeWords, isSameSnapshot, withHeldOnly, type PageSnapshot } from './snapshot.ts'

/** How long a choice or a threshold must stay unchanged, in milliseconds, to become a step. */
const restMs = 500

/** Undo and redo of what was done on the page. */
export class Undo {
  readonly #page: PageState
  #history: History<PageSnapshot> = $state.raw() as History<PageSnapshot>
  /** The snapshot last seen, whether or not it has rested. */
  #seen: PageSnapshot
  #timer: ReturnType<typeof setTimeout> | undefined
  /** What undo, and redo, would do, in words; null where there is nothing to do. */
  readonly undoes: string | null = $derived.by(() => {
    const { past, present } = this.#history
    return past.length === 0 ? null : changeWords(past.at(-1)!, present)
  })
  readonly redoes: string | null = $derived.by(() => {
    const { present, future } = this.#history
    return future.length === 0 ? null : changeWords(present, future[0])
  })

  constructor(page: PageState) {
    this.#page = page
    this.#seen = untrack(() => page.content.snapshot)
    this.#history = historyFrom(this.#seen)
  }

  /** Records what changed; to be called whenever the page changes. Files and results are steps at once, choices once they rest. */
  follow(): void {
    const { work } = this.#page
    const { snapshot, setup } = this.#page.content
    if (work !== null || setup?.isInspecting === true) return
    untrack(() => {
      const before = this.#seen
      this.#seen = snapshot
      clearTimeout(this.#timer)
      if (snapshot.setup === before.setup && snapshot.session === before.session) {
        this.#timer = setTimeout(() => this.#record(snapshot), restMs)
        return
      }
      this.#record(before)
      this.#record(snapshot)
    })
  }

  undo(): void {
    if (this.#page.work !== null) return this.#page.cancel()
    this.#settle()
    const words = this.undoes
    if (words !== null) this.#go(undone(this.#history), `Undone: ${words}.`)
  }

  redo(): void {
    if (this.#page.work !== null) return
    this.#settle()
    const words = this.redoes
    if (words !== null) this.#go(redone(this.#history), `Done again: ${words}.`)
  }

  #settle(): void {
    clearTimeout(this.#timer)
    this.#seen = this.#page.content.snapshot
    this.#record(this.#seen)
  }

  #record(snapshot: PageSnapshot): void {
    const next = recorded(this.#history, snapshot, isSameSnapshot)
    if (next !== this.#history) this.#history = withHeldOnly(next, (session) => this.#page.content.holds(session))
  }

  #go(history: History<PageSnapshot>, words: string): void {
    const isWhole = this.#page.restore(history.present)
    this.#seen = this.#page.content.snapshot
    this.#history = { ...history, present: this.#seen }
    this.#page.content.notice = isWhole
      ? words
      : `${words} Its results were let go to spare memory: evaluate to see them again.`
  }
}

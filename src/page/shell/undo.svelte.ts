import { untrack } from 'svelte'
import { historyFrom, recorded, redone, undone, type History } from './history.ts'
import type { Desk } from './desk.svelte.ts'
import { changeWords, isSameScene, withHeldOnly, type Scene } from './scene.ts'

/** A choice or a threshold that rests this long is a step of its own. */
const restMs = 500

/** The steps taken on a desk, back and forth. */
export class Undo {
  readonly #desk: Desk
  #history: History<Scene> = $state.raw() as History<Scene>
  /** As last seen, whether or not it has rested. */
  #seen: Scene
  #timer: ReturnType<typeof setTimeout> | undefined
  /** What would be undone, and what done again, in words; null where there is nothing. */
  readonly undoes: string | null = $derived.by(() => {
    const { past, present } = this.#history
    return past.length === 0 ? null : changeWords(past.at(-1)!, present)
  })
  readonly redoes: string | null = $derived.by(() => {
    const { present, future } = this.#history
    return future.length === 0 ? null : changeWords(present, future[0])
  })

  constructor(desk: Desk) {
    this.#desk = desk
    this.#seen = untrack(() => desk.scene)
    this.#history = historyFrom(this.#seen)
  }

  /** To be called whenever the desk changes: files and results are steps at once, choices when they rest. */
  follow(): void {
    const { work, scene } = this.#desk
    if (work !== null) return
    untrack(() => {
      const before = this.#seen
      this.#seen = scene
      clearTimeout(this.#timer)
      if (scene.setup === before.setup && scene.session === before.session) {
        this.#timer = setTimeout(() => this.#record(scene), restMs)
        return
      }
      this.#record(before)
      this.#record(scene)
    })
  }

  undo(): void {
    if (this.#desk.work !== null) return this.#desk.cancel()
    this.#settle()
    const words = this.undoes
    if (words !== null) this.#go(undone(this.#history), `Undone: ${words}.`)
  }

  redo(): void {
    if (this.#desk.work !== null) return
    this.#settle()
    const words = this.redoes
    if (words !== null) this.#go(redone(this.#history), `Done again: ${words}.`)
  }

  #settle(): void {
    clearTimeout(this.#timer)
    this.#seen = this.#desk.scene
    this.#record(this.#seen)
  }

  #record(scene: Scene): void {
    const next = recorded(this.#history, scene, isSameScene)
    if (next !== this.#history) this.#history = withHeldOnly(next, (session) => this.#desk.holds(session))
  }

  #go(history: History<Scene>, words: string): void {
    const isWhole = this.#desk.restore(history.present)
    this.#seen = this.#desk.scene
    this.#history = { ...history, present: this.#seen }
    this.#desk.notice = isWhole
      ? words
      : `${words} Its results were let go to spare memory: evaluate to see them again.`
  }
}

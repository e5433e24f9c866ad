import { createContext, flushSync } from 'svelte'

/** How long parts are rendered without a pause: the page must respond within 50 ms, and the last part may be slow. */
const stretchMs = 8

/**
 * Parts of the page that come one after the other, in the order in which they asked, a few at a stretch: in between the
 * page paints and answers. What is not yet looked at need not be there at once.
 */
export class RenderQueue {
  /** Whether nothing is left to render. */
  readonly isEmpty: boolean = $derived.by(() => this.#waitingCount === 0)
  #waitingCount = $state(0)
  #waiting: (() => void)[] = []
  #isCalled = false

  /** @returns leaves the line again, where the turn has not come */
  wait(come: () => void): () => void {
    this.#waiting.push(come)
    this.#waitingCount = this.#waiting.length
    this.#call()
    return () => this.#keep(this.#waiting.filter((other) => other !== come))
  }

  #call(): void {
    if (this.#isCalled) return
    this.#isCalled = true
    setTimeout(() => this.#serve())
  }

  #serve(): void {
    const startMs = performance.now()
    while (this.#waiting.length > 0 && performance.now() - startMs < stretchMs) {
      const [come, ...others] = this.#waiting
      this.#waiting = others
      come()
      flushSync()
    }
    this.#isCalled = false
    this.#keep(this.#waiting)
    if (this.#waiting.length > 0) this.#call()
  }

  #keep(waiting: (() => void)[]): void {
    this.#waiting = waiting
    this.#waitingCount = waiting.length
  }
}

/** The page's render queue, which App provides to every `Deferred`. */
export const [renderQueue, setRenderQueue] = createContext<RenderQueue>()

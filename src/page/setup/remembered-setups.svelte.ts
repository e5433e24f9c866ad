import type { Inspection } from '../../worker/protocol.ts'
import { isFitting, parseLink, type SetupLink } from './setup-link.ts'

/** What a browser keeps between visits, as its `localStorage`. */
export interface Store {
  getItem(key: string): string | null
  setItem(key: string, value: string): void
  removeItem(key: string): void
}

const key = 'good-enough:roles'
const mostRemembered = 20

/** Which column is which, kept on this machine where somebody asks for it: as links are, so names of columns and no data. */
export class RememberedSetups {
  /** Somebody asked for it, on this visit or an earlier one. */
  isOn: boolean = $state(false)
  readonly #store: Store | null

  /** @param store null where the browser keeps nothing */
  constructor(store: Store | null) {
    this.#store = store
    this.isOn = this.#read() !== null
  }

  get isPossible(): boolean {
    return this.#store !== null
  }

  /** Begins to remember; or stops, and forgets everything. */
  turn(isOn: boolean): void {
    this.isOn = isOn && this.#store !== null
    if (this.isOn) this.#write([])
    else this.#store?.removeItem(key)
  }

  /** Remembers the columns of a set-up, where somebody wants it and the set-up is of his own files. */
  rememberSetup(setup: { origin: 'files' | 'sample'; link(policy: null): { hash: string } }): void {
    if (setup.origin === 'files') this.remember(setup.link(null).hash)
  }

  /** @param hash of a link to a set-up */
  remember(hash: string): void {
    if (this.isOn)
      this.#write([hash, ...(this.#read() ?? []).filter((other) => other !== hash)].slice(0, mostRemembered))
  }

  /** The latest set-up of which a file has every column; null where there is none. */
  recall(inspection: Pick<Inspection, 'columns'>): SetupLink | null {
    for (const hash of this.#read() ?? []) {
      const link = parseLink(hash)
      if (!('wrong' in link) && link.roles.label !== '' && isFitting(link, inspection)) return link
    }
    return null
  }

  /** Whatever else stands there is nothing. */
  #read(): string[] | null {
    const text = this.#store?.getItem(key) ?? null
    if (text === null) return null
    try {
      const hashes: unknown = JSON.parse(text)
      return Array.isArray(hashes) ? hashes.filter((hash) => typeof hash === 'string') : []
    } catch {
      return []
    }
  }

  #write(hashes: string[]): void {
    try {
      this.#store?.setItem(key, JSON.stringify(hashes))
    } catch {
      // Full, or refused: nothing is remembered, and nothing is lost.
      this.isOn = false
    }
  }
}

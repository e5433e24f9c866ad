import type { Store } from '../setup/memory.svelte.ts'

/** The browser's own store; null where it refuses one. */
export function browserStore(): Store | null {
  try {
    return localStorage
  } catch {
    return null
  }
}

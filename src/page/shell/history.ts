/** What was, what is, and what was undone: the last of `past` and the first of `future` are next to `present`. */
export interface History<T> {
  readonly past: readonly T[]
  readonly present: T
  readonly future: readonly T[]
}

/** More steps than anybody takes back; the oldest are forgotten. */
const mostSteps = 100

/** A history without steps. */
export function historyFrom<T>(present: T): History<T> {
  return { past: [], present, future: [] }
}

/** After a step to `next`; nothing is left to redo. The same history where it is no step. */
export function recorded<T>(history: History<T>, next: T, isSame: (a: T, b: T) => boolean): History<T> {
  if (isSame(history.present, next)) return history
  return { past: [...history.past, history.present].slice(-mostSteps), present: next, future: [] }
}

/** A step back; the same history where there is none. */
export function undone<T>(history: History<T>): History<T> {
  const { past, present, future } = history
  return past.length === 0 ? history : { past: past.slice(0, -1), present: past.at(-1)!, future: [present, ...future] }
}

/** A step forward again; the same history where none was taken back. */
export function redone<T>(history: History<T>): History<T> {
  const { past, present, future } = history
  return future.length === 0 ? history : { past: [...past, present], present: future[0], future: future.slice(1) }
}

/** An undo history: the last of `past` and the first of `future` are next to `present`. */
export interface History<T> {
  readonly past: readonly T[]
  readonly present: T
  readonly future: readonly T[]
}

/** A history without steps. */
export function historyFrom<T>(present: T): History<T> {
  return { past: [], present, future: [] }
}

/**
 * The history after a step to `next`, with nothing left to redo; unchanged where `next` is the same.
 * @param mostSteps that are kept; the oldest are forgotten
 */
export function recorded<T>(
  history: History<T>,
  next: T,
  isSame: (a: T, b: T) => boolean = (a, b) => a === b,
  mostSteps = 100,
): History<T> {
  if (isSame(history.present, next)) return history
  return { past: [...history.past, history.present].slice(-mostSteps), present: next, future: [] }
}

/** The history one step back; unchanged where there is none. */
export function undone<T>(history: History<T>): History<T> {
  const { past, present, future } = history
  return past.length === 0 ? history : { past: past.slice(0, -1), present: past.at(-1)!, future: [present, ...future] }
}

/** The history one step forward; unchanged where nothing was undone. */
export function redone<T>(history: History<T>): History<T> {
  const { past, present, future } = history
  return future.length === 0 ? history : { past: [...past, present], present: future[0], future: future.slice(1) }
}

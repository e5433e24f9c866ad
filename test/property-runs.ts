import fc from 'fast-check'

/** Whether this is a thorough run: `npm test -- --thorough`, or the environment variable `THOROUGH`. */
export const isThorough = process.env.THOROUGH !== undefined

/**
 * The number of examples that a property draws: as many as given in a thorough run, otherwise a fifth of them, but not fewer than ten where
 * more are given.
 */
export function runs(count: number): number {
  return isThorough ? count : Math.min(count, Math.max(10, Math.round(count / 5)))
}

fc.configureGlobal({ numRuns: runs(100) })

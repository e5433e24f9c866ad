/** The files of a sample: a CSV, and the policy that it is judged by. */
export interface SampleFiles {
  table: { name: string; text: string }
  policy: { name: string; text: string }
}

/** Nearly normal, mean 0, variance 1: the sum of twelve uniform numbers, less six. Exact in floating point order. */
export function bell(uniform: () => number): number {
  let sum = -6
  for (let draw = 0; draw < 12; draw += 1) sum += uniform()
  return sum
}

/** Numbers in [0, 1) from a seed, by 32-bit integers alone (mulberry32). Only for these samples: never for statistics. */
export function uniformNumbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Deterministic numbers between 0 and 1: Lehmer's generator with the multiplier 48271 and the modulus 2^31 − 1. */
export function lehmer(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48271) % 2147483647
    return state / 2147483647
  }
}

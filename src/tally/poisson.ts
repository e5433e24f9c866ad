import exp from '@stdlib/math-base-special-exp'
import normalQuantile from '@stdlib/stats-base-dists-normal-quantile'
import { highProduct } from './philox.ts'

/**
 * Poisson counts from uniform words by inversion, in integer arithmetic only, so that every engine draws the same: one
 * word, one count. Up to a mean of 64 the count is exact, by comparison with a table of limits. Beyond, it is the
 * quantile's expansion in the normal quantile z (Cornish & Fisher; coefficients as in Giles, ACM TOMS 42, 2016),
 *
 *   ⌊n + √n·z + (z² − 1)/6 − (z³ + 2z)/(72·√n) + 1/2⌋,
 *
 * in fixed point. Its distribution function is within 4e-5 of Poisson's at a mean of 65 and within 1e-5 from 500 on;
 * its mean is within 2e-5 standard deviations, its variance within 2e-5 of itself, its skewness within 0.5 % from
 * Poisson's (measured in test/tally/poisson.test.ts).
 */
export const mostTabledMean = 64

/** The tables that Poisson draws look up. */
export interface PoissonTables {
  /**
   * For each mean from 0 on, for k = 0, 1, …, the largest word that is drawn as k or less; the last is 2^32 − 1. (So
   * are those of the least k of means above 22, which no word draws: the guide leads past them.)
   */
  limits: Uint32Array
  /** Where in `limits` each mean begins. */
  starts: Uint32Array
  /** At 256·mean + (word >>> 24): the count of the least word with that high byte, from where to search. */
  guide: Uint8Array
  /**
   * |z| in units of 2^-28 at the words of the lower half: word p < 128 at p, and at 64·s + (p >>> s), where p >>> s is
   * 64 … 127, the least such p; between these z is linear.
   */
  normal: Int32Array
}

let built: PoissonTables | null = null

/** The tables of every mean up to 64, and of z; built once. */
export function poissonTables(): PoissonTables {
  if (built !== null) return built
  const tables = Array.from({ length: mostTabledMean + 1 }, (_, mean) => poissonLimits(mean))
  const starts = new Uint32Array(tables.length)
  for (let mean = 1; mean < tables.length; mean++) starts[mean] = starts[mean - 1] + tables[mean - 1].length
  const guide = new Uint8Array(256 * tables.length)
  tables.forEach((limits, mean) => {
    for (let byte = 0, k = 0; byte < 256; byte++) {
      while (byte * 2 ** 24 > limits[k]) k++
      guide[256 * mean + byte] = k
    }
  })
  built = { limits: Uint32Array.from(tables.flat()), starts, guide, normal: normalTable() }
  return built
}

/** For k = 0, 1, … the largest word that is drawn as k or less, ⌊2^32·P(X ≤ k)⌋ − 1, until less than a word is left. */
function poissonLimits(mean: number): number[] {
  const limits: number[] = []
  let probability = exp(-mean)
  let sum = probability
  for (let k = 1; 2 ** 32 * (1 - sum) >= 1; k++) {
    limits.push(Math.floor(2 ** 32 * sum) - 1)
    probability *= mean / k
    sum += probability
  }
  return [...limits, 2 ** 32 - 1]
}

function normalTable(): Int32Array {
  const table = new Int32Array(64 * 25 + 65)
  for (let i = 0; i < table.length; i++) {
    const shift = Math.max(0, (i >>> 6) - 1)
    const word = (i - 64 * shift) * 2 ** shift
    table[i] = Math.round(-normalQuantile(Math.min(0.5, (word + 0.5) / 2 ** 32), 0, 1) * 2 ** 28)
  }
  return table
}

/** √n in units of 2^-16, which the draws of means above 64 take. */
export function poissonRoots(means: Uint32Array): Uint32Array {
  return Uint32Array.from(means, (mean) => Math.floor(Math.sqrt(mean) * 2 ** 16))
}

/**
 * Replaces each word by the count that it draws with its mean.
 * @param roots of the same means
 */
export function drawPoisson(words: Uint32Array, means: Uint32Array, roots: Uint32Array): void {
  const { limits, starts, guide, normal } = poissonTables()
  for (let i = 0; i < words.length; i++) {
    const word = words[i]
    const mean = means[i]
    if (mean > mostTabledMean) {
      words[i] = drawLarge(word | 0, mean, roots[i] | 0, normal)
      continue
    }
    const start = starts[mean]
    let k = guide[(mean << 8) | (word >>> 24)]
    while (word > limits[start + k]) k++
    words[i] = k
  }
}

/** 2^34/72: over the root, 2^18/(72·√n). */
export const slopeNumerator = 238609294

/** Units: z 2^-28; first, second, third and odd 2^-12; the others as in their names. */
function drawLarge(word: number, mean: number, root: number, normal: Int32Array): number {
  // −1 in the upper half, whose z is positive: no branch, as a coin's fall can't be foretold.
  const half = word >> 31
  const p = word ^ half
  const shift = Math.max(0, 25 - Math.clz32(p))
  const at = (shift << 6) + (p >> shift)
  const rest = p & ((1 << shift) - 1)
  const z = normal[at] - highProduct(normal[at] - normal[at + 1], rest << (32 - shift))
  const first = highProduct(z, root)
  const z12 = z >> 16
  const square12 = Math.imul(z12, z12) >> 12
  const cube12 = Math.imul(z12, (square12 >> 4) + 512) >> 8
  const second = ((square12 - 4096) / 6) | 0
  const third = Math.imul(cube12, (slopeNumerator / (root >>> 0)) | 0) >> 18
  const odd = ((first - third) ^ ~half) - ~half
  return mean + ((odd + second + 2048) >> 12)
}

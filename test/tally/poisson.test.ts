import gammaln from '@stdlib/math-base-special-gammaln'
import { describe, expect, test } from 'vitest'
import { drawPoisson, poissonRoots, poissonTables } from '../../src/tally/poisson.ts'
import { fixtureText, hasFixtures } from '../fixtures.ts'

function draw(word: number, mean: number): number {
  const words = Uint32Array.of(word)
  const means = Uint32Array.of(mean)
  drawPoisson(words, means, poissonRoots(means))
  return words[0]
}

/** The share of words that draw `count` or less: counts do not fall as the word grows. */
function drawnShare(count: number, mean: number): number {
  let [low, high] = [0, 2 ** 32]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (draw(middle, mean) > count) high = middle
    else low = middle + 1
  }
  return low / 2 ** 32
}

/** Where Poisson's distribution and the drawn one are apart, over all counts that matter. */
function compare(mean: number) {
  const deviation = Math.sqrt(mean)
  let [exact, last, largestError] = [0, 0, 0]
  const moments = [0, 0, 0]
  for (let count = Math.max(0, Math.floor(mean - 8 * deviation)); count <= mean + 9 * deviation; count++) {
    exact += Math.exp(count * Math.log(mean) - mean - gammaln(count + 1))
    const share = drawnShare(count, mean)
    largestError = Math.max(largestError, Math.abs(share - exact))
    moments.forEach((_, i) => {
      moments[i] += (share - last) * (count - mean) ** (i + 1)
    })
    last = share
  }
  const variance = moments[1] - moments[0] ** 2
  return {
    largestError,
    meanError: moments[0] / deviation,
    varianceError: variance / mean - 1,
    skewnessError: ((moments[2] - 3 * moments[0] * variance) / mean ** 1.5) * deviation - 1,
  }
}

describe('Poisson draws', () => {
  test('of mean 0 are 0', () => {
    expect([0, 1, 2 ** 31, 2 ** 32 - 1].map((word) => draw(word, 0))).toEqual([0, 0, 0, 0])
  })

  test.each([1, 2, 5, 17, 40, 64])('of mean %d, from tables, are exact to a word', (mean) => {
    const { largestError, meanError, varianceError, skewnessError } = compare(mean)
    // One word is 2.3e-10; the sums that are compared have errors of their own.
    expect(largestError).toBeLessThan(5e-10)
    for (const error of [meanError, varianceError, skewnessError]) expect(Math.abs(error)).toBeLessThan(2e-5)
  })

  test.each([
    [65, 4e-5],
    [100, 2.5e-5],
    [500, 1e-5],
    [2400, 1e-5],
    [40_000, 1e-5],
  ])('of mean %d, from the expansion, are as near to Poisson’s as promised', (mean, bound) => {
    const { largestError, meanError, varianceError, skewnessError } = compare(mean)
    expect(largestError).toBeLessThan(bound)
    expect(Math.abs(meanError)).toBeLessThan(2e-5)
    expect(Math.abs(varianceError)).toBeLessThan(2e-5)
    expect(Math.abs(skewnessError)).toBeLessThan(5e-3)
  })

  test('grow with the word, whatever the mean', () => {
    for (const mean of [1, 64, 65, 1000, 2 ** 20, 2 ** 31]) {
      let last = -1
      for (let word = 0; word < 2 ** 32; word += 1_048_573) {
        const count = draw(word, mean)
        expect(count).toBeGreaterThanOrEqual(last)
        last = count
      }
    }
  })

  test('reach 6.3 standard deviations at the ends of the largest means', () => {
    const mean = 4_000_000_000
    const deviation = Math.sqrt(mean)
    // z of half a word, 2^-33, is −6.337958 (scipy.stats.norm.ppf).
    expect((draw(0, mean) - mean) / deviation).toBeCloseTo(-6.337958, 3)
    expect((draw(2 ** 32 - 1, mean) - mean) / deviation).toBeCloseTo(6.337958, 3)
    expect(draw(2 ** 31, mean)).toBe(mean)
  })

  test('find their count from the guide as they do from 0', () => {
    const { limits, starts } = poissonTables()
    for (let mean = 0; mean <= 22; mean++) {
      for (let word = 7; word < 2 ** 32; word += 104_729_001) {
        let count = 0
        while (word > limits[starts[mean] + count]) count++
        expect(draw(word, mean)).toBe(count)
      }
    }
  })

  test.skipIf(!hasFixtures)('of mean 1 take the proposed thresholds', () => {
    const { poisson1_thresholds_u32: thresholds } = JSON.parse(fixtureText('rng/bootstrap_proposed_vectors.json')) as {
      poisson1_thresholds_u32: number[]
    }
    const { limits, starts } = poissonTables()
    expect([...limits.subarray(starts[1], starts[2])]).toEqual([
      ...thresholds.map((threshold) => threshold - 1),
      2 ** 32 - 1,
    ])
  })
})

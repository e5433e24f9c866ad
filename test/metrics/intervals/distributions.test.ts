import { describe, expect, it } from 'vitest'
import {
  binomialTail,
  chiSquaredTail,
  fTail,
  kolmogorovTail,
  twoSidedP,
  twoSidedTP,
  zOfTwoSidedP,
} from '../../../src/metrics/intervals/distributions.ts'

// Expected: SciPy 1.17.1, chi2.sf, binom.sf(count - 1, …), kstwobign.sf.
describe('tails', () => {
  it.each([
    [3.841458820694124, 1, 0.04999999999999989],
    [20, 10, 0.029252688076961124],
    [0.5, 3, 0.9188914116546758],
    [100, 50, 3.454931382984871e-5],
  ])('of chi-squared: %f at %i degrees of freedom', (statistic, degrees, expected) => {
    expect(chiSquaredTail(statistic, degrees) / expected).toBeCloseTo(1, 11)
  })

  it.each([
    [5, 10, 0.3, 0.15026833259999992],
    [30, 3000, 0.006, 0.005801278542664695],
    [20, 1e7, 1e-6, 0.0034543251811445298],
  ])('of the binomial: %i of %i at %f', (count, total, probability, expected) => {
    expect(binomialTail(count, total, probability) / expected).toBeCloseTo(1, 8)
  })

  it.each([0.1, 1, 3, 40])(
    'of Student’s t at %f, with 1 and 2 degrees of freedom, are those of their formulas',
    (t) => {
      expect(twoSidedTP(t, 1) / ((2 / Math.PI) * Math.atan(1 / t))).toBeCloseTo(1, 11)
      expect(twoSidedTP(-t, 2)).toBeCloseTo(1 - t / Math.sqrt(2 + t * t), 12)
    },
  )

  it.each([0.1, 1, 3, 40])('of F at %f: a formula with 2 degrees of freedom, Student’s t with 1', (f) => {
    expect(fTail(f, 2, 7) / (1 + (2 * f) / 7) ** -3.5).toBeCloseTo(1, 11)
    expect(fTail(f, 1, 7) / twoSidedTP(Math.sqrt(f), 7)).toBeCloseTo(1, 11)
  })

  it.each([1, 0.5, 0.05, 1e-9])('the statistic of p = %f has it', (p) => {
    expect(twoSidedP(zOfTwoSidedP(p)) / p).toBeCloseTo(1, 7)
  })

  it('of the binomial is 1 from no success on, and where success is certain', () => {
    expect(binomialTail(0, 10, 0.2)).toBe(1)
    expect(binomialTail(10, 10, 1)).toBe(1)
  })

  it.each([
    [0.3, 0.9999906941986655],
    [0.5, 0.9639452436648751],
    [1, 0.26999967167735456],
    [1.17, 0.12939004218561884],
    [1.18, 0.1234538094297657],
    [1.3581015157406195, 0.04999921875000761],
    [2, 0.0006709252557796953],
    [3, 3.045995948942526e-8],
  ])('of Kolmogorov’s distribution: %f', (lambda, expected) => {
    expect(kolmogorovTail(lambda) / expected).toBeCloseTo(1, 11)
  })

  it('of Kolmogorov’s distribution is 1 at 0 and close to it', () => {
    expect(kolmogorovTail(0)).toBe(1)
    expect(kolmogorovTail(1e-3)).toBe(1)
  })
})

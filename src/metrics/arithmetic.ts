import exp from '@stdlib/math-base-special-exp'
import gammaln from '@stdlib/math-base-special-gammaln'
import ln from '@stdlib/math-base-special-ln'

/**
 * Elementary functions of one implementation: those of JavaScript's `Math` differ in the last digit from one engine to
 * the next (Chromium's and Node's, say), and a result is the same bytes everywhere.
 */
export { exp, ln }

/** ln n! */
export function lnFactorial(n: number): number {
  return gammaln(n + 1)
}

/** ∛x */
export function cubeRoot(x: number): number {
  return x === 0 ? 0 : x < 0 ? -exp(ln(-x) / 3) : exp(ln(x) / 3)
}

/** x² */
export function square(x: number): number {
  return x * x
}

/** x^n by repeated squaring. @param n a whole number, 0 or more */
export function wholePower(x: number, n: number): number {
  let [power, factor] = [1, x]
  for (let left = n; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) power *= factor
    factor *= factor
  }
  return power
}

/** √(a² + b²); for shares and their like, far from overflow. */
export function hypotenuse(a: number, b: number): number {
  return Math.sqrt(a * a + b * b)
}

/**
 * Compensated sum (Knuth's two-sum; Ogita, Rump & Oishi, SIAM J. Sci. Comput. 2005, "Sum2"): the rounding errors are
 * exact, and are added up beside the sum. While every term is an integer below 2^53 and the sum below 2^79, total
 * and errors together are exact, so that the result does not depend on the order of the terms.
 */
export class CompensatedSum {
  private total = 0
  private errors = 0

  add(term: number): void {
    const next = this.total + term
    const added = next - this.total
    this.errors += this.total - (next - added) + (term - added)
    this.total = next
  }

  get value(): number {
    return this.total + this.errors
  }
}

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

/** √(a² + b²); for shares and their like, far from overflow. */
export function hypotenuse(a: number, b: number): number {
  return Math.sqrt(a * a + b * b)
}

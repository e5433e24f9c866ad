import { exp, square } from '../elementary.ts'
import { CompensatedSum } from '../sum.ts'

/** The probability of log odds: 1 / (1 + e^−x). */
export function logistic(logOdds: number): number {
  return 1 / (1 + exp(-logOdds))
}

/** Log odds = slope·x + intercept. */
export interface LogisticLine {
  slope: number
  intercept: number
}

/** What a logistic regression is fitted to: at each distinct x, the rows and how many positives are aimed at among them. */
export interface LogisticCells {
  x: Float64Array
  rows: Float64Array
  targets: Float64Array
}

const mostSteps = 100
const smallestShare = 2 ** -30
/** Of the gradient per row, x in units of its own spread: where to stop, and what counts as having arrived. */
const goal = 1e-13
const tolerance = 1e-9

/**
 * Logistic regression on one variable by maximum likelihood (targets may be fractions): Newton's method from a slope of
 * 0, each step halved until the gradient gets smaller. Null where it does not arrive, as where classes are separate and
 * the slope has no finite best value, or where all x are equal.
 * @param hasIntercept false: the line goes through the origin
 */
export function fitLogisticLine(cells: LogisticCells, hasIntercept: boolean): LogisticLine | null {
  const { centre, scale } = standardisation(cells, hasIntercept)
  if (!(scale > 0)) return null
  const standardised = { ...cells, x: cells.x.map((x) => (x - centre) / scale) }
  let line: LogisticLine = { slope: 0, intercept: 0 }
  let ascent = ascentAt(standardised, line, hasIntercept)
  for (let step = 0; step < mostSteps && ascent.gradientSize > goal; step++) {
    const next = stepped(standardised, line, ascent, hasIntercept)
    if (next === null) break
    line = next.line
    ascent = next.ascent
  }
  if (!(ascent.gradientSize <= tolerance)) return null
  const slope = line.slope / scale
  return { slope, intercept: hasIntercept ? line.intercept - slope * centre : 0 }
}

/** Gradient of the log likelihood per row, and the negative of its matrix of second derivatives. */
interface Ascent {
  gradient: [slope: number, intercept: number]
  gradientSize: number
  curvature: [slope: number, mixed: number, intercept: number]
}

function ascentAt({ x, rows, targets }: LogisticCells, { slope, intercept }: LogisticLine, hasIntercept: boolean): Ascent {
  const bySlope = new CompensatedSum()
  const byIntercept = new CompensatedSum()
  let rowCount = 0
  let [slopeCurvature, mixed, interceptCurvature] = [0, 0, 0]
  for (let i = 0; i < x.length; i++) {
    const probability = logistic(slope * x[i] + intercept)
    const residual = targets[i] - rows[i] * probability
    const weight = rows[i] * probability * (1 - probability)
    rowCount += rows[i]
    bySlope.add(residual * x[i])
    byIntercept.add(residual)
    slopeCurvature += weight * x[i] * x[i]
    mixed += weight * x[i]
    interceptCurvature += weight
  }
  const gradient: Ascent['gradient'] = [bySlope.value / rowCount, hasIntercept ? byIntercept.value / rowCount : 0]
  return {
    gradient,
    gradientSize: Math.sqrt(square(gradient[0]) + square(gradient[1])),
    curvature: hasIntercept
      ? [slopeCurvature / rowCount, mixed / rowCount, interceptCurvature / rowCount]
      : [slopeCurvature / rowCount, 0, 1],
  }
}

function stepped(
  cells: LogisticCells, line: LogisticLine, { gradient: [g, h], gradientSize, curvature: [a, b, c] }: Ascent, hasIntercept: boolean,
): { line: LogisticLine; ascent: Ascent } | null {
  const determinant = a * c - b * b
  const bySlope = (c * g - b * h) / determinant
  const byIntercept = (a * h - b * g) / determinant
  for (let share = 1; share >= smallestShare; share /= 2) {
    const next = { slope: line.slope + share * bySlope, intercept: line.intercept + share * byIntercept }
    const ascent = ascentAt(cells, next, hasIntercept)
    if (ascent.gradientSize < gradientSize) return { line: next, ascent }
  }
  return null
}

/** Centre and spread of x over the rows; about the origin where the line goes through it. */
function standardisation({ x, rows }: LogisticCells, hasIntercept: boolean): { centre: number; scale: number } {
  const sum = new CompensatedSum()
  const squares = new CompensatedSum()
  let rowCount = 0
  for (let i = 0; i < x.length; i++) {
    rowCount += rows[i]
    sum.add(rows[i] * x[i])
  }
  const centre = hasIntercept ? sum.value / rowCount : 0
  for (let i = 0; i < x.length; i++) squares.add(rows[i] * square(x[i] - centre))
  return { centre, scale: Math.sqrt(squares.value / rowCount) }
}

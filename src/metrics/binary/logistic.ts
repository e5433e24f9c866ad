import { CompensatedSum, exp, hypotenuse, square } from '../arithmetic.ts'

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
/** Of a step, x in units of its own spread: as errors square from step to step, the one so small is the last. */
const lastStep = 1e-8
/** Of more cells than four times this many, neighbours are pooled to find a place to start from. */
const poolCount = 2048
const nowhere: LogisticLine = { slope: 0, intercept: 0 }

/**
 * Logistic regression on one variable by maximum likelihood (targets may be fractions): Newton's method, each step halved
 * until the gradient gets smaller, from a slope of 0, or the fit to pooled neighbours. Null where steps do not become
 * small: where the slope has no finite best value, as with classes that x keeps apart, or where all x are equal.
 * @param cells with x ascending
 * @param hasIntercept false: the line goes through the origin
 */
export function fitLogisticLine(cells: LogisticCells, hasIntercept: boolean): LogisticLine | null {
  const { centre, scale } = standardisation(cells, hasIntercept)
  if (!(scale > 0)) return null
  const standardised = { ...cells, x: cells.x.map((x) => (x - centre) / scale) }
  const start = cells.x.length > 4 * poolCount ? fitFrom(nowhere, pooled(standardised), hasIntercept) : null
  const line = fitFrom(start ?? nowhere, standardised, hasIntercept)
  if (line === null) return null
  const slope = line.slope / scale
  return { slope, intercept: hasIntercept ? line.intercept - slope * centre : 0 }
}

function fitFrom(start: LogisticLine, cells: LogisticCells, hasIntercept: boolean): LogisticLine | null {
  let line = start
  let ascent = ascentAt(cells, line, hasIntercept)
  for (let steps = 0; steps < mostSteps; steps++) {
    const { step } = ascent
    if (length(step) <= lastStep * (1 + length(line))) return along(line, step, 1)
    const next = stepped(cells, line, ascent, hasIntercept)
    if (next === null) return null
    line = next.line
    ascent = next.ascent
  }
  return null
}

/** Cells with equally many neighbours each made one, at their mean x. */
function pooled({ x, rows, targets }: LogisticCells): LogisticCells {
  const pools = {
    x: new Float64Array(poolCount),
    rows: new Float64Array(poolCount),
    targets: new Float64Array(poolCount),
  }
  for (let i = 0; i < x.length; i++) {
    const pool = Math.floor((i * poolCount) / x.length)
    pools.x[pool] += rows[i] * x[i]
    pools.rows[pool] += rows[i]
    pools.targets[pool] += targets[i]
  }
  for (let pool = 0; pool < poolCount; pool++) if (pools.rows[pool] > 0) pools.x[pool] /= pools.rows[pool]
  return pools
}

/** The gradient of the log likelihood per row, and Newton's step from there. */
interface Ascent {
  gradient: LogisticLine
  step: LogisticLine
}

function ascentAt(
  { x, rows, targets }: LogisticCells,
  { slope, intercept }: LogisticLine,
  hasIntercept: boolean,
): Ascent {
  const bySlope = new CompensatedSum()
  const byIntercept = new CompensatedSum()
  let rowCount = 0
  let [slopeCurvature, mixedCurvature, interceptCurvature] = [0, 0, 0]
  for (let i = 0; i < x.length; i++) {
    const probability = logistic(slope * x[i] + intercept)
    const residual = targets[i] - rows[i] * probability
    const weight = rows[i] * probability * (1 - probability)
    rowCount += rows[i]
    bySlope.add(residual * x[i])
    byIntercept.add(residual)
    slopeCurvature += weight * x[i] * x[i]
    mixedCurvature += weight * x[i]
    interceptCurvature += weight
  }
  const gradient = { slope: bySlope.value / rowCount, intercept: hasIntercept ? byIntercept.value / rowCount : 0 }
  if (!hasIntercept) return { gradient, step: { slope: bySlope.value / slopeCurvature, intercept: 0 } }
  const determinant = slopeCurvature * interceptCurvature - mixedCurvature * mixedCurvature
  return {
    gradient,
    step: {
      slope: (interceptCurvature * bySlope.value - mixedCurvature * byIntercept.value) / determinant,
      intercept: (slopeCurvature * byIntercept.value - mixedCurvature * bySlope.value) / determinant,
    },
  }
}

/** As much of the step as makes the gradient smaller; null where nothing does. */
function stepped(
  cells: LogisticCells,
  line: LogisticLine,
  { gradient, step }: Ascent,
  hasIntercept: boolean,
): { line: LogisticLine; ascent: Ascent } | null {
  for (let share = 1; share >= smallestShare; share /= 2) {
    const next = along(line, step, share)
    const ascent = ascentAt(cells, next, hasIntercept)
    if (length(ascent.gradient) < length(gradient)) return { line: next, ascent }
  }
  return null
}

function along(line: LogisticLine, step: LogisticLine, share: number): LogisticLine {
  return { slope: line.slope + share * step.slope, intercept: line.intercept + share * step.intercept }
}

function length({ slope, intercept }: LogisticLine): number {
  return hypotenuse(slope, intercept)
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

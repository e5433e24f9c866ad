import { isTallied } from '../binary/influence-table.ts'
import { testedDifference, type Difference } from '../difference.ts'
import { mcnemarExact, pairedProportionInterval } from '../proportion.ts'
import { twoSidedZ } from '../quantile.ts'
import type { DecisionCells } from './cells.ts'
import type { DefinedEstimate, Estimate } from './estimate.ts'
import { estimatePrecision, quantileOf, type Influence } from './precision.ts'

/**
 * Candidate minus production on the same rows: of shares of independent rows McNemar's exact test and Newcombe's paired
 * interval, of means the paired t, else the delta method's test and MOVER's interval.
 */
export function compareEstimates(
  candidate: Estimate, production: Estimate, cells: DecisionCells, confidence: number,
): Difference {
  if ('undefined' in candidate) return { undefined: `candidate: ${candidate.undefined}` }
  if ('undefined' in production) return { undefined: `production: ${production.undefined}` }
  const { hits } = candidate
  return hits !== undefined && production.hits !== undefined && isTallied(cells.sampling)
    ? shareDifference(hits, production.hits, cells.weights, candidate.value - production.value, confidence)
    : influenceDifference(candidate, production, cells, confidence)
}

function shareDifference(
  candidate: Uint8Array, production: Uint8Array, weights: Float64Array, difference: number, confidence: number,
): Difference {
  // Of rows that neither hits, production alone, candidate alone, both.
  const counts = [0, 0, 0, 0]
  weights.forEach((weight, cell) => (counts[2 * candidate[cell] + production[cell]] += weight))
  const [neither, productionOnly, candidateOnly, both] = counts
  const { low, high } = pairedProportionInterval(both, candidateOnly, productionOnly, neither, twoSidedZ(confidence))
  return { difference, interval: { low, high }, p: mcnemarExact(candidateOnly, productionOnly), test: 'mcnemar' }
}

function influenceDifference(
  candidate: DefinedEstimate, production: DefinedEstimate, cells: DecisionCells, confidence: number,
): Difference {
  const difference = candidate.value - production.value
  if (candidate.influence === null || production.influence === null) return { difference, interval: null, p: null, test: null }
  const { values: subtracted } = production.influence
  const influence = { ...candidate.influence, values: candidate.influence.values.map((value, at) => value - subtracted[at]) }
  const precision = estimatePrecision(influence, cells)
  // The normal test with the t interval's width, so that p and interval agree at this confidence.
  const z = twoSidedZ(confidence)
  const tested = testedDifference(difference, precision.standardError * (quantileOf(precision, confidence) / z), z, influence.test)
  if (influence.test === 't' || 'undefined' in tested || !(precision.standardError > 0)) return tested
  return { ...tested, interval: moverDifference(candidate, production, cells, precision.standardError) ?? tested.interval }
}

/**
 * MOVER for the difference of correlated estimates (Zou & Donner, Statistics in Medicine 2008): from the two intervals,
 * which know their metrics' ends and the rows behind them. Null where one has none.
 */
function moverDifference(
  candidate: DefinedEstimate, production: DefinedEstimate, cells: DecisionCells, standardError: number,
): { low: number; high: number } | null {
  const [first, second] = [candidate, production]
  if (first.interval === null || second.interval === null) return null
  const correlation = correlationOf(first.influence!, second.influence!, cells, standardError)
  const length = (a: number, b: number) => Math.sqrt(Math.max(0, a * a - 2 * correlation * a * b + b * b))
  const difference = first.value - second.value
  return {
    low: difference - length(first.value - first.interval.low, second.interval.high - second.value),
    high: difference + length(first.interval.high - first.value, second.value - second.interval.low),
  }
}

/** Of two estimates, from their standard errors and their difference's; 0 where one of them does not vary. */
function correlationOf(first: Influence, second: Influence, cells: DecisionCells, ofDifference: number): number {
  const [a, b] = [first, second].map((influence) => estimatePrecision(influence, cells).standardError)
  return a > 0 && b > 0 ? Math.min(1, Math.max(-1, (a * a + b * b - ofDifference * ofDifference) / (2 * a * b))) : 0
}

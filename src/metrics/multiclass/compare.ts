import { isTallied } from '../binary/influence-table.ts'
import { moverDifference, testedDifference, withPairedCaution, type Difference } from '../difference.ts'
import type { DecisionChanges } from '../measured.ts'
import { mcnemarExact, pairedProportionInterval } from '../intervals/proportion.ts'
import { twoSidedZ } from '../intervals/distributions.ts'
import type { DecisionCells } from './cells.ts'
import { type DefinedClassEstimate, type ClassEstimate, estimatePrecision } from './estimate.ts'

/**
 * Candidate minus production on the same rows: of shares of independent rows McNemar's exact test and Newcombe's paired
 * interval, of means the paired t, else the delta method's test and MOVER's interval.
 */
export function compareEstimates(
  candidate: ClassEstimate,
  production: ClassEstimate,
  cells: DecisionCells,
  confidence: number,
): Difference {
  if ('undefinedBecause' in candidate) return { undefinedBecause: `candidate: ${candidate.undefinedBecause}` }
  if ('undefinedBecause' in production) return { undefinedBecause: `production: ${production.undefinedBecause}` }
  const { hits } = candidate
  return hits !== undefined && production.hits !== undefined && isTallied(cells.sampling)
    ? shareDifference(hits, production.hits, cells.weights, candidate.value - production.value, confidence)
    : influenceDifference(candidate, production, cells, confidence)
}

/** How many decisions differ, by whose is right. */
export function multiclassDecisionChanges({
  classes,
  models,
  weights,
  ofRows,
  sampling,
}: DecisionCells): DecisionChanges {
  const sizes = sampling.weights?.kind === 'importance' ? new Float64Array(weights.length) : weights
  if (sizes !== weights) for (const cell of ofRows) sizes[cell]++
  const [candidate, production] = (['candidate', 'production'] as const).map((name) => models.get(name)!.predicted)
  const changes = { better: 0, worse: 0 }
  classes.forEach((truth, cell) => {
    const [isRight, wasRight] = [candidate[cell] === truth, production[cell] === truth]
    if (isRight !== wasRight) changes[isRight ? 'better' : 'worse'] += sizes[cell]
  })
  return changes
}

function shareDifference(
  candidate: Uint8Array,
  production: Uint8Array,
  weights: Float64Array,
  difference: number,
  confidence: number,
): Difference {
  // Of rows that neither hits, production alone, candidate alone, both.
  const counts = [0, 0, 0, 0]
  weights.forEach((weight, cell) => (counts[2 * candidate[cell] + production[cell]] += weight))
  const [neither, productionOnly, candidateOnly, both] = counts
  const { low, high } = pairedProportionInterval(both, candidateOnly, productionOnly, neither, twoSidedZ(confidence))
  return { difference, interval: { low, high }, p: mcnemarExact(candidateOnly, productionOnly), test: 'mcnemar' }
}

function influenceDifference(
  candidate: DefinedClassEstimate,
  production: DefinedClassEstimate,
  cells: DecisionCells,
  confidence: number,
): Difference {
  const difference = candidate.value - production.value
  if (candidate.influence === null || production.influence === null)
    return { difference, interval: null, p: null, test: null }
  const { values: subtracted } = production.influence
  const influence = {
    ...candidate.influence,
    values: candidate.influence.values.map((value, at) => value - subtracted[at]),
  }
  const precision = estimatePrecision(influence, cells)
  if (influence.test === 't') return testedDifference(difference, precision, confidence, 't')
  const [ofCandidate, ofProduction] = [candidate, production].map(
    (estimate) => estimatePrecision(estimate.influence!, cells).standardError,
  )
  const errors = { first: ofCandidate, second: ofProduction, difference: precision }
  const compared = moverDifference(candidate, production, errors, confidence, influence.test)
  return withPairedCaution(compared, { candidate, production }, () => errors)
}

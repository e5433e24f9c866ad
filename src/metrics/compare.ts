import type { JointDecisions } from '../tally/decisions.ts'
import type { RowSet, ScoreTally } from '../tally/rows.ts'
import { averagePrecision, averagePrecisionInfluence, type Influence } from './average-precision.ts'
import type { BinaryMetric, MeasureInput } from './catalogue.ts'
import type { ConfusionMetric } from './confusion-metric.ts'
import { isDefined } from './measure.ts'
import type { RowLoss } from './probability.ts'
import { mcnemarExact, pairedProportionInterval } from './proportion.ts'
import { twoSidedP, twoSidedT, twoSidedZ } from './quantile.ts'
import { pairedDelong } from './roc-auc.ts'
import { CompensatedSum } from './sum.ts'

/** Candidate minus production on the same rows, or the reason why there is no difference to speak of. */
export type Difference = DefinedDifference | { undefined: string }

export interface DefinedDifference {
  difference: number
  interval: { low: number; high: number } | null
  /** Two-sided p-value of "no difference"; null where no test here gives one. */
  p: number | null
  test: 'mcnemar' | 'delong' | 'delta' | 't' | null
}

/** Two models on the same rows, each at its own threshold. */
export interface CompareInput {
  rows: RowSet
  candidate: MeasureInput
  production: MeasureInput
  decisions: JointDecisions
}

/** The paired difference of one metric. Every sum over rows is a sum of integers: row order cannot matter. */
export function compareMetric(metric: BinaryMetric, input: CompareInput): Difference {
  const candidate = metric.measure(input.candidate)
  const production = metric.measure(input.production)
  if (!isDefined(candidate)) return { undefined: `candidate: ${candidate.undefined}` }
  if (!isDefined(production)) return { undefined: `production: ${production.undefined}` }
  const difference = candidate.value - production.value
  const { family } = metric
  const { confidence, costs } = input.candidate
  switch (family.kind) {
    case 'proportion':
      return proportionDifference(family.confusion(costs), family.of, difference, input)
    case 'confusion':
      return confusionDifference(family.confusion(costs), difference, input)
    case 'auc': {
      const paired = pairedDelong(input.rows, input.candidate.tally, input.production.tally)
      return normalDifference(family.scale * paired.difference, family.scale * paired.standardError, twoSidedZ(confidence), 'delong')
    }
    case 'average_precision':
      return averagePrecisionDifference(difference, input)
    case 'loss':
      return lossDifference(family.loss, difference, input)
    case 'other':
      return { difference, interval: null, p: null, test: null }
  }
}

/** A share with the same denominator for both models: McNemar's exact test and Newcombe's paired interval. */
function proportionDifference(
  metric: ConfusionMetric, of: 'rows' | 'positives' | 'negatives', difference: number, input: CompareInput,
): Difference {
  const pairs = [0, 0, 0, 0]
  const classes: (0 | 1)[] = of === 'rows' ? [0, 1] : of === 'positives' ? [1] : [0]
  for (const oneClass of classes) {
    for (let saysCandidate = 0; saysCandidate < 2; saysCandidate++) {
      for (let saysProduction = 0; saysProduction < 2; saysProduction++) {
        const count = input.decisions[4 * oneClass + 2 * saysCandidate + saysProduction]
        const candidateCounts = isSuccess(metric, oneClass, saysCandidate)
        const productionCounts = isSuccess(metric, oneClass, saysProduction)
        pairs[candidateCounts ? (productionCounts ? 0 : 1) : productionCounts ? 2 : 3] += count
      }
    }
  }
  const [both, candidateOnly, productionOnly, neither] = pairs
  const { low, high } = pairedProportionInterval(both, candidateOnly, productionOnly, neither, twoSidedZ(input.candidate.confidence))
  return { difference, interval: { low, high }, p: mcnemarExact(candidateOnly, productionOnly), test: 'mcnemar' }
}

/** Whether a row of this class, so decided, counts in the share's numerator. */
function isSuccess(metric: ConfusionMetric, oneClass: 0 | 1, saysPositive: number): boolean {
  const value = metric.value({
    truePositives: oneClass === 1 && saysPositive ? 1 : 0,
    falsePositives: oneClass === 0 && saysPositive ? 1 : 0,
    falseNegatives: oneClass === 1 && !saysPositive ? 1 : 0,
    trueNegatives: oneClass === 0 && !saysPositive ? 1 : 0,
  })
  return value === 1
}

/** Delta method over the eight joint cells. */
function confusionDifference(metric: ConfusionMetric, difference: number, input: CompareInput): Difference {
  const ofCandidate = metric.gradient(input.candidate.confusion)
  const ofProduction = metric.gradient(input.production.confusion)
  const cellOf = (oneClass: number, saysPositive: number) => (saysPositive ? (oneClass ? 0 : 1) : oneClass ? 2 : 3)
  let variance = 0
  for (let cell = 0; cell < 8; cell++) {
    const count = input.decisions[cell]
    if (count === 0) continue
    const oneClass = cell >> 2
    variance += count * (ofCandidate[cellOf(oneClass, cell & 2)] - ofProduction[cellOf(oneClass, cell & 1)]) ** 2
  }
  return normalDifference(difference, Math.sqrt(variance), twoSidedZ(input.candidate.confidence), 'delta')
}

function averagePrecisionDifference(difference: number, input: CompareInput): Difference {
  const influence = (tally: ScoreTally) => averagePrecisionInfluence(tally, averagePrecision(tally))
  const ofCandidate = influence(input.candidate.tally)
  const ofProduction = influence(input.production.tally)
  const { spread } = rowSpread(rowDifferences(input.rows, ofCandidate, ofProduction))
  return normalDifference(difference, Math.sqrt(spread), twoSidedZ(input.candidate.confidence), 'delta')
}

function lossDifference(loss: RowLoss, difference: number, input: CompareInput): Difference {
  const table = (tally: ScoreTally): Influence =>
    [tally.scores.map((score) => loss(score, 0)), tally.scores.map((score) => loss(score, 1))]
  const { spread, sum } = rowSpread(rowDifferences(input.rows, table(input.candidate.tally), table(input.production.tally)))
  const rowCount = input.rows.classes.length
  if (rowCount < 2) return { difference, interval: null, p: null, test: null }
  const variance = Math.max(0, spread - (sum * sum) / rowCount) / (rowCount - 1)
  return normalDifference(
    difference, Math.sqrt(variance / rowCount), twoSidedT(input.candidate.confidence, rowCount - 1), 't')
}

/** Per row, what the candidate's table holds for its class and rank, minus production's. */
function rowDifferences(rows: RowSet, candidate: Influence, production: Influence): Float64Array {
  const candidateRanks = rows.models.get('candidate')!.ranks
  const productionRanks = rows.models.get('production')!.ranks
  const differences = new Float64Array(rows.classes.length)
  for (let row = 0; row < differences.length; row++) {
    const oneClass = rows.classes[row]
    differences[row] = candidate[oneClass][candidateRanks[row]] - production[oneClass][productionRanks[row]]
  }
  return differences
}

/** Sum and sum of squares as sums of integers, at 2^-26 of the largest: the same in any order. */
function rowSpread(differences: Float64Array): { sum: number; spread: number } {
  let largest = 0
  for (const difference of differences) largest = Math.max(largest, Math.abs(difference))
  if (largest === 0) return { sum: 0, spread: 0 }
  const unit = largest / 2 ** 26
  const sum = new CompensatedSum()
  const squares = new CompensatedSum()
  for (const difference of differences) {
    const units = Math.round(difference / unit)
    sum.add(units)
    squares.add(units * units)
  }
  return { sum: sum.value * unit, spread: squares.value * unit * unit }
}

function normalDifference(
  difference: number, standardError: number, quantile: number, test: 'delong' | 'delta' | 't',
): Difference {
  if (Number.isNaN(standardError)) return { difference, interval: null, p: null, test: null }
  const interval = { low: difference - quantile * standardError, high: difference + quantile * standardError }
  const p = standardError > 0 ? twoSidedP(difference / standardError) : difference === 0 ? 1 : null
  return { difference, interval, p, test }
}

import type { ModelName } from '../../dataset/roles.ts'
import { jointCells, type JointDecisions, type Spread } from '../../tally/decisions.ts'
import type { RowSet, ScoreTally } from '../../tally/rows.ts'
import {
  definedPair,
  isDefinedDifference,
  moverDifference,
  testedDifference,
  withPairedCaution,
  type Difference,
  type PairedErrors,
} from '../difference.ts'
import { influencePrecision, type Precision } from '../intervals/delta.ts'
import { independentDifference } from '../intervals/mover.ts'
import type { DefinedMeasure, Measure } from '../measure.ts'
import type { DecisionChanges } from '../measured.ts'
import { mcnemarExact, pairedProportionInterval } from '../intervals/proportion.ts'
import { twoSidedZ } from '../intervals/distributions.ts'
import type { Settings } from '../settings.ts'
import { countFunction } from '../definitions/binary.ts'
import type { RowBase } from '../definitions/definition.ts'
import type { DecisionMetric, ScoreMetric } from './catalogue.ts'
import { deltaPrecision, gradientPrecision } from '../intervals/decisions.ts'
import type { CountFunction } from '../definitions/confusion-counts.ts'
import { confusionCell, confusionOf, type Confusion } from './confusion.ts'
import { isTallied, rowInfluence, type InfluenceTable } from './influence-table.ts'
import { delongError, pairedDelong, rocAuc } from './roc-auc.ts'

/** The paired difference of a metric of decisions, each model at its own threshold. */
export function compareDecisions(metric: DecisionMetric, decisions: JointDecisions, settings: Settings): Difference {
  const confusions = {
    candidate: confusionOf(decisions, 'candidate'),
    production: confusionOf(decisions, 'production'),
  }
  const measures = {
    candidate: metric.measure(confusions.candidate, settings),
    production: metric.measure(confusions.production, settings),
  }
  const pair = definedPair(measures.candidate, measures.production)
  if ('undefinedBecause' in pair) return pair
  const counted = countFunction(metric, settings.costs)
  if (metric.shareOf !== undefined && decisions.spread === null) {
    return shareDifference(counted, metric.shareOf, decisions, pair.difference, twoSidedZ(settings.confidence))
  }
  const { candidate, production } = pair
  const errors = decisionErrors(counted, confusions, decisions)
  if (metric.shareOf !== undefined && decisions.spread !== null && !(errors.difference.standardError > 0))
    return undifferingShares(candidate.value, metric.shareOf, decisions, decisions.spread, settings)
  const difference = moverDifference(candidate, production, errors, settings.confidence, 'delta')
  return errors.difference.standardError > 0
    ? withPairedCaution(difference, pair, () => errors)
    : withUndifferingCaution(difference, pair)
}

/** Values of which no row shows a difference: as cautious as each of them is, were they of different rows. */
function withUndifferingCaution(
  difference: Difference,
  { candidate, production }: { candidate: DefinedMeasure; production: DefinedMeasure },
): Difference {
  if (!isDefinedDifference(difference) || difference.interval === null) return difference
  if (candidate.interval === null || production.interval === null) return difference
  const { caution } = independentDifference(
    { ...candidate, interval: candidate.interval },
    { ...production, interval: production.interval },
  )
  return caution === undefined ? difference : { ...difference, interval: { ...difference.interval, caution } }
}

/**
 * Two equal shares of which no row, or group, shows a difference, nor that there is none: Newcombe's paired interval with
 * Kish's number of units.
 */
function undifferingShares(
  share: number,
  of: RowBase,
  { counts }: JointDecisions,
  { moments }: Spread,
  { confidence }: Pick<Settings, 'confidence'>,
): Difference {
  const cells = Array.from({ length: jointCells }, (_, cell) => cell).filter(
    (cell) => of === 'rows' || (of === 'positives' ? cell >= 4 : cell < 4),
  )
  const total = cells.reduce((sum, cell) => sum + counts[cell], 0)
  const squares = cells.reduce((sum, a) => sum + cells.reduce((row, b) => row + moments[jointCells * a + b], 0), 0)
  const size = (total * total) / squares
  const { low, high } = pairedProportionInterval(share * size, 0, 0, (1 - share) * size, twoSidedZ(confidence))
  return { difference: 0, interval: { low, high }, p: 1, test: 'delta' }
}

/** What comparing two models' scores takes; the paired sums that several metrics share are made once. */
export interface ScorePair {
  rows: RowSet
  candidate: ScoreTally
  production: ScoreTally
  /** Each model's measured metrics of scores, by id. */
  measures: Map<ModelName, Map<string, Measure>>
  settings: Settings
}

/** The paired differences of all metrics of scores. Sums over rows are sums of integers: row order cannot matter. */
export function compareScores(metrics: readonly ScoreMetric[], pair: ScorePair): Map<string, Difference> {
  let delong: Precision | null = null
  const auc = () => (delong ??= pairedDelong(pair.rows, pair.candidate, pair.production))
  return new Map(metrics.map((metric) => [metric.id, scoreDifference(metric, pair, auc)]))
}

function scoreDifference(metric: ScoreMetric, pair: ScorePair, auc: () => Precision): Difference {
  const {
    rows,
    candidate,
    production,
    measures,
    settings: { confidence },
  } = pair
  const values = definedPair(measures.get('candidate')!.get(metric.id)!, measures.get('production')!.get(metric.id)!)
  if ('undefinedBecause' in values) return values
  const { difference } = values
  const { paired, influence, estimator } = metric
  if (influence === null) return { difference, interval: null, p: null, test: null }
  if (paired === 'delong' && estimator.of === 'area' && isTallied(rows.sampling)) {
    const ofPair = { ...auc(), standardError: estimator.factor * auc().standardError }
    const tested = testedDifference(difference, ofPair, confidence, 'delong')
    const errorOf = (tally: ScoreTally) => estimator.factor * delongError(tally, rocAuc(tally))
    return withPairedCaution(tested, values, () => ({
      first: errorOf(candidate),
      second: errorOf(production),
      difference: ofPair,
    }))
  }
  const first = rowsInfluence(rows, 'candidate', influence(candidate, values.candidate.value))
  const second = rowsInfluence(rows, 'production', influence(production, values.production.value))
  const precision = influencePrecision(subtracted(first, second), rows.sampling)
  if (paired === 't') return testedDifference(difference, precision, confidence, 't')
  const errorOf = (ofRows: Float64Array) => influencePrecision(ofRows, rows.sampling).standardError
  const errors = { first: errorOf(first), second: errorOf(second), difference: precision }
  const tested = moverDifference(values.candidate, values.production, errors, confidence, 'delta')
  return withPairedCaution(tested, values, () => errors)
}

/** How many decisions differ, by whose is right. */
export function decisionChanges({ counts, spread }: JointDecisions): DecisionChanges {
  const rows = spread?.rows ?? counts
  const cell = (oneClass: 0 | 1, candidate: 0 | 1, production: 0 | 1) => rows[4 * oneClass + 2 * candidate + production]
  return { better: cell(1, 1, 0) + cell(0, 0, 1), worse: cell(1, 0, 1) + cell(0, 1, 0) }
}

/** A share of the same rows for both models: McNemar's exact test and Newcombe's paired interval. */
function shareDifference(
  metric: CountFunction,
  of: RowBase,
  { counts }: JointDecisions,
  difference: number,
  z: number,
): Difference {
  const pairs = [0, 0, 0, 0]
  const classes: (0 | 1)[] = of === 'rows' ? [0, 1] : of === 'positives' ? [1] : [0]
  for (const oneClass of classes) {
    for (let says = 0; says < 4; says++) {
      const candidateCounts = isSuccess(metric, oneClass, says & 2)
      const productionCounts = isSuccess(metric, oneClass, says & 1)
      pairs[candidateCounts ? (productionCounts ? 0 : 1) : productionCounts ? 2 : 3] += counts[4 * oneClass + says]
    }
  }
  const [both, candidateOnly, productionOnly, neither] = pairs
  const { low, high } = pairedProportionInterval(both, candidateOnly, productionOnly, neither, z)
  return { difference, interval: { low, high }, p: mcnemarExact(candidateOnly, productionOnly), test: 'mcnemar' }
}

/** Whether a row of this class, so decided, counts in the share's numerator. */
function isSuccess(metric: CountFunction, oneClass: 0 | 1, saysPositive: number): boolean {
  const value = metric.value({
    truePositives: oneClass === 1 && saysPositive ? 1 : 0,
    falsePositives: oneClass === 0 && saysPositive ? 1 : 0,
    falseNegatives: oneClass === 1 && !saysPositive ? 1 : 0,
    trueNegatives: oneClass === 0 && !saysPositive ? 1 : 0,
  })
  return value === 1
}

/** Delta method, for the difference over the eight joint cells. */
function decisionErrors(
  metric: CountFunction,
  confusions: Record<ModelName, Confusion>,
  { counts, spread }: JointDecisions,
): PairedErrors {
  const ofCandidate = metric.gradient(confusions.candidate)
  const ofProduction = metric.gradient(confusions.production)
  const gradient = Float64Array.from(
    { length: jointCells },
    (_, cell) => ofCandidate[confusionCell(cell, 'candidate')] - ofProduction[confusionCell(cell, 'production')],
  )
  return {
    first: deltaPrecision(metric, confusions.candidate).standardError,
    second: deltaPrecision(metric, confusions.production).standardError,
    difference: gradientPrecision(gradient, counts, spread),
  }
}

function subtracted(first: Float64Array, second: Float64Array): Float64Array {
  const differences = new Float64Array(first.length)
  for (let row = 0; row < differences.length; row++) differences[row] = first[row] - second[row]
  return differences
}

/** Each row's influence on one model's metric. */
function rowsInfluence({ models, classes }: RowSet, model: ModelName, table: InfluenceTable): Float64Array {
  return rowInfluence(table, models.get(model)!, classes)
}

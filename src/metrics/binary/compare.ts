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
import { delongPrecision, pairedDelong, rocAuc } from './roc-auc.ts'

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
  const isVarying = errors.difference.standardError > 0
  const difference = moverDifference(candidate, production, errors, settings.confidence, 'delta')
  // Few rows that differ, and none the more, show too little variance: so many independent rows would not be surer.
  if (metric.shareOf !== undefined && decisions.spread !== null && (!isVarying || decisions.spread.heaviest !== null))
    return noSurerThan(
      effectiveShareDifference(counted, metric.shareOf, decisions, decisions.spread, settings),
      difference,
    )
  if (isVarying) return withPairedCaution(difference, pair, () => errors)
  return decisions.spread === null ? difference : withUndifferingCaution(difference, pair)
}

/** Newcombe's paired interval of two shares with Kish's number of rows, or groups. */
function effectiveShareDifference(
  counted: CountFunction,
  of: RowBase,
  { counts }: JointDecisions,
  { moments }: Spread,
  { confidence }: Pick<Settings, 'confidence'>,
): { low: number; high: number } {
  const cells = Array.from({ length: jointCells }, (_, cell) => cell).filter(
    (cell) => of === 'rows' || (of === 'positives' ? cell >= 4 : cell < 4),
  )
  const total = cells.reduce((sum, cell) => sum + counts[cell], 0)
  const squares = cells.reduce((sum, a) => sum + cells.reduce((row, b) => row + moments[jointCells * a + b], 0), 0)
  const scale = total / squares
  const [both, candidateOnly, productionOnly, neither] = pairsOf(counted, of, counts).map((count) => count * scale)
  return pairedProportionInterval(both, candidateOnly, productionOnly, neither, twoSidedZ(confidence))
}

/** A difference whose interval reaches as far as these ends; without variance it has the ends, and no row tells of a difference. */
function noSurerThan(ends: { low: number; high: number }, difference: Difference): Difference {
  if (!isDefinedDifference(difference)) return difference
  const { interval } = difference
  return {
    ...difference,
    interval: {
      ...interval,
      low: Math.min(ends.low, interval?.low ?? ends.low),
      high: Math.max(ends.high, interval?.high ?? ends.high),
    },
    p: difference.p ?? 1,
    test: 'delta',
  }
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
    const errorOf = (tally: ScoreTally) => estimator.factor * delongPrecision(tally, rocAuc(tally)).standardError
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
  const [both, candidateOnly, productionOnly, neither] = pairsOf(metric, of, counts)
  const { low, high } = pairedProportionInterval(both, candidateOnly, productionOnly, neither, z)
  return { difference, interval: { low, high }, p: mcnemarExact(candidateOnly, productionOnly), test: 'mcnemar' }
}

/** Rows that are successes of both models, of the candidate's alone, of production's alone, and the rest. */
function pairsOf(metric: CountFunction, of: RowBase, counts: Float64Array): number[] {
  const pairs = [0, 0, 0, 0]
  const classes: (0 | 1)[] = of === 'rows' ? [0, 1] : of === 'positives' ? [1] : [0]
  for (const oneClass of classes) {
    for (let says = 0; says < 4; says++) {
      const candidateCounts = isSuccess(metric, oneClass, says & 2)
      const productionCounts = isSuccess(metric, oneClass, says & 1)
      pairs[candidateCounts ? (productionCounts ? 0 : 1) : productionCounts ? 2 : 3] += counts[4 * oneClass + says]
    }
  }
  return pairs
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

import type { ModelName } from '../../dataset/roles.ts'
import { jointCells, type JointDecisions } from '../../tally/decisions.ts'
import type { RowSet, ScoreTally } from '../../tally/rows.ts'
import { influencePrecision } from '../influence.ts'
import { isTallied, rowInfluence, type InfluenceTable } from './influence-table.ts'
import type { Settings } from '../settings.ts'
import type { DecisionMetric, ScoreMetric } from './catalogue.ts'
import { quadraticForm, type ConfusionMetric } from './confusion-metric.ts'
import { confusionCell, confusionOf, type Confusion } from './confusion.ts'
import { square } from '../elementary.ts'
import { definedPair, testedDifference, type Difference } from '../difference.ts'
import type { Measure } from '../measure.ts'
import { mcnemarExact, pairedProportionInterval } from '../proportion.ts'
import { twoSidedT, twoSidedZ } from '../quantile.ts'
import { pairedDelong, type AucDifference } from './roc-auc.ts'

/** The paired difference of a metric of decisions, each model at its own threshold. */
export function compareDecisions(metric: DecisionMetric, decisions: JointDecisions, settings: Settings): Difference {
  const confusions = { candidate: confusionOf(decisions, 'candidate'), production: confusionOf(decisions, 'production') }
  const pair = definedPair(metric.measure(confusions.candidate, settings), metric.measure(confusions.production, settings))
  if ('undefined' in pair) return pair
  const counted = metric.confusion(settings.costs)
  const z = twoSidedZ(settings.confidence)
  return metric.shareOf === null || decisions.spread !== null
    ? deltaDifference(counted, confusions, decisions, pair.difference, z)
    : shareDifference(counted, metric.shareOf, decisions, pair.difference, z)
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
  let delong: AucDifference | null = null
  const auc = () => (delong ??= pairedDelong(pair.rows, pair.candidate, pair.production))
  return new Map(metrics.map((metric) => [metric.id, scoreDifference(metric, pair, auc)]))
}

function scoreDifference(metric: ScoreMetric, pair: ScorePair, auc: () => AucDifference): Difference {
  const { rows, candidate, production, measures, settings } = pair
  const values = definedPair(measures.get('candidate')!.get(metric.id)!, measures.get('production')!.get(metric.id)!)
  if ('undefined' in values) return values
  const { difference } = values
  const z = twoSidedZ(settings.confidence)
  const { paired, influence } = metric
  if (influence === null) return { difference, interval: null, p: null, test: null }
  if (paired.by === 'delong' && isTallied(rows.sampling)) {
    return testedDifference(paired.scale * auc().difference, paired.scale * auc().standardError, z, 'delong')
  }
  const influences = rowDifferences(rows, influence(candidate), influence(production))
  const { standardError, degreesOfFreedom } = influencePrecision(influences, rows.sampling)
  if (!(degreesOfFreedom >= 1)) return { difference, interval: null, p: null, test: null }
  return paired.by === 'loss'
    ? testedDifference(difference, standardError, twoSidedT(settings.confidence, degreesOfFreedom), 't')
    : testedDifference(difference, standardError, z, 'delta')
}

/** A share of the same rows for both models: McNemar's exact test and Newcombe's paired interval. */
function shareDifference(
  metric: ConfusionMetric, of: 'rows' | 'positives' | 'negatives', { counts }: JointDecisions, difference: number, z: number,
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
function isSuccess(metric: ConfusionMetric, oneClass: 0 | 1, saysPositive: number): boolean {
  const value = metric.value({
    truePositives: oneClass === 1 && saysPositive ? 1 : 0,
    falsePositives: oneClass === 0 && saysPositive ? 1 : 0,
    falseNegatives: oneClass === 1 && !saysPositive ? 1 : 0,
    trueNegatives: oneClass === 0 && !saysPositive ? 1 : 0,
    spread: null,
  })
  return value === 1
}

/** Delta method over the eight joint cells. */
function deltaDifference(
  metric: ConfusionMetric, confusions: Record<ModelName, Confusion>, { counts, spread }: JointDecisions, difference: number, z: number,
): Difference {
  const ofCandidate = metric.gradient(confusions.candidate)
  const ofProduction = metric.gradient(confusions.production)
  const gradient = new Float64Array(jointCells)
  for (let cell = 0; cell < jointCells; cell++) {
    gradient[cell] = ofCandidate[confusionCell(cell, 'candidate')] - ofProduction[confusionCell(cell, 'production')]
  }
  return testedDifference(difference, Math.sqrt(spread === null ? squaredSum(counts, gradient) : spread.correction * quadraticForm(spread.moments, gradient)), z, 'delta')
}

/** Σ over the cells that have rows, as others may have no gradient. */
function squaredSum(counts: Float64Array, gradient: Float64Array): number {
  return counts.reduce((sum, count, cell) => (count === 0 ? sum : sum + count * square(gradient[cell])), 0)
}

/** Per row, what the candidate's influence table holds for its rank and class, minus production's. */
function rowDifferences({ models, classes }: RowSet, candidate: InfluenceTable, production: InfluenceTable): Float64Array {
  const differences = rowInfluence(candidate, models.get('candidate')!, classes)
  const ofProduction = rowInfluence(production, models.get('production')!, classes)
  for (let row = 0; row < differences.length; row++) differences[row] -= ofProduction[row]
  return differences
}

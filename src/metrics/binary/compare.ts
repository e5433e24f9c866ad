import type { ModelName } from '../../dataset/roles.ts'
import type { JointDecisions } from '../../tally/decisions.ts'
import type { RowSet, ScoreTally } from '../../tally/rows.ts'
import { averagePrecision, averagePrecisionInfluence, type Influence } from './average-precision.ts'
import type { Settings } from '../settings.ts'
import type { DecisionMetric, ScoreMetric } from './catalogue.ts'
import type { ConfusionMetric } from './confusion-metric.ts'
import { confusionOf, type Confusion } from './confusion.ts'
import { square } from '../elementary.ts'
import { definedPair, testedDifference, type Difference } from '../difference.ts'
import type { Measure } from '../measure.ts'
import { integerMoments, type Moments } from '../moments.ts'
import { lossDifferences, type Loss } from './probability.ts'
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
  return metric.shareOf === null
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
  losses: LossDifferences
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
  const { paired } = metric
  const z = twoSidedZ(settings.confidence)
  switch (paired.by) {
    case 'delong':
      return testedDifference(paired.scale * auc().difference, paired.scale * auc().standardError, z, 'delong')
    case 'influence': {
      const influence = (tally: ScoreTally) => averagePrecisionInfluence(tally, averagePrecision(tally))
      const { squares } = integerMoments(rowDifferences(rows, influence(candidate), influence(production)))
      return testedDifference(difference, Math.sqrt(squares), z, 'delta')
    }
    case 'loss':
      return lossDifference(pair.losses[paired.loss], rows.classes.length, difference, settings.confidence)
    case 'nothing':
      return { difference, interval: null, p: null, test: null }
  }
}

/** A share of the same rows for both models: McNemar's exact test and Newcombe's paired interval. */
function shareDifference(
  metric: ConfusionMetric, of: 'rows' | 'positives' | 'negatives', decisions: JointDecisions, difference: number, z: number,
): Difference {
  const pairs = [0, 0, 0, 0]
  const classes: (0 | 1)[] = of === 'rows' ? [0, 1] : of === 'positives' ? [1] : [0]
  for (const oneClass of classes) {
    for (let says = 0; says < 4; says++) {
      const candidateCounts = isSuccess(metric, oneClass, says & 2)
      const productionCounts = isSuccess(metric, oneClass, says & 1)
      pairs[candidateCounts ? (productionCounts ? 0 : 1) : productionCounts ? 2 : 3] += decisions[4 * oneClass + says]
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
  })
  return value === 1
}

/** Delta method over the eight joint cells. */
function deltaDifference(
  metric: ConfusionMetric, confusions: Record<ModelName, Confusion>, decisions: JointDecisions, difference: number, z: number,
): Difference {
  const ofCandidate = metric.gradient(confusions.candidate)
  const ofProduction = metric.gradient(confusions.production)
  const cellOf = (oneClass: number, saysPositive: number) => (saysPositive ? (oneClass ? 0 : 1) : oneClass ? 2 : 3)
  let variance = 0
  for (let cell = 0; cell < 8; cell++) {
    const count = decisions[cell]
    if (count === 0) continue
    const oneClass = cell >> 2
    variance += count * square(ofCandidate[cellOf(oneClass, cell & 2)] - ofProduction[cellOf(oneClass, cell & 1)])
  }
  return testedDifference(difference, Math.sqrt(variance), z, 'delta')
}

function lossDifference({ sum, squares }: Moments, rowCount: number, difference: number, confidence: number): Difference {
  if (rowCount < 2) return { difference, interval: null, p: null, test: null }
  const variance = Math.max(0, squares - (sum * sum) / rowCount) / (rowCount - 1)
  return testedDifference(difference, Math.sqrt(variance / rowCount), twoSidedT(confidence, rowCount - 1), 't')
}

/** Sum and sum of squares of the rows' differences of each loss, from the scores in the order of the rows. */
export type LossDifferences = Record<Loss, Moments>

export function compareLosses(candidate: Float64Array, production: Float64Array, classes: Uint8Array): LossDifferences {
  const moments = (loss: Loss) => integerMoments(lossDifferences(loss, candidate, production, classes))
  return { log_loss: moments('log_loss'), brier: moments('brier') }
}

/** Per row, what the candidate's influence table holds for its rank and class, minus production's. */
function rowDifferences(rows: RowSet, candidate: Influence, production: Influence): Float64Array {
  const { classes } = rows
  const candidateRanks = rows.models.get('candidate')!.ranks
  const productionRanks = rows.models.get('production')!.ranks
  const differences = new Float64Array(classes.length)
  for (let row = 0; row < differences.length; row++) {
    const oneClass = classes[row]
    differences[row] = candidate[2 * candidateRanks[row] + oneClass] - production[2 * productionRanks[row] + oneClass]
  }
  return differences
}

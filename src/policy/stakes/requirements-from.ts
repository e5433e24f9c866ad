import { twoSidedZ } from '../../metrics/intervals/distributions.ts'
import { commented, flow } from '../file/lines.ts'
import { rounded } from './rounded.ts'
import {
  breakEven,
  confidenceOf,
  costWithoutModel,
  leastRate,
  reviewBand,
  type DecisionMode,
  type Stakes,
} from './stakes.ts'

/** Starting points: the more the model does by itself, the more it has to show. */
interface Starting {
  /** Least share of what the dearer mistake is made on that has to come out right. */
  rate: number
  /** Most that rows may cost, of what they cost without a model. */
  costShare: number
  /** Most that may be lost against production. */
  margin: number
  /** Half-width to which a rate has to be known. */
  precision: number
}

const startingPoints: Record<DecisionMode, Starting> = {
  suggest: { rate: 0.6, costShare: 0.8, margin: 0.02, precision: 0.1 },
  approve: { rate: 0.7, costShare: 0.65, margin: 0.01, precision: 0.075 },
  decide: { rate: 0.8, costShare: 0.5, margin: 0.005, precision: 0.05 },
}

/** An improvement in a rate beyond this is more often a leak than a better model. */
const suspiciousRate = 0.2
const rarePrevalence = 0.1
const inFull = (share: number) => `${rounded(100 * share)} %`

/** The requirements of a policy, each with its reason. */
export function requirementLines(stakes: Stakes): string[] {
  const ofTask = { binary: binaryRequirements, multiclass: multiclassRequirements, regression: regressionRequirements }[
    stakes.task
  ]
  return ['requirements:', ...ofTask(stakes, startingPoints[stakes.does])]
}

function asked(reason: string, requirement: Record<string, unknown>): string[] {
  return [...commented(reason, '  '), `  - ${flow(requirement)}`]
}

function binaryRequirements(stakes: Stakes, start: Starting): string[] {
  const { costs, columns } = stakes
  const isMissDearer = costs.falseNegative >= costs.falsePositive
  const metric = isMissDearer ? 'recall' : 'specificity'
  const dearer = isMissDearer ? 'A miss is the dearer mistake' : 'A false alarm is the dearer mistake'
  const rate = leastRate(stakes, start.costShare, start.rate)
  const floor = isMissDearer
    ? `the model has to find ${inFull(rate)} of the positives`
    : `the model has to leave ${inFull(rate)} of the negatives alone`
  const fromCosts =
    rate > start.rate
      ? ` At these costs${stakes.prevalence === null ? ', were both classes equally frequent,' : ''} more mistakes of this kind alone would cost more than ${inFull(start.costShare)} of what rows cost without a model.`
      : ''
  return [
    ...costRequirement(stakes, start),
    ...asked(
      `${dearer}: ${floor}.${fromCosts} (Accuracy is rarely the right metric: where positives are rare it is high for a model that finds none.)`,
      { metric, at_least: rate },
    ),
    ...asked(
      `Of the rows predicted positive at least cost(FP) / (cost(FP) + cost(FN)) have to be: below that, predicting them positive costs more than it saves.`,
      { metric: 'precision', at_least: rounded(breakEven(costs)) },
    ),
    ...(columns.slices ?? []).flatMap((column) =>
      asked(
        'Nobody’s group is served worse than that. Each value is held to it; what fails is corrected for how many were looked at.',
        { metric, at_least: rate, slices: column },
      ),
    ),
    ...enoughRows(stakes, start),
    ...againstProduction(stakes, start, metric),
    ...advisoryRequirements(stakes, metric),
  ]
}

function costRequirement({ costs, prevalence }: Stakes, { costShare }: Starting): string[] {
  if (prevalence === null)
    return commented(
      'With the share of positives known, expected_cost could be held to a part of what rows cost without a model.',
      '  ',
    )
  const without = rounded(costWithoutModel(costs, prevalence))
  return asked(
    `At ${inFull(prevalence)} positives a row costs ${without} where all rows are treated alike; the model has to save ${inFull(1 - costShare)} of that. (Only where the test rows are as rich in positives as life is.)`,
    { metric: 'expected_cost', at_most: rounded(costShare * without) },
  )
}

/** p(1 − p) is at most ¼, so that z²/(4·h²) rows bring every rate to ±h. */
function enoughRows(stakes: Stakes, { precision }: Starting): string[] {
  const confidence = confidenceOf(stakes)
  const z = twoSidedZ(confidence)
  const count = Math.ceil((z * z) / (4 * precision * precision))
  const metric = stakes.task === 'binary' ? 'positives' : 'rows'
  return asked(
    `With so many ${metric}, a rate of them is known to ±${precision} or better at confidence ${confidence}: z²/(4·${precision}²).`,
    { metric, at_least: count },
  )
}

function againstProduction({ columns, costs, prevalence }: Stakes, { margin }: Starting, metric: string): string[] {
  if (columns.production == null && columns.productionPrediction == null) return []
  const ofCost =
    prevalence === null
      ? []
      : asked('Not dearer than the model in production by more than 5 % of what rows cost without a model.', {
          metric: 'expected_cost',
          versus_production: { at_most: rounded(0.05 * costWithoutModel(costs, prevalence)) },
        })
  return [
    ...ofCost,
    ...asked(
      `Not worse than the model in production, give or take ${margin}: the most that may be lost for whatever else speaks for the new one. More than ${suspiciousRate} better is more often a leak than a better model.`,
      { metric, versus_production: { at_least: -margin, suspicious_above: suspiciousRate } },
    ),
  ]
}

/** Said, and no part of the verdict. */
function advisoryRequirements(stakes: Stakes, metric: string): string[] {
  const { prevalence, columns, hasValidation } = stakes
  const hasScores = columns.prediction == null
  const isRare = prevalence !== null && prevalence <= rarePrevalence
  return [
    ...(hasScores && isRare
      ? asked(
          `Positives are rare: a ranking by chance has an average precision of ${prevalence}; three times that shows that the scores rank.`,
          { metric: 'average_precision', at_least: rounded(3 * prevalence), advisory: true },
        )
      : []),
    ...(hasScores && reviewBand(stakes) !== null
      ? [
          ...asked(
            'The band for review is right only where scores are probabilities: on average no more than 0.05 off.',
            { metric: 'ece', at_most: 0.05, advisory: true },
          ),
          ...asked('Where people look at more than half, the model saves them little.', {
            metric: 'coverage',
            at_least: 0.5,
            advisory: true,
          }),
        ]
      : []),
    ...(hasValidation
      ? asked(
          'More than 0.05 lost from validation to test: the model was fitted to the one, or the other has changed.',
          { metric, gap: { from: 'validation', at_most: 0.05 }, advisory: true },
        )
      : []),
  ]
}

function multiclassRequirements(stakes: Stakes, start: Starting): string[] {
  const { columns } = stakes
  return [
    ...asked(
      `On average over the classes, however rare, ${inFull(start.rate)} of a class’s rows have to be predicted correctly. (Accuracy would let the largest class speak for all.)`,
      { metric: 'balanced_accuracy', at_least: start.rate },
    ),
    ...commented('Name the class whose misses are worst:', '  '),
    `  # - {metric: recall, class: NAME, at_least: ${start.rate}}`,
    ...(columns.slices ?? []).flatMap((column) =>
      asked('Nobody’s group is served worse than that.', {
        metric: 'balanced_accuracy',
        at_least: start.rate,
        slices: column,
      }),
    ),
    ...enoughRows(stakes, start),
    ...(columns.production == null && columns.productionPrediction == null
      ? []
      : asked(
          `Not worse than the model in production, give or take ${start.margin}; more than ${suspiciousRate} better is more often a leak than a better model.`,
          {
            metric: 'balanced_accuracy',
            versus_production: { at_least: -start.margin, suspicious_above: suspiciousRate },
          },
        )),
  ]
}

function regressionRequirements(stakes: Stakes): string[] {
  const { columns } = stakes
  const z = twoSidedZ(confidenceOf(stakes))
  return [
    ...asked(
      'Surely better than always saying the mean, by a tenth of the variance: the least that a model has to show.',
      {
        metric: 'r2',
        at_least: 0.1,
      },
    ),
    ...commented('What error can be lived with, in the label’s own units, only you can say:', '  '),
    '  # - {metric: mean_absolute_error, at_most: 10}',
    '  # - {metric: mean_error, at_least: -1, at_most: 1}',
    ...(columns.slices ?? []).flatMap((column) =>
      asked('In everybody’s group better than always saying the group’s mean.', {
        metric: 'r2',
        at_least: 0,
        slices: column,
      }),
    ),
    ...asked('With so many rows the size of normal errors is known to ±10 % or better: z²/(2·0.1²).', {
      metric: 'rows',
      at_least: Math.ceil((z * z) / 0.02),
    }),
    ...(columns.production == null
      ? []
      : asked('Not worse than the model in production; allow a margin in the label’s units if one can be lived with.', {
          metric: 'mean_absolute_error',
          versus_production: { at_most: 0 },
        })),
  ]
}

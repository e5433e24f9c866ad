import { type DecisionDefinition, type PlanningAssumptions, shareOfAllRows } from './definition.ts'
import {
  balancedAccuracyOfCounts,
  fScore,
  kappaOfCounts,
  matthewsOfCounts,
  ratio,
  recallOfCounts,
  specificityOfCounts,
} from './confusion-counts.ts'

const noPositives = 'undefined where there are no positives, true or predicted'

const atThreshold = {
  group: 'At the threshold',
  from: 'decisions',
  dependsOn: 'threshold',
  range: [0, 1],
  better: 'higher',
  source: 'scikit-learn',
} as const

/** The share of rows that will be predicted positive: as many as are, or as recall and precision make them. */
function predictedShare(precision: number, { prevalence, valueOf }: PlanningAssumptions): number {
  const expectedRecall = valueOf('recall')
  const share = expectedRecall === null || precision <= 0 ? prevalence : (prevalence * expectedRecall) / precision
  return Math.min(0.999, share)
}

/**
 * How many decisions are right.
 * Example: TP 8, FP 2, FN 4, TN 6 → 0.7.
 */
const accuracy: DecisionDefinition = {
  ...atThreshold,
  id: 'accuracy',
  title: 'Accuracy',
  isForemost: true,
  places: { threshold_chart: 6, gaps: 5, abstention: 1 },
  definition: 'share of rows predicted correctly: (TP + TN) / rows',
  edgeCases: 'undefined where there are no rows',
  counts: ratio([1, 0, 0, 1], [1, 1, 1, 1], 'no rows'),
  interval: 'wilson',
  paired: 'mcnemar',
  shareOf: 'rows',
  planning: shareOfAllRows,
}

/**
 * How many decisions are right, both classes counting alike.
 * Example: TP 8, FP 2, FN 4, TN 6 → 0.7083.
 */
const balancedAccuracy: DecisionDefinition = {
  ...atThreshold,
  id: 'balanced_accuracy',
  title: 'Balanced accuracy',
  places: { threshold_chart: 7 },
  definition: 'mean of recall and specificity',
  edgeCases: 'with one class: that class’s rate if no other is predicted, else undefined',
  counts: balancedAccuracyOfCounts,
  interval: 'mover',
  paired: 'delta',
  planning: { by: 'gradient' },
}

/**
 * How many of the rows that the model picks are worth it.
 * Example: TP 8, FP 2, FN 4, TN 6 → 0.8.
 */
export const precision: DecisionDefinition = {
  ...atThreshold,
  id: 'precision',
  title: 'Precision',
  otherNames: ['ppv'],
  isForemost: true,
  places: { threshold_chart: 2, slices: 3, requirement: 2, abstention: 2 },
  definition: 'share of the rows predicted positive that are: TP / (TP + FP)',
  edgeCases: 'undefined where there are no predicted positives',
  counts: ratio([1, 0, 0, 0], [1, 1, 0, 0], 'no predicted positives'),
  interval: 'wilson',
  paired: 'delta',
  planning: { by: 'share', ofRows: predictedShare },
}

/**
 * How many of the positives the model finds.
 * Example: TP 8, FP 2, FN 4, TN 6 → 0.6667.
 */
export const recall: DecisionDefinition = {
  ...atThreshold,
  id: 'recall',
  title: 'Recall',
  otherNames: ['sensitivity', 'tpr'],
  isForemost: true,
  places: { threshold_chart: 1, slices: 2, requirement: 1, worse_slices: 1, abstention: 3 },
  definition: 'share of the positives that are predicted so: TP / (TP + FN)',
  edgeCases: 'undefined where there are no positives',
  counts: recallOfCounts,
  interval: 'wilson',
  paired: 'mcnemar',
  shareOf: 'positives',
  planning: { by: 'share', ofRows: (_, { prevalence }) => prevalence },
}

/**
 * How many of the negatives the model leaves alone.
 * Example: TP 8, FP 2, FN 4, TN 6 → 0.75.
 */
const specificity: DecisionDefinition = {
  ...atThreshold,
  id: 'specificity',
  title: 'Specificity',
  otherNames: ['tnr'],
  isForemost: true,
  places: { threshold_chart: 8 },
  definition: 'share of the negatives that are predicted so: TN / (TN + FP)',
  edgeCases: 'undefined where there are no negatives',
  counts: specificityOfCounts,
  interval: 'wilson',
  paired: 'mcnemar',
  shareOf: 'negatives',
  planning: { by: 'share', ofRows: (_, { prevalence }) => 1 - prevalence },
}

/**
 * How many of the rows that the model leaves alone are negative.
 * Example: TP 8, FP 2, FN 4, TN 6 → 0.6.
 */
const negativePredictiveValue: DecisionDefinition = {
  ...atThreshold,
  id: 'npv',
  title: 'Negative predictive value',
  places: { threshold_chart: 9 },
  definition: 'share of the rows predicted negative that are: TN / (TN + FN)',
  edgeCases: 'undefined where there are no predicted negatives',
  counts: ratio([0, 0, 0, 1], [0, 0, 1, 1], 'no predicted negatives'),
  interval: 'wilson',
  paired: 'delta',
  planning: {
    by: 'share',
    ofRows: (_, assumptions) => 1 - predictedShare(assumptions.valueOf('precision') ?? 1, assumptions),
  },
}

/**
 * Precision and recall in one number.
 * Example: TP 8, FP 2, FN 4, TN 6 → 0.7273.
 */
const f1: DecisionDefinition = {
  ...atThreshold,
  id: 'f1',
  title: 'F1',
  isProperName: true,
  isForemost: true,
  places: { threshold_chart: 3 },
  definition: 'harmonic mean of precision and recall: 2·TP / (2·TP + FP + FN)',
  edgeCases: noPositives,
  counts: fScore(1),
  interval: 'wilson_f',
  paired: 'delta',
  planning: { by: 'f1' },
}

/**
 * F with recall twice as important as precision.
 * Example: TP 8, FP 2, FN 4, TN 6 → 0.6897.
 */
const f2: DecisionDefinition = {
  ...atThreshold,
  id: 'f2',
  title: 'F2',
  isProperName: true,
  places: { threshold_chart: 4 },
  definition: '(1 + β²)·TP / ((1 + β²)·TP + β²·FN + FP) with β = 2',
  edgeCases: noPositives,
  counts: fScore(2),
  interval: 'wilson_f',
  paired: 'delta',
  planning: { by: 'gradient' },
}

/**
 * F with precision twice as important as recall.
 * Example: TP 8, FP 2, FN 4, TN 6 → 0.7692.
 */
const f05: DecisionDefinition = {
  ...atThreshold,
  id: 'f0_5',
  title: 'F0.5',
  isProperName: true,
  places: { threshold_chart: 5 },
  definition: '(1 + β²)·TP / ((1 + β²)·TP + β²·FN + FP) with β = 0.5',
  edgeCases: noPositives,
  counts: fScore(0.5),
  interval: 'wilson_f',
  paired: 'delta',
  planning: { by: 'gradient' },
}

/**
 * The overlap of the rows that are positive and those that are predicted so.
 * Example: TP 8, FP 2, FN 4, TN 6 → 0.5714.
 */
const jaccard: DecisionDefinition = {
  ...atThreshold,
  id: 'jaccard',
  title: 'Jaccard index',
  shortTitle: 'Jaccard',
  isProperName: true,
  places: { threshold_chart: 13 },
  definition: 'TP / (TP + FP + FN)',
  edgeCases: noPositives,
  counts: ratio([1, 0, 0, 0], [1, 1, 1, 0], 'no positives, true or predicted'),
  interval: 'wilson',
  paired: 'delta',
  planning: { by: 'share', ofRows: (value, { prevalence }) => (2 * prevalence) / (1 + value) },
}

/**
 * The correlation of two variables that are 0 or 1.
 * Example: TP 8, FP 2, FN 4, TN 6 → 0.4082.
 */
const matthewsCorrcoef: DecisionDefinition = {
  ...atThreshold,
  id: 'matthews_corrcoef',
  title: 'Matthews correlation',
  isProperName: true,
  otherNames: ['mcc'],
  places: { threshold_chart: 14 },
  definition: 'correlation of true and predicted class',
  range: [-1, 1],
  edgeCases: '0 where one class alone is true or predicted',
  counts: matthewsOfCounts,
  interval: 'fisher',
  paired: 'delta',
  planning: { by: 'gradient' },
}

/**
 * Agreement with the truth beyond what the classes' shares alone would give.
 * Example: TP 8, FP 2, FN 4, TN 6 → 0.4.
 */
const cohenKappa: DecisionDefinition = {
  ...atThreshold,
  id: 'cohen_kappa',
  title: 'Cohen’s kappa',
  isProperName: true,
  otherNames: ['kappa'],
  places: { threshold_chart: 15 },
  definition: 'agreement of true and predicted class beyond chance',
  range: [-1, 1],
  edgeCases: 'undefined where one class alone is true and predicted',
  counts: kappaOfCounts,
  interval: 'fisher',
  paired: 'delta',
  planning: { by: 'gradient' },
}

/**
 * The geometric mean of precision and recall: the Fowlkes–Mallows index of the table of true and predicted class.
 * scikit-learn's `fowlkes_mallows_score` is the same index of another table: that of the pairs of rows that two clusterings
 * put together.
 * Example: TP 8, FP 2, FN 4, TN 6 → 0.7303.
 */
export const fowlkesMallows: DecisionDefinition = {
  ...atThreshold,
  id: 'fowlkes_mallows',
  title: 'Fowlkes–Mallows index',
  isProperName: true,
  definition: 'geometric mean of precision and recall: TP / √((TP + FP)·(TP + FN))',
  edgeCases: 'undefined where there are no positives or no predicted positives; without an interval at 0 and 1',
  source: 'Fowlkes & Mallows, JASA 1983, of the 2×2 table of classes; not scikit-learn’s score of two clusterings',
  counts: {
    value({ truePositives: tp, falsePositives: fp, falseNegatives: fn }) {
      if (tp + fn === 0) return { undefinedBecause: 'no positives' }
      if (tp + fp === 0) return { undefinedBecause: 'no predicted positives' }
      return Math.sqrt((tp / (tp + fp)) * (tp / (tp + fn)))
    },
    gradient({ truePositives: tp, falsePositives: fp, falseNegatives: fn }) {
      const [predicted, positives] = [tp + fp, tp + fn]
      const root = Math.sqrt(predicted) * Math.sqrt(positives)
      const half = tp / root / 2
      return [1 / root - half * (1 / predicted + 1 / positives), -half / predicted, -half / positives, 0]
    },
  },
  interval: 'logit',
  paired: 'delta',
  planning: { by: 'gradient' },
}

/**
 * How many of the negatives the model picks wrongly.
 * Example: TP 8, FP 2, FN 4, TN 6 → 0.25.
 */
export const falsePositiveRate: DecisionDefinition = {
  ...atThreshold,
  id: 'false_positive_rate',
  title: 'False positive rate',
  otherNames: ['fpr'],
  places: { threshold_chart: 10 },
  definition: 'share of the negatives predicted positive: FP / (FP + TN)',
  better: 'lower',
  edgeCases: 'undefined where there are no negatives',
  counts: ratio([0, 1, 0, 0], [0, 1, 0, 1], 'no negatives'),
  interval: 'wilson',
  paired: 'mcnemar',
  shareOf: 'negatives',
  planning: { by: 'share', ofRows: (_, { prevalence }) => 1 - prevalence },
}

/**
 * How many of the positives the model misses.
 * Example: TP 8, FP 2, FN 4, TN 6 → 0.3333.
 */
const falseNegativeRate: DecisionDefinition = {
  ...atThreshold,
  id: 'false_negative_rate',
  title: 'False negative rate',
  otherNames: ['fnr'],
  places: { threshold_chart: 11 },
  definition: 'share of the positives predicted negative: FN / (FN + TP)',
  better: 'lower',
  edgeCases: 'undefined where there are no positives',
  counts: ratio([0, 0, 1, 0], [1, 0, 1, 0], 'no positives'),
  interval: 'wilson',
  paired: 'mcnemar',
  shareOf: 'positives',
  planning: { by: 'share', ofRows: (_, { prevalence }) => prevalence },
}

/**
 * How many rows the model picks.
 * Example: TP 8, FP 2, FN 4, TN 6 → 0.5.
 */
export const predictedPositiveRate: DecisionDefinition = {
  ...atThreshold,
  id: 'predicted_positive_rate',
  title: 'Predicted positive rate',
  places: { threshold_chart: 12 },
  definition: 'share of rows predicted positive: (TP + FP) / rows',
  better: 'neither',
  edgeCases: 'undefined where there are no rows',
  counts: ratio([1, 1, 0, 0], [1, 1, 1, 1], 'no rows'),
  interval: 'wilson',
  paired: 'mcnemar',
  shareOf: 'rows',
  planning: shareOfAllRows,
}

/**
 * How many rows are positive, whatever the model says.
 * Example: TP 8, FP 2, FN 4, TN 6 → 0.6.
 */
const prevalence: DecisionDefinition = {
  ...atThreshold,
  id: 'prevalence',
  title: 'Prevalence',
  group: 'Of the rows',
  definition: 'share of rows that are positive: (TP + FN) / rows',
  better: 'neither',
  edgeCases: 'undefined where there are no rows',
  counts: ratio([1, 0, 1, 0], [1, 1, 1, 1], 'no rows'),
  dependsOn: 'labels',
  interval: 'wilson',
  paired: 'delta',
  planning: shareOfAllRows,
}

/** Every metric of decisions but those of costs, in the order of the result document. */
export const binaryDecisionMetrics: readonly DecisionDefinition[] = [
  accuracy,
  balancedAccuracy,
  precision,
  recall,
  specificity,
  negativePredictiveValue,
  f1,
  f2,
  f05,
  jaccard,
  matthewsCorrcoef,
  cohenKappa,
  fowlkesMallows,
  falsePositiveRate,
  falseNegativeRate,
  predictedPositiveRate,
  prevalence,
]

import type { Costs } from '../settings.ts'
import type { ScoreTally } from '../../tally/rows.ts'
import { bestThreshold, type FoundThreshold, type ThresholdSearch } from './threshold.ts'

/** What thresholds are looked for by. */
export interface ThresholdTargets {
  /** What a false positive and a false negative cost, in any one unit. */
  costs: Costs
  /** The precision to keep, 0 to 1. */
  precision: number
  /** The specificity to keep, 0 to 1. */
  specificity: number
  /** The share of rows that can be predicted positive, 0 to 1. */
  share: number
}

/** The usual ways to choose a threshold. */
export const suggestions = [
  'least_cost',
  'best_f1',
  'youden',
  'recall_at_precision',
  'recall_at_specificity',
  'top_share',
] as const

/** One of the usual ways to choose a threshold. */
export type Suggestion = (typeof suggestions)[number]

/** The threshold that each way finds; null where none keeps what it has to. */
export type SuggestedThresholds = Record<Suggestion, FoundThreshold | null>

/**
 * The threshold of each usual way on the rows of a tally, exhaustive over its distinct scores: least expected cost, largest F1,
 * largest Youden index (recall + specificity − 1; Youden 1950, Cancer 3: 32–35), largest recall at a precision or at a
 * specificity to keep, and largest share of rows that is no more than a given one.
 *
 * `suggestedThresholds(tally, { costs: { falsePositive: 1, falseNegative: 1 }, precision: 0.5, specificity: 0.9, share: 0.05 })`
 */
export function suggestedThresholds(tally: ScoreTally, targets: ThresholdTargets): SuggestedThresholds {
  const found = suggestions.map((way) => [way, bestThreshold(tally, searchOf(way, targets))])
  return Object.fromEntries(found) as SuggestedThresholds
}

function searchOf(way: Suggestion, { costs, precision, specificity, share }: ThresholdTargets): ThresholdSearch {
  const maximised = (metric: string, subjectTo: ThresholdSearch['subjectTo'] = []): ThresholdSearch => ({
    direction: 'maximise',
    metric,
    subjectTo,
    costs,
  })
  switch (way) {
    case 'least_cost':
      return { ...maximised('expected_cost'), direction: 'minimise' }
    case 'best_f1':
      return maximised('f1')
    case 'youden':
      return maximised('balanced_accuracy')
    case 'recall_at_precision':
      return maximised('recall', [{ metric: 'precision', atLeast: precision }])
    case 'recall_at_specificity':
      return maximised('recall', [{ metric: 'specificity', atLeast: specificity }])
    case 'top_share':
      return maximised('predicted_positive_rate', [{ metric: 'predicted_positive_rate', atMost: share }])
  }
}

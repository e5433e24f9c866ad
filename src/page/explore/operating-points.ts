import type { SuggestedThresholds, Suggestion, ThresholdTargets } from '../../metrics/binary/suggested-thresholds.ts'
import type { Costs } from '../../metrics/settings.ts'
import type { EvaluationDocument, RowSetResult } from '../../result/evaluation.ts'

/** A way to choose a threshold, or the threshold in use, as a row of the table. */
export type PointKind = 'current' | 'judged' | Suggestion

/** A threshold with what its decisions come to on the rows that are looked at. */
export interface OperatingPointRow {
  kind: PointKind
  /** null where no threshold keeps what has to be kept. */
  threshold: number | null
  predicts: 'nobody' | 'everybody' | null
  /** null while they are being worked out, and where there is no threshold. */
  numbers: PointNumbers | null
}

/** What decisions at a threshold come to; null where a rate is not defined. */
export interface PointNumbers {
  recall: number | null
  precision: number | null
  specificity: number | null
  /** Rows predicted positive among 1,000. */
  alerts: number | null
  /** What 1,000 rows cost on average, in the unit of the costs. */
  cost: number | null
}

/**
 * The rows on which thresholds are looked for: validation where there is one, as what chooses a threshold makes it look better on
 * the same rows; else the rows that are looked at.
 *
 * `rowsThatChoose(document, 'test')` is `'validation'` of a document with both.
 */
export function rowsThatChoose({ models }: Pick<EvaluationDocument, 'models'>, split: string): string {
  return models.candidate.splits.validation === undefined ? split : 'validation'
}

/** What is needed of the results of some rows. */
export type DecisionResult = Pick<RowSetResult, 'metrics' | 'confusion'>

/** What the decisions on some rows come to, from their metrics and counts. */
export function numbersOf({ metrics, confusion }: DecisionResult, costs: Costs): PointNumbers {
  const valueOf = (metric: string) => metrics[metric]?.value ?? null
  const share = valueOf('predicted_positive_rate')
  return {
    recall: valueOf('recall'),
    precision: valueOf('precision'),
    specificity: valueOf('specificity'),
    alerts: share === null ? null : 1000 * share,
    cost: confusion === undefined ? null : costOf(confusion.counts, costs),
  }
}

/** @param counts a row per true class, a column per predicted class: negative, positive */
function costOf([negatives, positives]: number[][], { falsePositive, falseNegative }: Costs): number | null {
  const all = negatives[0] + negatives[1] + positives[0] + positives[1]
  return all === 0 ? null : (1000 * (falsePositive * negatives[1] + falseNegative * positives[0])) / all
}

/** The order in which ways are shown. */
const shown: readonly Suggestion[] = [
  'least_cost',
  'best_f1',
  'recall_at_precision',
  'recall_at_specificity',
  'youden',
  'top_share',
]

/**
 * The rows of the table: the threshold in use, that which was judged where the two differ, and one for each way.
 * @param found null while the ways are being worked out
 * @param at what decisions come to at a threshold; null while that is not known
 */
export function pointRows(
  { current, judged }: { current: number; judged: number },
  found: SuggestedThresholds | null,
  at: (threshold: number) => PointNumbers | null,
): OperatingPointRow[] {
  const row = (kind: PointKind, threshold: number | null, predicts: OperatingPointRow['predicts'] = null) => ({
    kind,
    threshold,
    predicts,
    numbers: threshold === null ? null : at(threshold),
  })
  return [
    row('current', current),
    ...(judged === current ? [] : [row('judged', judged)]),
    ...(found === null ? [] : shown.map((way) => row(way, found[way]?.value ?? null, found[way]?.predicts))),
  ]
}

/** What is wrong with targets as they are typed; null where nothing is. */
export function targetsFault({ costs, precision, specificity, share }: ThresholdTargets): string | null {
  const { falsePositive, falseNegative } = costs
  if (!(
    falsePositive >= 0 &&
    falseNegative >= 0 &&
    falsePositive + falseNegative > 0 &&
    Number.isFinite(falsePositive + falseNegative)
  ))
    return 'Costs are numbers from 0 on, and not both 0.'
  const isShare = (value: number) => value >= 0 && value <= 1
  return [precision, specificity, share].every(isShare)
    ? null
    : 'Precision, specificity and the share of rows lie between 0 and 1 (0 and 100 %).'
}

/** The results of some rows by threshold. */
export type ResultsAt = ReadonlyMap<number, DecisionResult>

/** Asks for the results at each threshold once, one after another, so that other questions are answered in between. */
export async function resultsAt(
  thresholds: readonly number[],
  ask: (threshold: number) => Promise<DecisionResult>,
): Promise<ResultsAt> {
  const results = new Map<number, DecisionResult>()
  for (const threshold of new Set(thresholds)) results.set(threshold, await ask(threshold))
  return results
}

import type { ReadingSettings } from '../../dataset/reading.ts'
import type { InvalidRows, Roles, Task } from '../../dataset/roles.ts'
import type { AbstainBand } from '../../metrics/binary/abstain.ts'
import type { Costs } from '../../metrics/settings.ts'
import { autonomyLevels, mostAutonomy } from '../autonomy-levels.ts'
import { rounded } from './rounded.ts'
import { surenessOf, type VerdictLosses } from './sureness.ts'

/** How far a model decides by itself: it suggests, decides with a person's approval, or decides alone. */
export type DecisionMode = 'suggest' | 'approve' | 'decide'

/** What is at stake where a model is used: what a policy is made from. */
export interface Stakes {
  name: string | null
  task: Task
  /** Suggests to people who decide; decides, and a person approves; decides alone. */
  does: DecisionMode
  /** Whether a wrong decision can be undone. */
  isReversible: boolean
  /** What one wrong decision costs, in any one unit; binary only. */
  costs: Costs
  /** What a wrong verdict loses, which is how sure a pass has to be; null: not known, so that the level of autonomy says how sure. */
  losses?: VerdictLosses | null
  /** What it costs that a person looks instead; null: a fifth of the cheaper mistake. */
  reviewCost: number | null
  /** Share of the positive class; null: not known. Binary only. */
  prevalence: number | null
  /** As far as known; slices are who may be harmed. */
  columns: Partial<Roles>
  /** How files are read, where it is not plain from them. */
  reading?: ReadingSettings
  /** Why columns play their roles and files are read so: full sentences by the policy's key. */
  reasons?: Readonly<Record<string, string>>
  /** Rows that cannot be read; refused where nothing is said. */
  invalidRows?: InvalidRows
  /** A threshold that somebody named, as where scores are no probabilities; null: none. */
  threshold?: number | null
  /** The `split` block that assigns rows to splits, or says what the split column must be; null: none is known. */
  split: Record<string, unknown> | null
  /** Whether there is a validation split to choose a threshold on. */
  hasValidation: boolean
  /** Whether the results that it will judge were seen before it was written. */
  hasLooked: boolean
  /** Where looks at the test set are counted; null: nowhere. */
  ledger: string | null
}

/** The level of autonomy that the model is meant for (see `autonomyLevels`). */
export function autonomyOf({ does, isReversible }: Pick<Stakes, 'does' | 'isReversible'>): number {
  switch (does) {
    case 'suggest':
      return 2
    case 'approve':
      return 3
    case 'decide':
      return isReversible ? 4 : 5
  }
}

/**
 * The confidence of the intervals: the one that the losses of wrong verdicts ask for (see `surenessOf`), where they are known; else that of
 * the level of autonomy, or of the next one where people decide what cannot be undone, since people come to trust a model.
 */
export function confidenceOf(stakes: Pick<Stakes, 'does' | 'isReversible' | 'losses'>): number {
  if (stakes.losses != null) return Number((2 * surenessOf(stakes.losses).assurance - 1).toFixed(12))
  const level = autonomyOf(stakes)
  const isSurer = !stakes.isReversible && stakes.does !== 'decide'
  return autonomyLevels[Math.min(mostAutonomy, level + (isSurer ? 1 : 0))].confidence!
}

/** Below this share of positives, calling a row positive saves less than it costs (Elkan, IJCAI 2001). */
export function breakEven({ falsePositive, falseNegative }: Costs): number {
  return falsePositive / (falsePositive + falseNegative)
}

/** What a row costs on average where nobody is called positive, or everybody, whichever is cheaper. */
export function costWithoutModel({ falsePositive, falseNegative }: Costs, prevalence: number): number {
  return Math.min(prevalence * falseNegative, (1 - prevalence) * falsePositive)
}

/**
 * The least rate of the dearer mistake's class that has to come out right: recall where misses are dearer, specificity where false alarms
 * are. If all that rows may cost, `costShare` of what they cost without a model, were spent on that mistake alone, so many would be
 * wrong; and never less than `floor`. Where the prevalence is not known, both classes are taken for equally frequent.
 *
 * @example leastRate({ costs: { falsePositive: 1, falseNegative: 1000 }, prevalence: 0.5 }, 0.5, 0.8) // 0.9995
 */
export function leastRate(
  { costs, prevalence }: Pick<Stakes, 'costs' | 'prevalence'>,
  costShare: number,
  floor: number,
): number {
  const share = prevalence ?? 0.5
  const dearest = Math.max(share * costs.falseNegative, (1 - share) * costs.falsePositive)
  const ofDearer =
    costs.falseNegative >= costs.falsePositive ? share * costs.falseNegative : (1 - share) * costs.falsePositive
  const without = costWithoutModel(costs, share)
  // What is dearer by the row and not by its frequency is bounded by the cost of all rows already.
  if (ofDearer < dearest || !(ofDearer > 0)) return floor
  return Math.max(floor, Number((1 - rounded((costShare * without) / ofDearer)).toFixed(9)))
}

/**
 * Scores for which a decision costs more, on average, than a person's look (Chow, IEEE Transactions on Information Theory
 * 1970): at a probability p deciding costs the less of p·cost(FN) and (1 − p)·cost(FP), which is more than the review r
 * between r/cost(FN) and 1 − r/cost(FP). Null where a look never pays, and where people see every decision anyway.
 */
export function reviewBand({
  does,
  costs,
  reviewCost,
  task,
}: Pick<Stakes, 'does' | 'costs' | 'reviewCost' | 'task'>): AbstainBand | null {
  if (task !== 'binary' || does === 'suggest') return null
  const review = reviewCostOf({ costs, reviewCost })
  const from = review / costs.falseNegative
  const to = 1 - review / costs.falsePositive
  return from < to ? { from: rounded(from), to: rounded(to) } : null
}

/** The cost of a person's look: a fifth of the cheaper mistake where none is named. */
export function reviewCostOf({ costs, reviewCost }: Pick<Stakes, 'costs' | 'reviewCost'>): number {
  return reviewCost ?? rounded(0.2 * Math.min(costs.falsePositive, costs.falseNegative))
}

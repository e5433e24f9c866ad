import type { Task } from '../dataset/roles.ts'
import { betterDirection, comparableMetrics, shortList } from '../metrics/definitions/catalogue.ts'
import { isDefined } from '../metrics/measure.ts'
import type { MeasuredSplit } from '../metrics/measured.ts'
import type { Against, SliceComparison } from '../metrics/slice-comparison.ts'
import { worseSlices, type SliceContrast, type SliceTests } from '../metrics/worse-slices.ts'
import type { Policy } from '../policy/policy.ts'

/** Asks on which slices of a split the candidate is worse, by which metric, and than what. */
export interface WorseQuestion {
  split: string
  /** null: the one that the policy asks for, or the task's usual one. */
  metric: string | null
  against: Against
  /** The false discovery rate to keep; null: every slice by its own interval. */
  level: number | null
  /** The candidate's threshold, moved by hand; null: where it was judged. */
  threshold: number | null
}

/** The slices on which the candidate is worse, and every slice that was compared. */
export interface WorseSlices extends SliceTests {
  metric: string
  better: 'higher' | 'lower'
  /** Of every interval. */
  confidence: number
  /** Those that may be asked for. */
  metrics: string[]
  /** Every slice that may be shown, whether it could be tested or not. */
  contrasts: SliceContrast[]
}

/** Slices of fewer rows are not tested: far out, their p-values cannot be trusted. */
const fewestRows = 10

/** A split to look for worse slices in. */
export interface ComparedSplit {
  task: Task
  policy: Policy
  /** The split, as it was measured: with each slice's size. */
  measured: MeasuredSplit
  compare(metric: string): Promise<SliceComparison[]>
}

/** Compares every slice and tells those on which the candidate is worse: see `worseSlices`. */
export async function findWorseSlices(
  { metric: asked, against, level }: WorseQuestion,
  { task, policy, measured, compare }: ComparedSplit,
): Promise<WorseSlices> {
  if (against === 'production' && !measured.models.has('production'))
    throw new Error('There is no production model to compare with')
  const { measures } = measured.models.get('candidate')!
  const metrics = comparableMetrics(task).filter((id) => isDefined(measures.get(id)!))
  const metric = asked ?? startingMetric(policy, metrics, shortList(task, 'worse_slices')[0])
  const better = betterDirection(metric)
  if (better !== 'higher' && better !== 'lower') throw new Error(`There is no better or worse of ${metric}`)
  const comparisons = await compare(metric)
  const contrasts = measured.slices
    .map(({ where, rowCount, weight, positives }, i): SliceContrast => ({
      where,
      rowCount,
      weight,
      positives,
      ...comparisons[i],
    }))
    .filter(({ rowCount }) => rowCount >= policy.smallestGroup)
  const { confidence } = policy
  // One-sided differences on overlapping rows are positively dependent; a slice and the rest of its column are not.
  const dependence = against === 'production' ? 'positive' : 'any'
  return {
    ...worseSlices(contrasts, { better, confidence, level, dependence, fewestRows }),
    metric,
    better,
    confidence,
    metrics,
    contrasts,
  }
}

/** The metric that the policy requires of slices, else of a comparison with production, else at all. */
function startingMetric({ requirements }: Policy, metrics: string[], otherwise: string): string {
  const asked = requirements.filter(({ metric }) => metrics.includes(metric))
  const first =
    asked.find(({ slices }) => slices !== null) ?? asked.find(({ of }) => of === 'versus_production') ?? asked[0]
  return first?.metric ?? (metrics.includes(otherwise) ? otherwise : metrics[0])
}

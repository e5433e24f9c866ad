import type { ModelName, Task } from '../../dataset/roles.ts'
import { catalogues, shortList } from '../../metrics/definitions/catalogue.ts'
import { gapBetween } from '../../metrics/intervals/mover.ts'
import { isDefined, type Interval, type Measure } from '../../metrics/measure.ts'
import type { MeasuredSplit } from '../../metrics/measured.ts'
import { twoSidedZ } from '../../metrics/intervals/distributions.ts'
import type { SplitFinding } from '../finding.ts'

/** The difference of a metric between one split and a later one. */
export interface SplitGap {
  model: ModelName
  metric: string
  /** The two splits, first the one that is nearer to the training of the model. */
  splits: [from: string, to: string]
  /** The metric on the first minus the metric on the second. */
  gap: Measure
  from: Measure
  to: Measure
}

/** The metrics by which overfitting is tested: few, as every further one would widen all intervals. */
export function mainMetrics(task: Task): string[] {
  return shortList(task, 'gaps')
}

const comparedSplits: [string, string][] = [
  ['train', 'validation'],
  ['validation', 'test'],
  ['train', 'test'],
]

/**
 * Every metric of every model from train to validation, from validation to test and from train to test, as far as there
 * are such splits.
 */
export function splitGaps(splits: MeasuredSplit[]): SplitGap[] {
  const named = new Map(splits.map((split) => [split.name, split]))
  return comparedSplits.flatMap(([from, to]) => {
    const first = named.get(from)
    const second = named.get(to)
    if (first === undefined || second === undefined) return []
    return [...first.models].flatMap(([model, { measures }]) =>
      [...measures].map(([metric, measure]): SplitGap => {
        const other = second.models.get(model)!.measures.get(metric)!
        return { model, metric, splits: [from, to], gap: gapBetween(from, measure, other), from: measure, to: other }
      }),
    )
  })
}

/**
 * Whether a model does better where it was made than where it is new: on train than on validation (on test, where there
 * is no validation), which is over-fitting, and on validation than on test, which is a validation set used up by the
 * choices made on it. It does where a main metric's gap is on the better side by more than its interval, widened to as
 * many metrics as are looked at (Bonferroni: by the ratio of the normal quantiles). There is no bound in per cent: how
 * much is too much is for a policy to say (`gap`).
 * @param confidence of the measures' intervals
 */
export function generalisationFindings(task: Task, splits: MeasuredSplit[], confidence: number): SplitFinding[] {
  const hasValidation = splits.some(({ name }) => name === 'validation')
  const metrics = mainMetrics(task)
  const gaps = splitGaps(splits).filter(
    ({ metric, splits: [from, to] }) =>
      metrics.includes(metric) && !(hasValidation && from === 'train' && to === 'test'),
  )
  const subjectOf = ({ model, splits: pair }: SplitGap) => [model, ...pair].join(' ')
  return [...new Set(gaps.map(subjectOf))].flatMap((subject) => {
    const ofSubject = gaps.filter((gap) => subjectOf(gap) === subject)
    const better = betterBefore(task, ofSubject, confidence)
    return better.length === 0 ? [] : [generalisationFinding(better)]
  })
}

interface WidenedGap {
  gap: SplitGap
  value: number
  low: number
  high: number
}

function betterBefore(task: Task, gaps: SplitGap[], confidence: number): WidenedGap[] {
  const tested = gaps.filter(({ gap }) => isDefined(gap) && gap.interval !== null)
  const factor = twoSidedZ(1 - (1 - confidence) / Math.max(1, tested.length)) / twoSidedZ(confidence)
  return tested
    .map((gap) => widened(gap, factor))
    .filter(({ gap, low, high }) => {
      const { better } = catalogues[task].find(({ id }) => id === gap.metric)!
      return better === 'higher' ? low > 0 : high < 0
    })
}

function widened(gap: SplitGap, factor: number): WidenedGap {
  const { value, interval } = gap.gap as { value: number; interval: Interval }
  return { gap, value, low: value - factor * (value - interval.low), high: value + factor * (interval.high - value) }
}

function generalisationFinding(better: WidenedGap[]): SplitFinding {
  const {
    model,
    splits: [from, to],
  } = better[0].gap
  const valueOf = (measure: Measure) => (measure as { value: number }).value
  return {
    code: from === 'train' ? 'overfitting' : 'validation_used_up',
    splits: [from, to],
    rows: null,
    examples: [],
    test: null,
    effect: 'none',
    model,
    gaps: better.map(({ gap, value, low, high }) => ({
      metric: gap.metric,
      from: valueOf(gap.from),
      to: valueOf(gap.to),
      gap: value,
      low,
      high,
    })),
  }
}

import { isDefinedDifference, type DefinedDifference, type Difference } from './difference.ts'
import { adjustedPs, loneLevel, type Dependence } from './false-discoveries.ts'
import { pairedMoverInterval } from './proportion.ts'
import { twoSidedZ } from './quantile.ts'

/** A metric of the candidate on a slice, beside what it is compared with. */
export interface SliceContrast {
  where: Record<string, string>
  rowCount: number
  /** Sum of the rows' weights; null where they have none. */
  weight: number | null
  /** null where the task has no positive class. */
  positives: number | null
  /** The candidate's, on the slice; null where it is not defined. */
  value: number | null
  /** What that is compared with: production's on the slice, or the candidate's own on all rows. */
  other: number | null
  difference: Difference
}

/** How slices that are worse are told from those that look so. */
export interface WorseRules {
  better: 'higher' | 'lower'
  /** Of the intervals, such as 0.95. */
  confidence: number
  /** The false discovery rate to keep; null: every slice is judged by its own interval alone. */
  level: number | null
  dependence: Dependence
  /**
   * Slices with fewer rows, of each class where there are two, are not tested: too few for a p-value that far out to be
   * trusted. Exact tests take any.
   */
  fewestRows: number
}

/** How much worse, above 0 where it is, whichever way the metric goes. */
export interface Loss {
  value: number
  low: number
  high: number
}

export interface TestedSlice extends SliceContrast {
  loss: Loss
  /** One-sided, of "not worse". */
  p: number
  /** Adjusted for how many slices were looked at; the p-value itself where that is not controlled. */
  adjustedP: number
}

/** A slice that is worse, and the slices inside it that are so too, but not by more than it explains. */
export interface WorseSlice extends TestedSlice {
  folded: TestedSlice[]
}

export interface WorseSlices {
  /** In order of importance: the loss that is sure (the end of the interval that is nearest to 0) times the rows. */
  listed: WorseSlice[]
  tested: number
  /** With too few rows, or where the metric or its test is not defined. */
  untested: number
  /** How much worse a slice has to be to be listed, were it the only one: the median over those tested; null without any. */
  reach: number | null
}

/**
 * The slices on which the candidate is worse: those whose interval lies wholly on the worse side and whose one-sided
 * p-value, adjusted for how many slices were tested (`adjustedPs`), is at most the level; without control at most
 * (1 − confidence)/2, as the interval has it. An intersection of two columns is folded under a listed slice of one of
 * them unless it is surely worse still: unless the interval of its loss less the other's lies above 0.
 */
export function worseSlices(contrasts: readonly SliceContrast[], rules: WorseRules): WorseSlices {
  const tested = testedSlices(contrasts, rules)
  const limit = rules.level ?? (1 - rules.confidence) / 2
  const worse = tested.filter(({ adjustedP, loss }) => adjustedP <= limit && loss.low > 0).sort(byImportance)
  return {
    listed: withFolded(worse),
    tested: tested.length,
    untested: contrasts.length - tested.length,
    reach: medianReach(tested, rules),
  }
}

/** Slices that can be judged, in the order given. */
function testedSlices(contrasts: readonly SliceContrast[], rules: WorseRules): TestedSlice[] {
  const tested = contrasts.flatMap((contrast) => {
    const { difference } = contrast
    if (!isDefinedDifference(difference) || difference.interval === null || difference.p === null) return []
    if (!isExact(difference) && fewestOf(contrast) < rules.fewestRows) return []
    const loss = lossOf(difference.difference, difference.interval, rules.better)
    return [{ ...contrast, loss, p: loss.value > 0 ? difference.p / 2 : 1 - difference.p / 2 }]
  })
  const ps = tested.map(({ p }) => p)
  const adjusted = rules.level === null ? ps : adjustedPs(ps, rules.dependence)
  return tested.map((slice, i) => ({ ...slice, adjustedP: adjusted[i] }))
}

function isExact({ test }: DefinedDifference): boolean {
  return test === 'mcnemar' || test === 'fisher'
}

function fewestOf({ rowCount, positives }: SliceContrast): number {
  return positives === null ? rowCount : Math.min(positives, rowCount - positives)
}

function lossOf(value: number, { low, high }: { low: number; high: number }, better: WorseRules['better']): Loss {
  return better === 'lower' ? { value, low, high } : { value: -value, low: -high, high: -low }
}

function byImportance(a: TestedSlice, b: TestedSlice): number {
  return importance(b) - importance(a) || a.p - b.p
}

function importance({ loss, weight, rowCount }: TestedSlice): number {
  return loss.low * (weight ?? rowCount)
}

function withFolded(worse: TestedSlice[]): WorseSlice[] {
  const parents = new Map(worse.map((slice) => [slice, parentOf(slice, worse)]))
  return worse.filter((slice) => parents.get(slice) === undefined)
    .map((slice) => ({ ...slice, folded: worse.filter((other) => parents.get(other) === slice) }))
}

/** The most important slice that contains this one and explains its loss; slices of one column have none. */
function parentOf(slice: TestedSlice, worse: TestedSlice[]): TestedSlice | undefined {
  const columns = Object.keys(slice.where)
  return worse.find((other) => {
    const its = Object.keys(other.where)
    return its.length < columns.length && its.every((column) => other.where[column] === slice.where[column]) && !isWorseStill(slice, other)
  })
}

/**
 * Whether a slice is surely worse than one that contains it. The estimate on some of the rows and that on all of them have
 * the latter's variance for their covariance where the rows are alike (Hausman, Econometrica 1978): the correlation is the
 * ratio of their standard errors, here of their intervals' lengths.
 */
function isWorseStill({ loss: inner }: TestedSlice, { loss: outer }: TestedSlice): boolean {
  const correlation = Math.min(1, (outer.high - outer.low) / (inner.high - inner.low))
  return pairedMoverInterval(inner, outer, correlation).low > 0
}

/** The median length from the estimate to the end on its better side, stretched to the level that a lone slice needs. */
function medianReach(tested: TestedSlice[], { level, confidence, dependence }: WorseRules): number | null {
  if (tested.length === 0) return null
  const halves = tested.map(({ loss }) => loss.value - loss.low).sort((a, b) => a - b)
  const middle = halves.length >> 1
  const median = halves.length % 2 === 1 ? halves[middle] : (halves[middle - 1] + halves[middle]) / 2
  if (level === null) return median
  const needed = loneLevel(level, tested.length, dependence)
  return Math.max(1, twoSidedZ(1 - 2 * needed) / twoSidedZ(confidence)) * median
}

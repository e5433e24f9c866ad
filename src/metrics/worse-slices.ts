import { type DefinedDifference, type Difference, isDefinedDifference } from './difference.ts'
import { twoSidedZ } from './intervals/distributions.ts'
import { pairedMoverInterval } from './intervals/mover.ts'

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
  dependence: TestDependence
  /**
   * Slices with fewer rows, of each class where there are two, are not tested: too few for a p-value that far out to be
   * trusted. Exact tests take any.
   */
  fewestRows: number
}

/** How much worse, above 0 where it is, whichever way the metric goes. */
export interface Worsening {
  value: number
  low: number
  high: number
}

/** A slice whose difference was tested. */
export interface TestedSlice extends SliceContrast {
  loss: Worsening
  /** One-sided, of "not worse". */
  p: number
  /** Adjusted for how many slices were looked at; the p-value itself where that is not controlled. */
  adjustedP: number
}

/** A slice that is worse, with others that are so too and need no telling of their own. */
export interface WorseSlice extends TestedSlice {
  /** Inside it, and worse by no more than it explains. */
  folded: TestedSlice[]
  /** It lies inside these, and without it they would not be surely worse. */
  through: TestedSlice[]
}

/** What testing every slice comes to. */
export interface SliceTests {
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
 * them unless it is surely worse still: unless the interval of its loss less the other's lies above 0. Where it is, and
 * the rest of the other's rows is not surely worse, the other is told under it.
 */
export function worseSlices(contrasts: readonly SliceContrast[], rules: WorseRules): SliceTests {
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

function lossOf(value: number, { low, high }: { low: number; high: number }, better: WorseRules['better']): Worsening {
  return better === 'lower' ? { value, low, high } : { value: -value, low: -high, high: -low }
}

function byImportance(a: TestedSlice, b: TestedSlice): number {
  return importance(b) - importance(a) || a.p - b.p
}

function importance(slice: TestedSlice): number {
  return slice.loss.low * sizeOf(slice)
}

function sizeOf({ weight, rowCount }: TestedSlice): number {
  return weight ?? rowCount
}

/** Every slice is told once: by itself, or under the one that explains it. */
function withFolded(worse: TestedSlice[]): WorseSlice[] {
  const tops = worse.filter((slice) => explaining(slice, worse) === undefined)
  const whole = new Map(
    tops.map((slice) => [slice, tops.find((inner) => isInside(inner, slice) && isThrough(slice, inner))]),
  )
  const heads = tops.filter((slice) => whole.get(slice) === undefined)
  const told = new Map(
    worse
      .filter((slice) => !heads.includes(slice) && whole.get(slice) === undefined)
      .map((slice) => [slice, explaining(slice, heads)]),
  )
  return worse
    .filter((slice) => heads.includes(slice) || (told.has(slice) && told.get(slice) === undefined))
    .map((slice) => ({
      ...slice,
      folded: worse.filter((other) => told.get(other) === slice),
      through: worse.filter((other) => whole.get(other) === slice),
    }))
}

/** The most important slice that contains this one and explains its loss; slices of one column have none. */
function explaining(slice: TestedSlice, worse: TestedSlice[]): TestedSlice | undefined {
  return worse.find((other) => isInside(slice, other) && !isWorseStill(slice, other))
}

function isInside(inner: TestedSlice, outer: TestedSlice): boolean {
  const columns = Object.keys(outer.where)
  return (
    columns.length < Object.keys(inner.where).length &&
    columns.every((column) => inner.where[column] === outer.where[column])
  )
}

/**
 * Whether a slice is worse through one inside it: whether the rest of its rows, taken as a mean over rows, is not surely
 * worse. Its interval is as much longer as its rows are fewer.
 */
function isThrough(outer: TestedSlice, inner: TestedSlice): boolean {
  const [all, part] = [sizeOf(outer), sizeOf(inner)]
  if (part >= all) return true
  const loss = (all * outer.loss.value - part * inner.loss.value) / (all - part)
  return loss - (outer.loss.value - outer.loss.low) * Math.sqrt(all / (all - part)) <= 0
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

/**
 * What is known of how the tests of a family depend on each other. `positive`: statistics that move together if at all,
 * such as one-sided ones of overlapping slices (PRDS); `any`: nothing.
 */
export type TestDependence = 'positive' | 'any'

/**
 * Adjusted p-values: rejecting those at or below a level keeps the false discovery rate (the expected share of true
 * hypotheses among those rejected) at or below that level. Benjamini & Hochberg's step-up procedure (JRSS B 1995), which
 * holds under independence and positive dependence; where nothing is known of the dependence times Σ 1/k, k = 1 … m
 * (Benjamini & Yekutieli, Annals of Statistics 2001, theorems 1.2 and 1.3).
 * @param ps of every hypothesis looked at, 0 … 1
 * @returns in the order given, 0 … 1, never below the p-value itself
 */
export function adjustedPs(ps: readonly number[], dependence: TestDependence): number[] {
  const count = ps.length
  const factor = factorOf(dependence, count)
  const order = ps.map((_, i) => i).sort((a, b) => ps[b] - ps[a])
  const adjusted = new Array<number>(count)
  let least = 1
  order.forEach((i, fromTop) => {
    least = Math.min(least, (factor * count * ps[i]) / (count - fromTop))
    adjusted[i] = least
  })
  return adjusted
}

/** The p-value that is just small enough where it is the only small one of so many. */
function loneLevel(level: number, count: number, dependence: TestDependence): number {
  return level / (count * factorOf(dependence, count))
}

function factorOf(dependence: TestDependence, count: number): number {
  if (dependence === 'positive') return 1
  let sum = 0
  for (let k = count; k >= 1; k--) sum += 1 / k
  return sum
}

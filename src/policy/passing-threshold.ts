import { bandConfusions, bandRanks, type AbstainBand } from '../metrics/binary/abstain.ts'
import { confusionAtRank } from '../metrics/binary/confusion.ts'
import { dependsOnThreshold } from '../metrics/definitions/binary.ts'
import { thresholdAtRank, thresholdMetric, type Predicts } from '../metrics/binary/threshold.ts'
import type { ScoredSplit } from '../metrics/binary/split-scores.ts'
import type { MeasuredRows, MeasuredSplit } from '../metrics/measured.ts'
import type { Costs } from '../metrics/settings.ts'
import { type ScoreTally, sliceRows, tallyScoresHere } from '../tally/rows.ts'
import type { Bound, Policy, Requirement } from './policy.ts'
import { isSliceOf } from './required-rows.ts'

/** Whether any threshold of the candidate would do, as far as values on validation tell. Test is not looked at. */
export interface PassingThreshold {
  /** The threshold at which the worst requirement is the farthest within its bound; null where none meets them all. */
  passes: number | null
  /**
   * The threshold at which the worst requirement is the farthest within its bound, or the least outside of it; null where
   * some requirement is defined at no threshold at which the others are.
   */
  closest: number | null
  /** Whether that predicts nobody or everybody positive on these rows; null: some. */
  predicts: Predicts
  /** How far within its bound the worst requirement is there, in the metric's own units; below 0: outside. */
  margin: number | null
  /** How many requirements, each slice counted, it was judged by. */
  judged: number
  /** Requirements (and slices) that it could not be judged by, and why. */
  leftOut: LeftOut[]
}

/** A requirement (or one of its slices) that no threshold was judged by. */
export interface LeftOut {
  requirement: string
  slice: Record<string, string> | null
  reason: LeftOutReason
}

/** Why no threshold was judged by a requirement, with the fields that a sentence about it needs. */
export type LeftOutReason =
  /** There are more slices times thresholds than are gone through. */
  | { code: 'too_many_steps' }
  /** It is about a gap between two splits. */
  | { code: 'gap' }
  /** It is measured on a split that is neither validation nor test. */
  | { code: 'other_split'; split: string }
  | { code: 'no_production' }
  /** Production's value, which it is compared with, is not defined. */
  | { code: 'production_not_defined'; why: string }
  /** The metric is defined at no threshold. */
  | { code: 'never_defined' }

/** The most slices times thresholds that are gone through. */
const mostSteps = 2 ** 27

/**
 * Looks at every distinct score of the candidate on validation, and above them all, for a threshold at which all requirements that gate and
 * change with the threshold are met by their values there. Null where there is none of them, or no threshold.
 * @param measured the same split, for production's values at its own threshold
 */
export function passingThreshold(
  { requirements, costs, abstain }: Pick<Policy, 'requirements' | 'costs' | 'abstain'>,
  validation: ScoredSplit,
  measured: MeasuredSplit,
): PassingThreshold | null {
  const asked = requirements.filter(({ isAdvisory, metric }) => !isAdvisory && dependsOnThreshold(metric))
  if (asked.length === 0 || validation.hardModels.has('candidate')) return null
  const { scores } = validation.tallies.get('candidate')!
  const worst = new Float64Array(scores.length + 1).fill(Infinity)
  const leftOut: LeftOut[] = []
  let judged = 0
  for (const requirement of asked) {
    for (const { slice, tally, rows } of rowsOf(requirement, validation, measured)) {
      const margins =
        tally === null
          ? { reason: { code: 'too_many_steps' as const } }
          : marginsOf(requirement, tally, rows, costs, abstain)
      if ('reason' in margins) leftOut.push({ requirement: requirement.path, slice, reason: margins.reason })
      else {
        lower(worst, scores, tally!.scores, margins.values)
        judged++
      }
    }
  }
  return { ...bestOf(scores, worst, judged), judged, leftOut }
}

interface AskedRows {
  slice: Record<string, string> | null
  /** null where there are too many. */
  tally: ScoreTally | null
  rows: MeasuredRows
}

function rowsOf({ slices: columns }: Requirement, validation: ScoredSplit, measured: MeasuredSplit): AskedRows[] {
  const tally = validation.tallies.get('candidate')!
  if (columns === null) return [{ slice: null, tally, rows: measured }]
  const slices = measured.slices.filter((slice) => isSliceOf(slice, columns))
  const isLarge = slices.length * tally.scores.length > mostSteps
  const tallies = isLarge ? [] : sliceTallies(validation, columns)
  return slices.map((rows, i) => ({ slice: rows.where, tally: tallies[i] ?? null, rows }))
}

type Margins = { values: Float64Array } | { reason: LeftOutReason }

/** How far within the bound the value is at each rank of the tally as threshold, and above them all. */
function marginsOf(
  requirement: Requirement,
  tally: ScoreTally,
  rows: MeasuredRows,
  costs: Costs,
  abstain: AbstainBand | null,
): Margins {
  const { of, split, where, metric, bound } = requirement
  if (of === 'gap') return { reason: { code: 'gap' } }
  if (split !== null && split !== 'test' && split !== 'validation') return { reason: { code: 'other_split', split } }
  const baseline =
    of === 'value' ? { value: 0 } : (rows.models.get('production') ?? rows.baseline)?.measures.get(metric)
  if (baseline === undefined) return { reason: { code: 'no_production' } }
  if ('undefinedBecause' in baseline)
    return { reason: { code: 'production_not_defined', why: baseline.undefinedBecause } }
  const valueOf = thresholdMetric(metric, costs)
  const ranks = abstain && bandRanks(tally.scores, abstain)
  const values = Float64Array.from({ length: tally.scores.length + 1 }, (_, rank) => {
    const value = valueOf(where === null ? confusionAtRank(tally, rank) : bandConfusions(tally, rank, ranks!)[where])
    return value === null ? -Infinity : marginOf(value - baseline.value, bound)
  })
  return values.some((margin) => margin > -Infinity) ? { values } : { reason: { code: 'never_defined' } }
}

function marginOf(value: number, { atLeast = -Infinity, atMost = Infinity }: Bound): number {
  return Math.min(value - atLeast, atMost - value)
}

/** Lowers the worst margin at each threshold, and above them all, to that of some of the rows, whose own scores are among the thresholds. */
function lower(worst: Float64Array, thresholds: Float64Array, ownScores: Float64Array, margins: Float64Array): void {
  let rank = 0
  for (let k = 0; k < worst.length; k++) {
    const threshold = k < thresholds.length ? thresholds[k] : Infinity
    while (rank < ownScores.length && ownScores[rank] < threshold) rank++
    if (margins[rank] < worst[k]) worst[k] = margins[rank]
  }
}

/** The threshold with the largest worst margin; the highest of equal ones. */
function bestOf(
  thresholds: Float64Array,
  worst: Float64Array,
  judged: number,
): Pick<PassingThreshold, 'passes' | 'closest' | 'predicts' | 'margin'> {
  let best = -1
  for (let k = worst.length - 1; k >= 0; k--) if (worst[k] > (best < 0 ? -Infinity : worst[best])) best = k
  if (best < 0 || judged === 0) return { passes: null, closest: null, predicts: null, margin: null }
  const margin = worst[best]
  const { value, predicts } = thresholdAtRank(thresholds, best)
  return { passes: margin >= 0 ? value : null, closest: value, predicts, margin }
}

/** The candidate's tally on each slice of the columns that has rows, in the order in which slices are measured. */
function sliceTallies({ rows, slices }: ScoredSplit, columns: string[]): ScoreTally[] {
  const found = slices.find(
    (slice) => slice.columns.length === columns.length && columns.every((column) => slice.columns.includes(column)),
  )
  if (found === undefined) return []
  const ofCandidate = { ...rows, models: new Map([['candidate' as const, rows.models.get('candidate')!]]) }
  return sliceRows(ofCandidate, found.codes(), found.values.length)
    .filter(({ classes }) => classes.length > 0)
    .map(({ models, classes, sampling }) => tallyScoresHere(models.get('candidate')!, classes, sampling))
}

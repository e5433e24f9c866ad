import { rankOfThreshold } from '../../tally/rank.ts'
import type { ScoreTally } from '../../tally/rows.ts'
import { firstRank } from './score-cells.ts'

/** A model's distinct scores cut into groups of neighbours, each treated as one score. */
export interface ScoreGroups {
  /** The first rank of each group, ascending; the first group starts at 0. */
  starts: Uint32Array
  /** The least score of each group: the thresholds at which groups part. */
  thresholds: Float64Array
}

/**
 * Cuts the distinct scores into about `groupLimit` groups at most: where there are no more scores than that, into
 * themselves; else so that each group holds about the same mass, that is the mean of its shares of the positives and of the
 * negatives (so that both rates of a ROC curve move in small steps at any prevalence).
 * @param kept thresholds that start a group, whatever its mass; they come on top of the limit
 */
export function groupScores(tally: ScoreTally, groupLimit: number, kept: ArrayLike<number> = []): ScoreGroups {
  const { scores } = tally
  const starts =
    scores.length <= groupLimit
      ? Uint32Array.from(scores.keys())
      : joined(equalMassStarts(tally, groupLimit), keptStarts(scores, kept))
  return { starts, thresholds: Float64Array.from(starts, (rank) => scores[rank]) }
}

/** Both without repetition, ascending. */
function joined(some: number[], others: number[]): Uint32Array {
  return Uint32Array.from(new Set([0, ...some, ...others])).sort()
}

function keptStarts(scores: Float64Array, kept: ArrayLike<number>): number[] {
  return Array.from(kept, (threshold) => rankOfThreshold(scores, threshold)).filter((rank) => rank < scores.length)
}

/** The mass from a rank up never grows with the rank, so that each start is found by bisection. */
function equalMassStarts(tally: ScoreTally, groupLimit: number): number[] {
  const { truePositives, falsePositives, positives, negatives } = tally
  const massFrom = (rank: number) =>
    (positives > 0 ? truePositives[rank] / positives : 0) + (negatives > 0 ? falsePositives[rank] / negatives : 0)
  const step = massFrom(0) / groupLimit
  const starts: number[] = []
  for (let rank = 0; rank < truePositives.length;) {
    starts.push(rank)
    const mass = massFrom(rank)
    rank = firstRank(truePositives.length, (next) => mass - massFrom(next) >= step, rank + 1)
  }
  return starts
}

/** Per rank, the group that it belongs to. */
export function groupOfRank({ starts }: ScoreGroups, scoreCount: number): Uint32Array {
  const groups = new Uint32Array(scoreCount)
  for (let group = 0; group < starts.length; group++) {
    groups.fill(group, starts[group], group + 1 < starts.length ? starts[group + 1] : scoreCount)
  }
  return groups
}

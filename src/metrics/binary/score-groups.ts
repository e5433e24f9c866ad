import { rankOfThreshold } from '../../tally/rank.ts'
import type { ScoreTally } from '../../tally/rows.ts'

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
  const isStart = new Uint8Array(scores.length + 1)
  if (scores.length <= groupLimit) isStart.fill(1)
  else markEqualMasses(tally, groupLimit, isStart)
  for (let i = 0; i < kept.length; i++) isStart[rankOfThreshold(scores, kept[i])] = 1
  const starts = Uint32Array.from(ranksMarked(isStart, scores.length))
  return { starts, thresholds: Float64Array.from(starts, (rank) => scores[rank]) }
}

function markEqualMasses(tally: ScoreTally, groupLimit: number, isStart: Uint8Array): void {
  const { truePositives, falsePositives, positives, negatives } = tally
  const massFrom = (rank: number) => (positives > 0 ? truePositives[rank] / positives : 0) + (negatives > 0 ? falsePositives[rank] / negatives : 0)
  const step = massFrom(0) / groupLimit
  let last = Infinity
  for (let rank = 0; rank < truePositives.length; rank++) {
    const mass = massFrom(rank)
    if (last - mass < step) continue
    isStart[rank] = 1
    last = mass
  }
}

function* ranksMarked(isStart: Uint8Array, scoreCount: number): Generator<number> {
  for (let rank = 0; rank < scoreCount; rank++) if (rank === 0 || isStart[rank] === 1) yield rank
}

/** Per rank, the group that it belongs to. */
export function groupOfRank({ starts }: ScoreGroups, scoreCount: number): Uint32Array {
  const groups = new Uint32Array(scoreCount)
  for (let group = 0; group < starts.length; group++) {
    groups.fill(group, starts[group], group + 1 < starts.length ? starts[group + 1] : scoreCount)
  }
  return groups
}

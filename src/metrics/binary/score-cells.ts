import type { ScoreTally } from '../../tally/rows.ts'

/** Positive rows (or their weight) whose score is the rank-th smallest distinct one. */
export function positivesAt({ truePositives }: ScoreTally, rank: number): number {
  return rank + 1 < truePositives.length ? truePositives[rank] - truePositives[rank + 1] : truePositives[rank]
}

/** Negative rows (or their weight) whose score is the rank-th smallest distinct one. */
export function negativesAt({ falsePositives }: ScoreTally, rank: number): number {
  return rank + 1 < falsePositives.length ? falsePositives[rank] - falsePositives[rank + 1] : falsePositives[rank]
}

/** The first of the ranks 0 … `scoreCount` − 1 from which on `isBeyond` is true, by bisection; `scoreCount` where it never is. */
export function firstRank(scoreCount: number, isBeyond: (rank: number) => boolean, from = 0): number {
  let low = from
  let high = scoreCount
  while (low < high) {
    const middle = (low + high) >>> 1
    if (isBeyond(middle)) high = middle
    else low = middle + 1
  }
  return low
}

import type { ScoreTally } from '../../tally/rows.ts'

/** Positive rows (or their weight) whose score is the rank-th smallest distinct one. */
export function positivesAt({ truePositives }: ScoreTally, rank: number): number {
  return rank + 1 < truePositives.length ? truePositives[rank] - truePositives[rank + 1] : truePositives[rank]
}

/** Likewise negative rows. */
export function negativesAt({ falsePositives }: ScoreTally, rank: number): number {
  return rank + 1 < falsePositives.length ? falsePositives[rank] - falsePositives[rank + 1] : falsePositives[rank]
}

import type { ModelName } from '../../dataset/roles.ts'
import { jointCells, jointDecisions, type JointDecisions, type Spread } from '../../tally/decisions.ts'
import { rankOfThreshold } from '../../tally/rank.ts'
import type { ScoreTally } from '../../tally/rows.ts'
import type { ConfusionCounts } from '../definitions/confusion-counts.ts'
import type { SampledRows } from './influence-table.ts'

/** Counts by true and predicted class, and how they vary. */
export interface Confusion extends ConfusionCounts {
  /** As in `JointDecisions`, of one model's four cells in the order of `CellWeights`; null: independent rows. */
  spread: Spread | null
}

/** The confusion counts where a row is predicted positive if its score ≥ threshold. O(log scores). */
export function confusionAt(tally: ScoreTally, threshold: number): Confusion {
  return confusionAtRank(tally, rankOfThreshold(tally.scores, threshold))
}

/** The confusion counts where the threshold is the rank-th smallest distinct score; `tally.scores.length` calls nothing positive. */
export function confusionAtRank(tally: ScoreTally, rank: number): Confusion {
  const isNone = rank >= tally.scores.length
  const truePositives = isNone ? 0 : tally.truePositives[rank]
  const falsePositives = isNone ? 0 : tally.falsePositives[rank]
  return {
    truePositives,
    falsePositives,
    falseNegatives: tally.positives - truePositives,
    trueNegatives: tally.negatives - falsePositives,
    spread: null,
  }
}

/** The confusion counts at a threshold from the rows, with their spread: where they belong together or have importance weights. */
export function sampledConfusionAt({ ranked, classes, sampling }: SampledRows, threshold: number): Confusion {
  const rows = { classes, sampling, models: new Map([['candidate' as const, ranked]]) }
  const [decisions] = jointDecisions(rows, new Map([['candidate', rankOfThreshold(ranked.scores, threshold)]]))
  return confusionOf(decisions, 'candidate')
}

/** One model's confusion counts within the joint decisions of both. */
export function confusionOf({ counts, spread }: JointDecisions, model: ModelName): Confusion {
  const cellOf = (joint: number) => confusionCell(joint, model)
  const cells = gathered(counts, cellOf)
  return {
    truePositives: cells[0],
    falsePositives: cells[1],
    falseNegatives: cells[2],
    trueNegatives: cells[3],
    spread: spread && {
      ...spread,
      rows: gathered(spread.rows, cellOf),
      moments: gatheredPairs(spread.moments, cellOf),
    },
  }
}

/** The place of a joint cell in one model's `CellWeights`: tp, fp, fn, tn. */
export function confusionCell(joint: number, model: ModelName): number {
  const isPositive = joint >= 4
  const saysPositive = (joint & (model === 'candidate' ? 2 : 1)) !== 0
  return saysPositive ? (isPositive ? 0 : 1) : isPositive ? 2 : 3
}

function gathered(values: Float64Array, cellOf: (joint: number) => number): Float64Array {
  const cells = new Float64Array(4)
  for (let joint = 0; joint < jointCells; joint++) cells[cellOf(joint)] += values[joint]
  return cells
}

function gatheredPairs(moments: Float64Array, cellOf: (joint: number) => number): Float64Array {
  const cells = new Float64Array(16)
  for (let a = 0; a < jointCells; a++) {
    for (let b = 0; b < jointCells; b++) cells[4 * cellOf(a) + cellOf(b)] += moments[jointCells * a + b]
  }
  return cells
}

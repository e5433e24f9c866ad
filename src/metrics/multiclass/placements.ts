import type { Sampling } from '../../dataset/sampling.ts'
import type { RankedScores } from '../../tally/rank.ts'
import { CompensatedSum } from '../sum.ts'

/** The rows of a column of probabilities from the lowest up: those of rank k from `starts[k]` to `starts[k + 1]`. */
export interface RowsByProbability {
  starts: Uint32Array
  classes: Uint32Array
  weights: Float64Array | null
}

/** Rows of each class, or the sums of their weights, and of all. */
export interface ClassTotals {
  ofClasses: Float64Array
  all: number
}

/** One class's column walked through: how its rows and the others lie to each other. Ties count half. */
export interface ColumnPlacements {
  /** Per rank, the share of the class that lies above. */
  above: Float64Array
  /** Per rank where the class has rows, the share of all others that lies below. */
  below: Float64Array
  /** Per rank where the class has rows, the shares of each other class that lie below, added up. */
  belowEach: Float64Array
  /** The area under the ROC curve of the class against each other one; at its own place, against all others. */
  areas: Float64Array
}

/** The rows of a ranked column in ascending order of it, with their classes and weights. */
export function inOrder(
  { scores, ranks }: RankedScores,
  classes: Uint32Array,
  { weights }: Sampling,
): RowsByProbability {
  const starts = new Uint32Array(scores.length + 1)
  for (let row = 0; row < ranks.length; row++) starts[ranks[row] + 1]++
  for (let rank = 0; rank < scores.length; rank++) starts[rank + 1] += starts[rank]
  const heads = starts.slice()
  const ordered = { starts, classes: new Uint32Array(ranks.length), weights: weights && new Float64Array(ranks.length) }
  for (let row = 0; row < ranks.length; row++) {
    const place = heads[ranks[row]]++
    ordered.classes[place] = classes[row]
    if (weights !== null) ordered.weights![place] = weights.values[row]
  }
  return ordered
}

/** Walks a class's column from its lowest probability up, each rank's rows together. */
export function columnPlacements(label: number, ordered: RowsByProbability, totals: ClassTotals): ColumnPlacements {
  const rankCount = ordered.starts.length - 1
  const [above, below, belowEach] = [0, 1, 2].map(() => new Float64Array(rankCount))
  const sizes = opponents(label, totals)
  const own = totals.ofClasses[label]
  const passed = new PassedRows(label, ordered, sizes.length)
  const wins = new Float64Array(sizes.length)
  for (let rank = 0; rank < rankCount; rank++) {
    const { ownMiddle, ownHere, middles } = passed.pass(rank)
    above[rank] = (own - ownMiddle) / own
    if (ownHere === 0) continue
    for (let other = 0; other < sizes.length; other++) {
      wins[other] += ownHere * middles[other]
      if (other === label) below[rank] = middles[other] / sizes[other]
      else belowEach[rank] += middles[other] / sizes[other]
    }
  }
  return { above, below, belowEach, areas: wins.map((sum, other) => sum / own / sizes[other]) }
}

/** What a class is set against: each other class, and at its own place all of them together. */
export function opponents(label: number, { ofClasses, all }: ClassTotals): Float64Array {
  return ofClasses.map((total, other) => (other === label ? all - total : total))
}

/** The rows of a column passed so far, from the lowest up. */
class PassedRows {
  /** Rows of the column's class passed, half of the last rank's; and those of the last rank. */
  ownMiddle = 0
  ownHere = 0
  /** Of each opponent, likewise; where the last rank has rows of the class. */
  readonly middles: Float64Array
  private readonly own = new CompensatedSum()
  private readonly others: CompensatedSum[]

  constructor(
    private readonly label: number,
    private readonly rows: RowsByProbability,
    labelCount: number,
  ) {
    this.middles = new Float64Array(labelCount)
    this.others = Array.from(this.middles, () => new CompensatedSum())
  }

  pass(rank: number): this {
    const { label, others, middles, own } = this
    const { starts, classes, weights } = this.rows
    const before = own.value
    for (let at = starts[rank]; at < starts[rank + 1]; at++) {
      if (classes[at] === label) own.add(weights === null ? 1 : weights[at])
    }
    this.ownHere = own.value - before
    this.ownMiddle = (own.value + before) / 2
    if (this.ownHere > 0) others.forEach((sum, other) => (middles[other] = sum.value))
    for (let at = starts[rank]; at < starts[rank + 1]; at++) {
      if (classes[at] === label) continue
      const weight = weights === null ? 1 : weights[at]
      others[classes[at]].add(weight)
      others[label].add(weight)
    }
    if (this.ownHere > 0) others.forEach((sum, other) => (middles[other] = (middles[other] + sum.value) / 2))
    return this
  }
}

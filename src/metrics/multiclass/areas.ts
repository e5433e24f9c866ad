import type { Sampling } from '../../dataset/sampling.ts'
import { CompensatedSum } from '../arithmetic.ts'
import { sampleSize } from '../intervals/delta.ts'
import { exactSum } from '../../tally/exact-sums.ts'
import { type RankedScores, rankScores } from '../../tally/rank.ts'

/** Areas under the ROC curves of every class, averaged both ways, with the influence of every row. */
export interface ClassAreas {
  /** Each class against all others, by its own column of probabilities; the classes alike. */
  oneVersusRest: Area & { ofClasses: Float64Array }
  /** Each class against each other one, by the first one's column; the ordered pairs alike (Hand & Till 2001). */
  oneVersusOne: Area
}

/** An area under ROC curves, and what each row adds to it (see `influencePrecision`). */
export interface Area {
  value: number
  influence: Float64Array
}

/**
 * Both averages from one walk through each column. Shares of rows above and below a row are DeLong's placements, of
 * which the areas are the means, and to which a row's influences add up over the columns. O(rows·log rows) a column.
 * @param probabilities a column per class, two at least
 * @param classes per row, the index of its class; every class has rows
 */
export function classAreas(probabilities: Float64Array[], classes: Uint32Array, sampling: Sampling): ClassAreas {
  const totals = classTotals(classes, probabilities.length, sampling)
  const rest = new Float64Array(classes.length)
  const pairs = new Float64Array(classes.length)
  const areas = probabilities.map((column, label) => {
    const ranked = rankScores(column)
    const placements = columnPlacements(label, inOrder(ranked, classes, sampling), totals)
    addPlacements(rest, pairs, { label, ranks: ranked.ranks, classes, placements, totals })
    return placements.areas
  })
  centre(rest, pairs, { classes, totals, areas, factors: spreadFactors(classes, totals, sampling) })
  const ofClasses = Float64Array.from(areas, (own, label) => own[label])
  const ofPairs = Float64Array.from(areas.flatMap((own, label) => [...own].filter((_, other) => other !== label)))
  return {
    oneVersusRest: { value: exactSum(ofClasses) / ofClasses.length, influence: rest, ofClasses },
    oneVersusOne: { value: exactSum(ofPairs) / ofPairs.length, influence: pairs },
  }
}

function classTotals(classes: Uint32Array, labelCount: number, { weights }: Sampling): ClassTotals {
  const sums = Array.from({ length: labelCount }, () => new CompensatedSum())
  for (let row = 0; row < classes.length; row++) sums[classes[row]].add(weights === null ? 1 : weights.values[row])
  const ofClasses = Float64Array.from(sums, (sum) => sum.value)
  return { ofClasses, all: exactSum(ofClasses) }
}

interface PlacedColumn {
  label: number
  ranks: Uint32Array
  classes: Uint32Array
  placements: ColumnPlacements
  totals: ClassTotals
}

/** Adds what each row's placement in one column gives to the two averages. */
function addPlacements(rest: Float64Array, pairs: Float64Array, column: PlacedColumn): void {
  const {
    label,
    ranks,
    classes,
    placements: { above, below, belowEach },
    totals: { ofClasses, all },
  } = column
  const perClass = 1 / ofClasses.length
  const perPair = perClass / (ofClasses.length - 1)
  const own = ofClasses[label]
  for (let row = 0; row < classes.length; row++) {
    const rank = ranks[row]
    if (classes[row] === label) {
      rest[row] += (below[rank] / own) * perClass
      pairs[row] += (belowEach[rank] / own) * perPair
    } else {
      rest[row] += (above[rank] / (all - own)) * perClass
      pairs[row] += (above[rank] / ofClasses[classes[row]]) * perPair
    }
  }
}

interface Centres {
  classes: Uint32Array
  totals: ClassTotals
  /** Of each class against each opponent (see `ColumnPlacements`). */
  areas: Float64Array[]
  factors: Float64Array
}

/** Takes the mean of its class from every row, so that the influences sum to zero, and corrects each class's spread. */
function centre(rest: Float64Array, pairs: Float64Array, { classes, totals, areas, factors }: Centres): void {
  const restMeans = new Float64Array(areas.length)
  const pairMeans = new Float64Array(areas.length)
  areas.forEach((own, label) =>
    opponents(label, totals).forEach((size, other) => {
      if (other === label) {
        restMeans.forEach(
          (_, of) => (restMeans[of] += own[label] / (of === label ? totals.ofClasses[label] : size) / areas.length),
        )
      } else {
        const part = own[other] / areas.length / (areas.length - 1)
        pairMeans[label] += part / totals.ofClasses[label]
        pairMeans[other] += part / size
      }
    }),
  )
  for (let row = 0; row < classes.length; row++) {
    const label = classes[row]
    rest[row] = (rest[row] - restMeans[label]) * factors[label]
    pairs[row] = (pairs[row] - pairMeans[label]) * factors[label]
  }
}

/**
 * Per class, the root of m/(m − 1) for its m rows over n/(n − 1) for all n, which DeLong's variance takes in its place;
 * NaN where a class has a single row, of which no spread can be told. Groups are corrected as a whole.
 */
function spreadFactors(
  classes: Uint32Array,
  { ofClasses, all }: ClassTotals,
  { weights, groups, rowCount }: Sampling,
): Float64Array {
  if (groups !== null) return ofClasses.map(() => 1)
  const isImportance = weights?.kind === 'importance'
  const whole = isImportance ? sampleSize({ rowCount, weights, groups }) : all
  return ofClasses.map((total, label) => {
    const values = isImportance ? weights.values.filter((_, row) => classes[row] === label) : null
    const size =
      values === null ? total : sampleSize({ rowCount: values.length, weights: { kind: 'importance', values }, groups })
    return size > 1 ? Math.sqrt((size / (size - 1)) * ((whole - 1) / whole)) : NaN
  })
}

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
function inOrder({ scores, ranks }: RankedScores, classes: Uint32Array, { weights }: Sampling): RowsByProbability {
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
function columnPlacements(label: number, ordered: RowsByProbability, totals: ClassTotals): ColumnPlacements {
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
function opponents(label: number, { ofClasses, all }: ClassTotals): Float64Array {
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

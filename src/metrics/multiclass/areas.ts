import { rankScores } from '../../tally/rank.ts'
import { rowsByRank } from '../../tally/rows.ts'
import type { Sampling } from '../../dataset/sampling.ts'
import { sampleSize } from '../influence.ts'
import { CompensatedSum } from '../sum.ts'

/** Areas under the ROC curves of every class, averaged both ways, with the influence of every row. */
export interface ClassAreas {
  /** Each class against all others, by its own column of probabilities; the classes alike. */
  oneVersusRest: Area & { ofClasses: Float64Array }
  /** Each class against each other one, by the first one's column; the ordered pairs alike (Hand & Till 2001). */
  oneVersusOne: Area
}

export interface Area {
  value: number
  influence: Float64Array
}

/**
 * Every column is walked once, from its lowest probability up. A row of the column's class counts the rows of each
 * other class below it, and a row of another class those of the column's class above it, ties counting half: their
 * shares are DeLong's placements, of which the areas are the means and to which the influences add up. O(rows·log rows)
 * a column.
 * @param probabilities a column per class
 * @param classes per row, the index of its class; every class has rows
 */
export function classAreas(probabilities: Float64Array[], classes: Uint32Array, sampling: Sampling): ClassAreas {
  const labelCount = probabilities.length
  const totals = classTotals(classes, labelCount, sampling)
  const walks = probabilities.map((column, label) => new ColumnWalk(label, column, classes, totals, sampling))
  const restInfluence = new Float64Array(classes.length)
  const pairInfluence = new Float64Array(classes.length)
  const ofClasses = new Float64Array(labelCount)
  const pairSums = new Float64Array(labelCount)
  for (const walk of walks) {
    const { restArea, pairAreas } = walk.add(restInfluence, pairInfluence)
    ofClasses[walk.label] = restArea
    pairAreas.forEach((area, other) => {
      pairSums[walk.label] += area
      pairSums[other] += area
    })
  }
  centre(restInfluence, pairInfluence, { classes, totals, ofClasses, pairSums, sampling })
  const mean = (values: Float64Array, count: number) => values.reduce((sum, value) => sum + value, 0) / count
  return {
    oneVersusRest: { value: mean(ofClasses, labelCount), influence: restInfluence, ofClasses },
    oneVersusOne: { value: mean(pairSums, 2 * labelCount * (labelCount - 1)), influence: pairInfluence },
  }
}

interface Totals {
  /** Rows of each class, or the sum of their weights. */
  ofClasses: Float64Array
  all: number
}

function classTotals(classes: Uint32Array, labelCount: number, { weights }: Sampling): Totals {
  const sums = Array.from({ length: labelCount }, () => new CompensatedSum())
  for (let row = 0; row < classes.length; row++) sums[classes[row]].add(weights === null ? 1 : weights.values[row])
  const ofClasses = Float64Array.from(sums, (sum) => sum.value)
  return { ofClasses, all: ofClasses.reduce((sum, total) => sum + total, 0) }
}

/** One class's column of probabilities, from the lowest up. */
class ColumnWalk {
  readonly label: number
  private readonly column: Float64Array
  private readonly classes: Uint32Array
  private readonly totals: Totals
  private readonly weights: Float64Array | null
  /** Of the rows passed so far, each class's; at the label's own place those of all others together. */
  private readonly passed: CompensatedSum[]
  private readonly own = new CompensatedSum()

  constructor(label: number, column: Float64Array, classes: Uint32Array, totals: Totals, { weights }: Sampling) {
    this.label = label
    this.column = column
    this.classes = classes
    this.totals = totals
    this.weights = weights === null ? null : weights.values
    this.passed = Array.from(totals.ofClasses, () => new CompensatedSum())
  }

  /**
   * Walks the column and adds its placements to both influences.
   * @returns the class's area against the rest, and against each other class (0 at its own place)
   */
  add(restInfluence: Float64Array, pairInfluence: Float64Array): { restArea: number; pairAreas: Float64Array } {
    const { label, classes, totals, passed } = this
    const labelCount = passed.length
    const own = totals.ofClasses[label]
    const sizes = totals.ofClasses.slice()
    sizes[label] = totals.all - own
    const pairCount = labelCount * (labelCount - 1)
    const wins = new Float64Array(labelCount)
    const middles = new Float64Array(labelCount)
    const ranked = rankScores(this.column)
    const rows = rowsByRank(ranked)
    for (let start = 0, end = 0; start < rows.length; start = end) {
      const rank = ranked.ranks[rows[start]]
      let hasOwn = false
      for (end = start; end < rows.length && ranked.ranks[rows[end]] === rank; end++) hasOwn ||= classes[rows[end]] === label
      const ownBefore = this.own.value
      if (hasOwn) for (let other = 0; other < labelCount; other++) middles[other] = passed[other].value
      for (let at = start; at < end; at++) this.pass(rows[at])
      const ownHere = this.own.value - ownBefore
      const above = (own - (ownBefore + this.own.value) / 2) / own
      let pairPlacement = 0
      if (hasOwn) {
        for (let other = 0; other < labelCount; other++) {
          middles[other] = (middles[other] + passed[other].value) / 2
          wins[other] += ownHere * middles[other]
          if (other !== label) pairPlacement += middles[other] / sizes[other]
        }
      }
      for (let at = start; at < end; at++) {
        const row = rows[at]
        const isOwn = classes[row] === label
        restInfluence[row] += isOwn ? middles[label] / sizes[label] / own / labelCount : above / sizes[label] / labelCount
        pairInfluence[row] += isOwn ? pairPlacement / own / pairCount : above / totals.ofClasses[classes[row]] / pairCount
      }
    }
    const pairAreas = wins.map((sum, other) => (other === label ? 0 : sum / own / sizes[other]))
    return { restArea: wins[label] / own / sizes[label], pairAreas }
  }

  private pass(row: number): void {
    const weight = this.weights === null ? 1 : this.weights[row]
    if (this.classes[row] === this.label) {
      this.own.add(weight)
    } else {
      this.passed[this.classes[row]].add(weight)
      this.passed[this.label].add(weight)
    }
  }
}

interface Centres {
  classes: Uint32Array
  totals: Totals
  ofClasses: Float64Array
  /** Per class, the sum of the areas of all ordered pairs that it is in. */
  pairSums: Float64Array
  sampling: Sampling
}

/**
 * Takes from every row the mean of its class, so that the influences sum to zero, and corrects each class's spread for
 * its own degrees of freedom as DeLong does: m/(m − 1) for its m rows in place of n/(n − 1) for all n.
 */
function centre(
  rest: Float64Array, pairs: Float64Array, { classes, totals, ofClasses, pairSums, sampling }: Centres,
): void {
  const labelCount = ofClasses.length
  let restSum = 0
  ofClasses.forEach((area, label) => (restSum += area / (totals.all - totals.ofClasses[label])))
  const restMeans = ofClasses.map((area, label) => {
    const own = totals.ofClasses[label]
    return (area / own + restSum - area / (totals.all - own)) / labelCount
  })
  const pairMeans = pairSums.map((sum, label) => sum / totals.ofClasses[label] / (labelCount * (labelCount - 1)))
  const factors = spreadFactors(classes, labelCount, sampling)
  for (let row = 0; row < classes.length; row++) {
    const label = classes[row]
    rest[row] = (rest[row] - restMeans[label]) * factors[label]
    pairs[row] = (pairs[row] - pairMeans[label]) * factors[label]
  }
}

/** Per class; NaN where a class has a single row, of which no spread can be told. Groups are corrected as a whole. */
function spreadFactors(classes: Uint32Array, labelCount: number, sampling: Sampling): Float64Array {
  if (sampling.groups !== null) return new Float64Array(labelCount).fill(1)
  const all = sampleSize(sampling)
  return Float64Array.from({ length: labelCount }, (_, label) => {
    const size = sizeOfClass(classes, label, sampling)
    return size > 1 ? Math.sqrt((size / (size - 1)) * ((all - 1) / all)) : NaN
  })
}

function sizeOfClass(classes: Uint32Array, label: number, { weights }: Sampling): number {
  const values = Float64Array.from(classes, (own, row) => (own !== label ? 0 : weights === null ? 1 : weights.values[row]))
  return sampleSize({ rowCount: values.length, weights: { kind: weights?.kind ?? 'counts', values }, groups: null })
}

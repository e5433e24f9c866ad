import type { Sampling } from '../../dataset/sampling.ts'
import { exactSum } from '../../tally/exact-sums.ts'
import { rankScores } from '../../tally/rank.ts'
import { sampleSize } from '../intervals/delta.ts'
import { CompensatedSum } from '../sum.ts'
import { columnPlacements, inOrder, opponents, type ClassTotals, type ColumnPlacements } from './placements.ts'

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

import { type Sampling, takeSampling } from '../../dataset/sampling.ts'
import { CompensatedSum } from '../arithmetic.ts'
import { isTallied } from '../binary/influence-table.ts'
import type { ClassMeasure } from '../definitions/definition.ts'
import { sampledPrecision, sampleSize } from '../intervals/delta.ts'
import { twoSidedT, twoSidedZ } from '../intervals/distributions.ts'
import { wilsonInterval } from '../intervals/proportion.ts'
import type { Interval } from '../measure.ts'
import type { ClassConfusion } from './cells.ts'

/** Precision, recall and F1 of every class, in the order of the labels; null where it has no rows to be of. */
export type ClassShares = Record<ClassMeasure, (ShareEstimate | null)[]>

interface ClassedRows {
  classes: Uint32Array
  predicted: Uint32Array
  sampling: Sampling
}

/** Each is a share of rows: of those predicted so, of those that are so, and, by the Jaccard index, of both together. */
export function classShares(confusion: ClassConfusion, rows: ClassedRows, confidence: number): ClassShares {
  const shareOf = isTallied(rows.sampling)
    ? sharesByCounts(confusion, confidence)
    : sharesByRows(rows, confusion, confidence)
  return {
    precision: shareOf('precision'),
    recall: shareOf('recall'),
    f1: shareOf('f1').map((jaccard, label) => (jaccard === null ? null : f1OfJaccard(jaccard, confusion, label))),
  }
}

type SharesOf = (id: ClassMeasure) => (ShareEstimate | null)[]

function sharesByCounts({ labelCount, counts, ofTrue, ofPredicted }: ClassConfusion, confidence: number): SharesOf {
  return (id) =>
    Array.from({ length: labelCount }, (_, label) => {
      const right = counts[label * labelCount + label]
      const total = {
        precision: ofPredicted[label],
        recall: ofTrue[label],
        f1: ofTrue[label] + ofPredicted[label] - right,
      }[id]
      return total === 0 ? null : countedShare(right, total, confidence)
    })
}

function sharesByRows(
  { classes, predicted, sampling }: ClassedRows,
  { labelCount }: ClassConfusion,
  confidence: number,
): SharesOf {
  return (id) =>
    rowsOfClasses(classes, predicted, labelCount, id).map((rows) => {
      if (rows.length === 0) return null
      return sampledShare((at) => classes[rows[at]] === predicted[rows[at]], takeSampling(sampling, rows), confidence)
    })
}

/** Per class, the rows that are it (recall), are predicted to be it (precision), or either (F1). */
function rowsOfClasses(
  classes: Uint32Array,
  predicted: Uint32Array,
  labelCount: number,
  id: ClassMeasure,
): Uint32Array[] {
  const sizes = new Uint32Array(labelCount)
  const visit = (take: (label: number, row: number) => void) => {
    for (let row = 0; row < classes.length; row++) {
      if (id !== 'precision') take(classes[row], row)
      if (id === 'precision' || (id === 'f1' && classes[row] !== predicted[row])) take(predicted[row], row)
    }
  }
  visit((label) => sizes[label]++)
  const rows = Array.from(sizes, (size) => new Uint32Array(size))
  sizes.fill(0)
  visit((label, row) => (rows[label][sizes[label]++] = row))
  return rows
}

/** F1 = 2·J/(1 + J) of the Jaccard index J, a monotone function: its interval, transformed. */
function f1OfJaccard(
  { value, interval, variance }: ShareEstimate,
  { labelCount, counts, ofTrue, ofPredicted }: ClassConfusion,
  label: number,
): ShareEstimate {
  const f1 = (jaccard: number) => (2 * jaccard) / (1 + jaccard)
  const slope = 2 / ((1 + value) * (1 + value))
  return {
    value: (2 * counts[label * labelCount + label]) / (ofTrue[label] + ofPredicted[label]),
    interval: interval === null ? null : { ...interval, low: f1(interval.low), high: f1(interval.high) },
    variance: variance * slope * slope,
  }
}

/** A share of some rows: its interval (null where the rows are too few to tell), and its variance. */
export interface ShareEstimate {
  value: number
  interval: Interval | null
  variance: number
}

/** Of independent rows, by their counts: Wilson's interval. */
export function countedShare(hits: number, total: number, confidence: number): ShareEstimate {
  const value = hits / total
  return {
    value,
    interval: wilsonInterval(hits, total, twoSidedZ(confidence)),
    variance: (value * (1 - value)) / total,
  }
}

/**
 * Of rows that are weighted by importance or belong together: Wilson's interval at the effective size p(1 − p)/SE², with the
 * t quantile of the variance's degrees of freedom (after Korn & Graubard, Survey Methodology 1998). A share of 0 or 1
 * shows no variance: there the size is Kish's, or the number of groups.
 * @param isHit of each of the rows
 * @param sampling of the same rows, at least one
 */
export function sampledShare(isHit: (row: number) => boolean, sampling: Sampling, confidence: number): ShareEstimate {
  const { rowCount, weights } = sampling
  const hits = new CompensatedSum()
  const all = new CompensatedSum()
  for (let row = 0; row < rowCount; row++) {
    const weight = weights === null ? 1 : weights.values[row]
    all.add(weight)
    if (isHit(row)) hits.add(weight)
  }
  const total = all.value
  const value = hits.value / total
  const influence = new Float64Array(rowCount)
  for (let row = 0; row < rowCount; row++) influence[row] = ((isHit(row) ? 1 : 0) - value) / total
  const { standardError, degreesOfFreedom } = sampledPrecision(influence, sampling)
  const variance = standardError * standardError
  const isSpread = value > 0 && value < 1 && variance > 0
  const size = isSpread ? (value * (1 - value)) / variance : effectiveSize(sampling)
  return {
    value,
    interval:
      degreesOfFreedom >= 1 ? wilsonInterval(value * size, size, twoSidedT(confidence, degreesOfFreedom)) : null,
    variance: Number.isNaN(variance) ? 0 : variance,
  }
}

function effectiveSize(sampling: Sampling): number {
  if (sampling.groups === null) return sampleSize(sampling)
  return new Set(sampling.groups.codes).size
}

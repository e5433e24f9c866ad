import { square } from '../arithmetic.ts'
import { isTallied } from '../binary/influence-table.ts'
import { fisherInterval, studentT } from '../intervals/delta.ts'
import type { Interval } from '../measure.ts'
import type { ClassConfusion } from './cells.ts'
import { countedShare, sampledShare, type ShareEstimate } from './class-shares.ts'
import { type ClassEstimator, estimatePrecision, type Influence } from './estimate.ts'
import type { Subject } from './subject.ts'

/** Per cell, 1 where its rows are predicted correctly. */
export function rightCells({ cells, decisions }: Subject): Uint8Array {
  return Uint8Array.from(cells.classes, (label, cell) => (label === decisions.predicted[cell] ? 1 : 0))
}

/** The share of all rows that lie in cells with a hit; at least one row. */
function rowShare({ cells, sampling, confusion }: Subject, hits: Uint8Array, confidence: number): ShareEstimate {
  if (!isTallied(sampling)) return sampledShare((row) => hits[cells.ofRows[row]] === 1, sampling, confidence)
  let count = 0
  for (let cell = 0; cell < hits.length; cell++) if (hits[cell] === 1) count += cells.weights[cell]
  return countedShare(count, confusion.total, confidence)
}

/** A share of all rows, or the reason why there is none. */
export function shareEstimator(
  hitsOf: (subject: Subject) => Uint8Array | { undefinedBecause: string },
): ClassEstimator {
  return (subject, { confidence }) => {
    const { total } = subject.confusion
    if (total === 0) return { undefinedBecause: 'no rows' }
    const hits = hitsOf(subject)
    if ('undefinedBecause' in hits) return hits
    const { value, interval } = rowShare(subject, hits, confidence)
    const influence = Float64Array.from(hits, (hit) => (hit - value) / total)
    return { value, interval, hits, influence: { over: 'cells', values: influence, test: 'delta' } }
  }
}

/** Share of the rows whose class is among the k with the largest probabilities. */
export function topShare(k: 2 | 3): ClassEstimator {
  return shareEstimator(({ labels, decisions: { before } }) => {
    if (before === null) return { undefinedBecause: 'no probabilities' }
    if (labels.length <= k)
      return { undefinedBecause: `with ${labels.length} classes every row's is among the first ${k}` }
    return before.map((places) => (places < k ? 1 : 0))
  })
}

/** A function of the confusion counts within −1 … 1, and its derivative by the count of a true and a predicted class. */
export interface Agreement {
  value(confusion: ClassConfusion): number | { undefinedBecause: string }
  derivative(confusion: ClassConfusion, value: number): (label: number, called: number) => number
}

/**
 * The correlation of true and predicted class for any number of classes (Gorodkin, Comput. Biol. Chem. 2004):
 * (N·right − Σ RₖCₖ)/√((N² − Σ Cₖ²)(N² − Σ Rₖ²)), R and C being the rows of and called each class; 0 where one class
 * alone is true or predicted (scikit-learn).
 */
export const matthewsCorrcoef: Agreement = {
  value(confusion) {
    const { agreed, spreadOfPredicted, spreadOfTrue } = sums(confusion)
    const spread = Math.sqrt(spreadOfPredicted) * Math.sqrt(spreadOfTrue)
    return spread === 0 ? 0 : Math.min(1, Math.max(-1, agreed / spread))
  },
  derivative(confusion, value) {
    const { ofTrue, ofPredicted, right, total } = confusion
    const { spreadOfPredicted, spreadOfTrue } = sums(confusion)
    const spread = Math.sqrt(spreadOfPredicted) * Math.sqrt(spreadOfTrue)
    return (label, called) => {
      const agreed = (label === called ? total : 0) + right - ofPredicted[label] - ofTrue[called]
      return (
        agreed / spread -
        value * ((total - ofPredicted[called]) / spreadOfPredicted + (total - ofTrue[label]) / spreadOfTrue)
      )
    }
  },
}

/** Agreement beyond chance, (N·right − Σ RₖCₖ)/(N² − Σ RₖCₖ) (Cohen 1960). */
export const cohenKappa: Agreement = {
  value(confusion) {
    const { agreed, beyondChance } = sums(confusion)
    return beyondChance === 0 ? { undefinedBecause: 'only one class, true and predicted' } : agreed / beyondChance
  },
  derivative(confusion, value) {
    const { ofTrue, ofPredicted, right, total } = confusion
    const { beyondChance } = sums(confusion)
    return (label, called) => {
      const chance = ofPredicted[label] + ofTrue[called]
      return ((label === called ? total : 0) + right - chance - value * (2 * total - chance)) / beyondChance
    }
  },
}

function sums({ labelCount, counts, ofTrue, ofPredicted, total }: ClassConfusion) {
  let agreed = 0
  let beyondChance = 0
  let spreadOfTrue = 0
  let spreadOfPredicted = 0
  // Each difference class by class: one class alone leaves exactly 0, whatever the weights.
  for (let label = 0; label < labelCount; label++) {
    const [truly, called] = [ofTrue[label], ofPredicted[label]]
    agreed += total * counts[label * labelCount + label] - truly * called
    beyondChance += truly * (total - called)
    spreadOfTrue += truly * (total - truly)
    spreadOfPredicted += called * (total - called)
  }
  return { agreed, beyondChance, spreadOfTrue, spreadOfPredicted }
}

/** Delta method on Fisher's scale, ½·ln((1 + x)/(1 − x)), which keeps it within −1 … 1. */
export function agreementEstimator({ value: valueOf, derivative }: Agreement): ClassEstimator {
  return (subject, { confidence }) => {
    const { cells, decisions, confusion } = subject
    if (confusion.total === 0) return { undefinedBecause: 'no rows' }
    const value = valueOf(confusion)
    if (typeof value !== 'number') return value
    const slope = derivative(confusion, value)
    const values = Float64Array.from(cells.weights, (_, cell) => slope(cells.classes[cell], decisions.predicted[cell]))
    const influence: Influence = { over: 'cells', values, test: 'delta' }
    const precision = estimatePrecision(influence, cells)
    const isPerfect = confusion.right === confusion.total
    const ends = isPerfect
      ? perfectInterval(subject, confidence)
      : fisherInterval(value, studentT(confidence, precision) * precision.standardError)
    const interval: Interval | null = ends && { method: 'delta', ...ends }
    return { value, interval, influence }
  }
}

/** All rows right: what the interval of the accuracy leaves beyond the chance agreement of the classes seen. */
function perfectInterval(subject: Subject, confidence: number): Interval | null {
  const { ofTrue, total } = subject.confusion
  const chance = ofTrue.reduce((sum, count) => sum + square(count / total), 0)
  const { interval } = rowShare(subject, rightCells(subject), confidence)
  if (chance === 1 || interval === null) return null
  return { ...interval, low: (interval.low - chance) / (1 - chance) }
}

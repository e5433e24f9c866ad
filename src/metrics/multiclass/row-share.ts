import { isTallied } from '../binary/influence-table.ts'
import type { ClassEstimator } from './estimate.ts'
import { countedShare, sampledShare, type ShareEstimate } from './share.ts'
import type { Subject } from './subject.ts'

/** Per cell, 1 where its rows are predicted correctly. */
export function rightCells({ cells, decisions }: Subject): Uint8Array {
  return Uint8Array.from(cells.classes, (label, cell) => (label === decisions.predicted[cell] ? 1 : 0))
}

/** The share of all rows that lie in cells with a hit; at least one row. */
export function rowShare({ cells, sampling, confusion }: Subject, hits: Uint8Array, confidence: number): ShareEstimate {
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

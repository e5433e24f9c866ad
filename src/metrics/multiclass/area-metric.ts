import { roundingOfSum } from '../../dataset/probability-sums.ts'
import { isTallied } from '../binary/influence-table.ts'
import { newcombeAucInterval } from '../intervals/area.ts'
import { logitInterval, studentT } from '../intervals/delta.ts'
import type { Interval } from '../measure.ts'
import { twoSidedZ } from '../intervals/distributions.ts'
import { listed, type ClassEstimator, estimatePrecision, type Influence } from './estimate.ts'
import type { Subject } from './subject.ts'

/** The mean area of the classes under their ROC curves, each against the rest or each against each other. */
export function areaEstimator(pairs: 'one_versus_rest' | 'one_versus_one'): ClassEstimator {
  return (subject, { confidence }) => {
    const reason =
      whyNoAreas(subject) ??
      (pairs === 'one_versus_one' && subject.sampling.weights?.kind === 'importance'
        ? 'weights that are not counts of rows (one class against one takes no others in scikit-learn)'
        : null)
    if (reason !== null) return { undefinedBecause: reason }
    const area = subject.areas()[pairs === 'one_versus_one' ? 'oneVersusOne' : 'oneVersusRest']
    const influence: Influence = { over: 'rows', values: area.influence, test: 'delta' }
    return { value: area.value, interval: areaInterval(subject, area.value, influence, confidence), influence }
  }
}

/** scikit-learn takes sums within 1e-8 + 1e-5 of themselves from 1 (`numpy.allclose`), and classes that all have rows; many classes round further. */
function whyNoAreas({ labels, confusion, probabilities }: Subject): string | null {
  if (confusion.total === 0) return 'no rows'
  if (probabilities === null) return 'no probabilities'
  const missing = labels.filter((_, label) => confusion.ofTrue[label] === 0)
  if (missing.length > 0) return `no rows of class ${listed(missing)}`
  if (labels.length < 2) return 'only one class'
  for (let row = 0; row < probabilities[0].length; row++) {
    let sum = 0
    for (const column of probabilities) sum += column[row]
    if (!(Math.abs(sum - 1) <= Math.max(1e-8 + 1e-5 * Math.abs(sum), roundingOfSum(probabilities.length))))
      return 'scores that do not sum to 1 are not probabilities'
  }
  return null
}

/**
 * Delta method on the logit scale. Where that is degenerate (perfect separation, one row of a class) and rows are
 * independent, the value with the mean lengths of Newcombe's intervals of the classes, as if they erred together.
 */
function areaInterval(subject: Subject, value: number, influence: Influence, confidence: number): Interval | null {
  const precision = estimatePrecision(influence, subject.cells)
  const ends = logitInterval(value, studentT(confidence, precision) * precision.standardError)
  if (ends !== null) return { ...ends, method: 'delta' }
  return isTallied(subject.sampling) ? meanNewcombeInterval(subject, value, twoSidedZ(confidence)) : null
}

function meanNewcombeInterval(subject: Subject, value: number, z: number): Interval {
  const { ofTrue, total } = subject.confusion
  let below = 0
  let above = 0
  subject.areas().oneVersusRest.ofClasses.forEach((area, label) => {
    const { low, high } = newcombeAucInterval(area, ofTrue[label], total - ofTrue[label], z)
    below += (area - low) / ofTrue.length
    above += (high - area) / ofTrue.length
  })
  return { low: Math.max(0, value - below), high: Math.min(1, value + above), method: 'newcombe' }
}

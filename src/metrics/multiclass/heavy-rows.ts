import type { Interval } from '../measure.ts'
import type { Sampling } from '../../dataset/sampling.ts'

/** Fewer rows of a class that are predicted wrongly are few. */
const fewWrong = 5
/** Rows that are so much heavier than those of other classes are heavy. */
const heavyTimes = 2

/** Rows with the class that each has and the one that it is predicted to have. */
interface ClassedRows {
  labels: string[]
  classes: Uint32Array
  predicted: Uint32Array
  sampling: Sampling
}

/**
 * Why importance weights leave open how sure a metric is of the predicted classes; null where they do not. As in a case–control study: a
 * class with rows more than twice as heavy as those of the others on average, fewer than 5 of which are predicted wrongly. One more
 * of them would make another value, and no variance tells of those that were not drawn (Lumley, Complex Surveys, 2010).
 */
export function heavyRowsReason({ labels, classes, predicted, sampling }: ClassedRows): string | null {
  const { weights, groups } = sampling
  if (weights?.kind !== 'importance' || groups !== null) return null
  const ofClass = labels.map(() => ({ rows: 0, wrong: 0, weight: 0, heaviest: 0 }))
  let weightOfAll = 0
  classes.forEach((label, row) => {
    const weight = weights.values[row]
    const own = ofClass[label]
    own.rows++
    own.weight += weight
    weightOfAll += weight
    if (predicted[row] !== label) own.wrong++
    if (weight > own.heaviest) own.heaviest = weight
  })
  const at = ofClass.findIndex(({ rows, wrong, weight, heaviest }) => {
    const others = classes.length - rows
    return others > 0 && wrong < fewWrong && heaviest * others > heavyTimes * (weightOfAll - weight)
  })
  if (at < 0) return null
  const { rows, wrong, weight, heaviest } = ofClass[at]
  const times = Number(((heaviest * (classes.length - rows)) / (weightOfAll - weight)).toPrecision(3))
  const count = wrong === 0 ? 'no row' : wrong === 1 ? 'one row' : `${wrong} rows`
  return `the interval may be too short: ${count} of class ${labels[at]}, of a weight up to ${times} times that of others, ${wrong > 1 ? 'are' : 'is'} predicted wrongly, fewer than ${fewWrong}`
}

/** The interval with the caution that nothing narrower than the metric's range is known. */
export function withHeavyRowsCaution(
  interval: Interval | null,
  reason: string | null,
  [low, high]: readonly [number, number],
): Interval | null {
  return interval === null || reason === null ? interval : { ...interval, caution: { reason, low, high } }
}

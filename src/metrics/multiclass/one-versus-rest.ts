import type { ModelName } from '../../dataset/roles.ts'
import { rankScores } from '../../tally/rank.ts'
import { tallyScoresHere, type ScoreTally } from '../../tally/rows.ts'
import { scoreMetric } from '../binary/catalogue.ts'
import { isTallied, type SampledRows } from '../binary/influence-table.ts'
import { thinnedCurve, type ThresholdCurve } from '../binary/curve.ts'
import { averagePrecision, rocAuc } from '../definitions/binary-scores.ts'
import type { Measure } from '../measure.ts'
import type { Settings } from '../settings.ts'
import { countedRows, perRow, type MulticlassModel, type MulticlassRows } from './rows.ts'

/** One class against all others by one model's probability of it: what a binary task's curves are. */
export interface ClassCurve {
  /** Thinned for drawing. */
  curve: ThresholdCurve
  /** `roc_auc` and `average_precision`, of all its points. */
  measures: Map<string, Measure>
}

const curveMetrics = [rocAuc, averagePrecision].map(({ id }) => scoreMetric(id))

/** The curves of every model that gives probabilities. @param label index of the class */
export function classCurves(given: MulticlassRows, label: number, settings: Settings): Map<ModelName, ClassCurve> {
  const rows = countedRows(given)
  const classes = Uint8Array.from(rows.classes, (own) => (own === label ? 1 : 0))
  return ofProbabilities(rows, ({ probabilities }): ClassCurve => {
    const { tally, sampled } = talliedScores(probabilities[label], classes, rows)
    const measures = curveMetrics.map((metric) => [metric.id, metric.measure(tally, settings, sampled)] as const)
    return { curve: thinnedCurve(tally), measures: new Map(measures) }
  })
}

/** A model's largest probability of each row as a score, and whether the class that has it is the row's own. */
export interface TopLabel {
  tally: ScoreTally
  /** Where counts by score do not say how sure a share is. */
  sampled: SampledRows | undefined
}

/** The probability of the predicted class as a binary task of its own: is the call right? (What top-label `ece` is of.) */
export function topLabels(given: MulticlassRows): Map<ModelName, TopLabel> {
  const rows = countedRows(given)
  return ofProbabilities(rows, ({ predicted, probabilities }) => {
    const called = perRow(predicted.length, (row) => probabilities[predicted[row]][row])
    return talliedScores(
      called,
      Uint8Array.from(predicted, (label, row) => (label === rows.classes[row] ? 1 : 0)),
      rows,
    )
  })
}

function ofProbabilities<T>(
  { models }: MulticlassRows,
  make: (model: MulticlassModel & { probabilities: Float64Array[] }) => T,
): Map<ModelName, T> {
  return new Map(
    [...models].flatMap(([name, { predicted, probabilities }]) =>
      probabilities === null ? [] : [[name, make({ predicted, probabilities })] as const],
    ),
  )
}

function talliedScores(scores: Float64Array, classes: Uint8Array, { sampling }: MulticlassRows): TopLabel {
  const ranked = rankScores(scores)
  const tally = tallyScoresHere(ranked, classes, sampling)
  return { tally, sampled: isTallied(sampling) ? undefined : { ranked, classes, sampling } }
}

import type { ScoreTally } from '../../tally/rows.ts'
import { binaryDefinitions, countFunction } from '../definitions/binary.ts'
import type { DecisionDefinition, ScoreDefinition } from '../definitions/definition.ts'
import { rescaledArea } from '../intervals/area.ts'
import { decisionInterval } from '../intervals/decisions.ts'
import { withCountCaution } from '../intervals/weighted-counts.ts'
import { logitInterval, type Precision, studentT } from '../intervals/delta.ts'
import type { Measure } from '../measure.ts'
import type { Costs, Settings } from '../settings.ts'
import {
  averagePrecision,
  averagePrecisionCaution,
  averagePrecisionInfluence,
  averagePrecisionPrecision,
} from './average-precision.ts'
import type { Confusion } from './confusion.ts'
import { classSizes, precisionOf, type InfluenceTable, type SampledRows } from './influence-table.ts'
import {
  areProbabilities,
  expectedCalibrationError,
  kolmogorovSmirnov,
  lossInfluence,
  measuredLoss,
} from './probability.ts'
import { measuredArea, rocAuc, rocAucInfluence } from './roc-auc.ts'

/** A metric of a binary task: its definition, and how it is measured. */
export type BinaryMetric = DecisionMetric | ScoreMetric

/** A metric of the decisions at a threshold. */
export interface DecisionMetric extends DecisionDefinition {
  measure(counts: Confusion, settings: Pick<Settings, 'confidence' | 'costs'>): Measure
}

/** A metric of the scores, the same at every threshold. */
export interface ScoreMetric extends ScoreDefinition {
  /** What each row adds to the estimate, given its value; null where it has no such form. */
  influence: ((tally: ScoreTally, value: number) => InfluenceTable) | null
  /** @param rows where they belong together or have importance weights: then they decide how sure the value is */
  measure(tally: ScoreTally, settings: Settings, rows?: SampledRows): Measure
}

/** Every metric of a binary task, in the order of the result document. */
export const binaryMetrics: readonly BinaryMetric[] = binaryDefinitions.map((definition) =>
  definition.from === 'decisions' ? measuredDecisions(definition) : { ...definition, ...scoreMeasuring(definition) },
)

/** The metrics of the decisions at a threshold. */
export const decisionMetrics: readonly DecisionMetric[] = binaryMetrics.filter((metric) => metric.from === 'decisions')

/** The metrics that do not depend on a threshold. */
export const scoreMetrics: readonly ScoreMetric[] = binaryMetrics.filter((metric) => metric.from === 'scores')

const byId = new Map(binaryMetrics.map((metric) => [metric.id, metric]))

/** The metric of that id; undefined where a binary task has none. */
export function binaryMetric(id: string): BinaryMetric | undefined {
  return byId.get(id)
}

/** The metric of decisions of that id; throws where there is none. */
export function decisionMetric(id: string): DecisionMetric {
  const metric = byId.get(id)
  if (metric?.from !== 'decisions') throw new Error(`${id} does not depend on a threshold`)
  return metric
}

/** The metric of scores of that id; throws where there is none. */
export function scoreMetric(id: string): ScoreMetric {
  const metric = byId.get(id)
  if (metric?.from !== 'scores') throw new Error(`${id} is no metric of scores`)
  return metric
}

/** All metrics of scores of one tally, by id; the area, of which two are made, is measured once. */
export function measureScores(tally: ScoreTally, settings: Settings, rows?: SampledRows): Map<string, Measure> {
  let area: Measure | undefined
  return new Map(
    scoreMetrics.map((metric) => {
      if (metric.estimator.of !== 'area') return [metric.id, metric.measure(tally, settings, rows)]
      area ??= measureArea(tally, settings, rows)
      return [metric.id, rescaledArea(area, metric.estimator.factor)]
    }),
  )
}

function measuredDecisions(definition: DecisionDefinition): DecisionMetric {
  const at = (costs: Costs) => {
    const counted = countFunction(definition, costs)
    return { counted, interval: decisionInterval(definition.interval, counted) }
  }
  const fixed = typeof definition.counts === 'function' ? null : at({ falsePositive: 1, falseNegative: 1 })
  return {
    ...definition,
    measure(counts, { confidence, costs }) {
      const { counted, interval } = fixed ?? at(costs)
      const value = counted.value(counts)
      if (typeof value !== 'number') return value
      const own = interval(value, counts, confidence)
      return { value, interval: withCountCaution(value, own, counted, counts, confidence, definition.range) }
    },
  }
}

function scoreMeasuring({ estimator, range }: ScoreDefinition): Pick<ScoreMetric, 'influence' | 'measure'> {
  switch (estimator.of) {
    case 'area':
      return {
        influence: (tally) => rocAucInfluence(tally, rocAuc(tally)).map((influence) => estimator.factor * influence),
        measure: (tally, settings, rows) => rescaledArea(measureArea(tally, settings, rows), estimator.factor),
      }
    case 'average_precision':
      return { influence: averagePrecisionInfluence, measure: measureAveragePrecision }
    case 'loss':
      return {
        influence: (tally, value) => lossInfluence(tally, estimator.loss, value),
        measure(tally, { confidence }, rows) {
          const reason = whyNoProbabilities(tally)
          if (reason !== null) return { undefinedBecause: reason }
          if (estimator.needsBothClasses && !hasBothClasses(tally)) return { undefinedBecause: 'only one class' }
          return measuredLoss(tally, estimator.loss, confidence, range[1], rows)
        },
      }
    case 'calibration_error':
      return {
        influence: null,
        measure(tally) {
          const reason = whyNoProbabilities(tally)
          return reason === null
            ? { value: expectedCalibrationError(tally), interval: null }
            : { undefinedBecause: reason }
        },
      }
    case 'largest_gap':
      return {
        influence: null,
        measure: (tally) =>
          hasBothClasses(tally)
            ? { value: kolmogorovSmirnov(tally), interval: null }
            : { undefinedBecause: 'only one class' },
      }
  }
}

function measureArea(tally: ScoreTally, { confidence }: Settings, rows?: SampledRows): Measure {
  return hasBothClasses(tally) ? measuredArea(tally, confidence, rows) : { undefinedBecause: 'only one class' }
}

function measureAveragePrecision(tally: ScoreTally, { confidence }: Settings, rows?: SampledRows): Measure {
  if (tally.positives === 0) return { undefinedBecause: 'no positives' }
  const value = averagePrecision(tally)
  const precision =
    rows === undefined ? averagePrecisionPrecision(tally, value) : sampledAveragePrecision(tally, value, rows)
  const ends = logitInterval(value, studentT(confidence, precision) * precision.standardError)
  if (ends === null) return { value, interval: null }
  const caution = rows === undefined ? null : averagePrecisionCaution(tally, rows, ends, confidence)
  return { value, interval: { ...ends, method: 'delta', ...(caution && { caution }) } }
}

/** The variance has no more degrees of freedom than the positives leave. */
function sampledAveragePrecision(tally: ScoreTally, value: number, rows: SampledRows): Precision {
  const precision = precisionOf(averagePrecisionInfluence(tally, value), rows)
  return { ...precision, degreesOfFreedom: Math.min(precision.degreesOfFreedom, classSizes(rows).positives - 1) }
}

function whyNoProbabilities(tally: ScoreTally): string | null {
  if (tally.scores.length === 0) return 'no rows'
  return areProbabilities(tally) ? null : 'scores outside 0 to 1 are not probabilities'
}

function hasBothClasses(tally: ScoreTally): boolean {
  return tally.positives > 0 && tally.negatives > 0
}

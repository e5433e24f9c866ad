import type { ModelName } from '../../../src/dataset/roles.ts'
import type { DefinedDifference, Difference } from '../../../src/metrics/difference.ts'
import type { DefinedMeasure, Measure } from '../../../src/metrics/measure.ts'
import { measureRegression, type RegressionRows } from '../../../src/metrics/regression/measure.ts'
import type { Settings } from '../../../src/metrics/settings.ts'
import { wholeOrShares } from '../../dataset/whole-weights.ts'

export const settings: Settings = {
  confidence: 0.95,
  costs: { falsePositive: 1, falseNegative: 1 },
  replicates: 200,
  seed: 1,
}

export interface Row {
  truth: number
  candidate: number
  production?: number
  weight?: number
  group?: number
}

/** Rows as the engine takes them: two models, weights or groups where the first row has them. */
export function regressionRows(rows: Row[]): RegressionRows {
  const column = (key: keyof Row) => Float64Array.from(rows, (row) => row[key]!)
  const predictions = new Map<ModelName, Float64Array>([['candidate', column('candidate')]])
  if (rows[0]?.production !== undefined) predictions.set('production', column('production'))
  return {
    truth: column('truth'),
    predictions,
    sampling: {
      rowCount: rows.length,
      weights: rows[0]?.weight === undefined ? null : wholeOrShares(column('weight')),
      groups:
        rows[0]?.group === undefined ? null : { codes: Uint32Array.from(rows, (row) => row.group!), groupCount: 100 },
    },
  }
}

export function measuresOf(rows: Row[], model: ModelName = 'candidate'): Record<string, Measure> {
  return Object.fromEntries(measureRegression(regressionRows(rows), settings).models.get(model)!.measures)
}

export function differencesOf(rows: Row[]): Record<string, Difference> {
  return Object.fromEntries(measureRegression(regressionRows(rows), settings).differences!)
}

export function valueOf(measure: Measure): number {
  if ('undefinedBecause' in measure) throw new Error(`undefined: ${measure.undefinedBecause}`)
  return (measure as DefinedMeasure).value
}

export function intervalOf(measure: Measure): DefinedMeasure['interval'] {
  return (measure as DefinedMeasure).interval
}

export function isDifferent(difference: Difference): difference is DefinedDifference {
  return !('undefinedBecause' in difference)
}

/** Within a relative 1e-9 of the expected number. */
export function isNear(actual: number, expected: number, tolerance = 1e-9): boolean {
  return Math.abs(actual - expected) <= tolerance * Math.max(Math.abs(expected), 1e-12)
}

import fc from 'fast-check'
import type { ModelName } from '../../../src/dataset/roles.ts'
import { argmaxClasses, type MulticlassModel, type MulticlassRows } from '../../../src/metrics/multiclass/rows.ts'
import type { Settings } from '../../../src/metrics/settings.ts'
import type { Sampling } from '../../../src/dataset/sampling.ts'
import { wholeOrShares } from '../../dataset/whole-weights.ts'

export const settings: Settings = {
  confidence: 0.95,
  costs: { falsePositive: 1, falseNegative: 1 },
  replicates: 200,
  seed: 1,
}

/** One row of a sample: its class, each model's probabilities, its weight and group. */
export interface SampleRow {
  label: number
  candidate: number[]
  production: number[]
  weight: number
  group: number
}

/** Which of the rows' properties a sampling takes notice of. */
export interface SampleKind {
  hasWeights: boolean
  hasGroups: boolean
}

export const independent: SampleKind = { hasWeights: false, hasGroups: false }

/** Rows of `labelCount` classes with probabilities that sum to 1, tied often; every class has rows. */
export function someRows(labelCount: number, weight: fc.Arbitrary<number>, maxLength = 40): fc.Arbitrary<SampleRow[]> {
  const probabilities = fc
    .array(fc.integer({ min: 0, max: 6 }), { minLength: labelCount, maxLength: labelCount })
    .map((parts) => parts.map((part, label) => part + (label === 0 ? 1 : 0)))
    .map((parts) => parts.map((part) => part / parts.reduce((sum, each) => sum + each, 0)))
  const row = (label: fc.Arbitrary<number>) =>
    fc.record({ label, candidate: probabilities, production: probabilities, weight, group: fc.nat(5) })
  const ofEach = fc.tuple(...Array.from({ length: labelCount }, (_, label) => row(fc.constant(label))))
  return fc
    .tuple(ofEach, fc.array(row(fc.nat(labelCount - 1)), { maxLength }))
    .map(([first, rest]) => [...first, ...rest])
}

export function rowsOf(rows: SampleRow[], labelCount: number, kind: SampleKind = independent): MulticlassRows {
  const sampling: Sampling = {
    rowCount: rows.length,
    weights: kind.hasWeights ? wholeOrShares(Float64Array.from(rows, (row) => row.weight)) : null,
    groups: kind.hasGroups ? { codes: Uint32Array.from(rows, (row) => row.group), groupCount: 6 } : null,
  }
  const models = new Map<ModelName, MulticlassModel>(
    (['candidate', 'production'] as const).map((name) => [
      name,
      modelOf(Array.from({ length: labelCount }, (_, label) => rows.map((row) => row[name][label]))),
    ]),
  )
  const labels = Array.from({ length: labelCount }, (_, label) => `class ${label}`)
  return { labels, classes: Uint32Array.from(rows, (row) => row.label), models, sampling }
}

/** A model from its columns of probabilities. */
export function modelOf(columns: number[][]): MulticlassModel {
  const probabilities = columns.map((column) => Float64Array.from(column))
  return { predicted: argmaxClasses(probabilities), probabilities }
}

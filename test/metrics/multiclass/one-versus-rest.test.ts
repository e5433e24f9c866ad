import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isDefined, type DefinedMeasure } from '../../../src/metrics/measure.ts'
import { measureMulticlass } from '../../../src/metrics/multiclass/measure.ts'
import { classCurves, topLabels } from '../../../src/metrics/multiclass/one-versus-rest.ts'
import { expectedCalibrationError } from '../../../src/metrics/binary/probability.ts'
import { rowsOf, settings, someRows } from './sample.ts'
import { runs } from '../../property-runs.ts'

const weight = fc.integer({ min: 1, max: 3 })
const kinds = [
  { hasWeights: false, hasGroups: false },
  { hasWeights: true, hasGroups: false },
  { hasWeights: false, hasGroups: true },
]

describe.each(kinds)('one class against the rest, %o', (kind) => {
  it('the areas under the curves of all classes average to roc_auc_ovr', () => {
    fc.assert(
      fc.property(someRows(3, weight), (rows) => {
        const sample = rowsOf(rows, 3, kind)
        const areas = [0, 1, 2].map(
          (label) => classCurves(sample, label, settings).get('candidate')!.measures.get('roc_auc') as DefinedMeasure,
        )
        const average = measureMulticlass(sample, settings)
          .models.get('candidate')!
          .measures.get('roc_auc_ovr') as DefinedMeasure
        expect(areas.reduce((sum, { value }) => sum + value / 3, 0)).toBeCloseTo(average.value, 9)
      }),
      { numRuns: runs(40) },
    )
  })

  it('a curve ends with all rows of the class, and all others', () => {
    fc.assert(
      fc.property(someRows(4, weight), (rows) => {
        const sample = rowsOf(rows, 4, kind)
        for (const { curve, measures } of classCurves(sample, 2, settings).values()) {
          expect([curve.truePositives.at(-1), curve.falsePositives.at(-1)]).toEqual([curve.positives, curve.negatives])
          expect(curve.positives + curve.negatives).toBe(
            kind.hasWeights ? rows.reduce((sum, row) => sum + row.weight, 0) : rows.length,
          )
          expect([...measures.keys()]).toEqual(['roc_auc', 'average_precision'])
        }
      }),
      { numRuns: runs(40) },
    )
  })

  it('of the probability of the class called, the calibration error is the metric ece', () => {
    fc.assert(
      fc.property(someRows(3, weight), (rows) => {
        const sample = rowsOf(rows, 3, kind)
        const ece = measureMulticlass(sample, settings).models.get('production')!.measures.get('ece')!
        if (isDefined(ece))
          expect(expectedCalibrationError(topLabels(sample).get('production')!.tally)).toBeCloseTo(ece.value, 9)
      }),
      { numRuns: runs(40) },
    )
  })
})

it('of a class of one row in four, the worked numbers', () => {
  const rows = [0.9, 0.6, 0.7, 0.1].map((probability, at) => ({
    label: at === 0 || at === 1 ? 0 : at - 1,
    candidate: [probability, (1 - probability) / 2, (1 - probability) / 2],
    production: [1, 0, 0],
    weight: 1,
    group: 0,
  }))
  const { curve, measures } = classCurves(rowsOf(rows, 3), 0, settings).get('candidate')!
  // Positives at 0.9 and 0.6, others at 0.7 and 0.1: of four pairs three are in order.
  expect((measures.get('roc_auc') as DefinedMeasure).value).toBe(0.75)
  expect(curve).toEqual({
    positives: 2,
    negatives: 2,
    thresholds: [null, 0.9, 0.7, 0.6, 0.1],
    truePositives: [0, 1, 1, 2, 2],
    falsePositives: [0, 0, 1, 1, 2],
  })
})

it('a model that gives no probabilities has neither', () => {
  const sample = rowsOf([{ label: 0, candidate: [1, 0], production: [1, 0], weight: 1, group: 0 }], 2)
  sample.models.set('production', { predicted: Uint32Array.of(0), probabilities: null })
  expect([...classCurves(sample, 0, settings).keys()]).toEqual(['candidate'])
  expect([...topLabels(sample).keys()]).toEqual(['candidate'])
})

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { DefinedDifference } from '../../../src/metrics/difference.ts'
import type { DefinedMeasure } from '../../../src/metrics/measure.ts'
import { multiclassMetric, multiclassMetrics } from '../../../src/metrics/multiclass/catalogue.ts'
import { classDefinitions } from '../../../src/metrics/definitions/one-class.ts'
import { measureMulticlass } from '../../../src/metrics/multiclass/measure.ts'
import { argmaxClasses } from '../../../src/metrics/multiclass/rows.ts'
import { wholeOrShares } from '../../dataset/whole-weights.ts'
import { modelOf, settings } from './sample.ts'

interface ExpectedModel {
  confusion: number[][]
  values: Record<string, number>
  classes: Record<string, number[]>
  wilson?: { accuracy: [number, number]; recall: [number, number][]; precision: [number, number][] }
}

interface Case {
  name: string
  labels: string[]
  classes: number[]
  weights: number[] | null
  candidate: number[][]
  production: number[][]
  expected: { candidate: ExpectedModel; production: ExpectedModel; mcnemar_p: number | null }
}

// Made by expected/multiclass.py: scikit-learn 1.9.1, and the definition of Wilson's interval in NumPy.
const cases: Case[] = JSON.parse(readFileSync(new URL('./expected/multiclass.json', import.meta.url), 'utf8'))

describe.each(cases)('multiclass metrics of $name', (example) => {
  const { labels, classes, weights } = example
  const measured = measureMulticlass(
    {
      labels,
      classes: Uint32Array.from(classes),
      models: new Map([
        ['candidate', modelOf(example.candidate)],
        ['production', modelOf(example.production)],
      ]),
      sampling: {
        rowCount: classes.length,
        weights: weights === null ? null : wholeOrShares(Float64Array.from(weights)),
        groups: null,
      },
    },
    settings,
  )

  it.each(['candidate', 'production'] as const)('%s: every value is scikit-learn’s', (model) => {
    const { measures } = measured.models.get(model)!
    const { values } = example.expected[model]
    expect([...measures.keys()]).toEqual(multiclassMetrics.map(({ id }) => id))
    for (const [id, measure] of measures) {
      if (values[id] === undefined) expect(measure, id).toHaveProperty('undefinedBecause')
      else expect(relativeError((measure as DefinedMeasure).value, values[id]), id).toBeLessThan(1e-9)
    }
  })

  it.each(['candidate', 'production'] as const)(
    '%s: the confusion, and each class’s own values, are scikit-learn’s',
    (model) => {
      const { confusion, classes: ofClasses } = measured.models.get(model)!
      const expected = example.expected[model]
      confusion!.forEach((row, i) => row.forEach((count, j) => expect(count).toBeCloseTo(expected.confusion[i][j], 9)))
      expect([...ofClasses!.keys()]).toEqual(labels)
      labels.forEach((label, at) =>
        classDefinitions.forEach(({ id }) => {
          const { value } = ofClasses!.get(label)!.get(id) as DefinedMeasure
          expect(relativeError(value, expected.classes[id][at]), `${id} of ${label}`).toBeLessThan(1e-9)
        }),
      )
    },
  )

  it('shares of counted rows have Wilson’s interval', () => {
    const { wilson } = example.expected.candidate
    if (wilson === undefined) return
    const { measures, classes: ofClasses } = measured.models.get('candidate')!
    const compared = [
      [measures.get('accuracy'), wilson.accuracy],
      [measures.get('f1_micro'), wilson.accuracy],
      ...(['recall', 'precision'] as const).flatMap((id) =>
        labels.map((label, at) => [ofClasses!.get(label)!.get(id), wilson[id][at]]),
      ),
    ] as [DefinedMeasure, [number, number]][]
    for (const [{ interval }, [low, high]] of compared) {
      expect(interval?.method).toBe('wilson')
      expect(interval?.low).toBeCloseTo(low, 9)
      expect(interval?.high).toBeCloseTo(high, 9)
    }
  })

  it('paired: McNemar’s exact p, and every difference is that of the values', () => {
    const accuracy = measured.differences!.get('accuracy') as DefinedDifference
    if (example.expected.mcnemar_p === null) expect(accuracy.test).toBe('delta')
    else expect(accuracy.p).toBeCloseTo(example.expected.mcnemar_p, 12)
    const value = (model: 'candidate' | 'production', id: string) =>
      measured.models.get(model)!.measures.get(id) as DefinedMeasure
    for (const [id, difference] of measured.differences!) {
      if ('undefinedBecause' in difference) continue
      expect(difference.difference, id).toBe(value('candidate', id).value - value('production', id).value)
      if (id === 'ece') expect(difference).toMatchObject({ interval: null, p: null, test: null })
      else
        expect(
          difference.interval!.low <= difference.difference && difference.difference <= difference.interval!.high,
          id,
        ).toBe(true)
    }
  })

  it('every interval but the calibration error’s is there, about the value, within the metric’s range', () => {
    for (const [id, measure] of measured.models.get('candidate')!.measures) {
      if ('undefinedBecause' in measure) continue
      if (id === 'ece') {
        expect(measure.interval).toBeNull()
        continue
      }
      const [lowest, highest] = multiclassMetric(id)!.range
      const bounds = [lowest, measure.interval!.low, measure.value, measure.interval!.high, highest]
      expect(bounds, id).toEqual(bounds.toSorted((a, b) => a - b))
    }
  })
})

describe('the class called', () => {
  it('is the first of the largest', () => {
    expect([
      ...argmaxClasses(
        [
          [0.5, 0.2, 0.3],
          [0.5, 0.4, 0.3],
          [0, 0.4, 0.4],
        ].map((column) => Float64Array.from(column)),
      ),
    ]).toEqual([0, 1, 2])
  })
})

function relativeError(value: number, expected: number): number {
  return expected === 0 ? Math.abs(value) : Math.abs(value / expected - 1)
}

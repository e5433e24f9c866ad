import { describe, expect, it } from 'vitest'
import type { Measure } from '../../../src/metrics/measure.ts'
import type { MeasuredSplit } from '../../../src/metrics/measured.ts'
import { generalisationFindings, mainMetrics, splitGaps } from '../../../src/split/check/generalisation.ts'
import { metricIds } from '../../../src/metrics/definitions/catalogue.ts'
import { told as whole } from './told.ts'

const around = (value: number, half: number): Measure => ({
  value,
  interval: { low: value - half, high: value + half, method: 't' },
})

function split(name: string, measures: Record<string, Measure>): MeasuredSplit {
  return {
    name,
    rowCount: 100,
    weight: null,
    positives: 50,
    differences: null,
    slices: [],
    models: new Map([['candidate', { measures: new Map(Object.entries(measures)), confusion: null, classes: null }]]),
  }
}

describe('gaps between splits', () => {
  it('have MOVER’s interval: of independent estimates with half-widths 3 and 4, 5', () => {
    const [gap] = splitGaps([
      split('train', { roc_auc: around(0.9, 0.03) }),
      split('validation', { roc_auc: around(0.8, 0.04) }),
    ])
    expect(gap).toMatchObject({ model: 'candidate', metric: 'roc_auc', splits: ['train', 'validation'] })
    const { value, interval } = gap.gap as { value: number; interval: { low: number; high: number } }
    expect([value, interval.low, interval.high].map((bound) => bound.toFixed(12))).toEqual([
      '0.100000000000',
      '0.050000000000',
      '0.150000000000',
    ])
  })

  it('are of train to validation, validation to test and train to test; undefined, with the reason, where a metric is', () => {
    const splits = ['train', 'validation', 'test', 'fold_1'].map((name) =>
      split(name, { roc_auc: name === 'train' ? { undefinedBecause: 'only one class' } : around(0.8, 0.1) }),
    )
    expect(
      splitGaps(splits).map(({ splits: pair, gap }) => [
        ...pair,
        'undefinedBecause' in gap ? gap.undefinedBecause : gap.value,
      ]),
    ).toEqual([
      ['train', 'validation', 'train: only one class'],
      ['validation', 'test', 0],
      ['train', 'test', 'train: only one class'],
    ])
  })
})

describe('generalisation', () => {
  const told = (splits: MeasuredSplit[]) =>
    generalisationFindings('binary', splits, 0.95).map(({ code, splits: pair }) => [code, ...pair].join(' '))

  it('looks at metrics that there are', () => {
    for (const task of ['binary', 'multiclass', 'regression'] as const)
      expect(metricIds(task)).toEqual(expect.arrayContaining(mainMetrics(task)))
  })

  it('fails where train is better than validation by more than the interval, a loss being better where it is lower', () => {
    const findings = generalisationFindings(
      'binary',
      [
        split('train', { roc_auc: around(0.95, 0.006), log_loss: around(0.2, 0.03), accuracy: around(0.9, 0.03) }),
        split('validation', { roc_auc: around(0.9, 0.008), log_loss: around(0.4, 0.04), accuracy: around(0.9, 0.03) }),
      ],
      0.95,
    )
    // Three metrics: half-widths 0.01 and 0.05 times z(1 − 0.05/6) / z(0.975) = 2.393980 / 1.959964.
    expect(findings.map(whole)).toEqual([
      {
        code: 'overfitting',
        splits: ['train', 'validation'],
        rows: null,
        examples: [],
        test: null,
        effect: 'none',
        message:
          'The candidate does better on train than on validation, by more than chance explains: roc_auc 0.95 against 0.9 (gap 0.05, 0.0378 to 0.0622), ' +
          'log_loss 0.2 against 0.4 (gap -0.2, -0.261 to -0.139). It is over-fitted to train, or the splits differ.',
      },
    ])
  })

  it('is not called in question by a gap within the interval, nor by one on the worse side', () => {
    expect(
      told([split('train', { roc_auc: around(0.85, 0.03) }), split('validation', { roc_auc: around(0.82, 0.03) })]),
    ).toEqual([])
    expect(
      told([split('train', { roc_auc: around(0.7, 0.01) }), split('validation', { roc_auc: around(0.9, 0.01) })]),
    ).toEqual([])
  })

  it('widens intervals to the metrics looked at: what is beyond chance alone need not be among five', () => {
    // Half-width 0.05; z(0.995) / z(0.975) = 1.314 for five.
    const of = (accuracy: number, others: string[]) => ({
      accuracy: around(accuracy, 0.05 / Math.SQRT2),
      ...Object.fromEntries(others.map((metric) => [metric, around(0.5, 0.1)])),
    })
    const others = ['roc_auc', 'average_precision', 'log_loss', 'brier']
    expect(told([split('train', of(0.86, [])), split('validation', of(0.8, []))])).toEqual([
      'overfitting train validation',
    ])
    expect(told([split('train', of(0.86, others)), split('validation', of(0.8, others))])).toEqual([])
  })

  it('holds train against test only where there is no validation; validation better than test is a validation set used up', () => {
    const of = (name: string, value: number) => split(name, { roc_auc: around(value, 0.01) })
    expect(told([of('train', 0.9), of('test', 0.8)])).toEqual(['overfitting train test'])
    expect(told([of('train', 0.9), of('validation', 0.9), of('test', 0.8)])).toEqual([
      'validation_used_up validation test',
    ])
  })

  it('does not look at metrics beside the main ones', () => {
    expect(
      told([split('train', { recall: around(0.9, 0.01) }), split('validation', { recall: around(0.5, 0.01) })]),
    ).toEqual([])
  })
})

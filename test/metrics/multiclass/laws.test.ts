import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { binaryMetric } from '../../../src/metrics/binary/catalogue.ts'
import { confusionAt } from '../../../src/metrics/binary/confusion.ts'
import { delongPrecision, rocAuc } from '../../../src/metrics/binary/roc-auc.ts'
import { decisionCells } from '../../../src/metrics/multiclass/cells.ts'
import { multiclassMetrics } from '../../../src/metrics/multiclass/catalogue.ts'
import { type DefinedClassEstimate, estimatePrecision } from '../../../src/metrics/multiclass/estimate.ts'
import { measureMulticlass } from '../../../src/metrics/multiclass/measure.ts'
import type { MulticlassRows } from '../../../src/metrics/multiclass/rows.ts'
import { subjectOf } from '../../../src/metrics/multiclass/subject.ts'
import type { DefinedMeasure, Measure } from '../../../src/metrics/measure.ts'
import type { MeasuredRows } from '../../../src/metrics/measured.ts'
import type { ScoreTally } from '../../../src/tally/rows.ts'
import { tallyOf } from '../binary/tally-of.ts'
import { modelOf, rowsOf, settings, someRows, type SampleKind, type SampleRow } from './sample.ts'
import { runs } from '../../property-runs.ts'

const kinds: SampleKind[] = [
  { hasWeights: false, hasGroups: false },
  { hasWeights: true, hasGroups: false },
  { hasWeights: false, hasGroups: true },
  { hasWeights: true, hasGroups: true },
]
const kindName = ({ hasWeights, hasGroups }: SampleKind) =>
  `${hasWeights ? 'weights' : 'no weights'}, ${hasGroups ? 'groups' : 'no groups'}`
const counts = fc.integer({ min: 0, max: 4 })
const positiveCounts = fc.integer({ min: 1, max: 4 })
const shares = fc.double({ min: 0.01, max: 100, noNaN: true })

/** Everything measured, as one text: equal texts are equal to the bit. */
function written(measured: MeasuredRows): string {
  return JSON.stringify(measured, (_key, value) => (value instanceof Map ? [...value] : value))
}

/** Every number measured by its path, and every reason. */
function flattened(measured: MeasuredRows): Map<string, unknown> {
  const flat = new Map<string, unknown>()
  const visit = (value: unknown, path: string) => {
    const entries =
      value instanceof Map ? [...value] : typeof value === 'object' && value !== null ? Object.entries(value) : null
    if (entries === null) flat.set(path, value)
    else for (const [key, each] of entries) visit(each, `${path}/${key}`)
  }
  visit(measured, '')
  return flat
}

function expectClose(actual: MeasuredRows, expected: MeasuredRows, tolerance: number, ignored: RegExp = /^$/) {
  const found = flattened(actual)
  for (const [path, value] of flattened(expected)) {
    if (ignored.test(path)) continue
    const other = found.get(path)
    if (typeof value !== 'number') expect(other, path).toEqual(value)
    else
      expect(Math.abs((other as number) - value), `${path}: ${other}, ${value}`).toBeLessThanOrEqual(
        tolerance * Math.max(1, Math.abs(value)),
      )
  }
}

describe('row order', () => {
  it.each(kinds.map((kind) => [kindName(kind), kind] as const))('leaves no trace, to the bit: %s', (_name, kind) => {
    const ordered = someRows(3, fc.oneof(counts, shares)).chain((rows) =>
      fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })),
    )
    fc.assert(
      fc.property(ordered, ([rows, shuffled]) => {
        expect(written(measureMulticlass(rowsOf(shuffled, 3, kind), settings))).toBe(
          written(measureMulticlass(rowsOf(rows, 3, kind), settings)),
        )
      }),
      { numRuns: runs(30) },
    )
  })
})

describe('weights', () => {
  const repeated = (rows: SampleRow[]) => rows.flatMap((row) => Array.from({ length: row.weight }, () => row))

  it('an integer weight is as many rows: every value to the bit, every interval and difference', () => {
    fc.assert(
      fc.property(someRows(4, counts), fc.boolean(), (rows, hasGroups) => {
        const weighted = measureMulticlass(rowsOf(rows, 4, { hasWeights: true, hasGroups }), settings)
        const plain = measureMulticlass(rowsOf(repeated(rows), 4, { hasWeights: false, hasGroups }), settings)
        expect(weighted.weight).toBe(plain.rowCount)
        expectClose(weighted, plain, 1e-5, /^\/(rowCount|weight)$/)
        for (const [model, { measures, confusion }] of weighted.models) {
          expect(confusion).toEqual(plain.models.get(model)!.confusion)
          for (const [id, measure] of measures)
            expect(valueOf(measure), id).toBe(valueOf(plain.models.get(model)!.measures.get(id)!))
        }
      }),
      { numRuns: runs(30) },
    )
  })

  it('shares have no unit', () => {
    fc.assert(
      fc.property(someRows(3, shares), fc.boolean(), (rows, hasGroups) => {
        const scaled = rows.map((row) => ({ ...row, weight: row.weight / 1024 }))
        const measured = [rows, scaled].map((each) =>
          measureMulticlass(rowsOf(each, 3, { hasWeights: true, hasGroups }), settings),
        )
        expectClose(measured[1], measured[0], 1e-9, /^\/weight$|confusion/)
      }),
      { numRuns: runs(20) },
    )
  })

  it('shares have no one-versus-one area, as in scikit-learn', () => {
    const rows = rowsOf(fc.sample(someRows(3, fc.constant(0.5)), { numRuns: 1, seed: 1 })[0], 3, {
      hasWeights: true,
      hasGroups: false,
    })
    expect(measureMulticlass(rows, settings).models.get('candidate')!.measures.get('roc_auc_ovo')).toHaveProperty(
      'undefinedBecause',
    )
  })
})

describe('groups', () => {
  it('rows doubled within their groups change no value, interval or difference', () => {
    fc.assert(
      fc.property(someRows(3, positiveCounts), fc.boolean(), (rows, hasWeights) => {
        const doubled = [...rows, ...rows]
        const measured = [rows, doubled].map((each) =>
          measureMulticlass(rowsOf(each, 3, { hasWeights, hasGroups: true }), settings),
        )
        expectClose(measured[1], measured[0], 1e-6, /^\/(rowCount|weight|changes\/.*)$|confusion/)
      }),
      { numRuns: runs(20) },
    )
  })

  it('groups of one row each are independent rows: the same standard errors', () => {
    fc.assert(
      fc.property(someRows(3, positiveCounts), (rows) => {
        const alone = rowsOf(rows, 3)
        const grouped: MulticlassRows = {
          ...alone,
          sampling: {
            ...alone.sampling,
            groups: { codes: Uint32Array.from(rows, (_, at) => at), groupCount: rows.length },
          },
        }
        const [own, ofGroups] = [alone, grouped].map(
          (each) => measureMulticlass(each, settings).models.get('candidate')!.measures,
        )
        for (const id of ['log_loss', 'brier'])
          expect(intervalOf(own, id)?.low, id).toBeCloseTo(intervalOf(ofGroups, id)?.low ?? NaN, 6)
      }),
      { numRuns: runs(20) },
    )
  })
})

describe('two models', () => {
  it('turned round: every difference with the other sign, the same p', () => {
    fc.assert(
      fc.property(someRows(3, positiveCounts), fc.constantFrom(...kinds), (rows, kind) => {
        const swapped = rows.map((row) => ({ ...row, candidate: row.production, production: row.candidate }))
        const [there, back] = [rows, swapped].map(
          (each) => measureMulticlass(rowsOf(each, 3, kind), settings).differences!,
        )
        for (const [id, difference] of there) {
          const other = back.get(id)!
          if ('undefinedBecause' in difference || 'undefinedBecause' in other) {
            expect('undefinedBecause' in difference && 'undefinedBecause' in other, id).toBe(true)
            continue
          }
          expect(other.difference, id).toBeCloseTo(-difference.difference, 12)
          expect(other.interval?.low ?? 0, id).toBeCloseTo(-(difference.interval?.high ?? 0), 6)
          expect(other.p ?? 0, id).toBeCloseTo(difference.p ?? 0, 6)
        }
      }),
      { numRuns: runs(30) },
    )
  })

  it('that say the same differ by nothing, and surely so', () => {
    fc.assert(
      fc.property(someRows(3, positiveCounts), fc.constantFrom(...kinds), (rows, kind) => {
        const same = rows.map((row) => ({ ...row, production: row.candidate }))
        for (const [id, difference] of measureMulticlass(rowsOf(same, 3, kind), settings).differences!) {
          if ('undefinedBecause' in difference || difference.test === null) continue
          expect(difference, id).toMatchObject({ difference: 0, p: 1 })
          if (difference.test !== 'mcnemar') expect(difference.interval, id).toEqual({ low: 0, high: 0 })
        }
      }),
      { numRuns: runs(30) },
    )
  })
})

describe('what cannot be told', () => {
  it('one class alone is predicted: a correlation of 0, with no interval, nor of its difference', () => {
    const rows = [0, 1, 2, 0, 1, 2].map((label, at): SampleRow => ({
      label,
      candidate: [1, 0, 0],
      production: [0, 1, 2].map((own) => (own === (at < 5 ? label : 0) ? 0.8 : 0.1)),
      weight: 1,
      group: at,
    }))
    for (const kind of kinds) {
      const { models, differences } = measureMulticlass(rowsOf(rows, 3, kind), settings)
      expect(models.get('candidate')!.measures.get('matthews_corrcoef')).toEqual({ value: 0, interval: null })
      expect(differences!.get('matthews_corrcoef')).toMatchObject({ interval: null, p: null, test: null })
    }
  })

  it('a class of one row: an area with Newcombe’s interval, and a difference without', () => {
    const rows = [0, 0, 1, 1, 2].map((label, at): SampleRow => ({
      label,
      candidate: [0, 1, 2].map((own) => (own === label ? 0.5 : 0.25)),
      production: at < 3 ? [0.5, 0.25, 0.25] : [0.25, 0.5, 0.25],
      weight: 1,
      group: at,
    }))
    const { models, differences } = measureMulticlass(rowsOf(rows, 3), settings)
    expect(models.get('production')!.measures.get('roc_auc_ovr')).toMatchObject({ interval: { method: 'newcombe' } })
    expect(differences!.get('roc_auc_ovr')).toMatchObject({ interval: null, p: null, test: null })
  })
})

describe('labels', () => {
  it('in another order: the same values, each class keeping its own', () => {
    const distinct = fc
      .uniqueArray(fc.integer({ min: 1, max: 1000 }), { minLength: 4, maxLength: 4 })
      .map((parts) => parts.map((part) => part / parts.reduce((sum, each) => sum + each, 0)))
    const row = fc.record({
      label: fc.nat(3),
      candidate: distinct,
      production: distinct,
      weight: fc.constant(1),
      group: fc.nat(5),
    })
    const order = [2, 0, 3, 1]
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), (rows) => {
        const permuted = rows.map((each) => ({
          ...each,
          label: order.indexOf(each.label),
          candidate: order.map((from) => each.candidate[from]),
          production: order.map((from) => each.production[from]),
        }))
        const there = { ...rowsOf(permuted, 4), labels: order.map((from) => `class ${from}`) }
        expectClose(
          measureMulticlass(there, settings),
          measureMulticlass(rowsOf(rows, 4), settings),
          1e-9,
          /confusion|undefinedBecause$/,
        )
      }),
      { numRuns: runs(40) },
    )
  })

  it('two of them: what the binary metrics say', async () => {
    await fc.assert(
      fc.asyncProperty(someRows(2, positiveCounts), async (rows) => {
        const exact = rows.map((row) => ({
          ...row,
          candidate: halves(row.candidate),
          production: halves(row.production),
        }))
        const { measures, classes } = measureMulticlass(rowsOf(exact, 2), settings).models.get('candidate')!
        const tally = await tallyOf(
          exact.map((row) => row.label),
          exact.map((row) => row.candidate[1]),
        )
        const binary = (id: string): Measure => {
          const metric = binaryMetric(id)!
          // Of two equal probabilities the first class is called: positive is what exceeds a half.
          return metric.from === 'scores'
            ? metric.measure(tally, settings)
            : metric.measure(confusionAt(tally, 0.5 + 2 ** -20), settings)
        }
        for (const id of ['accuracy', 'balanced_accuracy', 'matthews_corrcoef', 'cohen_kappa', 'log_loss']) {
          expect(valueOf(measures.get(id)!), id).toBeCloseTo(valueOf(binary(id)), 12)
        }
        expect(valueOf(measures.get('brier')!)).toBeCloseTo(2 * valueOf(binary('brier')), 12)
        for (const id of ['roc_auc_ovr', 'roc_auc_ovo'])
          expect(valueOf(measures.get(id)!), id).toBeCloseTo(valueOf(binary('roc_auc')), 12)
        for (const id of ['precision', 'recall', 'f1']) expectSame(classes!.get('class 1')!.get(id)!, binary(id))
        expectSame(measures.get('accuracy')!, binary('accuracy'))
        expectDelong(rowsOf(exact, 2), tally)
      }),
      { numRuns: runs(30) },
    )

    /** Probabilities of two classes that are exact fractions, so that one ranks as the other's complement. */
    function halves([, second]: number[]): number[] {
      const share = Math.round(second * 1024) / 1024
      return [1 - share, share]
    }

    /** The area's standard error is DeLong's. */
    function expectDelong(two: MulticlassRows, tally: ScoreTally) {
      if (tally.positives < 2 || tally.negatives < 2) return
      const cells = decisionCells(two)
      const influence = {
        over: 'rows' as const,
        values: subjectOf(two, cells, 'candidate').areas().oneVersusRest.influence,
        test: 'delta' as const,
      }
      const { standardError } = estimatePrecision(influence, cells)
      expect(standardError).toBeCloseTo(delongPrecision(tally, rocAuc(tally)).standardError, 6)
    }

    function expectSame(measure: Measure, other: Measure) {
      expect(valueOf(measure)).toBe(valueOf(other))
      if ('undefinedBecause' in measure || 'undefinedBecause' in other) return
      expect(measure.interval!.low).toBeCloseTo(other.interval!.low, 12)
      expect(measure.interval!.high).toBeCloseTo(other.interval!.high, 12)
    }
  })
})

describe('influence', () => {
  it('is what one more row changes', () => {
    fc.assert(
      fc.property(someRows(3, fc.constant(2000), 12), fc.nat(1000), (rows, at) => {
        const extra = at % rows.length
        const more = rows.map((row, i) => (i === extra ? { ...row, weight: row.weight + 1 } : row))
        const [before, after] = [rows, more].map((each) => {
          const counted = rowsOf(each, 3, { hasWeights: true, hasGroups: false })
          const cells = decisionCells(counted)
          return { cells, subject: subjectOf(counted, cells, 'candidate') }
        })
        for (const { id, estimate } of multiclassMetrics) {
          const [own, changed] = [before, after].map(
            ({ subject }) => estimate(subject, settings) as DefinedClassEstimate,
          )
          if ('undefinedBecause' in own || own.influence === null) continue
          const { over, values } = own.influence
          const influence = values[over === 'cells' ? before.cells.ofRows[extra] : extra]
          if (Number.isNaN(influence)) continue
          expect(Math.abs(changed.value - own.value - influence), id).toBeLessThan(1e-6 + 2e-3 * Math.abs(influence))
          expect(estimatePrecision(own.influence, before.cells).standardError, id).toBeGreaterThanOrEqual(0)
        }
      }),
      { numRuns: runs(40) },
    )
  })
})

describe('what is not defined says so', () => {
  const measured = (classes: number[], columns: number[][], labels = ['ant', 'bee', 'cat']) =>
    measureMulticlass(
      {
        labels,
        classes: Uint32Array.from(classes),
        models: new Map([['candidate', modelOf(columns)]]),
        sampling: { rowCount: classes.length, weights: null, groups: null },
      },
      settings,
    ).models.get('candidate')!

  it('classes that are not there, by name', () => {
    // True: ant, ant, bee. Called: ant, cat, ant.
    const { measures, classes } = measured(
      [0, 0, 1],
      [
        [0.8, 0.2, 0.7],
        [0.1, 0.2, 0.2],
        [0.1, 0.6, 0.1],
      ],
    )
    expect(measures.get('precision_macro')).toEqual({ undefinedBecause: 'no rows are called bee' })
    expect(measures.get('precision_weighted')).toEqual({ undefinedBecause: 'no rows are called bee' })
    for (const id of ['balanced_accuracy', 'recall_macro', 'recall_weighted', 'roc_auc_ovr', 'roc_auc_ovo']) {
      expect(measures.get(id), id).toEqual({ undefinedBecause: 'no rows of class cat' })
    }
    expect(measures.get('f1_macro')).toMatchObject({ value: ((2 * 1) / 4 + 0 + 0) / 3 })
    expect(classes!.get('bee')!.get('precision')).toEqual({ undefinedBecause: 'no rows are called this class' })
    expect(classes!.get('cat')!.get('recall')).toEqual({ undefinedBecause: 'no rows of this class' })
    expect(
      measured(
        [0, 1, 1],
        [
          [1, 0, 0],
          [0, 1, 1],
          [0, 0, 0],
        ],
      ).measures.get('f1_macro'),
    ).toEqual({ undefinedBecause: 'no rows, true or called, of class cat' })
  })

  it('numbers that are no probabilities', () => {
    const beyond = measured(
      [0, 1, 2],
      [
        [1.2, 0, 0],
        [-0.1, 1, 0],
        [-0.1, 0, 1],
      ],
    ).measures
    for (const id of ['log_loss', 'brier', 'ece'])
      expect(beyond.get(id), id).toEqual({ undefinedBecause: 'scores outside 0 to 1 are not probabilities' })
    expect(beyond.get('roc_auc_ovr')).toMatchObject({ value: 1 })
    const off = measured(
      [0, 1, 2],
      [
        [0.9, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ],
    ).measures
    for (const id of ['log_loss', 'brier', 'roc_auc_ovr', 'roc_auc_ovo'])
      expect(off.get(id), id).toEqual({ undefinedBecause: 'scores that do not sum to 1 are not probabilities' })
    const nearly = measured(
      [0, 1, 2],
      [
        [1 - 2e-8, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ],
    ).measures
    expect(nearly.get('log_loss')).toHaveProperty('value')
  })

  it('the first k of k classes, predictions without probabilities, no rows at all', () => {
    expect(
      measured(
        [0, 1, 2],
        [
          [1, 0, 0],
          [0, 1, 0],
          [0, 0, 1],
        ],
      ).measures.get('top_3_accuracy'),
    ).toHaveProperty('undefinedBecause')
    const hard = measureMulticlass(
      {
        labels: ['ant', 'bee'],
        classes: Uint32Array.of(0, 1),
        models: new Map([['candidate', { predicted: Uint32Array.of(0, 0), probabilities: null }]]),
        sampling: { rowCount: 2, weights: null, groups: null },
      },
      settings,
    )
    const { measures } = hard.models.get('candidate')!
    for (const id of ['top_2_accuracy', 'log_loss', 'brier', 'roc_auc_ovr', 'roc_auc_ovo', 'ece']) {
      expect(measures.get(id), id).toEqual({ undefinedBecause: 'no probabilities' })
    }
    expect(measures.get('accuracy')).toMatchObject({ value: 0.5 })
    expect(hard.differences).toBeNull()
    for (const measure of measured([], [[], [], []]).measures.values())
      expect(measure).toEqual({ undefinedBecause: 'no rows' })
  })

  it('all rows right still leave doubt: intervals that end at 1 and have a width', () => {
    const classes = [0, 0, 0, 1, 1, 1, 2, 2, 2]
    const { measures } = measured(
      classes,
      [0, 1, 2].map((label) => classes.map((own) => (own === label ? 0.8 : 0.1))),
    )
    for (const { id, range, better } of multiclassMetrics) {
      const measure = measures.get(id)!
      if ('undefinedBecause' in measure || better === 'lower') continue
      expect(measure, id).toMatchObject({ value: range[1], interval: { high: range[1] } })
      expect(measure.interval!.low, id).toBeLessThan(0.95)
    }
  })
})

function valueOf(measure: Measure): number {
  return 'undefinedBecause' in measure ? -1 : measure.value
}

function intervalOf(measures: Map<string, Measure>, id: string) {
  return (measures.get(id) as DefinedMeasure).interval
}

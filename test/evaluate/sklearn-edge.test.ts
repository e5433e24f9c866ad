import { describe, expect, it } from 'vitest'
import { evaluate } from '../../src/evaluate/evaluate.ts'
import { defaultPolicy } from '../../src/policy/policy.ts'
import type { MetricResult } from '../../src/result/evaluation.ts'
import { InputError } from '../../src/table/input-error.ts'
import { referenceKernels } from '../../src/tally/reference.ts'
import { scannersOf } from '../csv/everywhere.ts'
import { textSource } from '../csv/sources.ts'
import { precisionRecallPoints, rocPoints } from '../metrics/binary/curve-points.ts'
import { tallyOf } from '../metrics/binary/tally-of.ts'
import { edgeCases, type EdgeCase as AnyEdgeCase } from '../metrics/cases/cases.ts'

interface EdgeCase extends AnyEdgeCase {
  kwargs: { sample_weight?: unknown[]; pos_label?: unknown; zero_division?: number }
}

/** What cannot be asked of a file here, and why. */
const notOurs: Record<number, string> = {
  91: 'force_finite=False is an option that we do not have: r2 is as without it',
  93: 'no metric of ours',
  94: 'no and yes tell which is positive',
  102: 'a file has no types: 1 and "1" are the same label',
  103: 'three classes are a task of their own, with f1_macro',
  105: 'a subset of the labels is no metric of ours',
  109: 'another clip than that of scikit-learn for float64',
  111: 'scikit-learn 1.9 warns of rows that do not sum to 1: undefined',
  112: 'scikit-learn is not told the labels; a file of probabilities names them',
}

const ids: Record<string, string> = {
  roc_auc_score: 'roc_auc',
  log_loss: 'log_loss',
  precision_score: 'precision',
  f1_score: 'f1',
  accuracy_score: 'accuracy',
  average_precision_score: 'average_precision',
  recall_score: 'recall',
  brier_score_loss: 'brier',
  mean_squared_error: 'mean_squared_error',
  mean_absolute_error: 'mean_absolute_error',
  r2_score: 'r2',
}
const ofNumbers = ['mean_squared_error', 'mean_absolute_error', 'r2_score']
const ofScores = ['roc_auc_score', 'average_precision_score', 'brier_score_loss', 'log_loss']

const cell = (value: unknown): string =>
  typeof value === 'object' && value !== null ? String((value as { $number: string }).$number) : String(value)

/** The case as a file: a missing entry is a missing cell. */
function csvOf({ args: [truth, said], kwargs: { sample_weight: weights } }: EdgeCase): string {
  const length = Math.max(truth.length, said.length)
  const records = Array.from({ length }, (_, i) =>
    [truth[i], said[i], ...(weights === undefined ? [] : [weights[i]])]
      .filter((value) => value !== undefined)
      .map(cell)
      .join(','),
  )
  return [`y,says${weights === undefined ? '' : ',w'}`, ...records, ''].join('\n')
}

/** The metric's result, or the error that the file meets. */
async function outcomeOf(edge: EdgeCase, positive?: string): Promise<MetricResult | InputError> {
  const isNumbers = ofNumbers.includes(edge.metric)
  const policy = {
    ...defaultPolicy,
    replicates: 100,
    task: isNumbers ? ('regression' as const) : null,
    columns: {
      label: 'y',
      ...(positive === undefined ? {} : { positive }),
      ...(isNumbers || ofScores.includes(edge.metric) ? { candidate: 'says' } : { prediction: 'says' }),
      ...(edge.kwargs.sample_weight === undefined ? {} : { weight: 'w' }),
    },
  }
  try {
    const { document } = await evaluate([textSource(csvOf(edge))], policy, {
      kernels: referenceKernels(),
      scanners: scannersOf(1),
    })
    return document.models.candidate.splits.all.metrics[ids[edge.metric]]
  } catch (error) {
    if (error instanceof InputError) return error
    throw error
  }
}

describe('scikit-learn’s edge cases, as files', () => {
  const numbered = (...wanted: number[]) =>
    (edgeCases as EdgeCase[])
      .filter(({ id }) => wanted.includes(id))
      .map((edge) => [`${edge.id} ${edge.metric} ${edge.name}`, edge] as const)

  it('what is not asked here is said, or asked of the metrics alone', () =>
    expect(Object.keys(notOurs)).toHaveLength(9))

  // NaN, infinite, missing and mismatched values; a positive class that is not named or not there; weights that are none.
  it.each(numbered(...Array.from({ length: 14 }, (_, i) => 65 + i), 79, 80, 82, 84, 85, 86, 119, 120, 121))(
    '%s: an error in words',
    async (_title, edge) => {
      expect(await outcomeOf(edge)).toBeInstanceOf(InputError)
    },
  )

  it.each(numbered(96))('%s: an error in words', async (_title, edge) => {
    expect(await outcomeOf(edge, cell(edge.kwargs.pos_label))).toBeInstanceOf(InputError)
  })

  it.each(numbered(99, 101, 117, 118, 122))('%s: the same value', async (_title, edge) => {
    expect(((await outcomeOf(edge)) as { value: number }).value).toBeCloseTo(edge.value as number, 9)
  })

  it.each(numbered(95, 100))('%s: the same value, once the positive class is named', async (_title, edge) => {
    expect(((await outcomeOf(edge, edge.id === 95 ? 'yes' : '2')) as { value: number }).value).toBeCloseTo(
      edge.value as number,
      9,
    )
  })

  it.each(numbered(54, 55, 56, 57, 58, 59))(
    '%s: undefined, whatever a zero division is declared to be',
    async (_title, edge) => {
      expect(await outcomeOf(edge, '1')).toMatchObject({ value: null })
    },
  )

  it.each(numbered(2, 12, 13, 64))('%s: the same curve', async (_title, edge) => {
    const curve = rocPoints(await tallyOf(edge.args[0] as number[], edge.args[1] as number[]))
    if (curve.x.length === 0) return expect(JSON.stringify(edge.value)).toContain('NaN')
    const [falsePositiveRates, truePositiveRates] = edge.value as [number[], number[]]
    expect([...curve.x]).toEqual(falsePositiveRates)
    expect([...curve.y]).toEqual(truePositiveRates)
  })

  it.each(numbered(3, 63))(
    '%s: the same curve, but for the point that calls nothing positive',
    async (_title, edge) => {
      const curve = precisionRecallPoints(await tallyOf(edge.args[0] as number[], edge.args[1] as number[]))
      const [precisions, recalls] = edge.value as [number[], number[]]
      expect([...curve.y].slice(-precisions.length + 1).reverse()).toEqual(precisions.slice(0, -1))
      expect([...curve.x].slice(-recalls.length + 1).reverse()).toEqual(recalls.slice(0, -1))
    },
  )
})

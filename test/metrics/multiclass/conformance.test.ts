import { describe, expect, it } from 'vitest'
import type { DefinedMeasure, Measure } from '../../../src/metrics/measure.ts'
import { decisionCells } from '../../../src/metrics/multiclass/cells.ts'
import { measureMulticlass } from '../../../src/metrics/multiclass/measure.ts'
import type { MulticlassRows } from '../../../src/metrics/multiclass/rows.ts'
import { wholeOrShares } from '../../dataset/whole-weights.ts'
import { fixtureText, hasFixtures } from '../../fixtures.ts'
import { edgeCases, type EdgeCase as AnyEdgeCase } from '../cases/cases.ts'
import { modelOf, settings } from './sample.ts'

interface EdgeCase extends AnyEdgeCase {
  args: [number[], number[] | number[][]]
  kwargs: { average?: string; labels?: number[]; multi_class?: string; k?: number }
  value?: number
}

const metricsOfPredictions: Record<string, string> = {
  accuracy_score: 'accuracy',
  balanced_accuracy_score: 'balanced_accuracy',
  matthews_corrcoef: 'matthews_corrcoef',
  cohen_kappa_score: 'cohen_kappa',
  recall_score: 'recall',
  precision_score: 'precision',
  f1_score: 'f1',
}
const metricsOfProbabilities: Record<string, string> = {
  log_loss: 'log_loss',
  roc_auc_score: 'roc_auc_ovr',
  top_k_accuracy_score: 'top_k',
}

/** Why a case says something else here. */
const deviations: Record<number, string> = {
  105: 'an average over some of the classes is no metric here',
  111: 'scikit-learn 1.9 warns where 1.2 divided by the sum: undefined',
  112: 'the classes are always known here, as with labels= (case 113)',
}

describe('scikit-learn’s edge cases', () => {
  const cases = edgeCases as EdgeCase[]
  const isLabels = (list: unknown): list is number[] =>
    Array.isArray(list) && list.every((value) => Number.isInteger(value) && value >= 0)
  const isTable = (list: unknown): list is number[][] =>
    Array.isArray(list) && list.length > 0 && list.every(Array.isArray)
  const isAnswered = ({ id, kwargs }: EdgeCase) =>
    deviations[id] === undefined && !['sample_weight', 'zero_division', 'pos_label'].some((key) => key in kwargs)
  const usable = cases.filter(
    (edge) => isAnswered(edge) && isLabels(edge.args[0]) && edge.args[0].length === edge.args[1].length,
  )
  const ofPredictions = usable.filter(
    ({ metric, args, kwargs }) =>
      metric in metricsOfPredictions &&
      isLabels(args[1]) &&
      (kwargs.average === 'macro' || !['precision', 'recall', 'f1'].includes(metricsOfPredictions[metric])),
  )
  const ofProbabilities = usable.filter(({ metric, args }) => metric in metricsOfProbabilities && isTable(args[1]))

  it('has cases to show', () => {
    expect(ofPredictions.length).toBeGreaterThanOrEqual(20)
    expect(ofProbabilities.map(({ id }) => id)).toEqual([113, 115, 116, 125])
  })

  it.each(ofPredictions.map((edge) => [`${edge.id} ${edge.metric} ${edge.name}`, edge] as const))(
    '%s',
    (_title, edge) => {
      const [classes, predicted] = edge.args as [number[], number[]]
      const labelCount = edge.kwargs.labels?.length ?? Math.max(1, ...classes, ...predicted) + 1
      const id =
        metricsOfPredictions[edge.metric] + (edge.kwargs.average === undefined ? '' : `_${edge.kwargs.average}`)
      expectAnswer(
        measured(
          {
            ...rowsOf(classes, labelCount),
            models: new Map([['candidate', { predicted: Uint32Array.from(predicted), probabilities: null }]]),
          },
          id,
        ),
        edge,
      )
    },
  )

  it.each(ofProbabilities.map((edge) => [`${edge.id} ${edge.metric} ${edge.name}`, edge] as const))(
    '%s',
    (_title, edge) => {
      const [classes, table] = edge.args as [number[], number[][]]
      const columns = table[0].map((_, label) => table.map((row) => row[label]))
      const rows: MulticlassRows = {
        ...rowsOf(classes, columns.length),
        models: new Map([['candidate', modelOf(columns)]]),
      }
      const id = metricsOfProbabilities[edge.metric]
      if (id !== 'top_k') return expectAnswer(measured(rows, id), edge)
      const { ofRows, models } = decisionCells(rows)
      const hits = [...ofRows].filter((cell) => models.get('candidate')!.before![cell] < edge.kwargs.k!)
      expect(hits.length / ofRows.length).toBe(edge.value)
    },
  )

  it('rows that do not sum to 1: undefined, as scikit-learn 1.9 warns', () => {
    const [classes, table] = cases.find(({ id }) => id === 111)!.args as [number[], number[][]]
    const columns = table[0].map((_, label) => table.map((row) => row[label]))
    expect(
      measured({ ...rowsOf(classes, 3), models: new Map([['candidate', modelOf(columns)]]) }, 'log_loss'),
    ).toHaveProperty('undefinedBecause')
  })
})

describe.skipIf(!hasFixtures)('yardstick’s published values', () => {
  const labels = ['F', 'L', 'M', 'VF']
  const rows = () => {
    const [header, ...lines] = fixtureText('yardstick/hpc_cv.csv').trim().split(/\r?\n/)
    const names = header.split(',')
    const cells = lines.map((line) => line.split(',').map((cell) => cell.replaceAll('"', '')))
    const column = (name: string) => cells.map((row) => row[names.indexOf(name)])
    const predicted = Uint32Array.from(column('pred'), (label) => labels.indexOf(label))
    const probabilities = labels.map((label) => Float64Array.from(column(label), Number))
    return {
      labels,
      classes: Uint32Array.from(column('obs'), (label) => labels.indexOf(label)),
      models: new Map([['candidate', { predicted, probabilities }]] as const),
      sampling: { rowCount: cells.length, weights: null, groups: null },
      weights: Float64Array.from(column('case_weight'), Number),
    }
  }

  it('hpc_cv', () => {
    const published = JSON.parse(fixtureText('yardstick/published_sklearn_values_from_yardstick_tests.json'))
    const { weights, ...plain } = rows()
    const weighted: MulticlassRows = { ...plain, sampling: { ...plain.sampling, weights: wholeOrShares(weights) } }
    const averages = (name: string, id: string) =>
      ['macro', 'weighted'].flatMap(
        (average) =>
          [
            [plain, `${id}_${average}`, published[name][average]],
            [weighted, `${id}_${average}`, published[name].case_weight[average]],
          ] as [MulticlassRows, string, number][],
      )
    const values: [MulticlassRows, string, number][] = [
      [plain, 'accuracy', published.accuracy.multiclass],
      [plain, 'f1_micro', published.f_meas.micro],
      [weighted, 'f1_micro', published.f_meas.case_weight.micro],
      [plain, 'roc_auc_ovo', published['roc-auc'].hand_till],
      ...averages('f_meas', 'f1'),
      ...averages('precision', 'precision'),
      ...averages('recall', 'recall'),
      ...(
        [
          ['cohen_kappa', 'kap'],
          ['matthews_corrcoef', 'mcc'],
          ['log_loss', 'mn_log_loss'],
        ] as const
      ).flatMap(
        ([id, name]) =>
          [
            [plain, id, published[name].multiclass],
            [weighted, id, published[name].case_weight.multiclass],
          ] as [MulticlassRows, string, number][],
      ),
      [plain, 'roc_auc_ovr', published['roc-auc'].macro],
      [weighted, 'roc_auc_ovr', published['roc-auc'].case_weight.macro],
    ]
    for (const [data, id, value] of values) {
      const measure = measured(data, id) as DefinedMeasure
      expect(Math.abs(measure.value - value), `${id} of ${data === plain ? 'plain' : 'weighted'} rows`).toBeLessThan(
        1e-9,
      )
    }
  })
})

function rowsOf(classes: number[], labelCount: number): Omit<MulticlassRows, 'models'> {
  return {
    labels: Array.from({ length: labelCount }, (_, label) => String(label)),
    classes: Uint32Array.from(classes),
    sampling: { rowCount: classes.length, weights: null, groups: null },
  }
}

function measured(rows: MulticlassRows, id: string): Measure {
  return measureMulticlass(rows, settings).models.get('candidate')!.measures.get(id)!
}

/** Raised or warned of: undefined with a reason. */
function expectAnswer(measure: Measure, edge: EdgeCase): void {
  if (edge.raises !== undefined || edge.warnings.length > 0)
    expect(measure).toEqual({ undefinedBecause: expect.any(String) })
  else expect((measure as DefinedMeasure).value).toBeCloseTo(edge.value!, 9)
}

import { describe, expect, it } from 'vitest'
import { binaryMetric } from '../../../src/metrics/binary/catalogue.ts'
import type { Settings } from '../../../src/metrics/settings.ts'
import { confusionAt } from '../../../src/metrics/binary/confusion.ts'
import { isDefined, type DefinedMeasure, type Measure } from '../../../src/metrics/measure.ts'
import { fixtureText, hasFixtures } from '../../fixtures.ts'
import { edgeCases, type EdgeCase } from '../cases/cases.ts'
import { tallyOf } from './tally-of.ts'

const settings: Settings = { confidence: 0.95, costs: { falsePositive: 1, falseNegative: 1 }, replicates: 200, seed: 1 }

async function measured(id: string, classes: number[], scores: number[], threshold = 0.5): Promise<Measure> {
  const metric = binaryMetric(id)!
  const tally = await tallyOf(classes, scores)
  return metric.from === 'scores'
    ? metric.measure(tally, settings)
    : metric.measure(confusionAt(tally, threshold), settings)
}

const edgeMetrics: Record<string, string> = {
  roc_auc_score: 'roc_auc',
  log_loss: 'log_loss',
  precision_score: 'precision',
  f1_score: 'f1',
  accuracy_score: 'accuracy',
  average_precision_score: 'average_precision',
  recall_score: 'recall',
  cohen_kappa_score: 'cohen_kappa',
  balanced_accuracy_score: 'balanced_accuracy',
  brier_score_loss: 'brier',
  jaccard_score: 'jaccard',
  matthews_corrcoef: 'matthews_corrcoef',
}

const isOfClasses = (list: number[]) => list.every((value) => value === 0 || value === 1)
const isScored = (metric: string) => binaryMetric(edgeMetrics[metric])?.from === 'scores'

/** Cases about binary rows: 0/1 truth, as many finite scores or 0/1 predictions, no weights, labels or averages. */
function isBinaryCase({ metric, args: [truth, scores], kwargs }: EdgeCase): boolean {
  const isList = (list: unknown): list is number[] =>
    Array.isArray(list) && list.length > 0 && list.every(Number.isFinite)
  return (
    Object.hasOwn(edgeMetrics, metric) &&
    Object.keys(kwargs).length === 0 &&
    isList(truth) &&
    isList(scores) &&
    truth.length === scores.length &&
    isOfClasses(truth) &&
    (isScored(metric) || isOfClasses(scores))
  )
}

describe('scikit-learn’s edge cases', () => {
  const binary = edgeCases.filter(isBinaryCase)

  it('has cases to show', () => expect(binary.length).toBeGreaterThanOrEqual(60))

  it.each(binary.map((edge) => [`${edge.id} ${edge.metric} ${edge.name}`, edge] as const))(
    '%s',
    async (_title, edge) => {
      const measure = await measured(edgeMetrics[edge.metric], edge.args[0] as number[], edge.args[1] as number[])
      // Raised or warned of: undefined with a reason. (The probabilities' metrics refuse scores outside 0 to 1 as it does.)
      if (edge.raises !== undefined || edge.warnings.length > 0) {
        expect(isDefined(measure)).toBe(false)
      } else {
        expect((measure as DefinedMeasure).value).toBeCloseTo(edge.value as number, 9)
      }
    },
  )
})

describe.skipIf(!hasFixtures)('yardstick’s published values', () => {
  it('two_class_example', async () => {
    const [header, ...lines] = fixtureText('yardstick/two_class_example.csv').trim().split(/\r?\n/)
    expect(header).toBe('id,truth,Class1,Class2,predicted,case_weight')
    const rows = lines.map((line) => line.split(',').map((cell) => cell.replaceAll('"', '')))
    const classes = rows.map(([, truth]) => (truth === 'Class1' ? 1 : 0))
    const scores = rows.map(([, , score]) => Number(score))
    const published = JSON.parse(fixtureText('yardstick/published_sklearn_values_from_yardstick_tests.json'))
    const values: [string, number][] = [
      ['accuracy', published.accuracy.binary],
      ['average_precision', published['average-precision'].binary],
      ['f0_5', published['f_meas_beta_.5'].binary],
      ['f1', published.f_meas.binary],
      ['cohen_kappa', published.kap.binary],
      ['matthews_corrcoef', published.mcc.binary],
      ['log_loss', published.mn_log_loss.binary],
      ['precision', published.precision.binary],
      ['recall', published.recall.binary],
      ['roc_auc', published['roc-auc'].binary],
    ]
    for (const [id, value] of values) {
      const measure = (await measured(id, classes, scores)) as DefinedMeasure
      expect(Math.abs(measure.value - value), id).toBeLessThan(1e-9)
    }
  })
})

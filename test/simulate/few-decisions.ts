import { decisionMetrics } from '../../src/metrics/binary/catalogue.ts'
import { isDefined } from '../../src/metrics/measure.ts'
import type { FewRows } from './few-kind.ts'
import { drawnUniforms } from './uniforms.ts'
import { settingsOf } from './world.ts'

const ids = ['balanced_accuracy', 'f1', 'f2', 'matthews_corrcoef', 'cohen_kappa', 'fowlkes_mallows', 'expected_cost']
const settings = settingsOf(1, 0)
const metrics = decisionMetrics.filter(({ id }) => ids.includes(id))

/** Metrics of decisions that are right in these shares of positives and of negatives. */
function decisionsOf(rowCount: number, prevalence: number, recall: number, specificity: number): FewRows {
  const shares = [
    prevalence * recall,
    (1 - prevalence) * (1 - specificity),
    prevalence * (1 - recall),
    (1 - prevalence) * specificity,
  ]
  const confusion = ([truePositives, falsePositives, falseNegatives, trueNegatives]: number[]) => ({
    truePositives,
    falsePositives,
    falseNegatives,
    trueNegatives,
    spread: null,
  })
  const measured = (counts: number[]) =>
    new Map(metrics.map((metric) => [metric.id, metric.measure(confusion(counts), settings)]))
  const truths = Object.fromEntries(
    [...measured(shares)].map(([id, measure]) => [id, isDefined(measure) ? measure.value : NaN]),
  )
  return {
    name: `${rowCount} rows, ${(100 * prevalence).toPrecision(2)} % positive, recall ${recall}, specificity ${specificity}`,
    truths: () => truths,
    better: (id) => (id === 'expected_cost' ? 'lower' : 'higher'),
    oneIn: 1,
    async measure(dataSet) {
      const uniforms = drawnUniforms(dataSet, rowCount, 1)
      const counts = [0, 0, 0, 0]
      for (let row = 0; row < rowCount; row++) {
        let [left, cell] = [uniforms(row, 0), 0]
        while (cell < 3 && left >= shares[cell]) left -= shares[cell++]
        counts[cell]++
      }
      return measured(counts)
    },
  }
}

export const fewDecisions: FewRows[] = [
  decisionsOf(200, 0.025, 0.8, 0.99),
  decisionsOf(200, 0.05, 0.9, 0.99),
  decisionsOf(1000, 0.005, 0.8, 0.995),
  decisionsOf(1000, 0.02, 0.95, 0.99),
  decisionsOf(100, 0.2, 0.9, 0.95),
  decisionsOf(100, 0.5, 0.97, 0.97),
  decisionsOf(200, 0.5, 0.1, 0.99),
  decisionsOf(50, 0.5, 0.8, 0.8),
  decisionsOf(1000, 0.5, 0.8, 0.8),
]

import { describe, expect, it } from 'vitest'
import { isDefined } from '../../../src/metrics/measure.ts'
import { fixtureText, hasFixtures } from '../../fixtures.ts'
import { edgeCases, type EdgeCase } from '../cases/cases.ts'
import { isNear, measuresOf, valueOf, type Row } from './rows.ts'

const edgeMetrics: Record<string, string> = {
  mean_squared_error: 'mean_squared_error',
  mean_absolute_error: 'mean_absolute_error',
  r2_score: 'r2',
  mean_absolute_percentage_error: 'mean_absolute_percentage_error',
}

/** Cases of finite numbers, as many predicted as true; what is not finite or of another length never reaches metrics. */
function isRegressionCase({ metric, args: [truth, predictions], kwargs }: EdgeCase): boolean {
  const isList = (list: unknown): list is number[] => Array.isArray(list) && list.every(Number.isFinite)
  return (
    Object.hasOwn(edgeMetrics, metric) &&
    Object.keys(kwargs).length === 0 &&
    isList(truth) &&
    isList(predictions) &&
    truth.length === predictions.length
  )
}

describe('scikit-learn’s edge cases of regression', () => {
  const regression = edgeCases.filter(isRegressionCase)

  it('has cases to show', () => expect(regression.length).toBeGreaterThanOrEqual(6))

  it.each(regression.map((edge) => [`${edge.id} ${edge.metric} ${edge.name}`, edge] as const))('%s', (_title, edge) => {
    const [truth, predictions] = edge.args as [number[], number[]]
    const measure = measuresOf(truth.map((y, i) => ({ truth: y, candidate: predictions[i] })))[edgeMetrics[edge.metric]]
    // Raised or warned of: undefined with a reason.
    if (edge.raises !== undefined || edge.warnings.length > 0) expect(isDefined(measure)).toBe(false)
    else expect(isNear(valueOf(measure), edge.value as number)).toBe(true)
  })
})

describe.skipIf(!hasFixtures)('yardstick’s published values of regression', () => {
  it('solubility_test, weighted', () => {
    const [header, ...lines] = fixtureText('yardstick/solubility_test.csv').trim().split(/\r?\n/)
    expect(header).toBe('id,solubility,prediction,case_weight')
    const rows: Row[] = lines.map((line) => {
      const [, truth, candidate, weight] = line.split(',').map(Number)
      return { truth, candidate, weight }
    })
    expect(rows.length).toBe(316)
    const published = JSON.parse(fixtureText('yardstick/published_sklearn_values_from_yardstick_tests.json'))
    const measures = measuresOf(rows)
    const values: [string, number][] = [
      ['mean_absolute_error', published.mae.case_weight],
      ['root_mean_squared_error', published.rmse.case_weight],
      ['r2', published['rsq-trad'].case_weight],
    ]
    for (const [id, value] of values) expect(Math.abs(valueOf(measures[id]) - value), id).toBeLessThan(1e-9)
    // yardstick leaves out the rows whose truth is 0, where it divides by it; a share here, per cent there.
    const percentage = measuresOf(rows.filter(({ truth }) => truth !== 0)).mean_absolute_percentage_error
    expect(Math.abs(valueOf(percentage) - published.mape.case_weight)).toBeLessThan(1e-9)
  })
})

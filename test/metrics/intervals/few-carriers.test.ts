import { describe, expect, it } from 'vitest'
import { drawnUniforms, normal } from '../../simulate/uniforms.ts'
import { independentRows } from '../../dataset/independent-rows.ts'
import type { Sampling } from '../../../src/dataset/sampling.ts'
import { hallInterval } from '../../../src/metrics/intervals/delta.ts'
import { isDefined } from '../../../src/metrics/measure.ts'
import { measureRegression } from '../../../src/metrics/regression/measure.ts'

const settings = { confidence: 0.95, costs: { falsePositive: 1, falseNegative: 1 }, replicates: 20, seed: 1 }

function measured(errors: Float64Array, sampling: Sampling = independentRows(errors.length)) {
  const truth = errors.map((_, row) => 10 + 3 * Math.sin(row))
  const predictions = new Map([['candidate' as const, truth.map((value, row) => value + errors[row])]])
  const { measures } = measureRegression({ truth, predictions, sampling }, settings).models.get('candidate')!
  return (id: string) => {
    const measure = measures.get(id)!
    if (!isDefined(measure) || measure.interval === null) throw new Error(id)
    return { value: measure.value, ...measure.interval }
  }
}

describe('errors of which few rows hold most', () => {
  const uniforms = drawnUniforms({ seed: 5, world: 'errors', size: 400, number: 0 }, 400, 2)
  const even = Float64Array.from({ length: 400 }, (_, row) => normal(uniforms, row, 0))
  const uneven = even.map((error) => Math.exp(1.2 * error) - 2)

  it('are said to be so, and those of a normal law are not', () => {
    const [of, ofUneven] = [measured(even), measured(uneven)]
    for (const id of ['mean_squared_error', 'root_mean_squared_error', 'r2', 'explained_variance']) {
      expect(of(id).caution, id).toBeUndefined()
      expect(ofUneven(id).caution?.reason, id).toMatch(
        /^the interval may be too short: few rows hold most of the errors, as if [\d.]+ alike were all of them, fewer than \d+$/,
      )
    }
    expect(of('mean_absolute_error').caution).toBeUndefined()
  })

  it('may be as large as with three more rows as bad as the worst', () => {
    // Of 200 squares of 1 and 20 of 9: 380²/1,820 = 79.3 carry them, fewer than 17·220/79.3 = 47.2 do not; of 2 of 100: 10.6 do.
    const squares = [...Array<number>(200).fill(1), ...Array<number>(4).fill(100)]
    const { value, high, caution } = measured(Float64Array.from(squares, Math.sqrt))('mean_squared_error')
    expect(value).toBeCloseTo(600 / 204, 12)
    // 600²/40,200 = 8.96 rows: with twice as many rows more as there are.
    const all = [...squares, ...Array<number>(408).fill(100)]
    const mean = all.reduce((sum, each) => sum + each, 0) / all.length
    const central = (power: number) => all.reduce((sum, each) => sum + (each - mean) ** power, 0)
    const precision = {
      standardError: Math.sqrt(central(2) / (all.length - 1) / all.length),
      degreesOfFreedom: 203,
      skewness: central(3) / central(2) ** 1.5,
    }
    expect(caution!.high).toBeCloseTo(hallInterval(mean, precision, 0.95)!.high, 8)
    expect(caution!.high).toBeGreaterThan(high)
    expect(caution!.reason).toContain('as if 9 alike')
  })

  it('on every scale: the cautious root is the root of the cautious square, and half is half', () => {
    const of = measured(uneven)
    expect(of('root_mean_squared_error').caution!.high).toBeCloseTo(
      Math.sqrt(of('mean_squared_error').caution!.high),
      12,
    )
    const absolute = of('mean_absolute_error')
    expect(of('mean_pinball_loss').high).toBeCloseTo(absolute.high / 2, 12)
    expect(of('mean_pinball_loss').caution?.high).toBe(absolute.caution && absolute.caution.high / 2)
  })

  it('of few heavy rows too: their weight counts as their error does', () => {
    const values = even.map((_, row) => (row % 40 === 0 ? 60 : 1))
    const weighted = measured(even, { rowCount: 400, weights: { kind: 'importance', values }, groups: null })
    expect(weighted('mean_absolute_error').caution?.reason).toContain('few rows hold most of the errors')
  })
})

describe('R²', () => {
  it('is never surer than the mean of the squared errors and the spread of the truth make it', () => {
    const uniforms = drawnUniforms({ seed: 8, world: 'R²', size: 300, number: 0 }, 300, 2)
    const errors = Float64Array.from({ length: 300 }, (_, row) => -Math.log(uniforms(row, 0)) - 1)
    const of = measured(errors)
    const [squared, r2] = [of('mean_squared_error'), of('r2')]
    // With the truth's spread taken for known.
    expect(r2.low).toBeLessThan(1 - ((1 - r2.value) * squared.high) / squared.value)
    expect(r2.high).toBeGreaterThan(1 - ((1 - r2.value) * squared.low) / squared.value)
  })
})

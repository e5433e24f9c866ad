import { measureRegression } from '../../src/metrics/regression/measure.ts'
import { independentRows } from '../dataset/independent-rows.ts'
import type { FewRows } from './few-kind.ts'
import { drawnUniforms, normal, type Uniforms } from './uniforms.ts'
import { settingsOf } from './world.ts'

interface ErrorLaw {
  name: string
  draw(uniforms: Uniforms, row: number, dimension: number): number
  variance: number
}

const laws: ErrorLaw[] = [
  { name: 'normal', draw: normal, variance: 1 },
  {
    name: 'lognormal (0.8)',
    draw: (...at) => Math.exp(0.8 * normal(...at)) - Math.exp(0.32),
    variance: (Math.exp(0.64) - 1) * Math.exp(0.64),
  },
  {
    name: 'lognormal (1.2)',
    draw: (...at) => Math.exp(1.2 * normal(...at)) - Math.exp(0.72),
    variance: (Math.exp(1.44) - 1) * Math.exp(1.44),
  },
  { name: 'exponential', draw: (uniforms, row, dimension) => -Math.log(uniforms(row, dimension)) - 1, variance: 1 },
  {
    name: 't, 5 d.f.',
    draw: (uniforms, row, dimension) =>
      Math.sqrt(5 * (uniforms(row, dimension) ** (-2 / 5) - 1)) * Math.cos(2 * Math.PI * uniforms(row, dimension + 1)),
    variance: 5 / 3,
  },
]

/** Metrics of numbers whose errors have this law; the truth is normal with a standard deviation of 2. */
function numbersOf(rowCount: number, { name, draw, variance }: ErrorLaw, size: number): FewRows {
  const squared = variance * size ** 2
  return {
    name: `${rowCount} rows, errors ${name}, of variance ${Number(squared.toPrecision(2))} (truth: 4)`,
    truths: () => ({ mean_squared_error: squared, r2: 1 - squared / 4, explained_variance: 1 - squared / 4 }),
    better: (id) => (id === 'mean_squared_error' ? 'lower' : 'higher'),
    oneIn: 1,
    async measure(dataSet) {
      const uniforms = drawnUniforms(dataSet, rowCount, 4)
      const truth = Float64Array.from({ length: rowCount }, (_, row) => 12 + 2 * normal(uniforms, row, 0))
      const predictions = truth.map((value, row) => value + size * draw(uniforms, row, 2))
      const rows = {
        truth,
        predictions: new Map([['candidate' as const, predictions]]),
        sampling: independentRows(rowCount),
      }
      return measureRegression(rows, settingsOf(0, 0)).models.get('candidate')!.measures
    },
  }
}

export const fewNumbers: FewRows[] = laws.flatMap((law) =>
  [50, 200, 1000].map((rowCount) => numbersOf(rowCount, law, Math.sqrt(1 / law.variance))),
)

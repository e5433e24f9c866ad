import { independentRows } from '../dataset/independent-rows.ts'
import { measureRegression, type RegressionRows } from '../../src/metrics/regression/measure.ts'
import { drawnUniforms, evenUniforms, normal, type Uniforms } from './uniforms.ts'
import { findings, settingsOf, trueValues, type World } from './world.ts'

/** Rows that stand for all there are: points of an even lattice. */
const populationRows = 2_000_000
const dimensions = 8

/** An error from two dimensions. */
type ErrorLaw = (uniforms: Uniforms, row: number, dimension: number) => number

const ofSquares = ['mean_squared_error', 'root_mean_squared_error', 'r2', 'explained_variance', 'pearson']
const worlds: { name: string; error: ErrorLaw; without: string[] }[] = [
  { name: 'normal', error: normal, without: [] },
  { name: 'Laplace', error: laplace, without: [] },
  { name: 't, 5 d.f.', error: student(5), without: [] },
  { name: 'lognormal', error: (...at) => Math.exp(0.8 * normal(...at)) - Math.exp(0.32), without: [] },
  { name: 't, 3 d.f.', error: student(3), without: ofSquares },
]

export const regressionWorlds: World[] = worlds.map(({ name, error, without }) => ({
  task: 'regression',
  group: 'linear models, by the law of their errors (squares of t with 3 d.f. have no variance)',
  name,
  rarest: null,
  parts: ['closed'],
  without,
  truth: async () =>
    trueValues(measureRegression(drawRows(error, populationRows, evenUniforms(dimensions)), settingsOf(0, 0))),
  measure: async (_part, dataSet, truth) => {
    const rows = drawRows(error, dataSet.size, drawnUniforms(dataSet, dataSet.size, dimensions))
    return findings(measureRegression(rows, settingsOf(0, 0)), truth).filter(
      ({ label }) => !label.endsWith('max_error'),
    )
  },
}))

function drawRows(error: ErrorLaw, size: number, uniforms: Uniforms): RegressionRows {
  const [truth, candidate, production] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)]
  for (let row = 0; row < size; row++) {
    const shared = error(uniforms, row, 2)
    truth[row] = 12 + 2 * normal(uniforms, row, 0)
    candidate[row] = truth[row] + 0.1 + 0.7 * shared + 0.5 * error(uniforms, row, 4)
    production[row] = 0.8 + 0.9 * truth[row] + 0.8 * shared + 0.4 * error(uniforms, row, 6)
  }
  return {
    truth,
    predictions: new Map([
      ['candidate', candidate],
      ['production', production],
    ]),
    sampling: independentRows(size),
  }
}

function laplace(uniforms: Uniforms, row: number, dimension: number): number {
  const place = uniforms(row, dimension)
  return place < 0.5 ? Math.log(2 * place) : -Math.log(2 * (1 - place))
}

/** Student's t in polar form (Bailey, Mathematics of Computation 1994). */
function student(degreesOfFreedom: number): ErrorLaw {
  return (uniforms, row, dimension) =>
    Math.sqrt(degreesOfFreedom * (uniforms(row, dimension) ** (-2 / degreesOfFreedom) - 1)) *
    Math.cos(2 * Math.PI * uniforms(row, dimension + 1))
}

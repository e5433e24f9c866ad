import { independentRows } from '../dataset/independent-rows.ts'
import { measureMulticlass } from '../../src/metrics/multiclass/measure.ts'
import { argmaxClasses, type MulticlassRows } from '../../src/metrics/multiclass/rows.ts'
import { drawnUniforms, normal, type Uniforms } from './uniforms.ts'
import { findings, settingsOf, trueValues, type Truth, type World } from './world.ts'

/** Draws, of a seed of their own, whose mean stands for all the rows there are: too many dimensions for a lattice. */
const populationDraws = 10
const rowsOfDraw = 1_000_000

export interface ClassWorld {
  name: string
  /** Each class's share of the rows. */
  shares: number[]
  /** How far a row's evidence lies from that of other classes, in standard deviations. */
  separation: number
}

const worlds: ClassWorld[] = [
  { name: '3 classes', shares: [0.6, 0.3, 0.1], separation: 2 },
  { name: '3, well told', shares: [0.6, 0.3, 0.1], separation: 4 },
  { name: '5 classes', shares: [0.4, 0.3, 0.15, 0.1, 0.05], separation: 2 },
]

export const multiclassWorlds: World[] = worlds.map((world) => ({
  task: 'multiclass',
  group:
    'calibrated probabilities; the rarest class has 10 % of the rows (of 5 classes 5 %); production: noisier evidence',
  name: world.name,
  rarest: Math.min(...world.shares),
  parts: ['closed'],
  without: [],
  truth: async () => trueMeans(world),
  measure: async (_part, dataSet, truth) => {
    const rows = drawRows(world, dataSet.size, drawnUniforms(dataSet, dataSet.size, dimensionsOf(world)))
    return findings(measureMulticlass(rows, settingsOf(0, 0)), truth)
  },
}))

function trueMeans(world: ClassWorld): Truth {
  const means: Truth = {}
  for (let number = 0; number < populationDraws; number++) {
    const uniforms = drawnUniforms(
      { seed: 0, world: world.name, size: rowsOfDraw, number },
      rowsOfDraw,
      dimensionsOf(world),
    )
    const values = trueValues(measureMulticlass(drawRows(world, rowsOfDraw, uniforms), settingsOf(0, 0)))
    for (const [label, value] of Object.entries(values)) means[label] = (means[label] ?? 0) + value / populationDraws
  }
  return means
}

function dimensionsOf({ shares }: ClassWorld): number {
  return 1 + 4 * shares.length
}

export function drawRows(world: ClassWorld, size: number, uniforms: Uniforms): MulticlassRows {
  const { shares, separation } = world
  const count = shares.length
  const classes = new Uint32Array(size)
  const candidate = shares.map(() => new Float64Array(size))
  const production = shares.map(() => new Float64Array(size))
  const evidence = new Float64Array(count)
  const noise = 0.7
  for (let row = 0; row < size; row++) {
    const own = (classes[row] = classAt(shares, uniforms(row, 0)))
    for (let k = 0; k < count; k++) evidence[k] = (k === own ? separation : 0) + normal(uniforms, row, 1 + 2 * k)
    putProbabilities(candidate, row, evidence, shares, separation)
    for (let k = 0; k < count; k++) evidence[k] += noise * normal(uniforms, row, 1 + 2 * (count + k))
    putProbabilities(production, row, evidence, shares, separation / (1 + noise * noise))
  }
  const model = (probabilities: Float64Array[]) => ({ predicted: argmaxClasses(probabilities), probabilities })
  return {
    labels: shares.map((_, k) => String.fromCharCode(97 + k)),
    classes,
    models: new Map([
      ['candidate', model(candidate)],
      ['production', model(production)],
    ]),
    sampling: independentRows(size),
  }
}

function classAt(shares: number[], place: number): number {
  let k = 0
  for (let left = place - shares[0]; left >= 0 && k < shares.length - 1; left -= shares[k]) k++
  return k
}

/** Bayes’ rule: the classes' probabilities given normal evidence. */
function putProbabilities(
  columns: Float64Array[],
  row: number,
  evidence: Float64Array,
  shares: number[],
  slope: number,
): void {
  let sum = 0
  for (let k = 0; k < shares.length; k++) sum += columns[k][row] = shares[k] * Math.exp(slope * evidence[k])
  for (const column of columns) column[row] /= sum
}

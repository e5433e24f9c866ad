import type { ModelName } from '../../dataset/roles.ts'
import { normalValue } from '../intervals/distributions.ts'
import {
  binBetween,
  binnedWeights,
  type BinnedWeights,
  Cuts,
  evenEdges,
  rowMasses,
  type SizedRows,
  widened,
} from './bins.ts'
import { densitiesOf, type Density } from './density.ts'
import { ends, groupQuantiles, type MassShare } from './group-quantiles.ts'
import { weighing, type RegressionRows } from './measure.ts'
import { predictedRows, type PredictedRows } from './estimate.ts'

/** What there is to draw of predictions and their errors: aggregates alone. */
export interface Residuals {
  /** Rows, or the sum of their weights. */
  rows: number
  /** Cells and bins of fewer rows are left out. */
  smallestGroup: number
  /** Truth against predictions, all models on the same axes; the scale that shows most comes first. */
  densities: Density[]
  /** Prediction − truth, all models in the same bins. */
  histogram: { edges: Float64Array; models: Map<ModelName, BinnedWeights> }
  models: Map<ModelName, ModelResiduals>
}

/** The residuals of one model. */
export interface ModelResiduals {
  /** In ascending order of predictions, about equally many rows each. */
  bins: ResidualBin[]
  /** Quantiles of prediction − truth against those of a standard normal distribution, ascending. */
  normal: { expected: number; residual: number }[]
  /** First and third quartile of prediction − truth. */
  quartiles: [number, number]
}

/** Rows with predictions above `from` up to `to`; null where nothing bounds them. */
export interface ResidualBin {
  from: number | null
  to: number | null
  /** The prediction in the middle of them. */
  middle: number
  rows: number
  /** Quantiles of prediction − truth. */
  p05: number
  p25: number
  p50: number
  p75: number
  p95: number
}

const mostBins = 20
const fewestRowsPerBin = 10
const mostHistogramBins = 60
const quartiles: MassShare[] = [
  { part: 1, of: 4 },
  { part: 3, of: 4 },
]

/**
 * Bins the rows of each model for drawing: truth against prediction in at most 60 × 60 cells, residuals (prediction −
 * truth) by prediction in up to 20 bins of equal mass, as a histogram, and against the normal distribution. Axes go from
 * the lowest 0.1 % to the highest of any model's; what lies beyond them is counted. A few passes over the rows, no sort.
 */
export function residualsOf(given: RegressionRows, smallestGroup: number): Residuals | { undefinedBecause: string } {
  const rows = weighing(given)
  const predicted = predictedRows(rows.truth, rows.predictions, rows.sampling)
  const weight = predicted.get('candidate')!.weight
  if (!(weight > 0)) return { undefinedBecause: 'no rows' }
  if ([...predicted.values()].some(({ errors }) => !errors.every(Number.isFinite)))
    return { undefinedBecause: 'beyond the range of 64-bit numbers' }
  const masses = rowMasses(rows.sampling, weight)
  const sized = { masses, smallestGroup, rowCount: rows.sampling.rowCount }
  const outlined = new Map([...predicted].map(([model, ofModel]) => [model, outline(ofModel, sized)]))
  return {
    rows: weight,
    smallestGroup,
    densities: densitiesOf(
      rows,
      [...outlined.values()].map(({ predictions }) => predictions),
      sized,
    ),
    histogram: histogramOf(predicted, [...outlined.values()], sized),
    models: new Map(
      [...predicted].map(([model, ofModel]) => [model, modelResiduals(ofModel, outlined.get(model)!, sized)]),
    ),
  }
}

/** Quantiles of a model's numbers, from which axes and bins are made. */
interface Outline {
  /** Of predictions: the ends, and both cuts and middles of bins of equal mass in turn. */
  predictions: { low: number; high: number; steps: Float64Array }
  /** Of residuals. */
  residuals: { low: number; high: number; quartiles: [number, number]; shares: MassShare[]; values: Float64Array }
}

function outline({ predictions, errors }: PredictedRows, { masses, smallestGroup, rowCount }: SizedRows): Outline {
  const all = { groups: null, groupCount: 1, masses: masses.ofRows }
  const binCount = Math.max(1, Math.min(mostBins, Math.floor(rowCount / Math.max(fewestRowsPerBin, smallestGroup))))
  const steps = Array.from({ length: 2 * binCount - 1 }, (_, step): MassShare => ({ part: step + 1, of: 2 * binCount }))
  const pointCount = Math.max(1, Math.min(100, Math.floor(rowCount / smallestGroup)))
  const points = Array.from({ length: pointCount }, (_, k): MassShare => ({ part: 2 * k + 1, of: 2 * pointCount }))
  const [[lowest, highest, ...ofSteps]] = groupQuantiles(predictions, all, [...ends, ...steps])
  const [[low, high, first, third, ...ofPoints]] = groupQuantiles(errors, all, [...ends, ...quartiles, ...points])
  return {
    predictions: { low: lowest, high: highest, steps: Float64Array.from(ofSteps) },
    residuals: { low, high, quartiles: [first, third], shares: points, values: Float64Array.from(ofPoints) },
  }
}

function histogramOf(
  predicted: Map<ModelName, PredictedRows>,
  outlines: Outline[],
  sized: SizedRows,
): Residuals['histogram'] {
  const low = Math.min(...outlines.map(({ residuals }) => residuals.low))
  const high = Math.max(...outlines.map(({ residuals }) => residuals.high))
  const binCount = Math.max(5, Math.min(mostHistogramBins, Math.floor(Math.sqrt(sized.rowCount / sized.smallestGroup))))
  const edges = widened(low, high, (from, to) => evenEdges(from, to, binCount))
  const bin = binBetween(edges)
  return {
    edges,
    models: new Map(
      [...predicted].map(([model, { errors }]) => [model, binnedWeights(sized, binCount, (row) => bin(errors[row]))]),
    ),
  }
}

function modelResiduals(
  { predictions, errors }: PredictedRows,
  { predictions: { steps }, residuals }: Outline,
  sized: SizedRows,
): ModelResiduals {
  const { masses, rowCount } = sized
  const { cuts, middles } = distinctCuts(steps)
  const placed = new Cuts(cuts)
  const groups = new Uint8Array(rowCount)
  for (let row = 0; row < rowCount; row++) groups[row] = placed.binOf(predictions[row])
  const { weights } = binnedWeights(sized, placed.binCount, (row) => groups[row])
  const shares = [5, 25, 50, 75, 95].map((part): MassShare => ({ part, of: 100 }))
  const quantiles = groupQuantiles(errors, { groups, groupCount: placed.binCount, masses: masses.ofRows }, shares)
  const bins = quantiles.flatMap(([p05, p25, p50, p75, p95], bin): ResidualBin[] =>
    weights[bin] === 0
      ? []
      : [
          {
            from: bin === 0 ? null : cuts[bin - 1],
            to: bin === cuts.length ? null : cuts[bin],
            middle: middles[bin],
            rows: weights[bin],
            p05,
            p25,
            p50,
            p75,
            p95,
          },
        ],
  )
  const normal = residuals.shares.map(({ part, of }, k) => ({
    expected: normalValue(part / of),
    residual: residuals.values[k],
  }))
  return { bins, normal, quartiles: residuals.quartiles }
}

/** The cuts (every second step), of equal ones the last, and the step in the middle between each two of those kept. */
function distinctCuts(steps: Float64Array): { cuts: Float64Array; middles: Float64Array } {
  const kept: number[] = []
  for (let at = 1; at < steps.length; at += 2) if (at + 2 >= steps.length || steps[at + 2] > steps[at]) kept.push(at)
  const bounds = [-1, ...kept, steps.length]
  return {
    cuts: Float64Array.from(kept, (at) => steps[at]),
    middles: Float64Array.from({ length: kept.length + 1 }, (_, bin) => steps[(bounds[bin] + bounds[bin + 1]) >> 1]),
  }
}

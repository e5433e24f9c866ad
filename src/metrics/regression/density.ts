import type { ModelName } from '../../dataset/roles.ts'
import { exp, ln } from '../arithmetic.ts'
import { binBetween, binnedWeights, type BinnedWeights, evenEdges, type SizedRows, widened } from './bins.ts'
import { ends, groupQuantiles } from './group-quantiles.ts'
import type { RegressionRows } from './measure.ts'

/** Rows by truth and prediction, in squares: of bin x of predictions and bin y of truth at x · bins + y. */
export interface Density {
  scale: 'linear' | 'logarithmic'
  edges: Float64Array
  models: Map<ModelName, BinnedWeights>
}

const mostCells = 60

/**
 * The rows of each model by truth and prediction. Axes go from the lowest 0.1 % of truth and predictions to the highest.
 * There is a logarithmic scale where they are above 0; it comes first where the highest is more than 8 times the median.
 * @param ranges of each model's predictions
 */
export function densitiesOf(
  { truth, predictions }: RegressionRows,
  ranges: { low: number; high: number }[],
  sized: SizedRows,
): Density[] {
  const all = { groups: null, groupCount: 1, masses: sized.masses.ofRows }
  const [[lowest, highest, middle]] = groupQuantiles(truth, all, [...ends, { part: 1, of: 2 }])
  const low = Math.min(lowest, ...ranges.map((range) => range.low))
  const high = Math.max(highest, ...ranges.map((range) => range.high))
  const binCount = Math.max(5, Math.min(mostCells, Math.floor(Math.sqrt(sized.rowCount / 4 / sized.smallestGroup))))
  const density = (scale: Density['scale'], edges: Float64Array): Density => {
    const bin = binBetween(edges)
    const bins = edges.length - 1
    const ys = new Int8Array(truth.length)
    for (let row = 0; row < ys.length; row++) ys[row] = bin(truth[row])
    return {
      scale,
      edges,
      models: new Map(
        [...predictions].map(([model, ofModel]) => [
          model,
          binnedWeights(sized, bins * bins, (row) => {
            const x = bin(ofModel[row])
            return x < 0 || ys[row] < 0 ? -1 : x * bins + ys[row]
          }),
        ]),
      ),
    }
  }
  const linear = density(
    'linear',
    widened(low, high, (from, to) => evenEdges(from, to, binCount)),
  )
  if (!(low > 0 && high > low)) return [linear]
  const logarithmic = density('logarithmic', logarithmicEdges(low, high, binCount))
  return high > 8 * middle ? [logarithmic, linear] : [linear, logarithmic]
}

/** Ends of bins of equal ratio. */
function logarithmicEdges(low: number, high: number, binCount: number): Float64Array {
  const edges = evenEdges(ln(low), ln(high), binCount).map((edge) => exp(edge))
  edges[0] = low
  edges[binCount] = high
  return edges
}

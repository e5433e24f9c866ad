import { taken } from '../../dataset/columns.ts'
import type { ModelName } from '../../dataset/roles.ts'
import { takeSampling } from '../../dataset/sampling.ts'
import { exactSum } from '../../tally/exact-sums.ts'
import type { DefinedMeasure, Measure } from '../measure.ts'
import { Cuts, rowMasses } from './bins.ts'
import { groupQuantiles, type MassShare } from './group-quantiles.ts'
import { meanError, meanLoss } from './losses.ts'
import { weighing, type RegressionRows } from './measure.ts'
import { predictedRows } from './estimate.ts'

/** Rows with predictions above `from` up to `to` (null: nothing bounds them), and how far off they are. */
export interface ErrorBin {
  from: number | null
  to: number | null
  /** Rows, or the sum of their weights. */
  rows: number
  /** Mean of |prediction − truth|, with Hall's interval. */
  meanAbsoluteError: Measure
  /** Mean of prediction − truth, with Student's interval. */
  meanError: Measure
}

const mostBins = 10
const fewestRowsPerBin = 5

/**
 * Errors by tenths of each model's own predictions, from the lowest up; fewer parts where there are few rows. Rows of one
 * prediction lie in one part, whole; parts of fewer rows than `smallestGroup` are left out.
 */
export function errorBins(
  given: RegressionRows,
  smallestGroup: number,
  confidence: number,
): Map<ModelName, ErrorBin[]> {
  const { truth, predictions, sampling } = weighing(given)
  return new Map(
    [...predictions].map(([model, ofModel]) => {
      const parts = rowsByPrediction(ofModel, { truth, predictions, sampling }, smallestGroup)
      return [
        model,
        parts.flatMap(({ from, to, rows }): ErrorBin[] => {
          if (rows.length < Math.max(1, smallestGroup)) return []
          const part = predictedRows(
            taken(truth, rows),
            new Map([[model, taken(ofModel, rows)]]),
            takeSampling(sampling, rows),
          ).get(model)!
          return [
            {
              from,
              to,
              rows: part.weight,
              meanAbsoluteError: measureOf(meanLoss('absolute', part, confidence)),
              meanError: measureOf(meanError(part, confidence)),
            },
          ]
        }),
      ]
    }),
  )
}

interface RowsOfPart {
  from: number | null
  to: number | null
  rows: Uint32Array
}

function rowsByPrediction(
  predictions: Float64Array,
  { sampling }: RegressionRows,
  smallestGroup: number,
): RowsOfPart[] {
  const rowCount = predictions.length
  if (rowCount === 0) return []
  const binCount = Math.max(1, Math.min(mostBins, Math.floor(rowCount / Math.max(fewestRowsPerBin, smallestGroup))))
  const weight = sampling.weights === null ? rowCount : exactSum(sampling.weights.values)
  const shares = Array.from({ length: binCount - 1 }, (_, k): MassShare => ({ part: k + 1, of: binCount }))
  const [found] = groupQuantiles(
    predictions,
    { groups: null, groupCount: 1, masses: rowMasses(sampling, weight).ofRows },
    shares,
  )
  const cuts = new Float64Array(new Set(found))
  const placed = new Cuts(cuts)
  const bins = Uint8Array.from(predictions, (prediction) => placed.binOf(prediction))
  const sizes = new Uint32Array(placed.binCount)
  for (let row = 0; row < rowCount; row++) sizes[bins[row]]++
  const rowsOf = Array.from(sizes, (size) => new Uint32Array(size))
  sizes.fill(0)
  for (let row = 0; row < rowCount; row++) rowsOf[bins[row]][sizes[bins[row]]++] = row
  return rowsOf.map((rows, bin) => ({
    from: bin === 0 ? null : cuts[bin - 1],
    to: bin === cuts.length ? null : cuts[bin],
    rows,
  }))
}

function measureOf({ value, interval }: DefinedMeasure): Measure {
  return Number.isFinite(value) ? { value, interval } : { undefinedBecause: 'beyond the range of 64-bit numbers' }
}

import type { MetricResult, SliceResult } from '../../result/evaluation.ts'
import { type ConfusionCell, confusionCells } from '../../words/decisions.ts'

/** The part of the rows of a confusion matrix's cell that lies in one slice. */
export interface CellSlice {
  where: Record<string, string>
  count: number
  /** The share of the cell's rows, 0 to 1. */
  share: number
  /** Among the slice's rows of this actual class, the share that was predicted so. */
  rate: MetricResult | undefined
}

/** A cell of a confusion matrix of two classes. */
export type CellKind = Pick<ConfusionCell, 'actual' | 'predicted'>

/** The metric that is a cell's share of its row of the matrix. */
const rates: Record<CellKind['actual'], Record<CellKind['predicted'], string>> = {
  positive: { positive: 'recall', negative: 'false_negative_rate' },
  negative: { positive: 'false_positive_rate', negative: 'specificity' },
}

/**
 * Where a cell's rows come from: slices of single columns, or all where there are none of those; by the share of the slice
 * that they are, the highest first, slices without such rows left out.
 * @param total the cell's rows in all
 */
export function slicesOfCell(slices: SliceResult[], { actual, predicted }: CellKind, total: number): CellSlice[] {
  const single = slices.filter(({ where }) => Object.keys(where).length === 1)
  return (single.length > 0 ? single : slices)
    .flatMap(({ where, confusion, metrics }) => {
      if (confusion === undefined) return []
      const { count } = confusionCells(confusion.counts).find(
        (cell) => cell.actual === actual && cell.predicted === predicted,
      )!
      return count === 0 ? [] : [{ where, count, share: count / total, rate: metrics[rates[actual][predicted]] }]
    })
    .sort((a, b) => (b.rate?.value ?? -1) - (a.rate?.value ?? -1) || b.count - a.count)
}

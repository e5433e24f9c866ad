import type { ModelName } from '../../dataset/roles.ts'
import type { BinnedWeights, Density } from '../../worker/protocol.ts'
import { countOf, countText, metricText } from '../../words/numbers.ts'
import type { ChartNumbers } from './numbers.ts'
import type { Axis } from './plot.ts'

/** A square of a chart of two numbers: what it spans, and how dark it is. */
export interface DensityCell {
  x: [number, number]
  y: [number, number]
  rows: number
  /** Above 0, at most 1: grows with the logarithm of its rows, so that single ones are seen beside thousands. */
  opacity: number
  words(): string
}

/** The axes of a density: predictions across, truth up, over the same range. */
export function densityAxes({ scale, edges }: Density): { x: Axis; y: Axis } {
  const shared = {
    domain: [edges[0], edges[edges.length - 1]] as [number, number],
    isLogarithmic: scale === 'logarithmic',
  }
  return { x: { ...shared, label: 'Predicted' }, y: { ...shared, label: 'Actual' } }
}

/** The most rows in a cell of any model. */
export function mostRows({ models }: Density): number {
  let most = 0
  for (const { weights } of models.values()) for (const rows of weights) most = Math.max(most, rows)
  return most
}

/** One model's cells that have rows. @param most rows in a cell of any chart beside */
export function densityCells({ edges, models }: Density, model: ModelName, most: number): DensityCell[] {
  const bins = edges.length - 1
  const cells: DensityCell[] = []
  models.get(model)!.weights.forEach((rows, cell) => {
    if (rows === 0) return
    const [x, y] = [Math.floor(cell / bins), cell % bins].map((bin): [number, number] => [edges[bin], edges[bin + 1]])
    const words = () =>
      `Predicted ${metricText(x[0])} to ${metricText(x[1])}, actual ${metricText(y[0])} to ${metricText(y[1])}: ${countOf(rows, 'row')}`
    cells.push({ x, y, rows, words, opacity: 0.1 + 0.9 * (Math.log1p(rows) / Math.log1p(most)) })
  })
  return cells
}

/** What is not drawn, in words; '' where every row is drawn. */
export function densityWords({ beyond, hidden }: BinnedWeights, smallestGroup: number): string[] {
  return [
    ...(beyond > 0
      ? [
          `${countText(beyond)} ${beyond === 1 ? 'row lies' : 'rows lie'} beyond the axes, which end where the last 0.1\u00a0% begins`,
        ]
      : []),
    ...(hidden > 0
      ? [
          `${countText(hidden)} ${hidden === 1 ? 'row is' : 'rows are'} not shown: fewer than ${countText(smallestGroup)} together`,
        ]
      : []),
  ]
}

/** The cells of a density as the numbers of its chart: ranges of prediction and truth, with the rows in each. */
export function densityNumbers(density: Density, model: ModelName): ChartNumbers {
  return {
    columns: [
      { title: 'Predicted from', format: metricText },
      { title: 'Predicted to', format: metricText },
      { title: 'Actual from', format: metricText },
      { title: 'Actual to', format: metricText },
      { title: 'Rows', format: countText },
    ],
    rows: densityCells(density, model, 1).map(({ x, y, rows }) => [...x, ...y, rows]),
    tableRows: densityCells(density, model, 1)
      .toSorted((a, b) => b.rows - a.rows)
      .slice(0, 100)
      .map(({ x, y, rows }) => [...x, ...y, rows]),
  }
}

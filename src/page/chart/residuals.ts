import { scaleLinear } from 'd3-scale'
import { countText, metricText } from '../../words/numbers.ts'
import type { ModelName } from '../../dataset/roles.ts'
import type { BinnedWeights, ErrorBinView, ModelResiduals, ResidualBin } from '../../worker/protocol.ts'
import type { ChartNumbers } from './numbers.ts'

/** An axis from the lowest end of the ranges to the highest, rounded outwards, with 0 between. */
export function residualDomain(bins: ResidualBin[]): [number, number] {
  return roundDomain([0, ...bins.flatMap(({ p05, p95 }) => [p05, p95])])
}

/** An axis that spans some numbers, rounded outwards; where they are all equal, a unit around them. */
export function roundDomain(values: number[]): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const [from, to] = scaleLinear()
    .domain(low < high ? [low, high] : [low - 1, high + 1])
    .nice(5)
    .domain()
  return [from, to]
}

/** The bins of residuals as the numbers of their chart. */
export function residualNumbers(models: Map<ModelName, ResidualBin[]>): ChartNumbers {
  return {
    columns: [
      { title: 'Model' },
      { title: 'Predicted above', format: metricText, none: 'lowest' },
      { title: 'Predicted to', format: metricText, none: 'highest' },
      { title: 'Rows', format: countText },
      { title: 'Middle prediction', format: metricText },
      ...['5 %', '25 %', 'Median', '75 %', '95 %'].map((title) => ({ title: `Residual ${title}`, format: metricText })),
    ],
    rows: [...models].flatMap(([model, bins]) =>
      bins.map(({ from, to, rows, middle, p05, p25, p50, p75, p95 }) => [
        model,
        from,
        to,
        rows,
        middle,
        p05,
        p25,
        p50,
        p75,
        p95,
      ]),
    ),
  }
}

/** Bins of a histogram by series: rows of each, and their share of the series' own. */
export function outlineNumbers(
  edges: ArrayLike<number>,
  series: { label: string; counts: ArrayLike<number> }[],
  of: string,
): ChartNumbers {
  return {
    columns: [
      { title: `${of} from`, format: metricText },
      { title: `${of} to`, format: metricText },
      ...series.map(({ label }) => ({ title: `Rows, ${label}`, format: countText })),
    ],
    rows: Array.from({ length: edges.length - 1 }, (_, bin) => [
      edges[bin],
      edges[bin + 1],
      ...series.map(({ counts }) => counts[bin]),
    ]),
  }
}

/** What is not drawn of a model's rows, in words. */
export function outlineWords({ beyond, hidden }: BinnedWeights): string {
  return [
    ...(beyond > 0 ? [`${countText(beyond)} beyond the axis`] : []),
    ...(hidden > 0 ? [`${countText(hidden)} in bins of too few to be shown`] : []),
  ].join(', ')
}

/** The points of a quantile plot as the numbers of its chart. */
export function quantileNumbers(models: Map<ModelName, ModelResiduals>): ChartNumbers {
  return {
    columns: [
      { title: 'Model' },
      { title: 'Standard normal quantile', format: metricText },
      { title: 'Residual quantile', format: metricText },
    ],
    rows: [...models].flatMap(([model, { normal }]) =>
      normal.map(({ expected, residual }) => [model, expected, residual]),
    ),
  }
}

/** The errors by size of the prediction as the numbers of their chart. */
export function errorBinNumbers(models: Map<ModelName, ErrorBinView[]>): ChartNumbers {
  return {
    columns: [
      { title: 'Model' },
      { title: 'Part' },
      { title: 'Predicted above', format: metricText, none: 'lowest' },
      { title: 'Predicted to', format: metricText, none: 'highest' },
      { title: 'Rows', format: countText },
      { title: 'Mean absolute error', format: metricText, hasInterval: true },
      { title: 'Mean error', format: metricText, hasInterval: true },
    ],
    rows: [...models].flatMap(([model, bins]) =>
      bins.map(({ from, to, rows, mean_absolute_error: size, mean_error: bias }, at) => [
        model,
        at + 1,
        from,
        to,
        rows,
        size.value === null ? null : size,
        bias.value === null ? null : bias,
      ]),
    ),
  }
}

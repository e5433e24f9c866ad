import type { MulticlassDataset, RegressionDataset } from '../dataset/dataset.ts'
import type { ModelName } from '../dataset/roles.ts'
import { areProbabilities, binEnds } from '../metrics/binary/probability.ts'
import type { ThresholdCurve } from '../metrics/binary/thinning.ts'
import { classCurves, topLabels } from '../metrics/multiclass/one-versus-rest.ts'
import type { MulticlassRows } from '../metrics/multiclass/rows.ts'
import type { UndefinedMeasure } from '../metrics/measure.ts'
import { errorBins } from '../metrics/regression/error-bins.ts'
import { residualsOf, type Residuals } from '../metrics/regression/residuals.ts'
import type { Settings } from '../metrics/settings.ts'
import { calibrationResult } from '../report/calibration.ts'
import { metricResult } from '../report/document.ts'
import type { CalibrationBinResult, MetricResult, UndefinedResult } from '../report/evaluation.ts'
import type { ScoreTally } from '../tally/rows.ts'

/** What there is to draw of a split besides its numbers, made from its rows when it is asked for: aggregates alone. */
export interface Views {
  /** Curves of one class against the rest, of the models that give probabilities; none where either has too few rows. */
  classCurves(split: string, label: string): Map<ModelName, ClassCurveView>
  /** How far the probability of the class called is the share called right, of the same models. */
  topLabels(split: string): Map<ModelName, TopLabelView>
  residuals(split: string): Residuals | UndefinedMeasure
  /** By tenths of each model's predictions. */
  errorBins(split: string): Map<ModelName, ErrorBinView[]>
}

export interface ClassCurveView extends ThresholdCurve {
  roc_auc: MetricResult
  average_precision: MetricResult
}

export interface TopLabelView {
  /** As those of `CalibrationResult`, a positive being a row called right. Bins of few rows are left out. */
  bins: { equal_width: CalibrationBinResult[] | UndefinedResult; equal_mass: CalibrationBinResult[] }
  histogram: TopLabelBin[] | UndefinedResult
}

/** Rows (or weight) with a probability above `from` (the first: from it) up to `to`; null: too few to be shown. */
export interface TopLabelBin {
  from: number
  to: number
  right: number | null
  wrong: number | null
}

export interface ErrorBinView {
  from: number | null
  to: number | null
  rows: number
  mean_absolute_error: MetricResult
  mean_error: MetricResult
}

const histogramBins = 20

/** Of tasks that have other curves. */
export const noViews: Views = { classCurves: none, topLabels: none, residuals: none, errorBins: none }

export function multiclassViews(
  { labels, splits }: MulticlassDataset,
  rowsOf: (split: MulticlassDataset['splits'][number]) => MulticlassRows,
  settings: Settings,
  smallestGroup: number,
): Views {
  const rowsOfSplit = (name: string) => rowsOf(splits.find((split) => split.name === name)!)
  return {
    ...noViews,
    classCurves(split, label) {
      const rows = rowsOfSplit(split)
      const own = rows.classes.reduce((count, of) => count + (labels[of] === label ? 1 : 0), 0)
      if (Math.min(own, rows.classes.length - own) < smallestGroup) return new Map()
      return mapped(classCurves(rows, labels.indexOf(label), settings), ({ curve, measures }) => ({
        ...curve,
        roc_auc: metricResult(measures.get('roc_auc')!),
        average_precision: metricResult(measures.get('average_precision')!),
      }))
    },
    topLabels: (split) =>
      mapped(topLabels(rowsOfSplit(split)), ({ tally, sampled }) => {
        const {
          bins: { equal_width: byWidth, equal_mass: byMass },
        } = calibrationResult(tally, settings, sampled)
        const shown = ({ rows }: CalibrationBinResult) => rows >= smallestGroup
        return {
          bins: {
            equal_width: Array.isArray(byWidth) ? byWidth.filter(shown) : byWidth,
            equal_mass: byMass.filter(shown),
          },
          histogram: topLabelHistogram(tally, smallestGroup),
        }
      }),
  }
}

export function regressionViews({ splits }: RegressionDataset, { confidence }: Settings, smallestGroup: number): Views {
  const rowsOfSplit = (name: string) => splits.find((split) => split.name === name)!
  return {
    ...noViews,
    residuals: (split) => residualsOf(rowsOfSplit(split), smallestGroup),
    errorBins: (split) =>
      mapped(errorBins(rowsOfSplit(split), smallestGroup, confidence), (bins) =>
        bins.map(({ from, to, rows, meanAbsoluteError, meanError }) => ({
          from,
          to,
          rows,
          mean_absolute_error: metricResult(meanAbsoluteError),
          mean_error: metricResult(meanError),
        })),
      ),
  }
}

function topLabelHistogram(tally: ScoreTally, smallestGroup: number): TopLabelView['histogram'] {
  const { scores, truePositives, falsePositives } = tally
  if (scores.length === 0) return { undefined: 'no rows' }
  if (!areProbabilities(tally)) return { undefined: 'scores outside 0 to 1 are not probabilities' }
  const starts = [0, ...binEnds(scores, histogramBins)]
  const from = (counts: ArrayLike<number>, bin: number) => (starts[bin] < scores.length ? counts[starts[bin]] : 0)
  return Array.from({ length: histogramBins }, (_, bin): TopLabelBin => {
    const [right, wrong] = [truePositives, falsePositives].map((counts) => from(counts, bin) - from(counts, bin + 1))
    const isShown = right + wrong === 0 || right + wrong >= smallestGroup
    return {
      from: bin / histogramBins,
      to: (bin + 1) / histogramBins,
      right: isShown ? right : null,
      wrong: isShown ? wrong : null,
    }
  })
}

function mapped<T, U>(models: Map<ModelName, T>, view: (of: T) => U): Map<ModelName, U> {
  return new Map([...models].map(([model, of]) => [model, view(of)]))
}

function none(): never {
  throw new Error('This task has no such view')
}

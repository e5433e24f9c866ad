import type { MulticlassDataset, MulticlassSplit } from '../../dataset/dataset.ts'
import { areProbabilities, binEnds } from '../../metrics/binary/probability.ts'
import { type MeasuredSplit, measureWithSlices } from '../../metrics/measured.ts'
import { withCalibrationBootstrap } from '../../metrics/multiclass/calibration-bootstrap.ts'
import { measureMulticlass, multiclassEstimator } from '../../metrics/multiclass/measure.ts'
import { classCurves, topLabels } from '../../metrics/multiclass/one-versus-rest.ts'
import { argmaxClasses, takeRows, type MulticlassRows } from '../../metrics/multiclass/rows.ts'
import type { Settings } from '../../metrics/settings.ts'
import { calibrationResult } from '../../report/calibration.ts'
import { metricResult } from '../../report/document.ts'
import type { CalibrationBinResult } from '../../result/evaluation.ts'
import type { ScoreTally } from '../../tally/rows.ts'
import { mappedModels, noViews, type TopLabelBin, type TopLabelView, type Views } from '../views.ts'
import { sliceComparer, withoutThresholds, type MeasuredTask, type MeasureOptions } from './task.ts'

/** Measures the rows of a dataset of several classes, with every slice. */
export async function measureMulticlassTask(
  { labels, splits }: MulticlassDataset,
  { kernels, policy, settings, onSplit }: MeasureOptions,
): Promise<MeasuredTask> {
  const measured: MeasuredSplit[] = []
  const rowsOfSplits = new Map<string, MulticlassRows>()
  for (const split of splits) {
    onSplit(split.name)
    const all = multiclassRows(labels, split)
    rowsOfSplits.set(split.name, all)
    const plain = measureWithSlices(split, (rows) =>
      measureMulticlass(rows === null ? all : takeRows(all, rows), settings),
    )
    measured.push(await withCalibrationBootstrap(kernels, split.name, all, plain, settings))
  }
  const rowsOf = (split: string): MulticlassRows => {
    const rows = rowsOfSplits.get(split)
    if (rows === undefined) throw new Error(`There is no split ${JSON.stringify(split)}`)
    return rows
  }
  return {
    ...withoutThresholds,
    labels,
    models: [...splits[0].models.keys()],
    splits: measured,
    measureAt: () => measured,
    compareSlices: sliceComparer(splits, measured, settings, (metric, { name }) =>
      multiclassEstimator(metric, rowsOf(name), settings),
    ),
    views: multiclassViews(labels, rowsOf, settings, policy.smallestGroup),
    counts: () => new Map(),
  }
}

function multiclassRows(labels: string[], { classes, models, sampling }: MulticlassSplit): MulticlassRows {
  return {
    labels,
    classes,
    models: new Map(
      [...models].map(([model, says]) => [
        model,
        says.kind === 'prediction'
          ? { predicted: says.predicted, probabilities: null }
          : { predicted: argmaxClasses(says.probabilities), probabilities: says.probabilities },
      ]),
    ),
    sampling,
  }
}

function multiclassViews(
  labels: string[],
  rowsOfSplit: (name: string) => MulticlassRows,
  settings: Settings,
  smallestGroup: number,
): Views {
  return {
    ...noViews,
    classCurves(split, label) {
      const rows = rowsOfSplit(split)
      const own = rows.classes.reduce((count, of) => count + (labels[of] === label ? 1 : 0), 0)
      if (Math.min(own, rows.classes.length - own) < smallestGroup) return new Map()
      return mappedModels(classCurves(rows, labels.indexOf(label), settings), ({ curve, measures }) => ({
        ...curve,
        roc_auc: metricResult(measures.get('roc_auc')!),
        average_precision: metricResult(measures.get('average_precision')!),
      }))
    },
    topLabels: (split) =>
      mappedModels(topLabels(rowsOfSplit(split)), ({ tally, sampled }) => {
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

const histogramBins = 20

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

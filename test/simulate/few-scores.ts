import normalCdf from '@stdlib/stats-base-dists-normal-cdf'
import normalQuantile from '@stdlib/stats-base-dists-normal-quantile'
import { bootstrapScores } from '../../src/metrics/binary/score-bootstrap.ts'
import { measureScores } from '../../src/metrics/binary/catalogue.ts'
import { isDefined, type Measure } from '../../src/metrics/measure.ts'
import { rankScores } from '../../src/tally/rank.ts'
import { referenceKernels } from '../../src/tally/reference.ts'
import { tallyScoresHere } from '../../src/tally/rows.ts'
import { independentRows } from '../dataset/independent-rows.ts'
import type { FewRows } from './few-kind.ts'
import { drawnUniforms, normal, type Uniforms } from './uniforms.ts'
import { settingsOf } from './world.ts'

const kernels = referenceKernels()

/** The metrics of scores of these rows, without those of the bootstrap. */
export function measuredScores(classes: Uint8Array, scores: Float64Array): Map<string, Measure> {
  return measureScores(tallyScoresHere(rankScores(scores), classes, { weights: null }), settingsOf(1, 0))
}

/** The areas under the ROC curve of scores with so many rows of each class; of uneven ones those of positives spread twice as wide. */
function areaOf(law: 'normal' | 'uneven' | 'exponential', positives: number, negatives: number, area: number): FewRows {
  const spread = law === 'uneven' ? 2 : 1
  const shift = Math.sqrt(1 + spread * spread) * normalQuantile(area, 0, 1)
  const scale = area / (1 - area)
  const scoreOf = (uniforms: Uniforms, row: number) =>
    law !== 'exponential'
      ? (row < positives ? shift : 0) + (row < positives ? spread : 1) * normal(uniforms, row, 0)
      : (row < positives ? scale : 1) * -Math.log(uniforms(row, 0))
  return {
    name: `${positives} positives, ${negatives} negatives, ${law} scores, area ${area}`,
    truths: () => ({ roc_auc: area }),
    better: () => 'higher',
    oneIn: 1,
    async measure(dataSet) {
      const count = positives + negatives
      const uniforms = drawnUniforms(dataSet, count, 2)
      const classes = Uint8Array.from({ length: count }, (_, row) => (row < positives ? 1 : 0))
      return measuredScores(
        classes,
        Float64Array.from(classes, (_, row) => scoreOf(uniforms, row)),
      )
    },
  }
}

const replicates = 200

/** KS and the calibration error of few rows; where the bend is 1 scores are calibrated. */
function resampled(rowCount: number, prevalence: number, separation: number, bend: number): FewRows {
  const logOdds = (x: number) =>
    Math.log(prevalence / (1 - prevalence)) + separation * x - (separation * separation) / 2
  const scoreOf = (x: number) => 1 / (1 + Math.exp(-bend * logOdds(x)))
  return {
    name: `${rowCount} rows, ${100 * prevalence} % positive, ${bend === 1 ? 'calibrated' : 'miscalibrated'}, separation ${separation}`,
    truths: () => ({
      ks: 2 * normalCdf(separation / 2, 0, 1) - 1,
      ece: calibrationErrorOf(prevalence, separation, logOdds, scoreOf),
    }),
    better: (id) => (id === 'ks' ? 'higher' : 'lower'),
    oneIn: 4,
    async measure(dataSet) {
      const uniforms = drawnUniforms(dataSet, rowCount, 3)
      const classes = new Uint8Array(rowCount).map((_, row) => (uniforms(row, 0) < prevalence ? 1 : 0))
      const ranked = rankScores(
        Float64Array.from(classes, (oneClass, row) => scoreOf(oneClass * separation + normal(uniforms, row, 1))),
      )
      const sampling = independentRows(rowCount)
      const tally = tallyScoresHere(ranked, classes, sampling)
      const rows = { classes, models: new Map([['candidate' as const, ranked]]), sampling }
      const settings = settingsOf(replicates, dataSet.number)
      const intervals = await bootstrapScores(
        kernels,
        { name: 'test', rows, tallies: new Map([['candidate', tally]]) },
        'candidate',
        settings,
      )
      const measures = measureScores(tally, settings)
      return new Map(
        (['ks', 'ece'] as const).map((id) => {
          const measure = measures.get(id)!
          return [id, isDefined(measure) ? { ...measure, interval: intervals.get(id) ?? null } : measure]
        }),
      )
    },
  }
}

/** Of 15 bins of equal width, by the densities of both classes at 40,001 places. */
function calibrationErrorOf(
  prevalence: number,
  separation: number,
  logOdds: (x: number) => number,
  scoreOf: (x: number) => number,
): number {
  const bins = new Float64Array(15)
  const [from, to, count] = [-9, separation + 9, 40_001]
  const step = (to - from) / (count - 1)
  for (let k = 0; k < count; k++) {
    const x = from + k * step
    const density = (at: number) => (step * Math.exp((-at * at) / 2)) / Math.sqrt(2 * Math.PI)
    const mass = prevalence * density(x - separation) + (1 - prevalence) * density(x)
    const score = scoreOf(x)
    bins[Math.min(14, Math.max(0, Math.ceil(15 * score) - 1))] += mass * (score - 1 / (1 + Math.exp(-logOdds(x))))
  }
  return bins.reduce((sum, bin) => sum + Math.abs(bin), 0)
}

export const fewScores: FewRows[] = [
  areaOf('normal', 20, 180, 0.96),
  areaOf('normal', 10, 190, 0.98),
  areaOf('normal', 5, 195, 0.9),
  areaOf('normal', 5, 5, 0.9),
  areaOf('normal', 50, 950, 0.98),
  areaOf('normal', 100, 900, 0.8),
  areaOf('normal', 20, 20, 0.96),
  areaOf('uneven', 20, 180, 0.9),
  areaOf('uneven', 100, 900, 0.98),
  areaOf('exponential', 20, 180, 0.96),
  areaOf('exponential', 10, 190, 0.98),
  areaOf('exponential', 10, 190, 0.8),
  areaOf('exponential', 190, 10, 0.96),
  resampled(100, 0.5, 1.5, 1),
  resampled(100, 0.5, 1.5, 2),
  resampled(100, 0.2, 1.5, 1),
  resampled(100, 0.2, 1.5, 2),
  resampled(100, 0.2, 0.3, 1),
  resampled(400, 0.05, 3, 2),
]

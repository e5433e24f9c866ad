import { measureMulticlass } from '../../src/metrics/multiclass/measure.ts'
import { isDefined } from '../../src/metrics/measure.ts'
import type { MulticlassRows } from '../../src/metrics/multiclass/rows.ts'
import type { FewRows } from './few-kind.ts'
import { measuredScores } from './few-scores.ts'
import { drawRows } from './multiclass.ts'
import { drawnUniforms, normal } from './uniforms.ts'
import { settingsOf } from './world.ts'

interface BinaryScores {
  rowCount: number
  prevalence: number
  separation: number
  /** Digits that scores are rounded to. */
  digits?: number
  /** Share of the rows whose class is the other one, of which the scores know nothing. */
  mistaken?: number
}

/** Log loss and Brier score of calibrated scores of normal evidence, but for rounding and mistaken classes. */
function lossesOf({ rowCount, prevalence, separation, digits, mistaken = 0 }: BinaryScores): FewRows {
  const scoreOf = (x: number) => {
    const score = 1 / (1 + Math.exp(-(Math.log(prevalence / (1 - prevalence)) + separation * x - separation ** 2 / 2)))
    return digits === undefined ? score : Number(score.toFixed(digits))
  }
  const losses = {
    log_loss: (score: number, oneClass: number) =>
      -Math.log(Math.min(1 - 2 ** -52, Math.max(2 ** -52, oneClass === 1 ? score : 1 - score))),
    brier: (score: number, oneClass: number) => (score - oneClass) ** 2,
  }
  const truthOf = (loss: (score: number, oneClass: number) => number, count: number) => {
    const [from, to] = [-9, separation + 9]
    const step = (to - from) / (count - 1)
    let sum = 0
    for (let k = 0; k < count; k++) {
      const x = from + k * step
      const density = (at: number) => (step * Math.exp((-at * at) / 2)) / Math.sqrt(2 * Math.PI)
      for (const oneClass of [0, 1]) {
        const mass = oneClass === 1 ? prevalence * density(x - separation) : (1 - prevalence) * density(x)
        sum += mass * ((1 - mistaken) * loss(scoreOf(x), oneClass) + mistaken * loss(scoreOf(x), 1 - oneClass))
      }
    }
    return sum
  }
  return {
    name: [
      `${rowCount} rows, ${Number((100 * prevalence).toPrecision(3))} % positive, separation ${separation}`,
      ...(digits === undefined ? [] : [`${digits} digits`]),
      ...(mistaken === 0 ? [] : [`${100 * mistaken} % mistaken`]),
    ].join(', '),
    truths(isQuick) {
      const count = isQuick ? 2001 : 200_001
      return {
        brier: truthOf(losses.brier, count),
        ...(digits === undefined && { log_loss: truthOf(losses.log_loss, count) }),
      }
    },
    better: () => 'lower',
    oneIn: 1,
    async measure(dataSet) {
      const uniforms = drawnUniforms(dataSet, rowCount, 4)
      const classes = new Uint8Array(rowCount)
      const scores = new Float64Array(rowCount)
      for (let row = 0; row < rowCount; row++) {
        const drawn = uniforms(row, 0) < prevalence ? 1 : 0
        scores[row] = scoreOf(drawn * separation + normal(uniforms, row, 1))
        classes[row] = uniforms(row, 3) < mistaken ? 1 - drawn : drawn
      }
      return measuredScores(classes, scores)
    },
  }
}

const severalClasses = ['log_loss', 'brier', 'matthews_corrcoef', 'accuracy', 'roc_auc_ovr', 'f1_weighted', 'f1_macro']

/** Metrics of three classes that are well told, but for rows that are mistaken. */
function severalOf(rowCount: number, separation: number, mistaken: number): FewRows {
  const world = { name: 'few rows', shares: [0.6, 0.3, 0.1], separation }
  const drawn = (count: number, seed: number, number: number): MulticlassRows => {
    const uniforms = drawnUniforms(
      { seed, world: `few rows ${separation} ${mistaken}`, size: count, number },
      count,
      15,
    )
    const rows = drawRows(world, count, uniforms)
    rows.classes.forEach((label, row) => {
      if (uniforms(row, 13) < mistaken) rows.classes[row] = (label + (uniforms(row, 14) < 0.5 ? 1 : 2)) % 3
    })
    return { ...rows, models: new Map([['candidate', rows.models.get('candidate')!]]) }
  }
  const measured = (rows: MulticlassRows) => measureMulticlass(rows, settingsOf(0, 0)).models.get('candidate')!.measures
  return {
    name: `${rowCount} rows of three classes, separation ${separation}, ${100 * mistaken} % mistaken`,
    truths(isQuick) {
      const population = measured(drawn(isQuick ? 20_000 : 500_000, 12_345, 0))
      return Object.fromEntries(
        severalClasses.map((id) => {
          const measure = population.get(id)!
          return [id, isDefined(measure) ? measure.value : NaN]
        }),
      )
    },
    better: (id) => (id === 'log_loss' || id === 'brier' ? 'lower' : 'higher'),
    oneIn: 1,
    measure: async ({ seed, number }) => measured(drawn(rowCount, seed, number)),
  }
}

export const fewLosses: FewRows[] = [
  lossesOf({ rowCount: 200, prevalence: 0.025, separation: 1.5 }),
  lossesOf({ rowCount: 200, prevalence: 0.04, separation: 3 }),
  lossesOf({ rowCount: 1000, prevalence: 0.005, separation: 1.5 }),
  lossesOf({ rowCount: 1000, prevalence: 0.005, separation: 3 }),
  lossesOf({ rowCount: 1000, prevalence: 0.02, separation: 3 }),
  lossesOf({ rowCount: 100, prevalence: 0.02, separation: 0.5 }),
  lossesOf({ rowCount: 200, prevalence: 0.5, separation: 5, mistaken: 0.01 }),
  lossesOf({ rowCount: 200, prevalence: 0.5, separation: 4 }),
  lossesOf({ rowCount: 100, prevalence: 0.01, separation: 1, digits: 1 }),
  lossesOf({ rowCount: 100, prevalence: 0.1, separation: 1, digits: 1 }),
  lossesOf({ rowCount: 50, prevalence: 0.01, separation: 2 }),
  severalOf(50, 4, 0),
  severalOf(50, 6, 0.01),
  severalOf(200, 6, 0),
  severalOf(200, 6, 0.01),
  severalOf(1000, 6, 0.002),
  severalOf(200, 2, 0),
]

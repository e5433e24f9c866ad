import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  suggestedThresholds,
  suggestions,
  type Suggestion,
  type ThresholdTargets,
} from '../../../src/metrics/binary/suggested-thresholds.ts'
import { tallyOf, weightedTally } from './tally-of.ts'

// 60 rows, and the thresholds that scikit-learn 1.9.1 gives for them: the largest F1 and recall at a precision by
// precision_recall_curve, the Youden index, recall at a specificity and cost by roc_curve, the share by counting.
const classes = [
  1, 1, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 1, 0, 1, 1, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0,
  1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0, 1, 0, 0, 0, 1,
]
const scores = [
  0.467, 0.835, 0.489, 0.369, 0.949, 0.134, 0.553, 0.46, 0.627, 0.755, 0.394, 0.631, 0.512, 0.513, 0.035, 0.24, 0.405,
  0.126, 0.139, 0.908, 0.432, 0.193, 0.67, 0.902, 0.627, 0.46, 0.139, 0.354, 0.809, 0.034, 0.442, 0.589, 0.383, 0.435,
  0.785, 0.34, 0.711, 0.129, 0.322, 0.432, 0.312, 0.349, 0.503, 0.256, 0.013, 0.343, 0.133, 0.832, 0.253, 0.247, 0.591,
  0.605, 0.227, 0.576, 0.312, 0.411, 0.355, 0.599, 0.366, 0.834,
]

const targets: ThresholdTargets = {
  costs: { falsePositive: 3, falseNegative: 1 },
  precision: 0.85,
  specificity: 0.9,
  share: 0.1,
}

describe('suggested thresholds', () => {
  it('are those of scikit-learn', async () => {
    const found = suggestedThresholds(await tallyOf(classes, scores), targets)
    expect(Object.fromEntries(suggestions.map((way) => [way, found[way]?.value]))).toEqual({
      least_cost: 0.67,
      best_f1: 0.405,
      youden: 0.405,
      recall_at_precision: 0.67,
      recall_at_specificity: 0.605,
      top_share: 0.832,
    })
  })

  it('predict nobody where a false alarm costs more than all misses, and are none where no precision would do', async () => {
    const tally = await tallyOf([0, 1, 0], [0.9, 0.5, 0.1])
    const found = suggestedThresholds(tally, {
      ...targets,
      costs: { falsePositive: 100, falseNegative: 1 },
      precision: 0.9,
    })
    expect(found.least_cost).toEqual({ value: 1.01, predicts: 'nobody' })
    expect(found.recall_at_precision).toBeNull()
  })

  it('are the best of all thresholds, as counting each of them shows', async () => {
    const rows = fc.array(
      fc.tuple(fc.constantFrom(0, 1), fc.integer({ min: 0, max: 8 }), fc.integer({ min: 1, max: 3 })),
      {
        minLength: 2,
        maxLength: 30,
      },
    )
    await fc.assert(
      fc.asyncProperty(rows, async (some) => {
        const [labels, values, weights] = [0, 1, 2].map((at) => some.map((row) => row[at]))
        if (!labels.includes(0) || !labels.includes(1)) return
        const found = suggestedThresholds(await weightedTally(labels, values, weights), targets)
        for (const way of suggestions) {
          const all = [...values, 100]
            .map((threshold) => counted(some, threshold))
            .map((counts) => worthOf(way, counts))
          const best = Math.max(...all)
          const point = found[way]
          if (point === null) expect(best, way).toBe(-Infinity)
          else
            expect(worthOf(way, counted(some, point.predicts === 'nobody' ? 100 : point.value)), way).toBeCloseTo(
              best,
              12,
            )
        }
      }),
    )
  })
})

/** Weights of true and false positives and negatives at a threshold. */
function counted(rows: readonly (readonly number[])[], threshold: number) {
  const sum = (isMeant: (label: number, score: number) => boolean) =>
    rows.reduce((total, [label, score, weight]) => total + (isMeant(label, score) ? weight : 0), 0)
  return {
    tp: sum((label, score) => label === 1 && score >= threshold),
    fp: sum((label, score) => label === 0 && score >= threshold),
    fn: sum((label, score) => label === 1 && score < threshold),
    tn: sum((label, score) => label === 0 && score < threshold),
  }
}

/** What a way looks for; −∞ where it is not allowed or not defined. */
function worthOf(way: Suggestion, { tp, fp, fn, tn }: ReturnType<typeof counted>): number {
  const [recall, specificity, share] = [tp / (tp + fn), tn / (tn + fp), (tp + fp) / (tp + fp + fn + tn)]
  switch (way) {
    case 'least_cost':
      return -(3 * fp + fn) / (tp + fp + fn + tn)
    case 'best_f1':
      return (2 * tp) / (2 * tp + fp + fn)
    case 'youden':
      return recall + specificity - 1
    case 'recall_at_precision':
      return tp + fp > 0 && tp / (tp + fp) >= targets.precision ? recall : -Infinity
    case 'recall_at_specificity':
      return specificity >= targets.specificity ? recall : -Infinity
    case 'top_share':
      return share <= targets.share ? share : -Infinity
  }
}

import { describe, expect, it } from 'vitest'
import { kolmogorovSmirnov, lossMoments, peakRank } from '../../../src/metrics/binary/probability.ts'
import { lehmer } from '../../helpers/lehmer.ts'
import { tallyOf } from './tally-of.ts'

const random = lehmer(3)
/** Rows of up to 2,000 distinct scores, of which the gap is widest anywhere: the classes part at a score of its own. */
const worlds = Array.from({ length: 40 }, () => {
  const parting = random()
  const scores = Array.from({ length: 1 + Math.floor(3000 * random()) }, () => Math.floor(2000 * random()) / 2000)
  return { scores, classes: scores.map((score) => (random() < (score < parting ? 0.3 : 0.6) ? 1 : 0)) }
})

describe('the peak of the gap', () => {
  it('is the lowest of the ranks with the widest gap, as a look at each one finds it', async () => {
    for (const { classes, scores } of worlds) {
      const tally = await tallyOf(classes, scores)
      const gaps = Array.from(tally.scores, (_, k) =>
        Math.abs(tally.truePositives[k] * tally.negatives - tally.falsePositives[k] * tally.positives),
      )
      const widest = gaps.reduce((most, gap) => Math.max(most, gap), 0)
      expect(peakRank(tally)).toBe(gaps.indexOf(widest))
      if (tally.positives > 0 && tally.negatives > 0)
        expect(kolmogorovSmirnov(tally)).toBe(widest / (tally.positives * tally.negatives))
    }
  })
})

describe('the moments of a loss', () => {
  it('are those of the rows one by one: mean, standard error and skewness of the mean', async () => {
    for (const { classes, scores } of worlds.filter(({ scores: { length } }) => length > 10)) {
      const losses = scores.map((score, row) => (score - classes[row]) ** 2)
      const size = losses.length
      const mean = losses.reduce((sum, loss) => sum + loss, 0) / size
      const moment = (power: number) => losses.reduce((sum, loss) => sum + (loss - mean) ** power, 0)
      const found = lossMoments(await tallyOf(classes, scores), 'squared')
      expect(found.mean).toBeCloseTo(mean, 12)
      expect(found.precision.standardError).toBeCloseTo(Math.sqrt(moment(2) / (size - 1) / size), 12)
      expect(found.precision.skewness).toBeCloseTo(moment(3) / moment(2) ** 1.5, 10)
      expect(found.precision.degreesOfFreedom).toBe(size - 1)
    }
  })
})

import { expect, it } from 'vitest'
import { measureScores } from '../../../src/metrics/binary/catalogue.ts'
import { logLossTable } from '../../../src/metrics/binary/probability.ts'
import { measureSlices, type SliceJob } from '../../../src/metrics/binary/slice-measures.ts'
import { rankScores } from '../../../src/tally/rank.ts'
import { lehmer } from '../../helpers/lehmer.ts'
import { tallyOf } from './tally-of.ts'

const random = lehmer(5)
const rows = Array.from({ length: 200 }, () => ({
  score: Math.floor(40 * random()) / 40,
  oneClass: random() < 0.4 ? 1 : 0,
  first: Math.floor(3 * random()),
  second: Math.floor(2 * random()),
}))
const settings = { confidence: 0.95, costs: { falsePositive: 1, falseNegative: 1 }, replicates: 100, seed: 0 }
const ordered = rankScores(Float64Array.from(rows, ({ score }) => score))
const job: SliceJob = {
  ordered,
  settings,
  counts: null,
  logLosses: logLossTable(ordered.scores),
  classes: Uint8Array.from(rows, ({ oneClass }) => oneClass),
  columns: [Uint32Array.from(rows, ({ first }) => first), Uint32Array.from(rows, ({ second }) => second)],
  slices: [
    { columns: [0], sizes: [3] },
    { columns: [1], sizes: [2] },
    { columns: [0, 1], sizes: [3, 2] },
  ],
}

it('measures every slice and every pair as its rows alone', async () => {
  const [byFirst, bySecond, byBoth] = measureSlices(job)
  const alone = async (isIn: (row: (typeof rows)[number]) => boolean) => {
    const some = rows.filter(isIn)
    return measureScores(
      await tallyOf(
        some.map(({ oneClass }) => oneClass),
        some.map(({ score }) => score),
      ),
      settings,
    )
  }
  for (let first = 0; first < 3; first++) {
    expect(byFirst[first]).toEqual(await alone((row) => row.first === first))
    for (let second = 0; second < 2; second++) {
      expect(bySecond[second]).toEqual(await alone((row) => row.second === second))
      expect(byBoth[2 * first + second]).toEqual(await alone((row) => row.first === first && row.second === second))
    }
  }
})

it('says the same of a job that came from another thread', () => {
  expect(measureSlices(structuredClone(job))).toEqual(measureSlices(job))
})

import { describe, expect, it } from 'vitest'
import { groupDesign, groupedKolmogorov, raoScott } from '../../../src/split/check/group-design.ts'
import { chiSquaredTest, kolmogorovSmirnovTest, splitShifts } from '../../../src/split/check/shift.ts'
import { kolmogorovTail, twoSidedTP, zOfTwoSidedP } from '../../../src/metrics/intervals/distributions.ts'
import { lehmer } from '../../helpers/lehmer.ts'
import { checkedRows, type SampleRow } from './sample.ts'

const random = lehmer(11)
/** Rows that are alone: of the later split more are of the second class, and have higher scores. */
const alone = Array.from({ length: 300 }, (_, i) => {
  const split = i < 180 ? 'train' : 'test'
  return { split, label: random() < (split === 'test' ? 0.45 : 0.3) ? 1 : 0, scores: [random() + (i < 180 ? 0 : 0.1)] }
})
const repeated = (times: number): SampleRow[] =>
  alone.flatMap((row, i) => Array.from({ length: times }, () => ({ ...row, group: `g${i}` })))
const testOf = (rows: SampleRow[], code: 'label_shift' | 'score_shift') =>
  splitShifts(checkedRows(rows)).find((shift) => shift.code === code)!.test

describe('shifts of rows that belong to groups', () => {
  it('are as sure as one row of each group where all rows of a group are the same', () => {
    for (const code of ['label_shift', 'score_shift'] as const) {
      const [once, five] = [testOf(alone, code), testOf(repeated(5), code)]
      expect(five.effectSize.value).toBeCloseTo(once.effectSize.value, 12)
      // As rows they would be five times as many.
      expect(five.p).toBeGreaterThan(0.9 * once.p)
      if (code === 'label_shift') expect(five.p).toBeLessThan(1.2 * once.p)
    }
  })

  it('of two classes are Student’s t of the difference of shares, with the groups’ variance', () => {
    const rows = checkedRows(repeated(2))
    const design = groupDesign(rows.groups!.codes, rows.groups!.names.length, rows.codes, { earlier: 0, later: 1 })
    const share = (split: string) => {
      const own = alone.filter((row) => row.split === split)
      return { count: own.length, share: own.filter(({ label }) => label === 1).length / own.length }
    }
    const [train, test] = [share('train'), share('test')]
    const variance = [train, test].reduce((sum, { count, share: p }) => sum + (p * (1 - p)) / count, 0) * (300 / 299)
    const codes = rows.truth.kind === 'classes' ? rows.truth.codes : new Uint8Array()
    const [positives] = [alone.filter(({ label }) => label === 1).length / 300]
    const counts = [train, test].map(({ count, share: p }) => [2 * count * (1 - p), 2 * count * p].map(Math.round))
    const { statistic } = chiSquaredTest(counts[0], counts[1])!
    const { p, statistic: corrected } = raoScott(statistic, design, (row) => codes[row], [1 - positives, positives])
    expect(corrected).toBeCloseTo((train.share - test.share) ** 2 / variance, 8)
    // Satterthwaite: 179 and 119 degrees of freedom, variances as one over the groups.
    const degrees = (1 / 180 + 1 / 120) ** 2 / (1 / 180 ** 2 / 179 + 1 / 120 ** 2 / 119)
    expect(design.degreesOfFreedom).toBeCloseTo(degrees, 8)
    expect(p).toBeCloseTo(twoSidedTP(Math.sqrt(corrected), degrees), 10)
  })

  it('of numbers take no fewer rows than the groups are worth', () => {
    const rows = checkedRows(repeated(4))
    const design = groupDesign(rows.groups!.codes, rows.groups!.names.length, rows.codes, { earlier: 0, later: 1 })
    const values = rows.models.get('candidate')![0] as Float64Array
    const root = Math.sqrt((180 * 120) / 300)
    const ofGroups = twoSidedTP(
      zOfTwoSidedP(kolmogorovTail((root + 0.12 + 0.11 / root) * 0.15)),
      design.degreesOfFreedom,
    )
    const found = groupedKolmogorov(0.15, design, values)
    expect(found).toBeGreaterThan(0.95 * ofGroups)
    expect(found).toBeGreaterThan(100 * kolmogorovSmirnovTest(0.15, 720, 480).p)
  })

  it('are not tested in a split of one group', () => {
    const rows = alone.map((row, i): SampleRow => ({ ...row, group: row.split === 'test' ? 'one' : `g${i % 40}` }))
    expect(splitShifts(checkedRows(rows))).toEqual([])
  })

  it('of groups of one row each are those of rows', () => {
    const rows = alone.map((row, i): SampleRow => ({ ...row, group: `g${i}` }))
    expect(splitShifts(checkedRows(rows))).toEqual(splitShifts(checkedRows(alone)))
  })
})

import { describe, expect, it } from 'vitest'
import { roundingOfSum } from '../../src/dataset/probability-sums.ts'
import { evaluate } from '../../src/evaluate/evaluate.ts'
import { parsePolicy } from '../../src/policy/file/parse.ts'
import { referenceKernels } from '../../src/tally/reference.ts'
import { lehmer } from '../helpers/lehmer.ts'
import { scannersOf } from '../csv/everywhere.ts'
import { textSource } from '../csv/sources.ts'

const random = lehmer(11)
const names = ['bike', 'boat', 'bus', 'car', 'taxi', 'tram', 'walk']
const rows = Array.from({ length: 300 }, (_, i) => {
  const scores = names.map(() => 3 * random())
  const whole = scores.reduce((sum, score) => sum + Math.exp(score), 0)
  return { mode: names[i % 7], shares: scores.map((score) => Math.exp(score) / whole) }
})
type Row = (typeof rows)[number]

/** The measures of the rows' probabilities as they are written, and what is warned of. */
async function evaluated(written: (share: number) => string, of: Row[] = rows) {
  const csv = [
    `mode,${names.map((name) => `p_${name}`).join(',')}`,
    ...of.map(({ mode, shares }) => `${mode},${shares.map(written).join(',')}`),
    '',
  ].join('\n')
  const policy = parsePolicy(
    'p.yaml',
    'version: 1\ncolumns: {label: mode, candidate: p_*}\nreplicates: 20\nrequirements: [{metric: log_loss, at_most: 9, split: all}]\n',
  )
  const { document } = await evaluate([textSource(csv)], policy, {
    kernels: referenceKernels(),
    scanners: scannersOf(1),
  })
  return { metrics: document.models.candidate.splits.all.metrics, warnings: document.warnings }
}

/** Mean of −ln of what the class that came true was given, taken from the written numbers one by one. */
const logLossOf = (written: (share: number) => string) =>
  rows.reduce((sum, { mode, shares }) => sum - Math.log(Number(written(shares[names.indexOf(mode)]))), 0) / rows.length

const float32 = (share: number) => String(Math.fround(share))

describe('probabilities that sum to 1 but for rounding', () => {
  it.each([
    ['to float32', float32],
    ['to 6 decimals', (share: number) => share.toFixed(6)],
    ['to 7 digits', (share: number) => share.toPrecision(7)],
  ])('%s are probabilities, and it is said how far off they are', async (_, written) => {
    const { metrics, warnings } = await evaluated(written)
    expect(metrics.log_loss.value).toBeCloseTo(logLossOf(written), 12)
    for (const id of ['brier', 'roc_auc_ovr', 'roc_auc_ovo', 'ece']) expect(metrics[id].value, id).not.toBeNull()
    const [warning, ...others] = warnings
    expect(others).toEqual([])
    expect(warning.code).toBe('probabilities_rounded')
    const distance = Number(/at most (\S+) off/.exec(warning.message)![1])
    const sums = rows.map(({ shares }) => shares.reduce((sum, share) => sum + Number(written(share)), 0))
    expect(distance).toBeCloseTo(Math.max(...sums.map((sum) => Math.abs(sum - 1))), 8)
  })

  it('to float64 are not spoken of', async () => {
    const { metrics, warnings } = await evaluated(String)
    expect(metrics.log_loss.value).toBeCloseTo(logLossOf(String), 12)
    expect(warnings).toEqual([])
  })

  it('may be off by half of the sixth decimal for each class, and no further', async () => {
    const shares = [1, 0, 0, 0, 0, 0, 0]
    const off = (distance: number) => evaluated(String, [...rows, { mode: 'bike', shares: shares.with(1, distance) }])
    expect(roundingOfSum(7)).toBeCloseTo(3.5e-6, 7)
    expect((await off(3.4e-6)).metrics.log_loss.value).not.toBeNull()
    expect((await off(3.7e-6)).metrics.log_loss).toHaveProperty('undefined')
  })
})

describe('scores that do not sum to 1', () => {
  it('are no probabilities: how far, in which line, and what to do', async () => {
    const { metrics, warnings } = await evaluated(
      String,
      rows.with(41, { mode: 'bus', shares: rows[41].shares.map((share) => share / 2) }),
    )
    expect(metrics.log_loss).toEqual({ value: null, undefined: 'scores that do not sum to 1 are not probabilities' })
    expect(metrics.accuracy.value).not.toBeNull()
    expect(warnings).toEqual([
      {
        code: 'sums_not_1',
        message:
          'Scores of the candidate model do not sum to 1 in 1 of 300 rows: not probabilities, so that log_loss, brier and areas are ' +
          'undefined. The furthest sum is 0.5 below 1 (test.csv, line 43, from column "p_bike" on). If they are shares of one whole, ' +
          'divide each row’s scores by their sum, and evaluate that file.',
        model: 'candidate',
      },
    ])
  })

  it('are spoken of only where they could be probabilities', async () => {
    const { warnings } = await evaluated((share) => String(Math.log(share)))
    expect(warnings.map(({ code }) => code)).not.toContain('sums_not_1')
  })
})

import { describe, expect, it } from 'vitest'
import { evaluate } from '../../src/evaluate/evaluate.ts'
import { parsePolicy } from '../../src/policy/file/parse.ts'
import { referenceKernels } from '../../src/tally/reference.ts'
import { lehmer } from '../helpers/lehmer.ts'
import { scannersOf } from '../csv/everywhere.ts'
import { textSource } from '../csv/sources.ts'

const random = lehmer(3)
const rows = Array.from({ length: 400 }, (_, i) => {
  const y = random() < 0.5 ? 1 : 0
  return { y, s: (0.4 * y + 0.6 * random()).toFixed(4), region: i % 4 === 0 ? 'south' : 'north', w: 1 + (i % 3) }
})
const csvOf = (of: typeof rows) =>
  ['y,s,region,w', ...of.map(({ y, s, region, w }) => `${y},${s},${region},${w}`), ''].join('\n')

async function evaluated(csv: string, policy: string) {
  const { document } = await evaluate([textSource(csv)], parsePolicy('p.yaml', `version: 1\n${policy}`), {
    kernels: referenceKernels(),
    scanners: scannersOf(1),
  })
  return document
}
const scored = 'columns: {label: y, candidate: s, slices: [region]}'

describe('an abstain band in the result', () => {
  const policy = `${scored}\nabstain: {from: 0.35, to: 0.65}\nrequirements: [{metric: coverage, at_least: 0.1}, {metric: precision, at_least: 0.5, where: decided, slices: region}]`

  it('stands under the split, decided and abstained rows measured by themselves', async () => {
    const { models, requirements } = await evaluated(csvOf(rows), policy)
    const all = models.candidate.splits.all
    const isAbstained = ({ s }: { s: string }) => Number(s) >= 0.35 && Number(s) < 0.65
    const decided = await evaluated(
      csvOf(rows.filter((row) => !isAbstained(row))),
      `${scored}\nrequirements: [{metric: accuracy, at_least: 0}]`,
    )
    expect(all.abstain).toMatchObject({
      from: 0.35,
      to: 0.65,
      coverage: { value: 1 - rows.filter(isAbstained).length / 400, interval: 'wilson' },
    })
    for (const id of ['accuracy', 'precision', 'recall', 'expected_cost', 'matthews_corrcoef']) {
      expect(all.abstain!.decided[id]).toEqual(decided.models.candidate.splits.all.metrics[id])
    }
    expect(Object.keys(all.abstain!.abstained)).not.toContain('roc_auc')
    expect(requirements.map(({ metric, where, slice, value }) => [metric, where, slice?.region, value])).toEqual([
      ['coverage', undefined, undefined, all.abstain!.coverage.value],
      ...['north', 'south'].map((region) => [
        'precision',
        'decided',
        region,
        decided.models.candidate.splits.all.slices.find(({ where }) => where.region === region)!.metrics.precision
          .value,
      ]),
    ])
    expect(all.slices[0].abstain!.decided.precision.value).toBe(requirements[1].value)
  })

  it('weights that are counts are the rows repeated; order leaves no trace', async () => {
    const repeated = rows.flatMap((row) => Array.from({ length: row.w }, () => row))
    const weighted = await evaluated(
      csvOf(rows),
      `weights: frequency\n${policy.replace('slices: [', 'weight: w, slices: [')}`,
    )
    const plain = await evaluated(csvOf(repeated.toReversed()), policy)
    expect(weighted.models.candidate.splits.all.abstain).toEqual(plain.models.candidate.splits.all.abstain)
    expect(weighted.requirements).toEqual(plain.requirements)
  })

  it('a model of hard predictions has no scores to abstain by: undecided', async () => {
    const hard = csvOf(rows.map((row) => ({ ...row, s: Number(row.s) >= 0.5 ? '1' : '0' })))
    const { verdict, requirements } = await evaluated(hard, policy.replace('candidate: s', 'prediction: s'))
    expect([verdict, requirements[0].outcome, requirements[0].reason]).toEqual([
      'undecided',
      'undecided',
      'coverage is not defined: hard predictions, no scores',
    ])
  })

  it('is of binary scores alone', async () => {
    await expect(
      evaluated(
        'y,s\n1.5,2\n2.5,3\n3.5,4\n',
        'task: regression\ncolumns: {label: y, candidate: s}\nabstain: {from: 0, to: 1}\nrequirements: [{metric: r2, at_least: 0}]',
      ),
    ).rejects.toThrow('abstain: found an abstain band in a regression task')
  })
})

describe('rows and positives', () => {
  it('are as many as the weights that are counts say, and rows needed too', async () => {
    const asked = (columns: string) =>
      `columns: {label: y, candidate: s${columns}}\nrequirements: [{metric: rows, at_least: 799}, {metric: positives, at_least: 5000}, {metric: accuracy, at_least: 0.7}]`
    const repeated = rows.flatMap((row) => Array.from({ length: row.w }, () => row))
    const weighted = await evaluated(csvOf(rows), `weights: frequency\n${asked(', weight: w')}`)
    expect(weighted.requirements).toEqual((await evaluated(csvOf(repeated), asked(''))).requirements)
    expect(
      weighted.requirements
        .map(({ metric, outcome, value, low, positives_needed: needed }) => [metric, outcome, value, low, needed])
        .slice(0, 2),
    ).toEqual([
      ['rows', 'pass', repeated.length, null, null],
      ['positives', 'undecided', repeated.filter(({ y }) => y === 1).length, null, 5000],
    ])
    expect(weighted.verdict).toBe('undecided')
  })

  it('positives are of two classes', async () => {
    await expect(
      evaluated(
        'y,s\n1.5,2\n2.5,3\n3.5,4\n',
        'task: regression\ncolumns: {label: y, candidate: s}\nrequirements: [{metric: rows, at_least: 3}, {metric: positives, at_least: 1}]',
      ),
    ).rejects.toThrow('unknown metric "positives"')
  })
})

describe('a baseline of zero or below', () => {
  /** Pairs of correlated columns: the share of right calls decides the sign of Matthews' correlation. */
  const csv = (ofCandidate: number, ofProduction: number) => {
    const call = (y: number, i: number, rightOfTen: number) => (i % 10 < rightOfTen ? y : 1 - y)
    return [
      'y,c,p',
      ...Array.from({ length: 1000 }, (_, i) => {
        const y = i % 2
        const k = Math.floor(i / 2)
        return `${y},${call(y, k, ofCandidate)},${call(y, k, ofProduction)}`
      }),
      '',
    ].join('\n')
  }
  const policy = (bound: string) =>
    `columns: {label: y, prediction: c, production_prediction: p}\nrequirements: [{metric: matthews_corrcoef, versus_production: {${bound}}}]`

  // Right 4 in 10: (0.4 − 0.6) = −0.2; 5 in 10: 0; 2 in 10: −0.6. A ratio would turn the sign, or divide by 0.
  it.each([
    ['below', 4, 2, 0.4, 'pass', 'fail'],
    ['below, and worse', 2, 4, -0.4, 'fail', 'pass'],
    ['zero', 7, 5, 0.4, 'pass', 'fail'],
    ['zero, and worse', 3, 5, -0.4, 'fail', 'pass'],
  ] as const)(
    '%s: better is better, by candidate minus production',
    async (_case, candidate, production, difference, atLeast, atMost) => {
      const up = await evaluated(csv(candidate, production), policy('at_least: 0.1'))
      const down = await evaluated(csv(candidate, production), policy('at_most: -0.1'))
      expect(up.requirements[0].value).toBeCloseTo(difference, 12)
      expect([up.verdict, down.verdict]).toEqual([atLeast, atMost])
    },
  )
})

describe('what does not gate', () => {
  it('is marked in the result: advisory, and skipped with its reason', async () => {
    const { verdict, requirements } = await evaluated(
      csvOf(rows),
      `${scored}\non_no_production: skip\nrequirements: [
      {metric: roc_auc, at_least: 0.6}, {metric: roc_auc, at_least: 0.999, advisory: true}, {metric: roc_auc, versus_production: {at_least: 0, suspicious_above: 0.1}}]`,
    )
    expect(verdict).toBe('pass')
    expect(requirements[0]).not.toHaveProperty('advisory')
    expect(requirements[1]).toMatchObject({ outcome: 'fail', advisory: true })
    expect(requirements[2]).toMatchObject({
      outcome: 'undecided',
      advisory: true,
      skipped: 'no_production',
      bound: { versus_production: { at_least: 0, suspicious_above: 0.1 } },
    })
  })
})

describe('another policy judged by what is measured', () => {
  const requirements =
    '[{metric: recall, at_least: 0.6}, {metric: recall, at_least: 0.6, slices: region}, {metric: ece, at_most: 0.3, slices: region}]'
  const session = async (policy: string) => {
    const { judgeBy } = await evaluate([textSource(csvOf(rows))], parsePolicy('p.yaml', `version: 1\n${policy}`), {
      kernels: referenceKernels(),
      scanners: scannersOf(1),
    })
    return (other: string) => judgeBy(parsePolicy('q.yaml', `version: 1\n${other}`))
  }
  const open = `${scored}\nreplicates: 50\n`

  it('is the same document as evaluating by it', async () => {
    const judgeBy = await session(`${open}requirements: ${requirements}`)
    const others = [
      `name: other\n${open}requirements: ${requirements.replace('0.6', '0.99')}`,
      `${open}requirements: ${requirements.replace('[', '[{metric: precision, at_least: 0.99}, {metric: rows, at_least: 9}, ').replace('recall, at_least: 0.6, slices', 'f1, at_least: 0.1, advisory: true, slices')}`,
      `${open}correction: none\nautonomy: 3\nreport: {smallest_group: 150}\nstages: [{name: all, share: 1}]\nrequirements: ${requirements}`,
    ]
    for (const other of others) expect(judgeBy(other)).toEqual(await evaluated(csvOf(rows), other))
  })

  it('takes an evaluation where anything else would be measured, or a look counted', async () => {
    const judgeBy = await session(`${open}requirements: ${requirements}`)
    const evaluating = [
      'threshold: 0.4\n',
      'confidence: 0.9\n',
      'costs: {false_positive: 1, false_negative: 2}\n',
      'seed: 2\n',
      'ledger: l.json\n',
      'abstain: {from: 0.4, to: 0.6}\n',
      'invalid_rows: leave_out\n',
      'missing: {y: [NA]}\n',
      'weights: importance\n',
    ]
    for (const rest of evaluating) expect(judgeBy(`${open}${rest}requirements: ${requirements}`), rest).toBeNull()
    expect(judgeBy(`${open.replace('[region]', '[region, w]')}requirements: ${requirements}`)).toBeNull()
    expect(judgeBy(`${open}requirements: ${requirements.replace('ece, at_most: 0.3', 'f1, at_least: 0.3')}`)).toBeNull()
  })

  it('says what is not there', async () => {
    const judgeBy = await session(`${open}requirements: ${requirements}`)
    expect(() => judgeBy(`${open}requirements: [{metric: r2, at_least: 0}]`)).toThrow(
      'requirements[0].metric: found "r2", expected a metric of the binary task',
    )
    expect(() =>
      judgeBy(
        `${open}requirements: ${requirements.replace('}]', '}, {metric: f1, versus_production: {at_least: 0}}]')}`,
      ),
    ).toThrow('no production model')
  })
})

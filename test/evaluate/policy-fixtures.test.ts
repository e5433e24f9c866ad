import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { evaluateArguments } from '../../src/cli/arguments.ts'
import { plainReading, withReading } from '../../src/dataset/reading.ts'
import { evaluate } from '../../src/evaluate/evaluate.ts'
import { parsePolicy } from '../../src/policy/file/parse.ts'
import { defaultPolicy, type Policy } from '../../src/policy/policy.ts'
import { referenceKernels } from '../../src/tally/reference.ts'
import { scannersOf } from '../csv/everywhere.ts'
import { textSource } from '../csv/sources.ts'
import { fixtureText, fixtureUrl } from '../fixtures.ts'
import { rejectionOf } from '../helpers/fault.ts'

const folder = 'decisions'
const textOf = (name: string) => fixtureText(`${folder}/${name}`)

async function evaluated(name: string, policy: Policy) {
  const { document } = await evaluate([textSource(textOf(`${name}.csv`))], policy, {
    kernels: referenceKernels(),
    scanners: scannersOf(1),
  })
  return document
}
const judged = (name: string, policy = name) => evaluated(name, parsePolicy('p.yaml', textOf(`${policy}.yaml`)))

function asked(...options: string[]): Policy {
  const { columns, reading, settings } = evaluateArguments(['x.csv', ...options])
  return { ...defaultPolicy, ...settings, columns, reading: withReading(plainReading, reading) }
}

describe.skipIf(!existsSync(fixtureUrl(folder)))('decisions that came out wrong', () => {
  it.each(['06-yaml-True', '06-yaml-1.0-on-float'])('%s: the positive class is the one that is written', async (name) =>
    expect((await judged(name)).models.candidate.splits.all.metrics.accuracy.value).toBeCloseTo(0.8417, 4),
  )

  it('08-slice-values: NO and 007 are values that the file has', async () => {
    const { requirements } = await judged('08-slice-values')
    expect(requirements.map(({ slice }) => slice)).toContainEqual({ country: 'NO', zip: '007' })
    expect(requirements.every(({ value }) => value !== null)).toBe(true)
  })

  it('15f: float32 is rounding; log loss as scikit-learn 1.9 has it', async () => {
    const { models, warnings } = await judged('15f-float32-softmax')
    expect(models.candidate.splits.all.metrics.log_loss.value).toBeCloseTo(1.2788, 4)
    expect(warnings.map(({ code }) => code)).toContain('probabilities_rounded')
  })

  it('06-int-vs-float: "1" and "1.0" are one class, and that is said', async () => {
    const { models, warnings } = await evaluated('06-int-vs-float', asked('--label', 'y', '--prediction', 'pred'))
    expect(models.candidate.splits.all.metrics.accuracy.value).toBeCloseTo(0.842, 3)
    expect(warnings.map(({ code }) => code)).toContain('classes_alike')
  })

  it('06-pred-third-class: a class that only predictions have says the way out, which leads somewhere', async () => {
    const roles = ['--label', 'y', '--prediction', 'pred']
    const { message } = await rejectionOf(
      evaluated('06-pred-third-class', asked('--task', 'binary', '--positive', 'dog', ...roles)),
    )
    expect(message).toMatch(/found "bird", expected one of .*--task multiclass\.$/)
    const { models } = await evaluated('06-pred-third-class', asked('--task', 'multiclass', ...roles))
    expect(models.candidate.splits.all.confusion!.labels).toEqual(['bird', 'cat', 'dog'])
  })

  it('20-unlabelled: words for missing are no class', async () => {
    const { code, message } = await rejectionOf(judged('20-unlabelled'))
    expect([code, message]).toEqual(['missing', expect.stringContaining('160 rows cannot be read')])
    const policy = parsePolicy('p.yaml', `${textOf('20-unlabelled.yaml')}invalid_rows: leave_out\n`)
    const { all } = (await evaluated('20-unlabelled', policy)).models.candidate.splits
    expect([all.rows, all.metrics.accuracy.value]).toEqual([240, 175 / 240])
    expect(all.metrics.accuracy).toMatchObject({ low: expect.closeTo(0.6697, 4), high: expect.closeTo(0.7815, 4) })
  })

  it('11d: a duration with a unit needs times with a unit', async () => {
    const { message } = await rejectionOf(judged('11d-us', '11d'))
    expect(message).toContain('time_unit (--time-unit) s, ms, us or days')
    const dates = await judged('11d-iso', '11d')
    const policy = parsePolicy('p.yaml', `${textOf('11d.yaml')}time_unit: us\n`)
    const leftOut = ({ warnings }: typeof dates) => warnings.find(({ code }) => code === 'rows_in_gap')?.rows_left_out
    expect([leftOut(dates), leftOut(await evaluated('11d-us', policy))]).toEqual([14, 14])
  })
})

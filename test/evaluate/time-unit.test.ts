import { describe, expect, it } from 'vitest'
import { milliseconds, timeUnits, type TimeUnit } from '../../src/dataset/reading.ts'
import { evaluate } from '../../src/evaluate/evaluate.ts'
import { parsePolicy } from '../../src/policy/file/parse.ts'
import { referenceKernels } from '../../src/tally/reference.ts'
import { scannersOf } from '../csv/everywhere.ts'
import { textSource } from '../csv/sources.ts'
import { rejectionOf } from '../helpers/fault.ts'

const firstDay = Date.UTC(2024, 0, 1)
const day = 86_400_000

/** Forty days, one row each, with times as a function of milliseconds writes them. */
function evaluated(timeText: (time: number) => string, split: string, more = '') {
  const rows = Array.from({ length: 40 }, (_, i) => `${timeText(firstDay + i * day)},${i % 2},0.${10 + i}`)
  const text = `version: 1
columns: {label: y, candidate: s, time: t}
split: {by: time, ${split}}
replicates: 20
${more}
requirements: [{metric: rows, at_least: 1, split: test}]
`
  return evaluate([textSource(['t,y,s', ...rows, ''].join('\n'))], parsePolicy('p.yaml', text), {
    kernels: referenceKernels(),
    scanners: scannersOf(1),
  })
}

const iso = (time: number) => new Date(time).toISOString().slice(0, 10)
const inUnit = (unit: TimeUnit) => (time: number) => String(time / milliseconds(1, unit))
const shares = 'train: 6, validation: 2, test: 2'
const rowsOf = async (evaluation: ReturnType<typeof evaluated>) => {
  const { models, warnings } = (await evaluation).document
  return {
    splits: Object.entries(models.candidate.splits).map(([name, { rows }]) => `${name} ${rows}`),
    gap: warnings.find(({ code }) => code === 'rows_in_gap')?.rows_left_out,
  }
}

describe('times that are numbers', () => {
  it.each(timeUnits)('in %s are set aside by a gap of days as dates are', async (unit) => {
    const dates = await rowsOf(evaluated(iso, `${shares}, gap: 7d`))
    expect(dates).toEqual({ splits: ['train 17', 'validation 1', 'test 8'], gap: 14 })
    expect(await rowsOf(evaluated(inUnit(unit), `${shares}, gap: 7d`, `time_unit: ${unit}`))).toEqual(dates)
  })

  it('have a gap in their own unit where it is a plain number, whether the unit is known or not', async () => {
    const found = await rowsOf(evaluated(inUnit('days'), `${shares}, gap: 7`))
    expect(found).toEqual({ splits: ['train 17', 'validation 1', 'test 8'], gap: 14 })
    expect(await rowsOf(evaluated(inUnit('days'), `${shares}, gap: 7`, 'time_unit: days'))).toEqual(found)
  })

  it('need their unit where a gap has one', async () =>
    expect(await rejectionOf(evaluated(inUnit('us'), `${shares}, gap: 7d`))).toEqual({
      code: 'gap_without_time_unit',
      message:
        'split.gap: found a gap with a unit, and times in column "t" that are plain numbers, expected times whose unit is known. Write ' +
        'the gap as a number in the unit of the times; a policy can say what they count instead: time_unit (--time-unit) s, ms, us or ' +
        'days.',
    }))

  it('of a known unit begin splits at dates, or at numbers of it', async () => {
    const at = iso(firstDay + 30 * day)
    const dates = await rowsOf(evaluated(iso, `test_from: ${at}`))
    expect(dates.splits).toEqual(['train 30', 'test 10'])
    expect(await rowsOf(evaluated(inUnit('s'), `test_from: ${at}`, 'time_unit: s'))).toEqual(dates)
    const number = (firstDay + 30 * day) / 1000
    expect(await rowsOf(evaluated(inUnit('s'), `test_from: ${number}`, 'time_unit: s'))).toEqual(dates)
  })

  it('of a known unit are shown as dates where splits overlap in time', async () => {
    const rows = Array.from(
      { length: 60 },
      (_, i) => `${19_700 + i},${i % 2},0.${10 + i},${i % 3 === 0 ? 'test' : 'train'}`,
    )
    const overlap = async (more: string) => {
      const text = `version: 1
columns: {label: y, candidate: s, time: t, split: split}
${more}
requirements: [{metric: rows, at_least: 1, split: test}]
`
      const { document } = await evaluate(
        [textSource(['t,y,s,split', ...rows, ''].join('\n'))],
        parsePolicy('p.yaml', text),
        {
          kernels: referenceKernels(),
          scanners: scannersOf(1),
        },
      )
      return JSON.stringify(document.splitting!.findings.filter(({ code }) => /time/.test(code)))
    }
    expect(await overlap('')).toContain('ends at 19759')
    expect(await overlap('time_unit: days')).toContain('ends at 2024-02-06')
  })
})

import { contradiction } from '../../dataset/number-format.ts'
import { plainReading, type ReadingSettings } from '../../dataset/reading.ts'
import type { PolicyDocument } from './document.ts'
import { fault } from './fault.ts'
import type { ReadingTerms } from '../reading-terms.ts'

/** How files are read, as a policy's file says. Throws InputError where formats of one column contradict each other. */
export function readingOf(document: PolicyDocument, file: ReadingTerms): ReadingSettings {
  for (const [column, formats] of Object.entries(file.number_format ?? {})) {
    const pair = contradiction([formats].flat())
    if (pair !== null)
      throw fault(document, ['number_format', column], pair.join(' and '), 'formats that hold together')
  }
  const { header, missing, number_format: formats, spelling, weights, join, time_unit: timeUnit } = file
  return {
    header: header ?? plainReading.header,
    missing: new Map(Object.entries(missing ?? {})),
    numberFormat: new Map(Object.entries(formats ?? {}).map(([column, names]) => [column, [names].flat()])),
    spelling: new Map(Object.entries(spelling ?? {})),
    weights: weights ?? plainReading.weights,
    join: join ?? plainReading.join,
    timeUnit: timeUnit ?? plainReading.timeUnit,
  }
}

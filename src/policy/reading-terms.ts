import { plainReading, type ReadingSettings } from '../dataset/reading.ts'
import type { PolicyFile } from './file/schema.ts'
import type { ReadingKey } from './keys.ts'

/** What a policy's file says of how files are read. */
export type ReadingTerms = Pick<PolicyFile, ReadingKey>

/** What a policy's file says so that files are read this way; nothing of what is as usual. */
export function readingTerms(reading: ReadingSettings): ReadingTerms {
  const { header, missing, numberFormat, spelling, weights, join, timeUnit } = reading
  return {
    ...(header === null ? {} : { header }),
    ...(missing.size === 0 ? {} : { missing: plainMap(missing, (words) => [...words]) }),
    ...(numberFormat.size === 0
      ? {}
      : { number_format: plainMap(numberFormat, (formats) => (formats.length === 1 ? formats[0] : [...formats])) }),
    ...(spelling.size === 0 ? {} : { spelling: Object.fromEntries(spelling) }),
    ...(weights === null ? {} : { weights }),
    ...(join === plainReading.join ? {} : { join }),
    ...(timeUnit === null ? {} : { time_unit: timeUnit }),
  }
}

function plainMap<T, U>(map: ReadonlyMap<string, T>, valueOf: (value: T) => U): Record<string, U> {
  return Object.fromEntries([...map].map(([column, value]) => [column, valueOf(value)]))
}

import fc from 'fast-check'
import { numberFormats, spellings, type ReadingSettings } from '../../src/dataset/reading.ts'

const name = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' })
const mapOf = <T>(value: fc.Arbitrary<T>) =>
  fc.uniqueArray(fc.tuple(name, value), { selector: ([column]) => column, maxLength: 4 }).map((some) => new Map(some))

/** How files may be read, by any settings that hold together. */
export const readingSettings: fc.Arbitrary<ReadingSettings> = fc.record({
  header: fc.constantFrom(null, true, false),
  missing: mapOf(fc.uniqueArray(fc.oneof(name, fc.constant('')), { maxLength: 4 })),
  numberFormat: mapOf(
    fc.oneof(
      fc.constantFrom(...numberFormats).map((format) => [format]),
      fc.constant(['percent' as const, 'decimal_comma' as const]),
      fc.constant([]),
    ),
  ),
  spelling: mapOf(fc.constantFrom(...spellings)),
  weights: fc.constantFrom(null, 'frequency', 'importance'),
  join: fc.constantFrom('id', 'row_order'),
  timeUnit: fc.constantFrom(null, 's', 'ms', 'us', 'days'),
})

import { describe, expect, test } from 'vitest'
import { plainReading } from '../../../src/dataset/reading.ts'
import {
  formatChoice,
  formatChoices,
  hasNoMissing,
  missingTyped,
  readColumns,
  withFolded,
  withFormat,
  withMissing,
  withoutMissing,
} from '../../../src/page/setup/reading-fields.ts'
import { drafted, emptyInspection } from './opened.ts'

test('columns in use are numbers or classes by the part that they play', () => {
  const column = (name: string, kind: 'classes' | 'numbers' | 'vectors') => ({ name, kind, missing: 0 })
  const columns = [
    column('y', 'classes'),
    column('p', 'numbers'),
    column('c', 'classes'),
    column('v', 'vectors'),
    column('z', 'numbers'),
  ]
  const inspection = {
    ...emptyInspection,
    columns: columns.map(({ name }) => name),
    files: [{ name: 'a.csv', container: 'csv' as const, rows: 1, header: true, columns }],
  }
  const roles = drafted({ label: 'y', candidate: 'p', candidateOf: 'c', production: 'v[2]' })
  expect(readColumns(inspection, roles, 'binary')).toEqual([
    { name: 'y', role: 'truth', isNumbers: false, isClasses: true },
    { name: 'p', role: 'candidate', isNumbers: true, isClasses: false },
    { name: 'c', role: 'candidate', isNumbers: false, isClasses: true },
    { name: 'v', role: 'production', isNumbers: false, isClasses: false },
  ])
  expect(readColumns(inspection, roles, 'regression')[0]).toMatchObject({ isNumbers: true, isClasses: false })
})

describe('how numbers are written', () => {
  test.each(formatChoices)('$value is chosen and shown again', ({ value }) => {
    expect(formatChoice(withFormat(plainReading, 'p', value), 'p')).toBe(value)
  })

  test('in a way that is not offered is shown all the same', () => {
    const reading = { ...plainReading, numberFormat: new Map([['p', ['percent' as const, 'currency' as const]]]) }
    expect(formatChoice(reading, 'p')).toBe('percent+currency')
  })

  test('plainly is said, so that it is not asked', () => {
    expect([...withFormat(plainReading, 'p', '').numberFormat]).toEqual([['p', []]])
  })
})

test('words that mean missing are typed between commas, or none, or the usual ones', () => {
  const typed = withMissing(plainReading, 'y', ' NA, -99 ,')
  expect([missingTyped(typed, 'y'), hasNoMissing(typed, 'y')]).toEqual(['NA, -99', false])
  const none = withoutMissing(typed, 'y', true)
  expect([missingTyped(none, 'y'), hasNoMissing(none, 'y')]).toEqual(['', true])
  expect(withMissing(typed, 'y', ' ').missing.has('y')).toBe(false)
  expect(withoutMissing(none, 'y', false).missing.has('y')).toBe(false)
})

test('spelling counts again where it is said to', () => {
  const folded = withFolded(plainReading, 'y', true)
  expect([folded.spelling.has('y'), withFolded(folded, 'y', false).spelling.size]).toEqual([true, 0])
})

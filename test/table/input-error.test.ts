import { describe, expect, test } from 'vitest'
import { InputError, type Fault, type Place } from '../../src/table/input-error.ts'

const fault = (place: Place): Fault => ({
  code: 'not_a_number',
  place,
  found: '"n/a"',
  expected: 'a number such as 0.25 or 1e-3',
  remedy: 'Mend the file.',
})

describe('InputError', () => {
  test('says where, what was found, what was expected, and what to do, in one line', () => {
    const error = new InputError(fault({ file: 'predictions.csv', lineNumber: 18204, column: 'p' }))
    expect(error.message).toBe(
      'predictions.csv, line 18204, column "p": found "n/a", expected a number such as 0.25 or 1e-3. Mend the file.',
    )
    expect([error.name, error instanceof Error]).toEqual(['InputError', true])
  })

  test.each<[Place, string]>([
    [{}, 'found '],
    [{ option: '--label' }, '--label: found '],
    [{ file: 'policy.yaml', lineNumber: 3, textColumn: 7 }, 'policy.yaml, line 3, character 7: found '],
    [{ policyPath: 'requirements[2].metric' }, 'requirements[2].metric: found '],
    [{ file: 'policy.yaml', policyPath: '' }, 'policy.yaml: found '],
    [{ file: 'a.csv', column: 'say "hi"' }, 'a.csv, column "say \\"hi\\"": found '],
  ])('the place %j', (place, start) => {
    expect(new InputError(fault(place)).message.slice(0, start.length)).toBe(start)
  })

  test('keeps its parts, for those who show them one by one', () => {
    const parts = fault({ file: 'a.csv' })
    expect(new InputError(parts).fault).toEqual(parts)
  })
})

import { describe, expect, it } from 'vitest'
import { parsePolicy, readPolicy } from '../../src/policy/file/parse.ts'
import { policyTerms } from '../../src/policy/file/written.ts'
import { plainKey, plainKeys, plainSettings, policyKeyNames, policyKeys, settingName } from '../../src/policy/keys.ts'
import { defaultPolicy } from '../../src/policy/policy.ts'
import { refusalOf } from '../helpers/fault.ts'

const requirements = [{ metric: 'recall', at_least: 0.5 }]
const policyOf = (terms: object) => JSON.stringify({ version: 1, ...terms, requirements })
const parsed = (terms: object) => parsePolicy('p.json', policyOf(terms))

/** A value of a key that is not its default, and one that it may not have. */
function valuesOf(key: (typeof plainKeys)[number]): { other: unknown; wrong: unknown } {
  const declared = plainKey(key)
  switch (declared.kind) {
    case 'text':
      return { other: 'some text', wrong: '' }
    case 'choice':
      return { other: declared.choices.find((choice) => choice !== declared.default), wrong: 'none of them' }
    case 'choices':
      return { other: [declared.choices[0]], wrong: ['none of them'] }
    case 'number':
      return { other: (declared.above + declared.below) / 2, wrong: declared.below }
    case 'whole':
      return { other: declared.from + (declared.default === declared.from ? 1 : 0), wrong: declared.from + 0.5 }
  }
}

describe('the table of keys', () => {
  it('has the default of every key that nothing is said of', () => {
    expect(parsed({})).toMatchObject(plainSettings({}))
    expect({ ...defaultPolicy, ...plainSettings({}) }).toEqual(defaultPolicy)
    expect(policyTerms(parsed({}))).toEqual({ version: 1, requirements })
  })

  it('describes every key with a sentence', () => {
    for (const key of policyKeyNames) expect(policyKeys[key].description).toMatch(/^[A-Z].*\.$/)
  })

  it.each(plainKeys)('%s is read, is written again and is read as the same', (key) => {
    const { other } = valuesOf(key)
    const policy = parsed({ [key]: other })
    expect(policy[settingName(key)]).toEqual(other)
    expect(policyTerms(policy)).toEqual({ version: 1, [key]: other, requirements })
    expect(readPolicy('p.json', policyOf({ [key]: other })).form).toEqual({ version: 1, [key]: other, requirements })
  })

  it.each(plainKeys)('%s is refused at its place where it has a value that it may not have', (key) => {
    const { code, message } = refusalOf(() => parsed({ [key]: valuesOf(key).wrong }))
    expect(code).toBe('invalid_policy')
    expect(message).toMatch(
      new RegExp(`^p\\.json, line 1, character \\d+, ${key}(\\[0\\])?: found .+, expected .+\\. \\S`),
    )
  })

  it('is in the order in which a policy is written', () => {
    const terms = policyTerms(
      parsed({ on_undefined: 'fail', seed: 7, name: 'churn', costs: { false_positive: 1, false_negative: 9 } }),
    )
    expect(Object.keys(terms)).toEqual(['version', 'name', 'costs', 'seed', 'on_undefined', 'requirements'])
  })
})

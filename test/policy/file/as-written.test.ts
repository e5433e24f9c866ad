import { describe, expect, it } from 'vitest'
import { editPolicy } from '../../../src/policy/file/edit.ts'
import { parsePolicy, readPolicy } from '../../../src/policy/file/parse.ts'

/** Scalars that YAML 1.2 takes for numbers, booleans or null, and some that YAML 1.1 took for booleans. */
const scalars = ['True', 'FALSE', '1.0', '007', '0x1F', '1e3', '+1', '.5', '.inf', 'NO', 'on', '2024-01-01', '1_000']
const policyWith = (columns: string, requirement = 'metric: rows, at_least: 1', more = '') =>
  `version: 1\ncolumns: {label: y, ${columns}}\n${more}requirements: [{${requirement}}]\n`

describe('a scalar of a policy that is meant as text', () => {
  it.each(scalars)('is as it is written, in YAML: %s', (scalar) => {
    const columns = `positive: ${scalar}, candidate: ${scalar}, slices: [${scalar}], production: {${scalar}: ${scalar}}`
    const policy = parsePolicy(
      'p.yaml',
      policyWith(
        columns,
        `metric: recall, at_least: 0.5, split: ${scalar}, slices: [a, b], values: [[${scalar}, x], [y, ${scalar}]]`,
        `missing: {${scalar}: [${scalar}]}\n`,
      ),
    )
    expect(policy.columns).toEqual({
      label: 'y',
      positive: scalar,
      candidate: scalar,
      slices: [scalar],
      production: `${scalar}=${scalar}`,
    })
    expect(policy.reading.missing).toEqual(new Map([[scalar, [scalar]]]))
    const [{ split, values }] = policy.requirements
    expect([split, values]).toEqual([
      scalar,
      [
        [scalar, 'x'],
        ['y', scalar],
      ],
    ])
  })

  it.each(['true', '1.0', '1.50', '1E3', '-0'])('is as it is written, in JSON: %s', (scalar) => {
    const text = `{"version": 1, "columns": {"positive": ${scalar}}, "requirements": [{"metric": "rows", "at_least": 1}]}`
    expect(parsePolicy('p.json', text).columns).toEqual({ positive: scalar })
  })

  it.each([
    ["'1.0'", '1.0'],
    ['"\\u0031"', '1'],
    ["' x '", ' x '],
  ])('is what the quotes hold: %s', (quoted, text) =>
    expect(parsePolicy('p.yaml', policyWith(`positive: ${quoted}`)).columns.positive).toBe(text),
  )

  it.each(['null', 'NULL', 'Null', '~'])('is a word for missing where it is %s, and no name of a column', (scalar) => {
    const policy = parsePolicy('p.yaml', policyWith('candidate: s', undefined, `missing: {y: [${scalar}]}\n`))
    expect(policy.reading.missing.get('y')).toEqual([scalar])
    expect(() => parsePolicy('p.yaml', policyWith(`candidate: ${scalar}`))).toThrow('found nothing, expected text')
  })

  it('is of a class: the numbers, and not what they amount to', () => {
    const text = 'version: 1\ntask: multiclass\nrequirements: [{metric: recall, class: 007, at_least: 0.50}]\n'
    const [{ ofClass, bound }] = parsePolicy('p.yaml', text).requirements
    expect([ofClass, bound]).toEqual(['007', { atLeast: 0.5 }])
  })

  it('is a number or a boolean where that is meant', () => {
    const text = policyWith('positive: 1.0', 'metric: recall, at_least: 5e-1, advisory: False', 'header: True\n')
    expect(() => parsePolicy('p.yaml', text.replace('False', '0'))).toThrow('expected true or false')
    const { header, requirements } = readPolicy('p.yaml', text.replace('}]', '}, {metric: rows, at_least: 1}]')).form
    expect([header, requirements[0].at_least, requirements[0].advisory]).toEqual([true, 0.5, false])
    const moments =
      'version: 1\nsplit: {by: time, time: 007, test_from: 1e3}\nrequirements: [{metric: rows, at_least: 1}]'
    expect(readPolicy('p.yaml', moments).form.split).toEqual({ by: 'time', time: '007', test_from: 1000 })
  })

  it('stays as it is written when something else is changed', () => {
    const text = policyWith('positive: True, slices: [007]', undefined, 'missing: {1.0: [NO]}\n')
    const { text: edited, policy } = editPolicy('p.yaml', text, {
      kind: 'set',
      path: ['columns', 'positive'],
      value: '1.0',
    })
    expect(edited).toBe(text.replace('True', '"1.0"'))
    expect(policy.columns.positive).toBe('1.0')
    expect(editPolicy('p.yaml', text, { kind: 'set', path: ['missing', '1.0'], value: undefined }).text).not.toContain(
      'NO',
    )
  })
})

describe('a policy in YAML of another version', () => {
  it('1.1 is refused', () => {
    const text = `# not %YAML 1.2\n%YAML 1.1\n---\n${policyWith('positive: NO')}`
    expect(() => parsePolicy('p.yaml', text)).toThrow(
      'p.yaml, line 2, character 1: found %YAML 1.1, expected YAML 1.2 (in YAML 1.1, words such as NO, on and 010 are not what they ' +
        'look like). Mend the policy file.',
    )
  })

  it.each(['1.0', '1.3', '2.0'])('%s is refused', (version) =>
    expect(() => parsePolicy('p.yaml', `%YAML ${version}\n---\n${policyWith('positive: NO')}`)).toThrow(
      `p.yaml, line 1, character 7: found Unsupported YAML version ${version}`,
    ),
  )

  it('1.2 is read', () =>
    expect(parsePolicy('p.yaml', `%YAML 1.2\n---\n${policyWith('positive: NO')}`).columns.positive).toBe('NO'))
})

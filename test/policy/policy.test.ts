import { describe, expect, it } from 'vitest'
import { roleTable } from '../../src/dataset/roles.ts'
import { completeRoles, defaultPolicy, type Policy } from '../../src/policy/policy.ts'
import { refusalOf } from '../helpers/fault.ts'
import { requirement } from './evidence.ts'

const complete = (columns: Policy['columns'], rest: Partial<Policy> = {}) =>
  completeRoles({ ...defaultPolicy, columns, ...rest }, (role) => ({ option: `--${roleTable[role].flag}` }))

describe('the roles of a policy', () => {
  it('are those that it names, and the slices of its requirements, each once', () => {
    const requirements = [requirement({}, { slices: ['age'] }), requirement({}, { slices: ['region', 'age'] })]
    expect(complete({ label: 'y', candidate: 's', slices: ['region'] }, { requirements })).toMatchObject({
      label: 'y',
      candidate: 's',
      positive: null,
      slices: ['region', 'age'],
    })
  })

  it('have reversed models in the order of the models, each once', () => {
    const reversed = ['production', 'candidate', 'candidate'] as const
    expect(complete({ label: 'y', candidate: 's', reversed: [...reversed] }).reversed).toEqual([
      'candidate',
      'production',
    ])
  })

  it.each([
    [
      { candidate: 's' },
      '--label: found nothing, expected the column of the truth. Name it: --label COLUMN, or columns.label in the policy.',
    ],
    [
      { label: 'y', production: 's' },
      '--candidate: found nothing, expected the column of the candidate’s scores. Name it: --candidate COLUMN, or columns.candidate ' +
        'in the policy (hard predictions: --prediction COLUMN).',
    ],
  ])('%j alone are refused', (columns, message) =>
    expect(refusalOf(() => complete(columns))).toEqual({ code: 'role_not_named', message }),
  )

  it('take predicted classes in the place of scores', () => {
    expect(complete({ label: 'y', prediction: 'c' })).toMatchObject({ candidate: null, prediction: 'c' })
  })
})

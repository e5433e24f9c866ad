import { describe, expect, it } from 'vitest'
import {
  completedRoles,
  factRoles,
  isSingleRole,
  linkRoles,
  modelNames,
  modelRoles,
  roleDeclaration,
  roleNames,
  roleTable,
  singleRoles,
} from '../../src/dataset/roles.ts'

describe('the table of roles', () => {
  const declared = roleNames.map(roleDeclaration)

  it.each(['policyKey', 'title'] as const)('has a %s of its own for every role', (key) => {
    const names = declared.map((role) => role[key])
    expect(new Set(names).size).toBe(names.length)
  })

  it('has no option or key of a link twice', () => {
    const flags = declared.map(({ flag }) => flag)
    const keys = declared.flatMap(({ linkKey }) => (linkKey === null ? [] : [linkKey]))
    for (const names of [flags, keys]) expect(new Set(names).size).toBe(names.length)
  })

  it('writes keys in snake_case, options in kebab-case, and a description that is a sentence', () => {
    for (const { policyKey, flag, description } of declared) {
      expect(policyKey).toMatch(/^([a-z]+\.)?[a-z]+(_[a-z]+)*$/)
      expect(flag).toMatch(/^[a-z]+(-[a-z]+)*$/)
      expect(description).toMatch(/^[A-Z].*\.$/)
    }
  })

  it('keeps values of the data out of links', () => {
    expect(roleNames.filter((role) => !linkRoles.some((linked) => linked === role))).toEqual(['positive'])
  })

  it('reads the cells of single columns alone', () => {
    expect(factRoles.every((role) => roleTable[role].kind === 'column')).toBe(true)
    expect(roleNames.filter((role) => !isSingleRole(role))).toEqual(['slices', 'reversed', 'logits'])
  })

  it('has the scores, the classes and the class of the scores of every model', () => {
    for (const model of modelNames)
      for (const role of Object.values(modelRoles[model])) expect(roleTable[role].model).toBe(model)
  })
})

describe('completed roles', () => {
  it('have null, or an empty list, where nothing is named, in the order of the table', () => {
    const roles = completedRoles({ label: 'y' })
    expect(Object.keys(roles)).toEqual(roleNames)
    expect(singleRoles.filter((role) => roles[role] !== null)).toEqual(['label'])
    expect([roles.slices, roles.reversed]).toEqual([[], []])
  })

  it('keep what is named, and take undefined for nothing', () => {
    expect(completedRoles({ label: 'y', candidate: 's', production: undefined, slices: ['age'] })).toMatchObject({
      candidate: 's',
      production: null,
      slices: ['age'],
    })
  })
})

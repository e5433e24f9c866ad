import type { RolePlace } from '../dataset/plan.ts'
import type { Roles } from '../dataset/roles.ts'
import { InputError } from '../table/input-error.ts'
import type { Policy } from './policy.ts'

/** The policy's roles with those that it must name; slices that a requirement names are read too. */
export function completeRoles({ columns, requirements }: Policy, placeOf: RolePlace): Roles {
  const required = (role: 'label' | 'candidate', what: string): string => {
    const name = columns[role]
    if (name !== undefined) return name
    throw new InputError({
      code: 'role_not_named', place: placeOf(role), found: 'nothing', expected: `the column of ${what}`,
      remedy: `Name it: --${role} COLUMN, or columns.${role} in the policy.`,
    })
  }
  const ofRequirements = requirements.flatMap(({ slices }) => slices ?? [])
  return {
    label: required('label', 'the truth'),
    positive: columns.positive ?? null,
    candidate: required('candidate', 'the candidate’s scores'),
    production: columns.production ?? null,
    split: columns.split ?? null,
    id: columns.id ?? null,
    slices: [...new Set([...(columns.slices ?? []), ...ofRequirements])],
  }
}

import type { RolePlace } from '../dataset/plan.ts'
import { modelNames, type Roles } from '../dataset/roles.ts'
import { InputError } from '../table/input-error.ts'
import type { Policy } from './policy.ts'

/** The policy's roles with those that it must name; slices that a requirement names are read too. */
export function completeRoles({ columns, requirements }: Policy, placeOf: RolePlace): Roles {
  if (columns.label === undefined) throw notNamed('label', 'the column of the truth', placeOf)
  if (columns.candidate == null && columns.prediction == null)
    throw notNamed('candidate', 'the column of the candidate’s scores', placeOf)
  const ofRequirements = requirements.flatMap(({ slices }) => slices ?? [])
  return {
    label: columns.label,
    positive: columns.positive ?? null,
    candidate: columns.candidate ?? null,
    production: columns.production ?? null,
    prediction: columns.prediction ?? null,
    productionPrediction: columns.productionPrediction ?? null,
    split: columns.split ?? null,
    id: columns.id ?? null,
    group: columns.group ?? null,
    weight: columns.weight ?? null,
    time: columns.time ?? null,
    slices: [...new Set([...(columns.slices ?? []), ...ofRequirements])],
    reversed: modelNames.filter((model) => columns.reversed?.includes(model)),
  }
}

function notNamed(role: 'label' | 'candidate', expected: string, placeOf: RolePlace): InputError {
  const orPredictions = role === 'candidate' ? ' (hard predictions: --prediction COLUMN)' : ''
  return new InputError({
    code: 'role_not_named',
    place: placeOf(role),
    found: 'nothing',
    expected,
    remedy: `Name it: --${role} COLUMN, or columns.${role} in the policy${orPredictions}.`,
  })
}

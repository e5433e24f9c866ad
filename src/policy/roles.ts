import type { RolePlace } from '../dataset/model-columns.ts'
import { completedRoles, modelNames, roleTable, type Roles } from '../dataset/roles.ts'
import { InputError } from '../table/input-error.ts'
import type { Policy } from './policy.ts'

/** The policy's roles with those that it must name; slices that a requirement names are read too. */
export function completeRoles({ columns, requirements }: Policy, placeOf: RolePlace): Roles {
  if (columns.label === undefined) throw notNamed('label', 'the column of the truth', placeOf)
  if (columns.candidate == null && columns.prediction == null)
    throw notNamed('candidate', 'the column of the candidate’s scores', placeOf)
  if ((columns.model == null) !== (columns.score == null)) {
    throw columns.model == null
      ? notNamed('model', 'the column of the models’ names, as one of what they say (score) is named', placeOf)
      : notNamed('score', 'the column of what the models say, as there is a row for each', placeOf)
  }
  const ofRequirements = requirements.flatMap(({ slices }) => slices ?? [])
  return completedRoles({
    ...columns,
    label: columns.label,
    slices: [...new Set([...(columns.slices ?? []), ...ofRequirements])],
    reversed: modelNames.filter((model) => columns.reversed?.includes(model)),
  })
}

function notNamed(role: 'label' | 'candidate' | 'model' | 'score', expected: string, placeOf: RolePlace): InputError {
  const orPredictions = role === 'candidate' ? ' (hard predictions: --prediction COLUMN)' : ''
  return new InputError({
    code: 'role_not_named',
    place: placeOf(role),
    found: 'nothing',
    expected,
    remedy: `Name it: --${roleTable[role].flag} COLUMN, or columns.${roleTable[role].policyKey} in the policy${orPredictions}.`,
  })
}

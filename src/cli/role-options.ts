import {
  isSingleRole,
  modelNames,
  roleDeclaration,
  roleNames,
  roleTable,
  type ModelName,
  type Role,
  type Roles,
  type RoleTable,
  type SingleRole,
} from '../dataset/roles.ts'
import { invalidOption, oneOf } from './options.ts'

type RoleOptions = {
  [R in Role as RoleTable[R]['flag']]: { type: 'string'; multiple: R extends SingleRole ? false : true }
} & { [R in Role as RoleTable[R] extends { otherFlag: infer Flag extends string } ? Flag : never]: { type: 'string' } }

/** The options of every role, for `parseArgs`. */
export const roleOptions = Object.fromEntries(
  roleNames.flatMap((role) => {
    const { flag, otherFlag } = roleDeclaration(role)
    const option = { type: 'string', multiple: !isSingleRole(role) }
    return [[flag, option], ...(otherFlag === undefined ? [] : [[otherFlag, option]])]
  }),
) as RoleOptions

/** The roles that options name. Throws InputError where two options of one role are given, or a model is unknown. */
export function namedRoles(
  values: Record<string, string | boolean | (string | boolean)[] | undefined>,
): Partial<Roles> {
  return Object.fromEntries(
    roleNames.flatMap((role) => {
      const { flag, otherFlag } = roleDeclaration(role)
      const other = otherFlag === undefined ? undefined : values[otherFlag]
      if (other !== undefined && values[flag] !== undefined) {
        const found = `--${flag} and --${otherFlag}, which mean the same`
        throw invalidOption(`--${otherFlag}`, found, 'one of them', 'Leave one out.')
      }
      const value = values[flag] ?? other
      if (value === undefined) return []
      return [
        [role, roleTable[role].kind === 'models' ? [value].flat().map((model) => modelOf(flag, String(model))) : value],
      ]
    }),
  )
}

function modelOf(flag: string, name: string): ModelName {
  return oneOf(`--${flag}`, name, modelNames)
}

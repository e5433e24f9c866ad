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
import { plainKey, plainKeys, settingName, type PlainSettings } from '../policy/keys.ts'
import { invalidOption, numberOf, oneOf, wholeOf } from './options.ts'

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

/** The options that take the place of a policy's keys, for `parseArgs`. */
export const settingOptions: Record<string, { type: 'string' }> = Object.fromEntries(
  plainKeys.flatMap((key) => {
    const { option } = plainKey(key)
    return option === undefined ? [] : [[option.flag, { type: 'string' }]]
  }),
)

type Values = Record<string, string | boolean | (string | boolean)[] | undefined>

/** What options say in the place of a policy's keys. Throws InputError where a value is not one that the key may have. */
export function namedSettings(values: Values): Partial<PlainSettings> {
  return Object.fromEntries(
    plainKeys.flatMap((key) => {
      const { option } = plainKey(key)
      const value = option && values[option.flag]
      return typeof value === 'string' ? [[settingName(key), settingOf(plainKey(key), `--${option?.flag}`, value)]] : []
    }),
  )
}

function settingOf(declared: ReturnType<typeof plainKey>, option: string, text: string): unknown {
  switch (declared.kind) {
    case 'text':
      return text
    case 'choice':
      return oneOf(option, text, declared.choices)
    case 'choices':
      return [oneOf(option, text, declared.choices)]
    case 'number': {
      const { above, below } = declared
      return numberOf(option, text, `a number between ${above} and ${below}`, (value) => value > above && value < below)
    }
    case 'whole':
      return wholeOf(option, text, declared.from, declared.to)
  }
}

/** The roles that options name. Throws InputError where two options of one role are given, or a model is unknown. */
export function namedRoles(values: Values): Partial<Roles> {
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

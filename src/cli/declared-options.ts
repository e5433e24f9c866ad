import {
  isSingleRole,
  modelNames,
  roleNames,
  roleTable,
  type ModelName,
  type Role,
  type Roles,
  type RoleTable,
  type SingleRole,
} from '../dataset/roles.ts'
import { plainKey, plainKeys, readingKey, readingKeys, settingName, type PlainSettings } from '../policy/keys.ts'
import { invalidOption, numberOf, oneOf, wholeOf } from './options.ts'

type RoleOptions = {
  [R in Role as RoleTable[R]['flag']]: { type: 'string'; multiple: R extends SingleRole ? false : true }
}

/** The options of every role, for `parseArgs`. */
export const roleOptions = Object.fromEntries(
  roleNames.map((role) => [roleTable[role].flag, { type: 'string', multiple: !isSingleRole(role) }]),
) as RoleOptions

/** The options that take the place of a policy's keys, for `parseArgs`. */
export const settingOptions: Record<string, { type: 'string' }> = Object.fromEntries(
  plainKeys.flatMap((key) => {
    const { option } = plainKey(key)
    return option === undefined ? [] : [[option.flag, { type: 'string' }]]
  }),
)

/** The options that say how files are read, for `parseArgs`. */
export const readingOptions: Record<string, { type: 'string' | 'boolean'; multiple?: true }> = Object.fromEntries(
  readingKeys.flatMap((key) =>
    readingKey(key).options.map(({ flag, value, isRepeatable }) => [
      flag,
      { type: value === null ? 'boolean' : 'string', ...(isRepeatable === true ? { multiple: true } : {}) },
    ]),
  ),
)

/** Options as `parseArgs` gives them. */
export type Values = Record<string, string | boolean | (string | boolean)[] | undefined>

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

/**
 * The roles that options name; `--score` without `--model` names the candidate. Throws InputError where two options of one
 * role are given, or a model is unknown.
 */
export function namedRoles(given: Values): Partial<Roles> {
  const { score, ...others } = given
  const values = score === undefined || given.model !== undefined ? given : { ...others, candidate: score }
  if (values !== given && given.candidate !== undefined)
    throw invalidOption('--score', '--candidate and --score, which mean the same', 'one of them', 'Leave one out.')
  return Object.fromEntries(
    roleNames.flatMap((role) => {
      const { flag } = roleTable[role]
      const value = values[flag]
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

import { parseArgs, type ParseArgsConfig } from 'node:util'
import { nearestName } from '../dataset/resolve.ts'
import {
  isSingleRole,
  type ModelName,
  modelNames,
  type Role,
  roleNames,
  type Roles,
  roleTable,
  type RoleTable,
  type SingleRole,
} from '../dataset/roles.ts'
import { plainKey, plainKeys, type PlainSettings, readingKey, readingKeys, settingName } from '../policy/keys.ts'
import { InputError } from '../table/input-error.ts'

/** Options and positionals of a command; throws InputError where one is unknown or lacks its value. */
export function parsedOptions<Options extends NonNullable<ParseArgsConfig['options']>>(
  args: string[],
  options: Options,
  command: string,
) {
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true })
  } catch (error) {
    const message = error instanceof Error ? error.message.split('. To specify')[0] : String(error)
    const unknown = /Unknown option '(--?[^']*)'/.exec(message)?.[1]
    const nearest =
      unknown === undefined
        ? null
        : nearestName(
            unknown,
            Object.keys(options).map((name) => `--${name}`),
          )
    throw invalidOption(
      unknown ?? 'arguments',
      unknown === undefined ? message : 'an unknown option',
      `an option of \`good-enough ${command}\``,
      nearest === null ? 'See good-enough --help.' : `Did you mean ${nearest}?`,
    )
  }
}

export function oneOf<T extends string>(
  option: string,
  value: string,
  allowed: readonly T[],
  remedy = 'See good-enough --help.',
): T {
  const found = allowed.find((name) => name === value)
  if (found === undefined) throw invalidOption(option, JSON.stringify(value), allowed.join(', '), remedy)
  return found
}

/** A decimal number, or null where the option is not given. */
export function numberOf(
  option: string,
  text: string | undefined,
  expected: string,
  isAllowed: (value: number) => boolean,
): number | null {
  if (text === undefined) return null
  const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : NaN
  if (!Number.isFinite(value) || !isAllowed(value))
    throw invalidOption(option, JSON.stringify(text), expected, 'See good-enough --help.')
  return value
}

/** A whole number, or null where the option is not given. */
export function wholeOf(option: string, text: string | undefined, lowest: number, highest: number): number | null {
  return numberOf(
    option,
    text,
    `a whole number from ${lowest} to ${highest}`,
    (value) => Number.isInteger(value) && value >= lowest && value <= highest,
  )
}

/** The path that `--out` names; null: standard output, as without it, and as `-` says. */
export function outputPath(out: string | undefined): string | null {
  return out === undefined || out === '-' ? null : out
}

export function invalidOption(option: string, found: string, expected: string, remedy: string): InputError {
  return new InputError({ code: 'invalid_arguments', place: { option }, found, expected, remedy })
}

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

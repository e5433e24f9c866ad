import { parseArgs, type ParseArgsConfig } from 'node:util'
import { nearestName } from '../dataset/resolve.ts'
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

export function invalidOption(option: string, found: string, expected: string, remedy: string): InputError {
  return new InputError({ code: 'invalid_arguments', place: { option }, found, expected, remedy })
}

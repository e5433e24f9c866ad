import { columnSettings, type ColumnTexts } from '../dataset/reading-text.ts'
import { joins, timeUnits, weightKinds, type ReadingSettings } from '../dataset/reading.ts'
import { nearestName } from '../dataset/resolve.ts'
import type { Values } from './options.ts'
import { invalidOption, oneOf } from './options.ts'

const optionOf: Record<keyof ColumnTexts, string> = {
  missing: '--missing',
  numberFormat: '--number-format',
  spelling: '--spelling',
}

/** What options say of how files are read. Throws InputError where a value is not one that the option may have. */
export function namedReading(values: Values): Partial<ReadingSettings> {
  if (values.header === true && values['no-header'] === true)
    throw invalidOption('--no-header', '--header and --no-header', 'one of them', 'Leave one out.')
  const said = columnSettings({
    missing: textsOf(values.missing),
    numberFormat: textsOf(values['number-format']),
    spelling: textsOf(values.spelling),
  })
  if ('found' in said) {
    const nearest = nearestName(said.found, said.choices)
    throw invalidOption(optionOf[said.setting], JSON.stringify(said.found), said.expected, remedyOf(nearest))
  }
  return {
    ...(values.header === true ? { header: true } : {}),
    ...(values['no-header'] === true ? { header: false } : {}),
    ...Object.fromEntries(Object.entries(said).filter(([, columns]) => columns.size > 0)),
    ...chosen('weights', '--weight-kind', values, weightKinds),
    ...chosen('join', '--join', values, joins),
    ...chosen('timeUnit', '--time-unit', values, timeUnits),
  }
}

function textsOf(value: Values[string]): string[] {
  return [value ?? []].flat().map(String)
}

function chosen<K extends string, T extends string>(
  setting: K,
  option: `--${string}`,
  values: Values,
  allowed: readonly T[],
): Partial<Record<K, T>> {
  const value = values[option.slice(2)]
  if (typeof value !== 'string') return {}
  return { [setting]: oneOf(option, value, allowed, remedyOf(nearestName(value, allowed))) } as Record<K, T>
}

function remedyOf(nearest: string | null): string {
  return nearest === null ? 'See good-enough --help.' : `Did you mean ${nearest}?`
}

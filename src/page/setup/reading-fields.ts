import { numberFormats, type NumberFormat, type ReadingSettings } from '../../dataset/reading.ts'
import type { Task } from '../../dataset/roles.ts'
import type { Inspection } from '../../worker/protocol.ts'
import { roleOfColumn, type RolesDraft } from './roles-draft.ts'

/** A column in use, and what can be said of its cells. */
export interface ReadColumn {
  /** As settings name it. */
  name: string
  /** The part that it plays. */
  role: string
  /** Its cells are numbers, so that it can be said how they are written. */
  isNumbers: boolean
  /** Its cells are classes, so that their spelling can be said not to count. */
  isClasses: boolean
}

const numberRoles = ['candidate', 'production', 'score', 'weight']
const classRoles = ['truth', 'candidate', 'production']

/** The columns in use whose cells can be read in more than one way. */
export function readColumns({ files, columns }: Inspection, roles: RolesDraft, task: Task | null): ReadColumn[] {
  return files.flatMap((file) =>
    file.columns.flatMap(({ name, kind }) => {
      const role = roleOfColumn(name, file.name, roles, columns)
      if (role === null || (!numberRoles.includes(role) && !classRoles.includes(role))) return []
      const isPrediction = [
        roles.prediction,
        roles.productionPrediction,
        roles.candidateOf,
        roles.productionOf,
      ].includes(name)
      const isNumbers = role === 'truth' ? task === 'regression' : !isPrediction && kind !== 'vectors'
      return [{ name, role, isNumbers, isClasses: !isNumbers && kind !== 'vectors' }]
    }),
  )
}

/** Ways of writing numbers, as they are offered. */
export const formatChoices: { value: string; title: string }[] = [
  { value: '', title: 'plain: 1234.5' },
  { value: 'percent', title: 'per cent: 12.5 %' },
  { value: 'percent+decimal_comma', title: 'per cent with a decimal comma: 12,5 %' },
  { value: 'decimal_comma', title: 'a decimal comma: 1234,5' },
  { value: 'comma_thousands', title: 'commas between thousands: 1,234.5' },
  { value: 'dot_thousands', title: 'dots between thousands: 1.234,5' },
  { value: 'space_thousands', title: 'blanks between thousands: 1 234.5' },
  { value: 'space_thousands+decimal_comma', title: 'blanks between thousands, a decimal comma: 1 234,5' },
  { value: 'currency', title: 'a currency: $1234.5' },
  { value: 'currency+comma_thousands', title: 'a currency, commas between thousands: $1,234.5' },
]

/** The choice that a column's formats are; a choice of its own where they are none of those offered. */
export function formatChoice({ numberFormat }: ReadingSettings, column: string): string {
  const formats = numberFormat.get(column) ?? []
  const known = formatChoices.find(
    ({ value }) =>
      value.split('+').length === formats.length && formats.every((format) => value.split('+').includes(format)),
  )
  return formats.length === 0 ? '' : (known?.value ?? formats.join('+'))
}

/** Numbers of a column are written so; `plain` numbers where nothing is chosen. */
export function withFormat(reading: ReadingSettings, column: string, choice: string): ReadingSettings {
  const names = choice.split('+')
  const formats = numberFormats.filter((format): format is NumberFormat => names.includes(format))
  return { ...reading, numberFormat: new Map([...reading.numberFormat, [column, formats]]) }
}

/** The words that mean missing in a column as its field shows them; '' for the usual ones. */
export function missingTyped({ missing }: ReadingSettings, column: string): string {
  return (missing.get(column) ?? []).join(', ')
}

/** No word means missing in a column: all are values. */
export function hasNoMissing({ missing }: ReadingSettings, column: string): boolean {
  return missing.get(column)?.length === 0
}

/** @param text words between commas; '' for the usual ones */
export function withMissing(reading: ReadingSettings, column: string, text: string): ReadingSettings {
  const words = text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')
  const missing = new Map(reading.missing)
  if (words.length === 0) missing.delete(column)
  else missing.set(column, words)
  return { ...reading, missing }
}

/** All words of a column are values, or the usual ones mean missing again. */
export function withoutMissing(reading: ReadingSettings, column: string, hasNone: boolean): ReadingSettings {
  const missing = new Map(reading.missing)
  if (hasNone) missing.set(column, [])
  else missing.delete(column)
  return { ...reading, missing }
}

/** Case and outer blanks of a column's classes count, or do not. */
export function withFolded(reading: ReadingSettings, column: string, isFolded: boolean): ReadingSettings {
  const spelling = new Map(reading.spelling)
  if (isFolded) spelling.set(column, 'fold')
  else spelling.delete(column)
  return { ...reading, spelling }
}

import { canonicalSplit } from './splits.ts'
import { toldLabels } from './labels.ts'
import { columnNames, type FileSample } from './resolve.ts'
import type { Roles } from './roles.ts'
import { isNumberText } from './task.ts'

/** Guessed roles, each with its evidence in words; only the head of the files was looked at. */
export interface RoleGuess {
  roles: Partial<Roles>
  evidence: Partial<Record<keyof Roles, string>>
  /** Names that can be chosen for a role: `column`, or `file:column` where several files have it. */
  columns: string[]
  /** Per name, the distinct values seen, at most 50, in order of first appearance. */
  values: Record<string, string[]>
}

interface Column {
  /** As it is chosen: plain or `file:column`. */
  name: string
  file: string
  header: string
  cells: string[]
  distinct: string[]
  /** At least half of the cells that are not empty are numbers: one that is not must not hide a score. */
  isNumeric: boolean
}

const valueLimit = 50
const sliceValueLimit = 30
const sliceLimit = 5

const names = {
  label: /^(y|y_?true|labels?|targets?|truth|ground_?truth|actual|outcome|class|event|response|observed|obs|churn(ed)?|default(ed)?|(is|has|was)_.+)$/i,
  score: /(score|prob|pred|p_|_p$|^p$|y_?hat|logit|risk|model|candidate|production|challenger|champion|baseline)/i,
  production: /(prod(uction)?|champion|baseline|incumbent|current|old|previous|v1)([^a-z]|$)/i,
  candidate: /(candidate|challenger|new|next|v2|v3)([^a-z]|$)/i,
  split: /^(split|fold|set|subset|partition|dataset|sample)$/i,
  id: /(^|[^a-z])(u?id|uuid|guid|key)$|[a-z]Id$|^(row|index|idx|customer|user|patient|case|account)([ _]?(id|no|number|key))?$/i,
}

/** Guesses what each column is. A guess is shown with its evidence and can be changed; nothing is decided here. */
export function guessRoles(files: FileSample[]): RoleGuess {
  const columns = describeColumns(files)
  const roles: Partial<Roles> = {}
  const evidence: Partial<Record<keyof Roles, string>> = {}
  const taken = new Set<Column>()
  const take = (role: Exclude<keyof Roles, 'positive' | 'slices'>, column: Column | undefined, name?: string) => {
    if (column === undefined) return
    taken.add(column)
    roles[role] = name ?? column.name
    evidence[role] = evidenceOf(column)
  }
  const free = () => columns.filter((column) => !taken.has(column))

  const split = best(columns, (column) => (isSplit(column) ? (names.split.test(column.header) ? 2 : 1) : 0))
  take('split', split, split && commonName(split, columns, files))
  const id = best(free(), (column) => idScore(column, files))
  take('id', id, id && commonName(id, columns, files))
  const label = best(free(), labelScore)
  take('label', label, label && commonName(label, columns, files))
  if (label !== undefined) {
    columns.filter((column) => column.header === label.header).forEach((column) => taken.add(column))
    const told = toldLabels(label.distinct)
    if (told !== null) {
      roles.positive = told.positive
      evidence.positive = `${told.negative}/${told.positive}`
    }
  }
  const scores = free().filter((column) => scoreScore(column) > 0)
  const production = scores.length < 2 ? undefined : best(scores, (column) => (isNamed('production', column) ? 2 : 0))
  const candidate = best(
    scores.filter((column) => column !== production), (column) => scoreScore(column) + (isNamed('candidate', column) ? 2 : 0))
  take('candidate', candidate)
  take('production', production)
  const slices = free().filter((column) => isSlice(column) && columns.every((other) => other === column || other.header !== column.header))
  roles.slices = slices.slice(0, sliceLimit).map(({ name }) => name)
  if (slices.length > 0) evidence.slices = slices.slice(0, sliceLimit).map((column) => `${column.name}: ${evidenceOf(column)}`).join('; ')
  return { roles, evidence, columns: selectable(files, columns), values: Object.fromEntries(columns.map(({ name, distinct }) => [name, distinct.slice(0, valueLimit)])) }
}

function describeColumns(files: FileSample[]): Column[] {
  const choices = new Set(columnNames(files))
  return files.flatMap(({ file, columns, records }) => columns.flatMap((header, i) => {
    if (header === '' || columns.indexOf(header) !== i) return []
    const cells = records.map((record) => record[i] ?? '')
    const filled = cells.filter((cell) => cell !== '')
    return [{
      name: choices.has(header) ? header : `${file}:${header}`,
      file,
      header,
      cells,
      distinct: [...new Set(filled)].slice(0, valueLimit + 1),
      isNumeric: filled.length > 0 && filled.filter((cell) => isNumberText(cell)).length >= filled.length / 2,
    }]
  }))
}

/** Names to choose from; a column that all files have may be named without its file (an id, a label that agrees). */
function selectable(files: FileSample[], columns: Column[]): string[] {
  const chosen = columns.map(({ name }) => name)
  const common = files.length < 2 ? [] : files[0].columns.filter((header) => header !== '' && files.every((file) => file.columns.includes(header)))
  return [...new Set([...common, ...chosen])]
}

function commonName(column: Column, columns: Column[], files: FileSample[]): string {
  return columns.filter((other) => other.header === column.header).length === files.length ? column.header : column.name
}

function best(columns: Column[], score: (column: Column) => number): Column | undefined {
  let found: Column | undefined
  let highest = 0
  for (const column of columns) {
    const points = score(column)
    if (points > highest) {
      highest = points
      found = column
    }
  }
  return found
}

function isSplit({ distinct }: Column): boolean {
  const known = ['train', 'validation', 'test']
  return distinct.length > 0 && distinct.length <= 5 && distinct.every((value) => known.includes(canonicalSplit(value)))
}

/** A column of distinct values that is named like an id, or that all files share, or whose values are words. */
function idScore(column: Column, files: FileSample[]): number {
  const { header, cells, isNumeric } = column
  const isDistinct = cells.length > 1 && new Set(cells).size === cells.length && !cells.includes('')
  if (!isDistinct || (isNumeric && cells.some((cell) => /[.e]/i.test(cell)))) return 0
  const isShared = files.length > 1 && files.every((file) => file.columns.includes(header))
  return (names.id.test(header) ? 2 : 0) + (isShared ? 4 : 0) + (isNumeric ? 0 : 1)
}

function labelScore({ header, distinct }: Column): number {
  const isNamedSo = names.label.test(header)
  const tells = toldLabels(distinct) !== null
  if (distinct.length === 2 || (distinct.length === 1 && tells)) return (isNamedSo ? 5 : 1) + (tells ? 1 : 0)
  // A label with a stray value is still the label; evaluating it says what is wrong.
  return isNamedSo && distinct.length > 0 && distinct.length <= 10 ? 3 : 0
}

function scoreScore({ header, distinct, isNumeric, cells }: Column): number {
  if (!isNumeric || distinct.length < 2) return 0
  const isNamedSo = names.score.test(header)
  const hasFractions = cells.some((cell) => /[.e]/i.test(cell))
  return isNamedSo ? (hasFractions ? 3 : 2) : hasFractions ? 1 : 0
}

function isNamed(role: 'production' | 'candidate', { header, file }: Column): boolean {
  return names[role].test(header) || names[role].test(file)
}

function isSlice({ distinct, isNumeric, header }: Column): boolean {
  return !isNumeric && distinct.length > 1 && distinct.length <= sliceValueLimit && !names.id.test(header)
}

/** "0/1, 11.2 % are 1", "0.0003 to 0.9991", "7 values" */
function evidenceOf({ cells, distinct, isNumeric }: Column): string {
  const seen = `first ${cells.length} rows`
  if (distinct.length <= 2) {
    const told = toldLabels(distinct)
    const shown = told?.positive ?? distinct[0]
    const share = cells.filter((cell) => cell === shown).length / Math.max(1, cells.length)
    return `${told === null ? distinct.join('/') : `${told.negative}/${told.positive}`}, ${(100 * share).toFixed(1)} % are ${shown} (${seen})`
  }
  if (isNumeric) {
    const numbers = cells.filter((cell) => isNumberText(cell)).map(Number)
    const others = cells.length - numbers.length
    const range = `${Math.min(...numbers)} to ${Math.max(...numbers)}`
    return others === 0 ? `${range} (${seen})` : `${range}, ${others} not a number (${seen})`
  }
  return `${distinct.length > valueLimit ? `more than ${valueLimit}` : distinct.length} values (${seen})`
}

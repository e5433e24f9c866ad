import { canonicalSplit } from './splits.ts'
import { classPatterns, type ClassPattern } from './class-patterns.ts'
import { labelScore, onlyTruth } from './guess-label.ts'
import { guessModels, isDecision, type ModelRole } from './guess-models.ts'
import { evidenceOf, hasFractions, headColumns, valueLimit, type HeadColumn, countOfValues } from './head-column.ts'
import { conventionalLabels } from './labels.ts'
import type { FileSample } from './resolve.ts'
import type { OfferedRole, Roles } from './roles.ts'
import { isNumberText } from './task.ts'

/** Guessed roles, each with its evidence in words; only the head of the files was looked at. */
export interface RoleGuess {
  roles: Partial<Roles>
  evidence: Partial<Record<keyof Roles, string>>
  /** What may change how rows are counted, and is taken only when somebody says so. */
  offers: Partial<Record<OfferedRole, { column: string; evidence: string }>>
  /** Names that can be chosen for a role: `column`, or `file:column` where several files have it. */
  columns: string[]
  /** Patterns such as `p_*` that stand for a column of probabilities for each value of some column. */
  patterns: string[]
  /** Per name, the distinct values seen, at most 50, in order of first appearance. */
  values: Record<string, string[]>
}

/** A column that may have a role which changes how rows are counted: it is offered, and taken only when somebody accepts it. */
interface RoleOffer {
  column: HeadColumn
  evidence: string
}

const sliceValueLimit = 30
const sliceLimit = 5

const names = {
  split: /^(split|fold|set|subset|partition|dataset|sample)$/i,
  id: /(^|[^a-z])(u?id|uuid|guid|key)$|[a-z]Id$|^(row|index|idx|customer|user|patient|case|account)([ _]?(id|no|number|key))?$/i,
  weight: /^((case|sample|row|survey)[ _]?)?(weights?|wt)$|^(w|n|counts?|freq(uency)?|n_?rows|exposure)$/i,
  group:
    /(^|[^a-z])(patient|user|customer|client|subject|person|member|account|household|family|session|group|site)s?([ _]?(id|no|number|key))?$|[a-z](Patient|User|Customer)Id$/i,
}

/** Guesses what each column is. A guess is shown with its evidence and can be changed; nothing is decided here. */
export function guessRoles(files: FileSample[]): RoleGuess {
  const columns = headColumns(files)
  const patterns = new Map(columns.map((column) => [column, classPatterns(column, columns)]))
  const roles: Partial<Roles> = {}
  const evidence: Partial<Record<keyof Roles, string>> = {}
  const taken = new Set<HeadColumn>()
  const take = (role: 'split' | 'id' | 'label' | 'time', column: HeadColumn | undefined) => {
    if (column === undefined) return
    columns.filter((other) => other.header === column.header).forEach((other) => taken.add(other))
    roles[role] = commonName(column, columns, files)
    evidence[role] = evidenceOf(column)
  }
  const free = () => columns.filter((column) => !taken.has(column))

  take(
    'split',
    best(columns, (column) => (isSplit(column) ? (names.split.test(column.header) ? 2 : 1) : 0)),
  )
  take(
    'id',
    best(free(), (column) => idScore(column, files)),
  )
  const label =
    best(free(), (column) => labelScore(column, columns, patterns.get(column)!)) ??
    onlyTruth(free().filter((column) => !isWeight(column)))
  take('label', label)
  const told = label === undefined ? null : conventionalLabels(label.distinct)
  if (told !== null) {
    roles.positive = told.positive
    evidence.positive = `${told.negative}/${told.positive}`
  }
  take('time', free().find(isTime))
  const offers = { group: groupOffer(free()), weight: weightOffer(free()) }
  const ofModels = free().filter((column) => column !== offers.group?.column && !isWeight(column))
  const models = guessModels(label, ofModels, label === undefined ? [] : patterns.get(label)!)
  for (const [role, guess] of Object.entries(models) as [ModelRole, (typeof models)[ModelRole] & object][]) {
    guess.columns.forEach((column) => taken.add(column))
    roles[role] = guess.name
    evidence[role] = guess.evidence
  }
  const slices = free().filter(
    (column) =>
      isSlice(column) &&
      column !== offers.group?.column &&
      (label === undefined || !isDecision(column, label)) &&
      columns.every((other) => other === column || other.header !== column.header),
  )
  roles.slices = slices.slice(0, sliceLimit).map(({ name }) => name)
  if (slices.length > 0)
    evidence.slices = slices
      .slice(0, sliceLimit)
      .map((column) => `${column.name}: ${evidenceOf(column)}`)
      .join('; ')
  return {
    roles,
    evidence,
    offers: offered(offers, (column) => commonName(column, columns, files)),
    columns: selectable(files, columns),
    patterns: patternNames(patterns, label),
    values: Object.fromEntries(columns.map(({ name, distinct }) => [name, distinct.slice(0, valueLimit)])),
  }
}

function offered(
  offers: Record<OfferedRole, RoleOffer | undefined>,
  nameOf: (column: HeadColumn) => string,
): RoleGuess['offers'] {
  return Object.fromEntries(
    Object.entries(offers).flatMap(([role, offer]) =>
      offer === undefined ? [] : [[role, { column: nameOf(offer.column), evidence: offer.evidence }]],
    ),
  )
}

/** Every pattern found, the label's first. */
function patternNames(patterns: Map<HeadColumn, ClassPattern[]>, label: HeadColumn | undefined): string[] {
  const ofLabel = label === undefined ? [] : patterns.get(label)!
  return [...new Set([...ofLabel, ...[...patterns.values()].flat()].map(({ name }) => name))]
}

/** Names to choose from; a column that all files have may be named without its file (an id, a label that agrees). */
function selectable(files: FileSample[], columns: HeadColumn[]): string[] {
  const chosen = columns.map(({ name }) => name)
  const common =
    files.length < 2
      ? []
      : files[0].columns.filter((header) => header !== '' && files.every((file) => file.columns.includes(header)))
  return [...new Set([...common, ...chosen])]
}

function commonName(column: HeadColumn, columns: HeadColumn[], files: FileSample[]): string {
  return columns.filter((other) => other.header === column.header).length === files.length ? column.header : column.name
}

function best(columns: HeadColumn[], score: (column: HeadColumn) => number): HeadColumn | undefined {
  let found: HeadColumn | undefined
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

function isSplit({ distinct }: HeadColumn): boolean {
  const known = ['train', 'validation', 'test']
  return distinct.length > 0 && distinct.length <= 5 && distinct.every((value) => known.includes(canonicalSplit(value)))
}

/** All cells of the head are dates as ISO 8601 writes them. */
function isTime({ cells }: HeadColumn): boolean {
  return cells.length > 0 && cells.every((cell) => /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d|$)/.test(cell))
}

/** A column of distinct values that is named like an id, or that all files share, or whose values are words. */
function idScore(column: HeadColumn, files: FileSample[]): number {
  const { header, cells, isNumeric } = column
  const isDistinct = cells.length > 1 && new Set(cells).size === cells.length && !cells.includes('')
  if (!isDistinct || (isNumeric && hasFractions(column))) return 0
  const isShared = files.length > 1 && files.every((file) => file.columns.includes(header))
  return (names.id.test(header) ? 2 : 0) + (isShared ? 4 : 0) + (isNumeric ? 0 : 1)
}

function isSlice({ distinct, isNumeric, header }: HeadColumn): boolean {
  return !isNumeric && distinct.length > 1 && distinct.length <= sliceValueLimit && !names.id.test(header)
}

/** A column named as what rows count for, of numbers that are not negative. */
function weightOffer(columns: HeadColumn[]): RoleOffer | undefined {
  const column = columns.find(isWeight)
  return column && { column, evidence: `${column.name} may be what rows count for: ${evidenceOf(column)}` }
}

/** Named as a weight, with numbers that are not negative. */
function isWeight({ header, cells, isNumeric }: HeadColumn): boolean {
  return names.weight.test(header) && isNumeric && cells.every((cell) => !isNumberText(cell) || Number(cell) >= 0)
}

/** A column named as who or what a row is of, whose values come again in other rows. */
function groupOffer(columns: HeadColumn[]): RoleOffer | undefined {
  const column = columns.find((one) => names.group.test(one.header) && !hasNumbersWithFractions(one) && repeats(one))
  return (
    column && {
      column,
      evidence: `${column.name} repeats, ${countOfValues(column)} in the first ${column.cells.length} rows: rows of one may belong together`,
    }
  )
}

function repeats({ cells, distinct }: HeadColumn): boolean {
  return distinct.length > 1 && new Set(cells).size < cells.length
}

function hasNumbersWithFractions(column: HeadColumn): boolean {
  return column.isNumeric && hasFractions(column)
}

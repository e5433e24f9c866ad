import type { OfferedRole } from '../dataset/roles.ts'
import { holdsSplits, isIsoTime, type Column } from './columns.ts'
import type { RoleProposal } from './inspection.ts'
import { countWords, quoted } from './sentences.ts'

const names = {
  split: /^(split|fold|set|subset|partition|dataset|sample)$/i,
  id: /(^|[^a-z])(u?id|uuid|guid|key)$|[a-z]I[dD]$|^(row|index|idx|customer|user|patient|case|account|kunde|name|file(name)?|image|path|url)([ _]?(id|no|nr|number|key|name))?$|^(id|idx|index)([^a-z]|$)/i,
  weight: /^((case|sample|row|survey)[ _]?)?(weights?|wt)$|^(w|n|counts?|freq(uency)?|n_?rows|exposure)$/i,
  group:
    /(^|[^a-z])(patient|user|customer|client|subject|person|member|account|household|family|session|group|site)s?([ _]?(id|no|number|key))?$|[a-z](Patient|User|Customer)Id$/i,
}

/** The column that says in which split a row is: its values do. */
export function splitColumn(columns: readonly Column[]): Column | undefined {
  const splits = columns.filter(holdsSplits)
  return splits.find(({ header }) => names.split.test(header)) ?? splits[0]
}

/**
 * The column that identifies a row: unique, and named so or in all files. Never texts of several words, vectors, fractions or
 * times.
 * @param fileCount with several files a column that all of them have
 */
export function idColumn(columns: readonly Column[], fileCount: number): Column | undefined {
  const able = columns.filter(
    (column) =>
      column.isUnique &&
      !(column.isNumeric && column.hasFractions) &&
      column.vectors === null &&
      column.kind !== 'times' &&
      !isProse(column) &&
      (/(id|key)$/i.test(column.header) ||
        !(['truth', 'label', 'prediction', 'score'] as const).some((theme) => column.themes.has(theme))),
  )
  const isShared = ({ header }: Column) =>
    new Set(able.filter((other) => other.header === header).map(({ file }) => file)).size === fileCount
  if (fileCount > 1) {
    const shared = able.filter(isShared)
    return shared.find(({ header }) => names.id.test(header)) ?? shared[0]
  }
  const named = able.filter(({ header }) => names.id.test(header))
  return named.find(({ header }) => /^(.*[^a-z])?(u?id|uuid)$|Id$|ID$/i.test(header)) ?? named[0]
}

/** Texts of several words are no ids. */
function isProse({ cells, isNumeric }: Column): boolean {
  if (isNumeric) return false
  const prose = cells.filter((cell) => /\s/.test(cell.trim()) || cell.length > 60).length
  return prose > 0.5 * cells.length
}

/** Whether a header names an id. */
export function isNamedId({ header }: Column): boolean {
  return names.id.test(header)
}

/** The columns of times that can be read, the likeliest first. */
export function timeColumns(columns: readonly Column[]): Column[] {
  const times = columns.filter(
    ({ kind, cells, missing, counts }) =>
      kind === 'times' && missing === 0 && counts.size > 1 && cells.every(isIsoTime),
  )
  const isNamed = ({ themes }: Column) => themes.has('time')
  return [...times.filter(isNamed), ...times.filter((column) => !isNamed(column))]
}

/** A column named as what rows count for, of numbers that are not negative. */
function isWeight({ header, isNumeric, min }: Column): boolean {
  return names.weight.test(header) && isNumeric && min >= 0
}

/** What may change how rows are counted, and is taken only when somebody says so. */
export function offersAmong(
  columns: readonly Column[],
  nameOf: (column: Column) => string,
): Partial<Record<OfferedRole, RoleProposal & { from: Column }>> {
  const group = columns.find(
    (column) =>
      names.group.test(column.header) &&
      !column.themes.has('feature') &&
      !(column.isNumeric && column.hasFractions) &&
      column.counts.size > 1 &&
      column.counts.size < column.cells.length - column.missing,
  )
  const weight = columns.find(isWeight)
  return {
    ...(group && {
      group: {
        from: group,
        column: nameOf(group),
        why: `${quoted(group.header)} has ${countWords(group.counts.size, 'value')} in the first ${group.cells.length} rows: rows of one may belong together.`,
      },
    }),
    ...(weight && {
      weight: {
        from: weight,
        column: nameOf(weight),
        why: `${quoted(weight.header)} may be what rows count for: its numbers lie between ${weight.min} and ${weight.max}.`,
      },
    }),
  }
}

const sliceValueLimit = 30

/** So many slices are proposed at most. */
export const sliceLimit = 5

/** Whether a column holds a few words, by which rows may be looked at. */
export function mayBeSlice({ kind, isNumeric, counts, cells, header }: Column): boolean {
  const isFew = counts.size > 1 && counts.size <= sliceValueLimit && counts.size < cells.length
  return kind === 'classes' && !isNumeric && isFew && !names.id.test(header)
}

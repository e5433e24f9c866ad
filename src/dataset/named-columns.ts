import { isColumn, type FileHeader } from './resolve.ts'

/** What the text of a role for scores names: one column, an element of the vectors in its cells, or a column for each class. */
export type NamedColumns =
  | { kind: 'column'; name: string }
  /** 1-based. */
  | { kind: 'element'; name: string; element: number }
  | { kind: 'pattern'; pattern: string }
  | { kind: 'classes'; classes: NamedClass[] }

/** The column of one class's probabilities, itself a column's name or an element such as `probability[2]`. */
export interface NamedClass {
  /** null: the class is called as the column. */
  label: string | null
  name: string
}

/** Whether a name is a pattern: it has a `*` and is not itself a column. */
export function isPattern(name: string | null, headers: { columns: string[] }[]): name is string {
  return name !== null && name.includes('*') && headers.every(({ columns }) => !columns.includes(name))
}

/**
 * What a text such as `score`, `probability[2]`, `p_*`, `cat,dog,bird` or `cat=prob_0,dog=prob_1` names. A column that is called
 * so is that column. Parts with a comma, an equals sign or a quote in them can be written in double quotes.
 */
export function namedColumns(headers: FileHeader[], text: string): NamedColumns {
  if (isColumn(headers, text)) return { kind: 'column', name: text }
  if (isPattern(text, headers)) return { kind: 'pattern', pattern: text }
  const classes = splitOutsideQuotes(text, ',').map((item) => namedClass(headers, item))
  if (classes.length > 1 || classes[0].label !== null) return { kind: 'classes', classes }
  const { name, element } = elementOf(headers, text)
  return element === null ? { kind: 'column', name: text } : { kind: 'element', name, element }
}

/** The column and the 1-based element that a name such as `probability[2]` means; of a column that is called so, the column. */
export function elementOf(headers: FileHeader[], name: string): { name: string; element: number | null } {
  const match = isColumn(headers, name) ? null : /^(.+)\[([1-9]\d{0,5})\]$/s.exec(name)
  return match === null ? { name, element: null } : { name: match[1], element: Number(match[2]) }
}

/** Columns for classes as the text that `namedColumns` reads. */
export function classListText(classes: readonly NamedClass[]): string {
  return classes
    .map(({ label, name }) => (label === null ? writtenPart(name) : `${writtenPart(label)}=${writtenPart(name)}`))
    .join(',')
}

/** The columns that a text names, as far as these are columns of the headers: for whoever marks them. */
export function columnsIn(headers: FileHeader[], text: string): string[] {
  const named = namedColumns(headers, text)
  switch (named.kind) {
    case 'classes':
      return named.classes.map(({ name }) => elementOf(headers, name).name)
    case 'pattern':
      return []
    default:
      return [named.name]
  }
}

/** One item of a list. An equals sign is where a column's name stands behind it; else the last one is. */
function namedClass(headers: FileHeader[], item: string): NamedClass {
  const whole = asColumn(headers, item)
  if (whole !== null) return { label: null, name: whole }
  const parts = splitOutsideQuotes(item, '=')
  if (parts.length === 1) return { label: null, name: unquoted(item) }
  const cuts = parts.slice(1).map((_, i) => i + 1)
  const cut = cuts.findLast((at) => asColumn(headers, parts.slice(at).join('=')) !== null) ?? parts.length - 1
  const name = parts.slice(cut).join('=')
  return { label: unquoted(parts.slice(0, cut).join('=')), name: asColumn(headers, name) ?? unquoted(name) }
}

/** The name of the column, or of its element, that a part of a list means, with its blanks or without; null where there is none. */
function asColumn(headers: FileHeader[], part: string): string | null {
  return [part, unquoted(part)].find((name) => isColumn(headers, elementOf(headers, name).name)) ?? null
}

/** The parts of a text between separators that are not in double quotes. */
export function splitOutsideQuotes(text: string, separator: ',' | '='): string[] {
  const parts: string[] = []
  let isQuoted = false
  let start = 0
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '"') isQuoted = !isQuoted
    if (isQuoted || text[at] !== separator) continue
    parts.push(text.slice(start, at))
    start = at + 1
  }
  return [...parts, text.slice(start)]
}

/** A part without the double quotes around it, or without outer blanks. */
export function unquoted(part: string): string {
  const trimmed = part.trim()
  return /^".*"$/s.test(trimmed) && trimmed.length > 1 ? trimmed.slice(1, -1).replaceAll('""', '"') : trimmed
}

/** A part as it is written in a list: in double quotes where it would be read otherwise. */
export function writtenPart(part: string): string {
  return /[,="]/.test(part) || part !== part.trim() || part === '' ? `"${part.replaceAll('"', '""')}"` : part
}

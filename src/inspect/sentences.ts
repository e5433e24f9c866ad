import type { Column } from './columns.ts'

/** Why a role is filled as somebody said. */
export const chosenWhy = 'It was chosen.'

/** A name as sentences write it: “score”. */
export function quoted(name: string): string {
  return `“${name}”`
}

/** "a, b and c" */
export function listWords(words: readonly string[], last = 'and'): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`
}

/** "1 value", "7 values" */
export function countWords(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** The first few names in quotes: "“a”, “b” and 3 more". */
export function quotedList(names: readonly string[], last = 'and', most = 6): string {
  const shown = names.slice(0, most).map(quoted)
  return names.length > most ? `${shown.join(', ')} ${last} ${names.length - most} more` : listWords(shown, last)
}

/** "its values are 0 and 1, of which 38.2 % are 1", "its numbers lie between 2 and 17.5" */
export function valuesClause({ counts, isNumeric, min, max, kind }: Column, shown?: string): string {
  const values = [...counts.keys()]
  if (kind === 'numbers' || (isNumeric && values.length > 10))
    return `its numbers lie between ${shortNumber(min)} and ${shortNumber(max)}`
  if (values.length === 1) return `its one value is ${values[0]}`
  if (values.length > 2)
    return `it has ${values.length} values (${listWords(values.slice(0, 4).map((value) => value.trim()))}${values.length > 4 ? ' …' : ''})`
  const value = shown ?? values[1]
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
  const share = ((100 * (counts.get(value) ?? 0)) / total).toFixed(1)
  return `its values are ${listWords(values.toSorted())}, of which ${share} % are ${value}`
}

/** A number with six digits at most. */
export function shortNumber(value: number): string {
  return String(Number(value.toPrecision(6)))
}

/** A sentence of clauses: "Its header …, and …." */
export function sentence(clauses: readonly string[]): string {
  const text = listWords(
    clauses.filter((clause) => clause !== ''),
    'and',
  )
  return text === '' ? '' : `${text[0].toUpperCase()}${text.slice(1)}.`
}

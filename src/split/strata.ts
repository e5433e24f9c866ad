import type { DictionaryColumn } from '../table/column.ts'
import type { RuleRows } from './assignment.ts'

/** Rows by the values of all the columns together; strata are in the order in which rows first have them. */
export function combinedStrata(
  columns: { column: string; dictionary: DictionaryColumn }[],
): NonNullable<RuleRows['strata']> {
  return columns
    .map(({ column, dictionary }) => ({
      codes: dictionary.codes,
      names: dictionary.values.map((value) => `${column} = ${value}`),
    }))
    .reduce(crossed)
}

function crossed(first: { codes: Uint32Array; names: string[] }, second: { codes: Uint32Array; names: string[] }) {
  const known = new Map<number, number>()
  const names: string[] = []
  const codes = new Uint32Array(first.codes.length)
  for (let row = 0; row < codes.length; row++) {
    const pair = first.codes[row] * second.names.length + second.codes[row]
    let code = known.get(pair)
    if (code === undefined) {
      code = names.length
      known.set(pair, code)
      names.push(`${first.names[first.codes[row]]}, ${second.names[second.codes[row]]}`)
    }
    codes[row] = code
  }
  return { codes, names }
}

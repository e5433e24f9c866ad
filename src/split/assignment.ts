import type { DictionaryColumn, Utf8Column } from '../table/column.ts'
import type { Warning } from '../table/warning.ts'

/** What the columns of a rule hold, a value for every row; null where the rule has no such column. */
export interface RuleRows {
  rowCount: number
  /** Keys of a random, stratified or hash rule; names of groups. As in the file, in UTF-8. */
  keys: Utf8Column | null
  /** Per row, the code of its stratum, with their names in words (`churned = 1, region = north`). */
  strata: { codes: Uint32Array; names: string[] } | null
  /** Milliseconds since 1970, or the numbers of the file. */
  times: Float64Array | null
}

/** Every row's split. */
export interface Assignment {
  /** The parts' names in their order, then `gapName` where there is a gap. */
  names: string[]
  /** Per row, an index of `names`. */
  codes: Uint8Array
  /** Rows of each name. */
  counts: number[]
  /**
   * What did not come out as asked, such as a group larger than its split, or a class with fewer rows than there are
   * splits.
   */
  warnings: Warning[]
}

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

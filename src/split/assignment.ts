import type { DictionaryColumn, Utf8Column } from '../table/column.ts'

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
  notices: AssignmentNotice[]
}

/** Something that did not come out as a rule asks, with the fields that a sentence about it needs. */
export type AssignmentNotice =
  /** Splits have no rows. */
  | { code: 'empty_split'; splits: string[] }
  /** Rows that stay together are more than the split that they are in was to hold. */
  | {
      code: 'group_larger_than_split'
      /** What keeps them together. */
      unit: 'group' | 'time' | 'key'
      unitCount: number
      largest: LargeUnitNotice[]
    }
  /** Parts are not as large as was asked, as rows stay together. */
  | { code: 'fractions_not_met'; parts: { name: string; rows: number; asked: number }[] }
  /** Strata have fewer rows than there are splits. */
  | {
      code: 'class_smaller_than_splits'
      splitCount: number
      classCount: number
      /** The smallest of them, the smallest first. */
      smallest: { name: string; rows: number }[]
    }

/** Rows that stay together, without their name where that is a group's or a key's: it is personal, and reports are not. */
export interface LargeUnitNotice {
  time: number | null
  rows: number
  split: string
  /** The number of rows that the split was to hold. */
  asked: number
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

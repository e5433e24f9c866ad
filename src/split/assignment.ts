import type { Utf8Column } from '../table/column.ts'

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
  /** What did not come out as asked: a group larger than its split, a class with fewer rows than splits. */
  remarks: Remark[]
}

/** Something to be said of an assignment that was made all the same. */
export interface Remark {
  /** Stable snake_case name, such as `group_larger_than_split`. */
  code: string
  message: string
}

/** Rows of a file that other files lack. */
export interface UnmatchedRows {
  file: string
  rowCount: number
  /** How many of them are not in every file. */
  unmatched: number
  /** 1-based lines of the first of these. */
  firstLines: number[]
}

/** Something noticed while files become a dataset, with the fields that a sentence about it needs. */
export type DatasetNotice =
  /** Splits were read under their usual names instead of their own. */
  | { code: 'split_names'; renamed: { written: string; readAs: string }[] }
  /** Two columns have more pairs of values than are measured. */
  | {
      code: 'intersections_left_out'
      columns: [first: string, second: string]
      valueCounts: [first: number, second: number]
      /** The most pairs of values that are measured. */
      limit: number
    }
  /** Rows of the one file repeat an id. */
  | {
      code: 'duplicate_id'
      column: string
      rows: number
      /** 1-based lines of the first of them. */
      firstLines: number[]
    }
  /** Rows were left out, as not every file has their ids. */
  | { code: 'unmatched_id'; column: string; rowsJoined: number; files: UnmatchedRows[]; rowsLeftOut: number }
  /** Rows were left out, as their weight is 0. */
  | { code: 'zero_weight'; file: string; column: string; rowsLeftOut: number }

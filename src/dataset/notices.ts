import type { ModelName } from './roles.ts'

/** Rows of a file that other files lack. */
export interface UnmatchedRows {
  file: string
  rowCount: number
  /** How many of them are not in every file. */
  unmatched: number
  /** 1-based lines of the first of these. */
  firstLines: number[]
}

/** A word, and how else it was written. */
export interface OneSpelling {
  word: string
  also: string[]
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
  /** Files are joined by the order of their rows: rows were left out, as the row at their place in another file was. */
  | { code: 'unmatched_row'; files: { file: string; rows: number }[]; rowsLeftOut: number }
  /** There is a row for each model: ids were left out, as they lack one. */
  | {
      code: 'id_without_model'
      file: string
      ids: number
      /** All ids of the file. */
      idCount: number
      /** 1-based lines of the first of them. */
      firstLines: number[]
      rowsLeftOut: number
    }
  /** There is a row for each model, and some are of models that are not compared. */
  | { code: 'other_models'; file: string; column: string; rows: number; models: string[] }
  /** A word that usually means missing is a value, as other words were named for what is missing. */
  | { code: 'missing_word_kept'; file: string; column: string; word: string; rows: number }
  /** Columns of one name hold the same in every row, and are one. */
  | { code: 'equal_columns'; file: string; column: string }
  /** Words that differ in case and outer blanks are one; of the classes where no column is named. */
  | { code: 'spelling_folded'; column: string | null; spellings: OneSpelling[] }
  /** Classes that are the same number or boolean are one. */
  | { code: 'classes_alike'; are: 'whole numbers' | 'booleans'; spellings: OneSpelling[] }
  /** Rows were left out, as their weight is 0. */
  | { code: 'zero_weight'; file: string; column: string; rowsLeftOut: number }
  /** A model’s numbers were said to be logits, and became probabilities. */
  | { code: 'probabilities_of_logits'; model: ModelName; by: 'sigmoid' | 'softmax' }
  /** Every number that was said to be a logit lies from 0 to 1, as probabilities do. */
  | { code: 'logits_like_probabilities'; model: ModelName }
  /** A model’s probabilities sum to 1 in each row but for rounding, which is taken as such. */
  | {
      code: 'probabilities_rounded'
      model: ModelName
      /** The largest distance of a sum from 1. */
      distance: number
    }
  /** A model’s probabilities do not sum to 1 in each row. */
  | {
      code: 'sums_not_1'
      model: ModelName
      /** In how many rows. */
      rows: number
      rowCount: number
      /** The sum that is furthest from 1. */
      sum: number
      /** Where that is: the 1-based line, and the first of the row’s columns of probabilities. */
      file: string
      line: number
      column: string
    }
  /** Whole weights may be counts of equal rows, or what each row stands for, and nobody has said which. */
  | { code: 'weight_kind_not_said'; file: string; column: string }

/** Something the user should know that does not stop an evaluation. */
export interface Warning {
  /** Stable snake_case name, such as `duplicate_id`. */
  code: string
  message: string
  /** The number of rows left out for this reason; absent where none are. */
  rows_left_out?: number
  /** The model that it is about; absent where it is about none, or both. */
  model?: 'candidate' | 'production'
}

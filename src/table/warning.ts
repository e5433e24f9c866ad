/** Something the user should know that does not stop an evaluation. */
export interface Warning {
  /** Stable snake_case name, such as `duplicate_id`. */
  code: string
  message: string
  /** How many rows no number rests on, for what it says; absent where it leaves none out. */
  rows_left_out?: number
  /** The model that it is about; absent where it is about none, or both. */
  model?: 'candidate' | 'production'
}

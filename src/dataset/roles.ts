/** Which column plays which part. Names are as in the file's header, or `FILE:COLUMN` where files are joined. */
export interface Roles {
  label: string
  /** The label's value that counts as positive; null where the labels tell (0/1, -1/1, false/true, no/yes). */
  positive: string | null
  candidate: string
  production: string | null
  split: string | null
  id: string | null
  slices: string[]
}

/** What is predicted: one of two classes, one of several, or a number. */
export type Task = 'binary' | 'multiclass' | 'regression'

export type ModelName = 'candidate' | 'production'

/** What to do with rows that cannot be read: refuse the whole evaluation, or leave them out and say so. */
export type InvalidRows = 'refuse' | 'leave_out'

/** Which column plays which part. Names are as in the file's header, or `FILE:COLUMN` where files are joined. */
export interface Roles {
  label: string
  /** The label's value that counts as positive; null where the labels tell (0/1, -1/1, false/true, no/yes). */
  positive: string | null
  /**
   * The candidate's scores (binary), numbers (regression), or a pattern such as `p_*` whose `*` is the class
   * (multiclass probabilities); null where it gives hard predictions.
   */
  candidate: string | null
  production: string | null
  /** Hard predictions, where there are no scores. */
  prediction: string | null
  productionPrediction: string | null
  split: string | null
  id: string | null
  /** Rows that belong together (of one patient, one user): intervals take groups as independent, not rows. */
  group: string | null
  /** What a row counts for. */
  weight: string | null
  /** When a row is from: tells whether splits overlap in time. */
  time: string | null
  slices: string[]
  /** The models whose scores are read the other way round: in a binary task, the higher the less likely positive. */
  reversed: ModelName[]
}

/** What is predicted: one of two classes, one of several, or a number. */
export type Task = 'binary' | 'multiclass' | 'regression'

export const modelNames = ['candidate', 'production'] as const

export type ModelName = (typeof modelNames)[number]

/** The role of each model's hard predictions. */
export const predictionRoles = { candidate: 'prediction', production: 'productionPrediction' } as const

/** What to do with rows that cannot be read: refuse the whole evaluation, or leave them out and say so. */
export type InvalidRows = 'refuse' | 'leave_out'

/** A role as policies (`columns.production_prediction`) and the command line (`--production-prediction`) write it. */
export function roleName(role: keyof Roles, separator: '_' | '-'): string {
  return role.replace(/[A-Z]/g, (letter) => `${separator}${letter.toLowerCase()}`)
}

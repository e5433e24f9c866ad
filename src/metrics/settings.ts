/** What one wrong decision costs, in any one unit. */
export interface Costs {
  falsePositive: number
  falseNegative: number
}

/** What every measurement depends on besides the rows. */
export interface Settings {
  /** Level of the intervals, such as 0.95. */
  confidence: number
  costs: Costs
  /** Replicates of every bootstrap. */
  replicates: number
  /** Seed of every draw: the same seed gives the same numbers. */
  seed: number
}

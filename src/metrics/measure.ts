/** A metric's value with its interval, or the reason why it has none. */
export type Measure = DefinedMeasure | UndefinedMeasure

/** A metric with a value. */
export interface DefinedMeasure {
  value: number
  /** The interval, null where no method here gives one. */
  interval: Interval | null
  /**
   * How much too high the value is, by the bootstrap, where the threshold was chosen on the rows that it is measured on; in the
   * metric's own units.
   */
  optimism?: number
}

/** A metric without a value. */
export interface UndefinedMeasure {
  /** Why the metric is not defined on these rows, such as "only one class". */
  undefinedBecause: string
}

/** The two ends of an interval. */
export interface Ends {
  low: number
  high: number
}

/** A confidence interval, and the method that it comes from. */
export interface Interval extends Ends {
  method: IntervalMethod
  /** Where the method is known not to hold. */
  caution?: Caution
  /**
   * Where a threshold was chosen on other rows and the interval takes it as it is: ends that have the choice in them, which answer how
   * sure the metric is at whatever threshold such rows would have chosen.
   */
  withChoice?: Ends
}

/** Why an interval may be too short, and ends, its own or beyond them, that are far enough apart. */
export interface Caution extends Ends {
  reason: string
}

/** Methods of intervals, as the result document names them. */
export type IntervalMethod =
  'wilson' | 'delong' | 'newcombe' | 'mover' | 'delta' | 't' | 'gamma' | 'fisher' | 'order_statistics' | 'bootstrap'

/** Whether a measure has a value. */
export function isDefined(measure: Measure): measure is DefinedMeasure {
  return !('undefinedBecause' in measure)
}

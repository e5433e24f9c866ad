/** A metric's value with its interval, or the reason why it has none. */
export type Measure = DefinedMeasure | UndefinedMeasure

export interface DefinedMeasure {
  value: number
  /** The interval, null where no method here gives one. */
  interval: Interval | null
}

export interface UndefinedMeasure {
  /** Why the metric is not defined on these rows, such as "only one class". */
  undefined: string
}

export interface Interval {
  low: number
  high: number
  method: IntervalMethod
}

export type IntervalMethod = 'wilson' | 'delong' | 'newcombe' | 'mover' | 'delta' | 't' | 'fisher' | 'order_statistics' | 'bootstrap'

export function isDefined(measure: Measure): measure is DefinedMeasure {
  return !('undefined' in measure)
}

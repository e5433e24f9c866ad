import type { Measure } from '../../src/metrics/measure.ts'
import type { DataSet } from './uniforms.ts'

/** Rows of which few decide a metric, with its known value. */
export interface FewRows {
  name: string
  /** The true values, by metric; those that are means over many rows over fewer where it has to be quick. */
  truths(isQuick: boolean): Record<string, number>
  better(metric: string): 'higher' | 'lower'
  /** One in so many of the data sets asked for is drawn: some take long. */
  oneIn: number
  measure(dataSet: DataSet): Promise<ReadonlyMap<string, Measure>>
}

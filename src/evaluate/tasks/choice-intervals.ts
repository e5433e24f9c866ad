import type { ModelName } from '../../dataset/roles.ts'
import type { ChoiceBootstrap } from '../../metrics/binary/choice-bootstrap.ts'
import type { NamedRows } from '../../metrics/binary/resampling.ts'
import type { BootstrapDifference } from '../../metrics/binary/score-bootstrap.ts'
import { isDefinedDifference } from '../../metrics/difference.ts'
import type { Interval } from '../../metrics/measure.ts'
import { isDefined } from '../../metrics/measure.ts'
import type { MeasuredRows, MeasuredSplit } from '../../metrics/measured.ts'

/** Intervals of one split by the bootstrap, by model and metric; and those of the differences, by metric. */
export interface Bootstrapped {
  intervals: Map<ModelName, Map<string, Interval>>
  differences: Map<string, BootstrapDifference>
}

/**
 * The metrics of decisions with the choice of the threshold in them: how sure a metric is at a threshold that other rows
 * would have chosen otherwise.
 * @param rows of the split
 * @param measured the split as measured at the frozen thresholds: no interval becomes narrower than its own
 */
export async function bootstrappedChoice(
  bootstrap: ChoiceBootstrap,
  rows: NamedRows,
  measured: MeasuredSplit,
): Promise<Bootstrapped> {
  const { thresholds } = bootstrap.choice
  const intervals = new Map<ModelName, Map<string, Interval>>()
  for (const model of thresholds.keys()) {
    intervals.set(model, await bootstrap.intervals(rows, model, frozenIntervals(measured, model)))
  }
  const differences = thresholds.size === 2 ? await bootstrap.differences(rows, frozenDifferences(measured)) : new Map()
  return { intervals, differences }
}

function frozenIntervals({ models }: MeasuredRows, model: ModelName): Map<string, Interval> {
  return new Map(
    [...models.get(model)!.measures].flatMap(([id, measure]) =>
      isDefined(measure) && measure.interval !== null ? [[id, measure.interval]] : [],
    ),
  )
}

function frozenDifferences({ differences }: MeasuredRows): Map<string, { low: number; high: number }> {
  return new Map(
    [...(differences ?? [])].flatMap(([id, difference]) =>
      isDefinedDifference(difference) && difference.interval !== null ? [[id, difference.interval]] : [],
    ),
  )
}

/** Measured rows with the bootstrap's intervals in the place of their own. */
export function withBootstrap<R extends MeasuredRows>(rows: R, { intervals, differences }: Bootstrapped): R {
  const models = new Map(
    [...rows.models].map(([model, measured]) => {
      const own = intervals.get(model)
      const measures = new Map(
        [...measured.measures].map(([id, measure]) => {
          const interval = own?.get(id)
          return [id, interval !== undefined && isDefined(measure) ? { ...measure, interval } : measure]
        }),
      )
      return [model, { ...measured, measures }]
    }),
  )
  const compared =
    rows.differences === null
      ? null
      : new Map(
          [...rows.differences].map(([id, difference]) => {
            const found = differences.get(id)
            return [
              id,
              found !== undefined && isDefinedDifference(difference)
                ? { ...difference, ...found, test: 'bootstrap' as const }
                : difference,
            ]
          }),
        )
  return { ...rows, models, differences: compared }
}

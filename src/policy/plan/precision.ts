import { metricDefinition } from '../../metrics/definitions/catalogue.ts'
import { moverInterval } from '../../metrics/intervals/mover.ts'
import type { Ends } from '../../metrics/measure.ts'
import { assumedValue, differenceFor, valueFor, type PlanContext } from './assumptions.ts'
import { normalModel, precisionModel } from './models.ts'
import type { Requirement } from '../policy.ts'

/** The true value that a requirement is planned for, and the interval that rows would give around it. */
export interface PlannedPrecision {
  expected: number
  /** Whether the value was given; else it is assumed. */
  isGiven: boolean
  source: string
  ends(rows: number, z: number): Ends
  /**
   * The outermost ends of the intervals of the estimates that so many rows give with a chance: the interval of the lowest such estimate and
   * of the highest one, each with the variance that it has there.
   * @param z normal quantile of the intervals' level
   * @param chanceZ that of the chance on either side
   */
  endsWithChance(rows: number, z: number, chanceZ: number): Ends
}

/** Why a requirement cannot be planned, and what would let it be. */
export interface NotPlanned {
  cannot: string
}

/** What a requirement's estimate would be, before there are rows. */
export function plannedPrecision(requirement: Requirement, context: PlanContext): PlannedPrecision | NotPlanned {
  switch (requirement.of) {
    case 'value':
      return ofValue(requirement, context)
    case 'versus_production':
      return ofDifference(requirement, context)
    case 'gap':
      return ofGap(requirement, context)
  }
}

function ofValue({ metric, bound }: Requirement, context: PlanContext): PlannedPrecision | NotPlanned {
  const expected = context.expected.get(metric) ?? assumedValue(metric, context.task, bound)
  if (expected === null) return noValue(metric)
  const model = precisionModel(metric, expected, context)
  return model === null
    ? noModel(metric)
    : {
        expected,
        isGiven: context.expected.has(metric),
        source: model.source,
        ends: model.ends,
        endsWithChance(rows, z, chanceZ) {
          const { low, high } = model.estimates(rows, chanceZ)
          const lowest = precisionModel(metric, low, context)
          const highest = precisionModel(metric, high, context)
          // Beyond what the metric can be there is no interval: that of the expected value stands for it, with all of the chance in it.
          const around = model.ends(rows, Math.max(0, z + chanceZ))
          return {
            low: finiteOr(lowest?.ends(rows, z).low, around.low),
            high: finiteOr(highest?.ends(rows, z).high, around.high),
          }
        },
      }
}

function finiteOr(end: number | undefined, other: number): number {
  return end !== undefined && Number.isFinite(end) ? end : other
}

/** Of an estimate whose variance does not depend on its value. */
function sumOfBoth(ends: (rows: number, z: number) => Ends): PlannedPrecision['endsWithChance'] {
  return (rows, z, chanceZ) => ends(rows, z + chanceZ)
}

/**
 * Of two rates of the same rows, from their share ψ of discordant rows and the difference d: variance (ψ − d²)/n, which
 * McNemar's test has too (Connor, Biometrics 1987). Of anything else 2(1 − r) times one model's, r being the correlation.
 */
function ofDifference(requirement: Requirement, context: PlanContext): PlannedPrecision | NotPlanned {
  const { metric } = requirement
  const expected = differenceFor(requirement, context)
  const isGiven = context.expectedDifferences.has(metric)
  if (expected === null) return { cannot: `say what improvement is expected: --expected-difference ${metric}=VALUE` }
  const value = valueFor(metric, context)
  const shareOf = metricDefinition(metric, context.task)?.shareOf
  if (shareOf !== undefined && !context.deviations.has(metric)) {
    const unitShare = { rows: 1, positives: context.prevalence, negatives: 1 - context.prevalence }[shareOf]
    const discordance = Math.max(context.discordance, Math.abs(expected))
    const { ends } = normalModel(expected, (discordance - expected * expected) / unitShare, '')
    return {
      expected,
      isGiven,
      source: `Connor 1987, ${discordance} of the ${shareOf} discordant`,
      ends,
      endsWithChance: sumOfBoth(ends),
    }
  }
  if (value === null) return noValue(metric)
  const model = precisionModel(metric, value, context)
  if (model === null) return noModel(metric)
  const { ends } = normalModel(expected, 2 * (1 - context.correlation) * model.variance, '')
  return {
    expected,
    isGiven,
    source: `${model.source}; paired, correlation ${context.correlation}`,
    ends,
    endsWithChance: sumOfBoth(ends),
  }
}

/** Of two splits with as many rows each. */
function ofGap(requirement: Requirement, context: PlanContext): PlannedPrecision | NotPlanned {
  const { metric } = requirement
  const value = valueFor(metric, context)
  if (value === null) return noValue(metric)
  const expected = differenceFor(
    { ...requirement, bound: { atLeast: -Infinity, ...requirement.bound } },
    { ...context, expectedDifferences: new Map() },
  )
  if (expected === null) return { cannot: 'a gap that has to be larger than nothing is not planned' }
  const model = precisionModel(metric, value, context)
  if (model === null) return noModel(metric)
  const ends = (rows: number, z: number) => {
    const own = { value, ...model.ends(rows, z) }
    return moverInterval(1, own, -1, own)
  }
  return {
    expected,
    isGiven: false,
    source: `${model.source}; both splits alike (Zou & Donner 2008)`,
    ends,
    endsWithChance: sumOfBoth(ends),
  }
}

function noValue(metric: string): NotPlanned {
  return { cannot: `say what value is expected: --expected ${metric}=VALUE` }
}

function noModel(metric: string): NotPlanned {
  return {
    cannot: `no formula here gives ${metric} before there are rows; say what one row's part of it varies by: --deviation ${metric}=VALUE`,
  }
}

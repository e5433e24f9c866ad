import type { Task } from '../../dataset/roles.ts'
import type { AbstainPart } from '../../metrics/measured.ts'
import { wholePower } from '../../metrics/arithmetic.ts'
import { normalTail, normalValue, twoSidedZ } from '../../metrics/intervals/distributions.ts'
import type { Ends } from '../../metrics/measure.ts'
import { believableBound } from '../assurance.ts'
import { type PlanAssumptions, type PlanContext, valueFor } from './assumptions.ts'
import { caveatOf } from './caveats.ts'
import { plannedPrecision, type PlannedPrecision } from './precision.ts'
import type { Bound, Policy, Requirement } from '../policy.ts'
import { isCount } from '../task-metrics.ts'

/** How many rows it takes to hold a model against a policy, before any are labelled. */
export interface Plan {
  task: Task
  confidence: number
  /** Whether the threshold is to be chosen: intervals here are those at a fixed one. */
  isThresholdChosen: boolean
  requirements: PlannedRequirement[]
  /**
   * Rows that decide all requirements that gate, with the chance that was asked for of all of them at once; null where one
   * cannot be told.
   */
  rows: number | null
  stages: PlannedStage[]
}

/** A requirement with its plan, or the reason why it cannot be planned. */
export interface PlannedRequirement {
  requirement: Requirement
  planned: Planned | { cannot: string }
}

/** Where the formula of an interval is from, and the part of the rows that it is about. */
export interface IntervalSource {
  citation: string
  /** The part that the abstain band makes, with its share of all rows; null: all rows. */
  part: { where: AbstainPart; share: number } | null
}

/** How many rows a requirement takes, and what it would be decided as. */
export interface Planned {
  expected: number
  isGiven: boolean
  /** Null of a count, which has no interval. */
  source: IntervalSource | null
  /** What it would be decided as. */
  outcome: 'pass' | 'fail'
  /** Rows at which an interval around just the expected value decides: an even chance. */
  evenRows: number
  /** Rows that decide with the chance that was asked for. */
  rows: number
  /** Of the class that the prevalence is of; null in regression. */
  positives: number | null
  /** What the formula takes for true that often is not; null where nothing is known. */
  caveat: string | null
  /** Whether rows are those of one slice, or in all. */
  isPerSlice: boolean
  curve: PlanPoint[]
}

/** How many rows a stage of the rollout takes. */
export interface PlannedStage {
  name: string
  share: number
  confidence: number
  /** Labelled rows; null where a requirement cannot be told. */
  rows: number | null
  /** Rows of traffic of which the model's share is as many; null in the shadow, where all are the model's. */
  traffic: number | null
}

/** More than this nobody labels. */
const mostRows = 1e10

/**
 * Plans every requirement for its expected value: the fewest rows at which the metric's own interval (or the nearest to
 * it that has a formula) lies within its bound, or outside. With a chance of being decided that is the interval of the farthest estimate
 * that so many rows give with that chance: of a share p against a bound b it takes (z(confidence)·√(b(1 − b)) + z(chance)·√(p(1 − p)))²/(p − b)²
 * rows, the usual formula of sample sizes (Fleiss, *Statistical Methods for Rates and Proportions*, 1981, 2.2).
 * @param extraRows rows that the curves go through too
 */
export function planOf(policy: Policy, task: Task, assumptions: PlanAssumptions, extraRows: number[] = []): Plan {
  const context: PlanContext = { ...assumptions, task, costs: policy.costs, requirements: policy.requirements }
  const at = (confidence: number) =>
    policy.requirements.map((requirement) => planRequirement(requirement, context, confidence))
  const bare = at(policy.confidence)
  const grid = rowGrid(Math.max(0, ...bare.map(({ planned }) => ('cannot' in planned ? 0 : planned.rows))), extraRows)
  return {
    task,
    confidence: policy.confidence,
    isThresholdChosen: policy.threshold.kind === 'best',
    rows: rowsInAll(bare, context, policy.confidence),
    requirements: bare.map(({ requirement, planned, precision }) => ({
      requirement,
      planned:
        'cannot' in planned || precision === null
          ? planned
          : {
              ...planned,
              curve: curveOf(precision, requirement, grid, policy.confidence, shareOf(requirement, context)!),
            },
    })),
    stages: policy.stages.map(({ name, share, confidence, rows: least }) => {
      const level = confidence ?? policy.confidence
      const needed = rowsInAll(at(level), context, level)
      const rows = needed === null ? null : Math.max(needed, least ?? 0)
      return {
        name,
        share,
        confidence: level,
        rows,
        traffic: rows === null || share === 0 ? null : Math.ceil(rows / share),
      }
    }),
  }
}

interface PlannedBare extends PlannedRequirement {
  precision: PlannedPrecision | null
}

function planRequirement(requirement: Requirement, context: PlanContext, confidence: number): PlannedBare {
  if (isCount(requirement.metric)) return { requirement, planned: planCount(requirement, context), precision: null }
  const precision = plannedPrecision(requirement, context)
  if ('cannot' in precision) return { requirement, planned: precision, precision: null }
  const share = shareOf(requirement, context)
  if (share === null) {
    return {
      requirement,
      planned: { cannot: 'say what share of the rows is decided: --expected coverage=VALUE' },
      precision: null,
    }
  }
  const { expected, isGiven } = precision
  const { where } = requirement
  const source = { citation: precision.source, part: where === null ? null : { where, share } }
  const z = twoSidedZ(confidence)
  const evenRows = fewestRows(precision, requirement, z, 0)
  const rows = fewestRows(precision, requirement, z, normalValue(context.chance))
  if (evenRows === null || rows === null) {
    return {
      requirement,
      planned: { cannot: `${expected} lies so close to the bound that no number of rows decides it` },
      precision: null,
    }
  }
  const outcome = isMet(expected, believableBound(requirement)) ? 'pass' : 'fail'
  const sized = sizedFor(requirement, share, context)
  return {
    requirement,
    precision,
    planned: {
      expected,
      isGiven,
      source,
      caveat: caveatOf(requirement, context),
      outcome,
      evenRows: sized.scale(evenRows),
      rows: sized.scale(rows),
      ...sized.of(rows),
      curve: [],
    },
  }
}

function planCount({ metric, bound, slices }: Requirement, context: PlanContext): Planned {
  const wanted = bound.atLeast!
  const isPerSlice = slices !== null && context.sliceShare === null
  const share = slices === null ? 1 : (context.sliceShare ?? 1)
  const evenRows = Math.ceil(wanted / (share * (metric === 'rows' ? 1 : context.prevalence)))
  const inAll = metric === 'rows' && share === 1 ? wanted : rowsForCount(wanted, share, metric, context)
  const positives = metric === 'positives' ? wanted : null
  return {
    expected: wanted,
    isGiven: true,
    source: null,
    caveat: null,
    outcome: 'pass',
    evenRows,
    rows: inAll,
    positives,
    isPerSlice,
    curve: [],
  }
}

/**
 * The rows that a requirement is measured on as a share of those in all: a slice's where it is known, and what the abstain
 * band leaves to the model or to a human, at the coverage expected. Null where that is not said.
 */
function shareOf({ slices, where }: Requirement, context: PlanContext): number | null {
  const ofSlice = slices === null ? 1 : (context.sliceShare ?? 1)
  if (where === null) return ofSlice
  const coverage = valueFor('coverage', context)
  const share = coverage === null ? null : where === 'decided' ? coverage : 1 - coverage
  return share === null || !(share > 0) ? null : ofSlice * share
}

/** Rows that it is measured on as rows in all. */
function sizedFor({ slices }: Requirement, share: number, { sliceShare, task, prevalence }: PlanContext) {
  return {
    // A rounding error of the share is not one more row.
    scale: (rows: number) => Math.ceil((rows / share) * (1 - 1e-12)),
    of: (rows: number) => ({
      positives: task === 'regression' ? null : Math.ceil(rows * prevalence),
      isPerSlice: slices !== null && sliceShare === null,
    }),
  }
}

/** By doubling, then halving the step: an interval that decides goes on deciding with more rows. */
function fewestRows(precision: PlannedPrecision, requirement: Requirement, z: number, chanceZ: number): number | null {
  const bound = believableBound(requirement)
  const decides = (rows: number) => isDecided(precision.endsWithChance(rows, z, chanceZ), bound)
  let enough = 2
  while (!decides(enough)) {
    enough *= 2
    if (enough > mostRows) return null
  }
  let tooFew = enough === 2 ? 1 : enough / 2
  while (enough - tooFew > 1) {
    const middle = Math.floor((enough + tooFew) / 2)
    if (decides(middle)) enough = middle
    else tooFew = middle
  }
  return enough
}

/**
 * The rows that decide all that gates, with the chance that was asked for: chances of requirements are multiplied, as if they
 * were independent (of those that go together the product is too small, and the rows too many). Of slices there are as many
 * as the smallest one's share says. Rows by slice are not in it: their number depends on the slices.
 */
function rowsInAll(planned: PlannedBare[], context: PlanContext, confidence: number): number | null {
  const counted = planned.filter(
    ({ requirement }) => !requirement.isAdvisory && (requirement.slices === null || context.sliceShare !== null),
  )
  const alone = counted.map(({ planned: one }) => ('cannot' in one ? null : one.rows))
  if (alone.length === 0 || alone.includes(null)) return null
  const areDecided = (rows: number) => {
    let chance = 1
    for (const one of counted)
      chance *= wholePower(chanceOf(one, rows, context, confidence), sliceCount(one.requirement, context))
    return chance >= context.chance * (1 - 1e-9)
  }
  let tooFew = Math.max(...alone.map(Number)) - 1
  let enough = tooFew + 1
  while (!areDecided(enough)) {
    tooFew = enough
    enough *= 2
    if (enough > mostRows) return null
  }
  while (enough - tooFew > 1) {
    const middle = Math.floor((enough + tooFew) / 2)
    if (areDecided(middle)) enough = middle
    else tooFew = middle
  }
  return enough
}

function sliceCount({ slices }: Requirement, { sliceShare }: PlanContext): number {
  return slices === null || sliceShare === null ? 1 : Math.max(1, Math.round(1 / sliceShare))
}

/** The chance that so many rows decide one requirement: that of the farthest estimate whose interval still does. */
function chanceOf(
  { requirement, precision }: PlannedBare,
  rows: number,
  context: PlanContext,
  confidence: number,
): number {
  const share = shareOf(requirement, context)!
  if (precision === null) {
    const part = requirement.metric === 'rows' ? share : share * context.prevalence
    return chanceOfCount(requirement.bound.atLeast!, rows, part)
  }
  const z = twoSidedZ(confidence)
  const bound = believableBound(requirement)
  let [low, high] = [-z, mostZ]
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2
    if (isDecided(precision.endsWithChance(Math.max(1, rows * share), z, middle), bound)) low = middle
    else high = middle
  }
  return 1 - normalTail(low)
}

/** Beyond this a chance is 1 to the last digit. */
const mostZ = 9

/** The chance of at least so many among rows each of which is one with a probability: normal. */
function chanceOfCount(wanted: number, rows: number, probability: number): number {
  const missing = wanted - rows * probability
  if (probability >= 1) return missing <= 0 ? 1 : 0
  return normalTail(missing / Math.sqrt(rows * probability * (1 - probability)))
}

/** The fewest rows among which there are so many with the chance that was asked for. */
function rowsForCount(wanted: number, share: number, metric: string, { prevalence, chance }: PlanContext): number {
  const part = metric === 'rows' ? share : share * prevalence
  // n·p − z·√(n·p·(1 − p)) = wanted, a square equation in √n.
  const half = (normalValue(chance) * Math.sqrt(part * (1 - part))) / 2
  const root = (half + Math.sqrt(half * half + part * wanted)) / part
  return Math.ceil(root * root * (1 - 1e-12))
}

function isMet(value: number, { atLeast = -Infinity, atMost = Infinity }: Bound): boolean {
  return value >= atLeast && value <= atMost
}

/** The interval that so many rows would give around the expected value. */
export interface PlanPoint extends Ends {
  rows: number
  halfWidth: number
  isDecided: boolean
}

/** @param share of the rows that it is measured on */
function curveOf(
  precision: PlannedPrecision,
  requirement: Requirement,
  grid: number[],
  confidence: number,
  share: number,
): PlanPoint[] {
  const z = twoSidedZ(confidence)
  return grid.map((rows) => {
    const { low, high } = precision.ends(Math.max(1, rows * share), z)
    return {
      rows,
      low,
      high,
      halfWidth: (high - low) / 2,
      isDecided: isDecided({ low, high }, believableBound(requirement)),
    }
  })
}

/** 100, 200, 500, 1000 … to no less than what the most demanding takes, and rows that are asked for. */
function rowGrid(most: number, extraRows: number[]): number[] {
  const grid = [...extraRows]
  const highest = Math.max(1000, most, ...extraRows)
  for (let decade = 100; decade <= highest; decade *= 10) grid.push(decade, 2 * decade, 5 * decade)
  const first = [...new Set(grid)].sort((a, b) => a - b)
  const end = first.findIndex((rows) => rows >= highest)
  return first.slice(0, end < 0 ? undefined : end + 1)
}

/** All of the interval meets the bound, or none of it does. */
function isDecided({ low, high }: Ends, { atLeast = -Infinity, atMost = Infinity }: Bound): boolean {
  return (low >= atLeast && high <= atMost) || high < atLeast || low > atMost
}

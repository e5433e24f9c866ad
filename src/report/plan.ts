import type { Plan, Planned, PlannedRequirement, PlannedStage } from '../policy/plan/plan.ts'
import type { PlanAssumptions } from '../policy/plan/assumptions.ts'
import { boundResult } from './document.ts'
import type { BoundResult } from '../result/evaluation.ts'
import { sourceText } from '../words/plan.ts'

/** A plan as other programs read it. */
export interface PlanDocument {
  format: 'good-enough/plan'
  version: 1
  task: string
  confidence: number
  assumed: { prevalence: number; discordance: number; correlation: number; slice_share: number | null; chance: number }
  /** Labelled rows for all requirements that gate, those by slice left out where no share is named; null where unknown. */
  rows: number | null
  requirements: PlannedRequirementResult[]
  stages: PlannedStage[]
}

/** A requirement, and the rows that it takes; or why that cannot be told. */
export type PlannedRequirementResult = AskedResult & (PlannedResult | { cannot: string })

interface AskedResult {
  metric: string
  class?: string
  where?: string
  split: string | null
  slices: string[] | null
  bound: BoundResult
  advisory?: true
}

interface PlannedResult {
  expected: number
  given: boolean
  source: string
  outcome: 'pass' | 'fail'
  rows_even_chance: number
  rows_needed: number
  positives_needed: number | null
  per_slice: boolean
  curve: { rows: number; low: number; high: number; half_width: number; decided: boolean }[]
}

/** The plan in the form of a file. */
export function planDocument(
  { task, confidence, rows, requirements, stages }: Plan,
  assumptions: PlanAssumptions,
): PlanDocument {
  const { prevalence, discordance, correlation, sliceShare, chance } = assumptions
  return {
    format: 'good-enough/plan',
    version: 1,
    task,
    confidence,
    assumed: { prevalence, discordance, correlation, slice_share: sliceShare, chance },
    rows,
    requirements: requirements.map(requirementResult),
    stages,
  }
}

function requirementResult({ requirement, planned }: PlannedRequirement): PlannedRequirementResult {
  const { metric, ofClass, where, split, slices, isAdvisory } = requirement
  return {
    metric,
    ...(ofClass === null ? {} : { class: ofClass }),
    ...(where === null ? {} : { where }),
    split,
    slices,
    bound: boundResult(requirement),
    ...(isAdvisory ? { advisory: true as const } : {}),
    ...('cannot' in planned ? planned : plannedResult(planned)),
  }
}

function plannedResult({
  expected,
  isGiven,
  source,
  outcome,
  evenRows,
  rows,
  positives,
  isPerSlice,
  curve,
}: Planned): PlannedResult {
  return {
    expected,
    given: isGiven,
    source: sourceText(source),
    outcome,
    rows_even_chance: evenRows,
    rows_needed: rows,
    positives_needed: positives,
    per_slice: isPerSlice,
    curve: curve.map((point) => ({
      rows: point.rows,
      low: point.low,
      high: point.high,
      half_width: point.halfWidth,
      decided: point.isDecided,
    })),
  }
}

import { twoSidedZ } from '../metrics/intervals/distributions.ts'
import { assuranceOf, sizeForAssurance } from './assurance.ts'
import { isGating, type Judgement, findingsThatCount, type JudgedFinding } from './judgement.ts'
import type { Stage } from './policy.ts'
import { isCount } from './task-metrics.ts'

/** Whether the evidence is enough for one stage of the rollout. */
export interface StageStanding {
  name: string
  share: number
  confidence: number
  /** Whether the evidence shows what the stage asks for. */
  isShown: boolean
  /** Rows of the split, in all, that it takes going by what was seen; null where rows would not do. */
  rowsNeeded: number | null
}

/**
 * Each stage asks for what the policy does, at its own confidence: intervals are rescaled to it (see `assuranceOf`).
 * Rows needed are those of the whole split, slices growing with it.
 * @param confidence level of the judgements' intervals
 */
export function stageStandings(
  stages: Stage[],
  judgements: Judgement[],
  findings: JudgedFinding[],
  confidence: number,
): StageStanding[] {
  const gating = judgements.filter(isGating)
  const isOpen = gating.length > 0 && findingsThatCount(findings).length === 0
  return stages.map((stage) => {
    const asked = stage.confidence ?? confidence
    const z = twoSidedZ(asked)
    const isMet = gating.every((judgement) => assuranceOf(judgement, confidence) >= z)
    const hasRows = gating.every(({ splitRows }) => splitRows >= (stage.rows ?? 0))
    const needed = gating.map((judgement) => splitRowsFor(judgement, z, confidence))
    const rowsNeeded =
      gating.length === 0 || needed.includes(null) ? null : Math.max(stage.rows ?? 0, ...needed.map(Number))
    return { name: stage.name, share: stage.share, confidence: asked, isShown: isOpen && isMet && hasRows, rowsNeeded }
  })
}

/** Rows of the whole split that one requirement takes at a confidence. A count is known exactly; an interval that is shorter than needed would do with fewer rows. */
function splitRowsFor(judgement: Judgement, z: number, confidence: number): number | null {
  const {
    requirement: { metric, bound },
    splitRows,
    value,
  } = judgement
  if (isCount(metric)) return value === null || value === 0 ? null : Math.ceil((splitRows * bound.atLeast!) / value)
  const assurance = assuranceOf(judgement, confidence)
  if (assurance > z && z > 0) return Math.max(1, Math.ceil(splitRows * (z / assurance) * (z / assurance)))
  return sizeForAssurance({ rows: splitRows, positives: null }, assurance, z)?.rows ?? null
}

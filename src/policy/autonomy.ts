import { twoSidedZ } from '../metrics/intervals/distributions.ts'
import { assuranceOf, sizeForAssurance } from './assurance.ts'
import { autonomyLevels, mostAutonomy } from './autonomy-levels.ts'
import { findingsThatCount, isGating, type JudgedFinding, type Judgement } from './judgement.ts'
import type { Stage } from './policy.ts'
import type { Size } from './rows-needed.ts'
import { isCount } from './task-metrics.ts'

/** The highest level that the evidence supports, and what stands before the next. */
export interface SupportedAutonomy {
  supported: number
  /** Null at the top. */
  obstacle: Obstacle | null
}

/** What stands before the next level of autonomy. */
export type Obstacle =
  | { kind: 'nothing_judged' }
  | { kind: 'splits'; codes: string[] }
  /** `needed`: rows of it, in all, that would do; null where rows would not. */
  | { kind: 'requirement'; judgement: Judgement; needed: Size | null }

/**
 * The highest level at which everything that gates is met, by intervals rescaled to the level's confidence (see
 * `assuranceOf`: an approximation but at the policy's own). At the top nothing advisory may have failed either. Splits
 * that are not apart, and requirements none of which gates, support nothing.
 * @param confidence level of the judgements' intervals
 */
export function supportedAutonomy(
  judgements: Judgement[],
  findings: JudgedFinding[],
  confidence: number,
): SupportedAutonomy {
  const codes = [...new Set(findingsThatCount(findings).map(({ code }) => code))]
  if (codes.length > 0) return { supported: 0, obstacle: { kind: 'splits', codes } }
  if (!judgements.some(isGating)) return { supported: 0, obstacle: { kind: 'nothing_judged' } }
  for (const { level, confidence: asked } of autonomyLevels.slice(1)) {
    const obstacle = obstacleBefore(level, twoSidedZ(asked!), judgements, confidence)
    if (obstacle !== null) return { supported: level - 1, obstacle }
  }
  return { supported: mostAutonomy, obstacle: null }
}

/** What stands in the way of a level; where several requirements do, the one that takes the most rows. */
function obstacleBefore(level: number, z: number, judgements: Judgement[], confidence: number): Obstacle | null {
  const open = judgements
    .filter(isGating)
    .map((judgement) => ({ judgement, assurance: assuranceOf(judgement, confidence) }))
    .filter(({ assurance }) => assurance < z)
    .sort((a, b) => a.assurance - b.assurance)
  if (open.length > 0) {
    const [{ judgement, assurance }] = open
    return { kind: 'requirement', judgement, needed: sizeForAssurance(judgement.size, assurance, z) }
  }
  const failing =
    level < mostAutonomy
      ? undefined
      : judgements.find((judgement) => !isGating(judgement) && judgement.outcome === 'fail')
  return failing === undefined ? null : { kind: 'requirement', judgement: failing, needed: null }
}

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

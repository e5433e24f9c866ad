import { twoSidedZ } from '../metrics/intervals/distributions.ts'
import { assuranceOf, sizeForAssurance } from './assurance.ts'
import { checkedItems, type CheckedItem } from './autonomy-checklist.ts'
import { autonomyLevels, mostAutonomy } from './autonomy-levels.ts'
import { findingsThatCount, isGating, type JudgedFinding, type Judgement } from './judgement.ts'
import type { Policy, Stage } from './policy.ts'
import type { Size } from './rows-needed.ts'
import { isCount } from './task-metrics.ts'

/**
 * How the level of autonomy that a policy declares stands: `met` where the policy contains what the level has to, and all of it is
 * shown as surely as the level asks; `not_met` where it is not shown; `not_judged` where the policy does not contain it, so that
 * meeting the policy says nothing of the level.
 */
export interface AutonomyStanding {
  level: number
  standing: 'met' | 'not_met' | 'not_judged'
  checklist: CheckedItem[]
  /** What stands in the way of what has to be shown; null where nothing does. */
  obstacle: Obstacle | null
}

/** What stands in the way of a level of autonomy. */
export type Obstacle =
  | { kind: 'nothing_judged' }
  | { kind: 'trivial' }
  | { kind: 'splits'; codes: string[] }
  /** `needed`: rows of it, in all, that would do; null where rows would not. */
  | { kind: 'requirement'; judgement: Judgement; needed: Size | null }

/** What has been judged, and by what. */
export interface Judged {
  policy: Policy
  judgements: Judgement[]
  findings: JudgedFinding[]
  isTrivial: boolean
}

/**
 * How the declared level stands; null where the policy declares none: a level is never read off how surely other things are met. A
 * requirement is met at the level's confidence by its interval rescaled to it (see `assuranceOf`: an approximation but at the policy's
 * own). At the top nothing advisory may have failed either.
 */
export function autonomyStanding(judged: Judged): AutonomyStanding | null {
  const { policy, judgements, findings } = judged
  const level = policy.autonomy
  if (level === null) return null
  const checklist = checkedItems(level, policy, judgements, findings)
  const obstacle = obstacleBefore(level, judged)
  const isComplete = checklist.every(({ isThere }) => isThere)
  const hasFailed = judgements.some((judgement) => isGating(judgement) && judgement.outcome === 'fail')
  const standing = hasFailed || (isComplete && obstacle !== null) ? 'not_met' : isComplete ? 'met' : 'not_judged'
  return { level, standing, checklist, obstacle }
}

/** What stands in the way of a level; where several requirements do, the one that takes the most rows. */
function obstacleBefore(level: number, { policy, judgements, findings, isTrivial }: Judged): Obstacle | null {
  const asked = autonomyLevels[level].confidence
  if (asked === null) return null
  const codes = [...new Set(findingsThatCount(findings).map(({ code }) => code))]
  if (codes.length > 0) return { kind: 'splits', codes }
  if (!judgements.some(isGating)) return { kind: 'nothing_judged' }
  if (isTrivial) return { kind: 'trivial' }
  const { confidence } = policy
  const z = twoSidedZ(asked)
  const open = judgements
    .filter(isGating)
    .map((judgement) => ({ judgement, assurance: assuranceOf(judgement, confidence) }))
    .filter(({ judgement, assurance }) => assurance < z || judgement.choice === 'chosen_here')
    .sort((a, b) => a.assurance - b.assurance)
  if (open.length > 0) {
    const [{ judgement, assurance }] = open
    const needed = judgement.choice === 'chosen_here' ? null : sizeForAssurance(judgement.size, assurance, z)
    return { kind: 'requirement', judgement, needed }
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
 * @param isTrivial whether a constant or a coin meets all requirements: then no stage is shown
 */
export function stageStandings(
  stages: Stage[],
  judgements: Judgement[],
  findings: JudgedFinding[],
  confidence: number,
  isTrivial = false,
): StageStanding[] {
  const gating = judgements.filter(isGating)
  const isOpen =
    gating.length > 0 &&
    findingsThatCount(findings).length === 0 &&
    !isTrivial &&
    gating.every(({ choice }) => choice !== 'chosen_here')
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

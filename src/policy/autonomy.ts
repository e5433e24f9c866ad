import { twoSidedZ } from '../metrics/intervals/distributions.ts'
import { assuranceOf } from './assurance.ts'
import { checkedItems, type CheckedItem } from './autonomy-checklist.ts'
import { autonomyLevels, mostAutonomy } from './autonomy-levels.ts'
import { findingsThatCount, isGating, type JudgedFinding, type Judgement } from './judgement.ts'
import type { Policy, Stage } from './policy.ts'
import { growthToShow, type NeededRows, rowsToShow } from './rows-needed.ts'
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
  /** `needed`: rows of it, in all, that would do with a chance of 80 %; null where rows would not. */
  | { kind: 'requirement'; judgement: Judgement; needed: NeededRows | null }

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
    const needed = judgement.choice === 'chosen_here' ? null : rowsToShow(judgement.size, assurance, z)
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
  /** Rows of the split, in all, that show it with a chance of 80 %, going by what was seen; null where rows would not do. */
  rowsNeeded: number | null
  /** The fewest and the most that it may take, as the values may be off; null as the most: no end. Null where that is not told. */
  rowsRange: [fewest: number, most: number | null] | null
}

/**
 * Each stage asks for what the policy does, at its own confidence: intervals are rescaled to it (see `assuranceOf`).
 * Rows needed are those of the whole split, slices growing with it: of the requirement that takes the most.
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
    const rows = mostRows(
      gating.map((judgement) => splitRowsFor(judgement, z, confidence)),
      stage.rows ?? 0,
    )
    const isShown = isOpen && isMet && hasRows
    return { name: stage.name, share: stage.share, confidence: asked, isShown, ...rows }
  })
}

/** The rows of the requirement that takes the most, and no fewer than `least`. */
function mostRows(needed: (NeededRows | null)[], least: number): Pick<StageStanding, 'rowsNeeded' | 'rowsRange'> {
  const known = needed.filter((one) => one !== null)
  if (known.length === 0 || known.length < needed.length) return { rowsNeeded: null, rowsRange: null }
  const fewest = Math.max(least, ...known.map((one) => one.fewest))
  const rowsNeeded = Math.max(least, ...known.map((one) => one.rows))
  const most = known.some((one) => one.most === null) ? null : Math.max(least, ...known.map((one) => one.most!))
  return { rowsNeeded, rowsRange: fewest === most ? null : [fewest, most] }
}

/** Rows of the whole split that one requirement takes at a confidence. A count is known exactly; what is shown already takes no more rows than there are. */
function splitRowsFor(judgement: Judgement, z: number, confidence: number): NeededRows | null {
  const {
    requirement: { metric, bound },
    splitRows,
    value,
  } = judgement
  const exactly = (rows: number): NeededRows => ({ rows, positives: null, fewest: rows, most: rows })
  if (isCount(metric))
    return value === null || value === 0 ? null : exactly(Math.ceil((splitRows * bound.atLeast!) / value))
  const assurance = assuranceOf(judgement, confidence)
  if (assurance < z) return rowsToShow({ rows: splitRows, positives: null }, assurance, z)
  const growth = assurance > 0 ? growthToShow(assurance, z) : 1
  return exactly(Math.max(1, Math.ceil(splitRows * Math.min(1, growth))))
}

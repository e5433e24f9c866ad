import { twoSidedZ } from '../metrics/intervals/distributions.ts'
import { assuranceOf, sizeForAssurance } from './assurance.ts'
import { autonomyLevels, mostAutonomy } from './autonomy-levels.ts'
import { isGating, type Judgement, findingsThatCount, type JudgedFinding } from './judgement.ts'
import type { Size } from './rows-needed.ts'

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

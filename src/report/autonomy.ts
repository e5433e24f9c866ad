import type { Obstacle, SupportedAutonomy } from '../policy/autonomy.ts'
import { autonomyLevels, mostAutonomy } from '../policy/autonomy-levels.ts'
import type { Judgement } from '../policy/judgement.ts'
import type { StageStanding } from '../policy/stages.ts'
import { boundText, intervalText, shortNumber } from '../policy/words.ts'
import type { AutonomyResult, StageResult } from './evaluation.ts'
import { grouped, oneLine, percent, whereWords } from './words.ts'

export function autonomyResult({ supported, obstacle }: SupportedAutonomy, intended: number | null): AutonomyResult {
  return {
    supported,
    of: mostAutonomy,
    ...(intended === null ? {} : { intended }),
    next: obstacle && obstacleText(obstacle),
  }
}

export function stageResult({ name, share, confidence, isShown, rowsNeeded }: StageStanding): StageResult {
  return { name, share, confidence, shown: isShown, rows_needed: rowsNeeded }
}

/** "By these requirements the evidence supports autonomy level 3 of 5 (decides with approval). Level 4 is meant (decides alone). For level 4: …" */
export function autonomyText({ supported, of, intended, next }: AutonomyResult): string {
  const meant =
    intended === undefined
      ? ''
      : ` The policy means level ${intended}${intended === supported ? '' : ` (${titleOf(intended)})`}.`
  const further = next === null ? '' : ` For level ${supported + 1} (${titleOf(supported + 1)}): ${next}.`
  return `Autonomy: by these requirements the evidence supports level ${supported} of ${of} (${titleOf(supported)}).${meant}${further}`
}

/** Whether a stage is shown, and what it takes. */
export function stageLine(stage: StageResult): string {
  return `Stage ${stageText(stage)}; ${stage.shown ? 'shown' : 'not shown'}.`
}

/** '"10 %" (10 % of the traffic, all requirements met at 90 %): takes about 1,208 rows' */
export function stageText({ name, share, confidence, rows_needed: rows }: StageResult): string {
  const needed =
    rows === null ? 'more rows alone will not show it' : `takes about ${grouped(rows)} row${rows === 1 ? '' : 's'}`
  return `${JSON.stringify(name)} (${percent(share)} of the traffic, all requirements met at ${percent(confidence)}): ${needed}`
}

function titleOf(level: number): string {
  return autonomyLevels[level].title
}

function obstacleText(obstacle: Obstacle): string {
  switch (obstacle.kind) {
    case 'nothing_judged':
      return 'a requirement that counts and can be judged'
    case 'splits':
      return `splits that are apart (${obstacle.codes.join(', ')})`
    case 'requirement':
      return `${judgementName(obstacle.judgement)}: ${needText(obstacle.judgement, obstacle.needed?.rows ?? null)}`
  }
}

function needText(
  { requirement, value, low, high, size, reason, rowsNeeded }: Judgement,
  needed: number | null,
): string {
  if (needed !== null) return `needs about ${grouped(needed)} rows in all (there are ${grouped(size.rows)})`
  if (low === null || high === null)
    return rowsNeeded === null ? reason : `needs about ${grouped(rowsNeeded)} rows in all`
  const { suspiciousAbove } = requirement
  const suspicion = suspiciousAbove === null ? '' : `, by no more than ${shortNumber(suspiciousAbove)}`
  return `${intervalText({ value: value!, low, high })} has to be ${boundText(requirement.bound)}${suspicion}`
}

function judgementName({ requirement: { metric, ofClass, of, where: part }, split, slice }: Judgement): string {
  const measured =
    metric + (ofClass === null ? '' : ` of ${oneLine(ofClass)}`) + (part === null ? '' : ` where ${part}`)
  const what = of === 'value' ? measured : `${measured} ${of === 'gap' ? 'gap' : 'versus production'}`
  return [what, oneLine(split), ...(slice === null ? [] : [whereWords(slice)])].join(', ')
}

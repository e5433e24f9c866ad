import { betterDirection } from '../metrics/definitions/catalogue.ts'
import type { Judgement, Ruling } from '../policy/judgement.ts'
import { replicatesFor } from '../policy/enough-replicates.ts'
import type { Requirement } from '../policy/policy.ts'
import { moreRowsWords, type MoreRows } from './needed.ts'
import { boundText, countOf, countText, intervalText, shortNumber } from './numbers.ts'

/** A requirement's ruling, and the requirement that it is about. */
export type RuledRequirement = Ruling & Pick<Judgement, 'requirement' | 'size'>

/** Why a requirement came to its outcome, in a sentence without a full stop: "0.84 (0.76 to 0.9) is at least 0.75". */
export function reasonText(ruling: RuledRequirement): string {
  return groundsText(ruling) + (ruling.choice === null ? '' : choiceText[ruling.choice])
}

const choiceText: Record<NonNullable<Ruling['choice']>, string> = {
  as_chosen: ' (at the threshold as it was chosen: how it was chosen is not in this interval)',
  with_choice: ' (how the threshold was chosen is in this interval)',
  chosen_here: '',
}

/** Why nothing is said of a requirement on a slice that is smaller than is reported. */
export function hiddenText(smallest: number): string {
  return `fewer than ${smallest} rows: the numbers that it was judged on are not shown`
}

function groundsText(ruling: RuledRequirement): string {
  const { grounds, requirement, outcome, value } = ruling
  const { metric } = requirement
  const bound = boundText(requirement.bound)
  switch (grounds.kind) {
    case 'not_defined':
      return `${metric} is not defined: ${grounds.why}${takenForFail(ruling)}`
    case 'no_rows':
      return `${metric} is not defined: no such rows in ${grounds.split}${takenForFail(ruling)}${ruling.skipped === null ? '' : ', which the policy ignores'}`
    case 'no_production':
      return 'not judged: there is no production model to compare with, and the policy skips it'
    case 'no_interval':
      return `${shortNumber(value ?? NaN)} has no interval here, so that it cannot be held against ${bound}`
    case 'too_few_replicates':
      return `${shortNumber(value ?? NaN)} has no interval at confidence ${Number(grounds.confidence.toFixed(6))}, which looks at this test set have come to (of ${countOf(grounds.replicates, 'replicate')} of the bootstrap not one would be outside it), so that it cannot be held against ${bound}. ${replicatesRemedy(grounds)}`
    case 'count':
      return rowsText(ruling, requirement)
    case 'interval':
      return outcome === 'undecided'
        ? `${shown(ruling)} may or may not be ${bound}${neededText(ruling)}`
        : `${shown(ruling)} is ${outcome === 'pass' ? '' : 'not '}${bound}`
    case 'cautious_interval':
      return `${shown(ruling)} is ${bound}, and so is ${cautiousEnds(ruling)}: ${ruling.caution?.reason ?? ''}`
    case 'short_interval':
      return (
        `${shown(ruling)} is ${bound}, but ${ruling.caution?.reason ?? ''}, and ${cautiousEnds(ruling)} may or may not be ${boundText(grounds.believable)}` +
        (outcome === 'pass' ? ' (no pass with on_short_interval: undecided)' : neededText(ruling))
      )
    case 'suspicious_improvement':
      return `${shown(ruling)} ${grounds.isSure ? 'is' : 'may be'} an improvement of more than ${requirement.suspiciousAbove}, which is suspicious: look for a leak${neededText(ruling)}`
    case 'chosen_here':
      return `${shown(ruling)} is no evidence that it is ${bound}: the threshold was chosen on these very rows${optimismText(ruling)}. Choose it on other rows (threshold: on: validation), or judge on rows that it was not chosen on`
    case 'many_slices':
      return `${shown(ruling)} is not ${bound} by itself, but of ${grounds.tested} slices looked at one may look so by chance${neededText(ruling)}`
    case 'many_requirements':
      return `${shown(ruling)} is not ${bound} by itself, but of ${grounds.tested} requirements and slices looked at one may look so by chance${neededText(ruling)}`
  }
}

/** "Draw at least 10,000 replicates (…), or judge on rows that no look has seen": what helps where replicates cannot carry a confidence. */
export function replicatesRemedy({ confidence }: { confidence: number }): string {
  const fresh = 'judge on rows that no look has seen, with a ledger of their own'
  const enough = replicatesFor(confidence)
  if (enough === null) return `${fresh[0].toUpperCase()}${fresh.slice(1)}`
  return `Draw at least ${countText(enough)} replicates (--replicates, or replicates in the policy), or ${fresh}`
}

/** ", where the value looks better than it is by about 0.04 (bootstrap)" */
function optimismText({ optimism, requirement: { metric } }: RuledRequirement): string {
  if (optimism === null) return ', where it looks better than it is'
  const better = betterDirection(metric) === 'lower' ? -optimism : optimism
  return better > 0
    ? `, where it looks better than it is, by about ${shortNumber(better)} going by the bootstrap`
    : `, which going by the bootstrap has changed it by about ${shortNumber(optimism)}`
}

function takenForFail({ outcome }: Ruling): string {
  return outcome === 'fail' ? ', which the policy takes for a fail' : ''
}

function shown({ value, low, high }: Ruling): string {
  return intervalWithValue(value ?? NaN, low ?? NaN, high ?? NaN)
}

function intervalWithValue(value: number, low: number, high: number): string {
  return `${shortNumber(value)} (${intervalText(low, high, shortNumber)})`
}

function cautiousEnds({ caution }: Ruling): string {
  return caution === null ? '' : intervalText(caution.low, caution.high, shortNumber)
}

/** "; about 300 more positives, about 600 more rows, would settle it with a chance of 80 % (…)" */
function neededText(ruling: RuledRequirement): string {
  const { rowsNeeded: rows, positivesNeeded: positives } = ruling
  const more = moreRows(ruling)
  if (more !== null) return `; ${moreRowsWords(more)}`
  if (rows === null) return ''
  return `; about ${rows} rows in all${positives === null ? '' : `, ${positives} of them positive,`} would settle it`
}

/** What an undecided requirement takes beside the rows that there are; null where that is not told. */
export function moreRows({ rowsNeeded, positivesNeeded, rowsRange, size }: RuledRequirement): MoreRows | null {
  if (rowsNeeded === null || rowsRange === null) return null
  const [fewest, most] = rowsRange
  return {
    rows: rowsNeeded - size.rows,
    positives: positivesNeeded === null || size.positives === null ? null : positivesNeeded - size.positives,
    range: [fewest - size.rows, most === null ? null : most - size.rows],
  }
}

function rowsText({ value, outcome, rowsNeeded }: Ruling, { metric, bound }: Requirement): string {
  const found = `${value} ${metric === 'rows' ? 'rows' : 'positives'}`
  if (outcome === 'pass') return `${found} are at least ${bound.atLeast}`
  const more = metric === 'positives' && rowsNeeded !== null ? `; about ${rowsNeeded} rows in all would have them` : ''
  return `${found} are fewer than ${bound.atLeast}: too few to show anything${more}`
}

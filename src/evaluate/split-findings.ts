import type { Judgement } from '../policy/judgement.ts'
import type { Assignment } from '../split/assignment.ts'
import { checkSplits } from '../split/check/check.ts'
import type { CheckedRows } from '../split/check/rows.ts'
import type { SplitFinding } from '../split/finding.ts'
import { findRule, type FoundRule, ruleDisagreement } from '../split/verify/verify.ts'
import type { Kernels } from '../tally/kernels.ts'

/**
 * What there is to say of the splits as they are.
 * @param expected what the policy's rule makes of the same rows, where the file has a column of its own
 */
export function splitFindings(rows: CheckedRows, expected: Assignment | null): SplitFinding[] {
  const found = checkSplits(rows)
  const disagreement = expected === null ? null : ruleDisagreement(expected, rows)
  // What the policy writes down holds: a file that was split otherwise shows nothing.
  return disagreement === null ? found : [{ ...disagreement, effect: 'undecided' }, ...found]
}

/** The rule by which rows were split by their ids; null where there are none, or no rule fits. */
export async function ruleByIds(rows: CheckedRows, id: string | null, kernels: Kernels): Promise<FoundRule | null> {
  return rows.ids === null || id === null ? null : findRule([{ column: id, keys: rows.ids }], rows, [], kernels)
}

/** Splits with too few rows to decide what the policy requires of them, each with the most that would settle it. */
export function splitsTooSmall(judgements: Judgement[]): SplitFinding[] {
  const open = judgements.filter(({ rowsNeeded }) => rowsNeeded !== null)
  return [...new Set(open.map(({ split }) => split))].map((split) => {
    const undecided = open.filter((judgement) => judgement.split === split)
    const most = undecided.reduce((a, b) => (b.rowsNeeded! > a.rowsNeeded! ? b : a))
    const count = undecided.length === 1 ? 'one requirement' : `${undecided.length} requirements`
    return {
      code: 'split_too_small',
      splits: [split],
      rows: null,
      examples: [],
      test: null,
      effect: 'none',
      message: `${split} is too small to decide ${count}: about ${most.rowsNeeded} rows would settle ${undecided.length === 1 ? 'it' : `the hardest, ${most.requirement.metric}`}.`,
    }
  })
}

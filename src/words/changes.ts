import type { ChangesResult, EvaluationDocument } from '../result/evaluation.ts'
import { splitsOf, startingSplit } from '../result/reading.ts'
import { countOf, countText } from './numbers.ts'

/** Decisions that change with the candidate, on the split that is looked at first. */
export interface ChangesReading {
  /** "214 decisions change for the better, 131 for the worse". */
  words: string
  /** Where rows are split, the split that they are counted on. */
  split: string | null
  /** The slices, those first where most get worse on balance. */
  slices: ChangesResult['slices']
}

/** Null where no two models decide, or no decision changes. */
export function readChanges(document: EvaluationDocument): ChangesReading | null {
  const split = startingSplit(document)
  const changes = document.comparison?.splits[split]?.changes
  if (changes === undefined || changes.better + changes.worse === 0) return null
  const { better, worse } = changes
  const words =
    better === 0
      ? `${countOf(worse, 'decision')} ${worse === 1 ? 'changes' : 'change'} for the worse, none for the better`
      : `${countOf(better, 'decision')} ${better === 1 ? 'changes' : 'change'} for the better, ${worse === 0 ? 'none' : countText(worse)} for the worse`
  return {
    words,
    split: splitsOf(document).length > 1 ? split : null,
    slices: changes.slices.toSorted((a, b) => (a.better - a.worse) / a.rows - (b.better - b.worse) / b.rows),
  }
}

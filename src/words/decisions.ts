import type { ChangesResult, EvaluationDocument } from '../result/evaluation.ts'
import { splitsOf, startingSplit } from '../result/reading.ts'
import { countOf, countText, shareText } from './numbers.ts'

/** One of the four kinds of rows, in words that cannot be read the wrong way round. */
export interface ConfusionCell {
  actual: 'positive' | 'negative'
  predicted: 'positive' | 'negative'
  /** The short name: true positives, misses, … */
  name: string
  count: number
  /** Share of the rows that actually are so, 0 to 1; null where there are none. */
  share: number | null
  isRight: boolean
  words: string
}

/**
 * The four cells of a binary confusion matrix, actual positive first.
 * @param counts a row per true class, a column per predicted class; negative, then positive
 */
export function confusionCells(counts: number[][]): ConfusionCell[] {
  const [[trueNegatives, falsePositives], [falseNegatives, truePositives]] = counts
  return [
    cell('positive', 'positive', 'Found', truePositives, truePositives + falseNegatives),
    cell('positive', 'negative', 'Missed', falseNegatives, truePositives + falseNegatives),
    cell('negative', 'positive', 'False alarms', falsePositives, trueNegatives + falsePositives),
    cell('negative', 'negative', 'Left alone', trueNegatives, trueNegatives + falsePositives),
  ]
}

function cell(
  actual: ConfusionCell['actual'],
  predicted: ConfusionCell['predicted'],
  name: string,
  count: number,
  whole: number,
): ConfusionCell {
  const words = `actual ${actual}, predicted ${predicted}: ${countText(count)} (${shareText(count, whole)} of the actual ${actual}s)`
  return {
    actual,
    predicted,
    name,
    count,
    share: whole === 0 ? null : count / whole,
    isRight: actual === predicted,
    words,
  }
}

/** Decisions that change with the candidate, on the split that is looked at first. */
export interface ChangesReading {
  /** "214 decisions change for the better, 131 for the worse". */
  words: string
  /** Where rows are split, the split that they are counted on. */
  split: string | null
  /** The slices, those first where most get worse on balance. */
  slices: ChangesResult['slices']
}

/** The decisions that change with the candidate, in words; null where no two models decide, or no decision changes. */
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

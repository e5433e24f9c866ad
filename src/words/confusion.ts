import { countText, shareText } from './numbers.ts'

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

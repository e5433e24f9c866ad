import type { DecisionDefinition } from '../../metrics/definitions/binary-definition.ts'
import { thresholdDefinitions, valueOfCounts } from '../../metrics/definitions/binary.ts'
import { shortList } from '../../metrics/definitions/catalogue.ts'
import type { ConfusionCounts } from '../../metrics/definitions/confusion-counts.ts'
import type { Costs } from '../../metrics/settings.ts'
import type { Curve } from '../../worker/protocol.ts'

/** A metric that can be drawn against the threshold. */
export interface ThresholdMetric extends DecisionDefinition {
  /** Its value from the confusion counts; null where it is undefined. */
  of(counts: ConfusionCounts): number | null
}

/** Every metric that changes with the threshold, at these costs; those of the short list come first. */
export function thresholdMetrics(costs: Costs): ThresholdMetric[] {
  const first = shortList('binary', 'threshold_chart')
  const place = ({ id }: DecisionDefinition) => (first.includes(id) ? first.indexOf(id) : first.length)
  return thresholdDefinitions
    .toSorted((a, b) => place(a) - place(b))
    .map((definition) => ({ ...definition, of: valueOfCounts(definition, costs) }))
}

/** Counts at the curve's i-th point. */
export function countsAt(curve: Curve, index: number): ConfusionCounts {
  const truePositives = curve.truePositives[index]
  const falsePositives = curve.falsePositives[index]
  return {
    truePositives,
    falsePositives,
    falseNegatives: curve.positives - truePositives,
    trueNegatives: curve.negatives - falsePositives,
  }
}

/** Counts of a confusion matrix: a row per true class, a column per predicted class; negative, then positive. */
export function countsOfMatrix([
  [trueNegatives, falsePositives],
  [falseNegatives, truePositives],
]: number[][]): ConfusionCounts {
  return { truePositives, falsePositives, falseNegatives, trueNegatives }
}

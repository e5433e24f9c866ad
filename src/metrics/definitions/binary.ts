import { binaryDecisionMetrics } from './binary-decisions.ts'
import { binaryScoreMetrics } from './binary-scores.ts'
import { type ConfusionCounts, costPerRow, type CountFunction } from './confusion-counts.ts'
import { boundedLoss, type DecisionDefinition, type ScoreDefinition } from './definition.ts'
import type { Costs } from '../settings.ts'

/** What wrong decisions cost. Example: TP 8, FP 2, FN 4, TN 6 → 0.3, at a cost of 1 for either error. */
export const expectedCost: DecisionDefinition = {
  id: 'expected_cost',
  title: 'Expected cost',
  otherNames: ['cost'],
  group: 'At the threshold',
  definition: 'mean cost of a row: (cost of FP·FP + cost of FN·FN) / rows',
  range: [0, Infinity],
  better: 'lower',
  edgeCases: 'costs are the policy’s, 1 and 1 without',
  source: 'Elkan, IJCAI 2001',
  from: 'decisions',
  counts: ({ falsePositive, falseNegative }) => costPerRow(falsePositive, falseNegative),
  dependsOn: 'threshold',
  interval: 'mover',
  paired: 'delta',
  planning: boundedLoss(({ costs }) => Math.max(costs.falsePositive, costs.falseNegative)),
}

/** Every metric of decisions and their costs, in the order of the result document. */
const binaryCostMetrics: readonly DecisionDefinition[] = [expectedCost]

/** Every metric of a binary task, in the order of the result document. */
export const binaryDefinitions: readonly (DecisionDefinition | ScoreDefinition)[] = [
  ...binaryDecisionMetrics,
  ...binaryScoreMetrics,
  ...binaryCostMetrics,
]

/** The metrics of decisions: functions of the confusion counts. */
export const decisionDefinitions: readonly DecisionDefinition[] = binaryDefinitions.filter(
  (definition) => definition.from === 'decisions',
)

/** The metrics of decisions whose value changes with the threshold. */
export const thresholdDefinitions: readonly DecisionDefinition[] = decisionDefinitions.filter(
  ({ dependsOn }) => dependsOn === 'threshold',
)

/** The metric of decisions of that id. Throws where there is none: the id is no user's, or has been checked before. */
export function decisionDefinition(id: string): DecisionDefinition {
  const found = decisionDefinitions.find((definition) => definition.id === id)
  if (found === undefined) throw new Error(`${id} does not depend on a threshold`)
  return found
}

/** A metric of decisions at the policy's costs. */
export function countFunction({ counts }: Pick<DecisionDefinition, 'counts'>, costs: Costs): CountFunction {
  return typeof counts === 'function' ? counts(costs) : counts
}

/** A metric of decisions as a function of the confusion counts; null where it is undefined. */
export function valueOfCounts(
  definition: Pick<DecisionDefinition, 'counts'>,
  costs: Costs = equalCosts,
): (counts: ConfusionCounts) => number | null {
  const counted = countFunction(definition, costs)
  return (counts) => {
    const value = counted.value(counts)
    return typeof value === 'number' ? value : null
  }
}

const equalCosts: Costs = { falsePositive: 1, falseNegative: 1 }

/** True for a metric of a binary task whose value changes with the threshold. */
export function dependsOnThreshold(id: string): boolean {
  return thresholdDefinitions.some((definition) => definition.id === id)
}

/** True for a metric whose value changes with the costs of wrong decisions. */
export function dependsOnCosts(id: string): boolean {
  return decisionDefinitions.some((definition) => definition.id === id && typeof definition.counts === 'function')
}

/** True for a metric of a binary task that is a function of the decisions. */
export function isOfDecisions(id: string): boolean {
  return decisionDefinitions.some((definition) => definition.id === id)
}

import type { DecisionDefinition } from './binary-definition.ts'
import { costPerRow } from './confusion-counts.ts'
import { boundedLoss } from './definition.ts'

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
export const binaryCostMetrics: readonly DecisionDefinition[] = [expectedCost]

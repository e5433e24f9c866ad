import type { Costs } from '../settings.ts'
import type { CountFunction } from './confusion-counts.ts'
import type { IntervalName, MetricDefinition, PairedTest } from './definition.ts'

/** A metric of the decisions at a threshold: a function of the four confusion counts. */
export interface DecisionDefinition extends MetricDefinition {
  from: 'decisions'
  /** Its value and gradient, or how they follow from the policy's costs. */
  counts: CountFunction | ((costs: Costs) => CountFunction)
  interval: Extract<IntervalName, 'wilson' | 'wilson_f' | 'mover' | 'fisher' | 'logit'>
  paired: Extract<PairedTest, 'mcnemar' | 'delta'>
  dependsOn: 'threshold' | 'labels'
}

/** A metric of the scores, the same at every threshold. */
export interface ScoreDefinition extends MetricDefinition {
  from: 'scores'
  /** What it is estimated from: the area under the ROC curve (or 2·area − 1), a loss of each row, … */
  estimator: ScoreEstimator
  dependsOn: 'ranks' | 'probabilities'
}

/** How a metric of scores is estimated, by its name in the engine. */
export type ScoreEstimator =
  | { of: 'area'; factor: 1 | 2 }
  | { of: 'average_precision' }
  | { of: 'loss'; loss: ProbabilityLoss; needsBothClasses: boolean }
  | { of: 'calibration_error' }
  | { of: 'largest_gap' }

/** Losses of a row by its score and its class: minus the logarithm of the true class's probability; the squared error. */
export type ProbabilityLoss = 'logarithmic' | 'squared'

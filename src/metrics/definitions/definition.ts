import type { CountFunction } from './confusion-counts.ts'
import type { Costs } from '../settings.ts'

/**
 * All that anybody needs to know of a metric, whatever its task. The engine measures by it, plans and policies read it, the
 * page, the reports and the documentation say it. Definitions are data and small pure functions: they import nothing heavy.
 */
export interface MetricDefinition<Id extends string = string> {
  /** scikit-learn's name where it has one. */
  id: Id
  /** Its name on the page and in reports. */
  title: string
  /** The title where a table has little room. */
  shortTitle?: string
  /** The title begins with a proper name, and keeps its capital within a sentence. */
  isProperName?: boolean
  /** Other names that people write for it; a policy that uses one is told the id. */
  otherNames?: readonly string[]
  /** The heading under which the page shows it: one of its task's `metricGroups`. */
  group: string
  /** Whether the page shows it before all metrics are asked for. */
  isForemost?: boolean
  /** Its place, from 1, in each of the short lists that have it. */
  places?: Partial<Record<ShortList, number>>
  /** What it is, as one phrase. */
  definition: string
  /** The lowest and the highest value that it can have. */
  range: readonly [low: number, high: number]
  better: 'higher' | 'lower' | 'neither'
  /** Where it is undefined, and what holds at the edges of its definition. */
  edgeCases: string
  /** Whose definition it is. */
  source: string
  /** What has to change for its value to change. */
  dependsOn: Dependence
  /** The method of its interval, by its name in `intervals/`. */
  interval: IntervalName | null
  /** How a difference of two models on the same rows is judged; null where no test here holds its level. */
  paired: PairedTest | null
  /** The rows that it is a share of, where they are the same rows for every model. */
  shareOf?: RowBase
  /** How sure its value will be, before there are rows; null where no formula here tells. */
  planning: Planning | null
}

/**
 * Short lists of metrics:
 * - `threshold_chart`: what is drawn against the threshold, in this order; the others come after these
 * - `slices`: the columns of a table of slices
 * - `gaps`: those by which over-fitting is told from the splits
 * - `requirement`: those that a new requirement is offered for
 * - `worse_slices`: that by which slices are compared unless the policy asks for another
 * - `abstention`: what is said of the rows inside and outside an abstain band
 */
export type ShortList = 'threshold_chart' | 'slices' | 'gaps' | 'requirement' | 'worse_slices' | 'abstention'

/**
 * `threshold`: decisions, and so the threshold that makes them; `decisions`: predicted classes; `ranks`: the order of the
 * scores; `probabilities`: the scores as probabilities; `predictions`: predicted numbers; `labels`: nothing that a model says.
 */
export type Dependence = 'threshold' | 'decisions' | 'ranks' | 'probabilities' | 'predictions' | 'labels'

/** Rows of either class, of the positive class, or of the negative class. */
export type RowBase = 'rows' | 'positives' | 'negatives'

/**
 * Methods of intervals:
 * - `wilson`: Wilson's score interval of a share
 * - `wilson_f`: Wilson's interval of the share of which an F score is a function
 * - `mover`: MOVER from the intervals of the rates or classes that the metric is put together from
 * - `fisher`: the delta method on Fisher's scale, for what lies between −1 and 1
 * - `logit`: the delta method on the logit scale, for what lies between 0 and 1
 * - `unexplained`: the delta method on the logarithm of the unexplained part
 * - `delong`: DeLong's variance of an area under the ROC curve, on the logit scale
 * - `hall`: Student's t for the mean of a skewed loss, by Hall's transformation; of hardly a wrong row the wrong ones counted
 * - `t`: Student's t
 * - `order_statistics`: Woodruff's interval of a quantile
 * - `bootstrap`: from replicates of the rows
 */
export type IntervalName =
  | 'wilson'
  | 'wilson_f'
  | 'mover'
  | 'fisher'
  | 'logit'
  | 'unexplained'
  | 'delong'
  | 'hall'
  | 't'
  | 'order_statistics'
  | 'bootstrap'

/**
 * Tests of paired differences: McNemar's of a share of the same rows, DeLong's, Student's paired t of a mean, the delta
 * method with its own interval (`delta`) or with MOVER's from both models' intervals (`mover`), the bootstrap.
 */
export type PairedTest = 'mcnemar' | 'delong' | 't' | 'delta' | 'mover' | 'bootstrap'

/** What is taken for true of the rows and the model where a plan is made. */
export interface PlanningAssumptions {
  /** Share of the positive class, or of the class whose metric is asked for. */
  prevalence: number
  costs: Costs
  /** A metric's true value, as given or as its requirement lets assume; null where neither tells. */
  valueOf(metric: string): number | null
}

/** A function of the metric's true value and of what is assumed. */
type Planned = (value: number, assumptions: PlanningAssumptions) => number

/**
 * How sure a metric's value will be at its true value:
 * - `share`: Wilson's interval of a share of some rows; `ofRows` is the part of all rows that it is a share of
 * - `f1`: by the Jaccard index, of which it is a function
 * - `gradient`: the delta method at the counts to be expected, from the gradient of a metric of decisions
 * - `area`: Hanley & McNeil's variance; `factor` 2 for twice the area less 1
 * - `variance`: what one row adds to the variance, on the metric's own scale or on the logit's
 * - `fisher`: on Fisher's scale with a variance of `inflation`/(n − 3)
 */
export type Planning =
  | { by: 'share'; ofRows: Planned }
  | { by: 'f1' }
  | { by: 'gradient' }
  | { by: 'area'; factor: 1 | 2 }
  | { by: 'variance'; scale: 'own' | 'logit'; variance: Planned; source: string }
  | { by: 'fisher'; inflation: (value: number) => number; source: string }

/** A share of all rows. */
export const shareOfAllRows: Planning = { by: 'share', ofRows: () => 1 }

/** The mean of a row's loss between 0 and `highest`: its variance is at most mean·(highest − mean). */
export function boundedLoss(highest: (assumptions: PlanningAssumptions) => number): Planning {
  return {
    by: 'variance',
    scale: 'own',
    variance: (value, assumptions) => Math.max(0, value * (highest(assumptions) - value)),
    source: 'normal, with the largest variance there can be (Bhatia & Davis 2000)',
  }
}

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

/** A metric of a task of several classes. */
export interface MulticlassDefinition extends MetricDefinition {
  /** What it is estimated from: a share of the rows, the classes' own shares, the confusion counts, a loss of each row, … */
  estimator: MulticlassEstimator
}

/** How a metric of several classes is estimated, by its name in the engine. */
export type MulticlassEstimator =
  | { of: 'rows_right' }
  | { of: 'rows_among_first'; count: 2 | 3 }
  | { of: 'class_mean'; measure: ClassMeasure; averaging: Averaging }
  | { of: 'weighted_recall' }
  | { of: 'matthews_correlation' }
  | { of: 'kappa' }
  | { of: 'loss'; loss: 'logarithmic' | 'squared' }
  | { of: 'area'; pairs: 'one_versus_rest' | 'one_versus_one' }
  | { of: 'calibration_error' }

/** What each class has of its own: precision, recall, F1. */
export type ClassMeasure = 'precision' | 'recall' | 'f1'

/** How the classes' values are averaged: alike, by their rows, or alike over those that have rows. */
export type Averaging = 'macro' | 'weighted' | 'present'

/** A metric that each class has of its own. */
export interface ClassDefinition extends MetricDefinition<ClassMeasure> {
  /** Why a class has none. */
  missing: string
}

import type { ModelName } from '../../dataset/roles.ts'
import type { Kernels } from '../../tally/kernels.ts'
import { isDefinedDifference, type Difference } from '../difference.ts'
import { isDefined, type Measure } from '../measure.ts'
import type { Settings } from '../settings.ts'
import type { NamedRows } from './resampling.ts'
import { bootstrapScoreDifferences, bootstrapScores } from './score-bootstrap.ts'

/** What does not depend on a threshold: the metrics of the scores, and their differences where there are two models. */
export interface ScoreResults {
  rowCount: number
  /** Sum of the rows' weights; null where they have none. */
  weight: number | null
  positives: number
  measures: Map<ModelName, Map<string, Measure>>
  /** Candidate minus production; null with one model, or where nobody asks. */
  differences: Map<string, Difference> | null
}

/** The results with the bootstrap's intervals of KS and ECE, which have no other, and of their differences. */
export async function withScoreBootstrap(
  kernels: Kernels,
  rows: NamedRows,
  results: ScoreResults,
  hardModels: Set<ModelName>,
  settings: Settings,
): Promise<ScoreResults> {
  const measures = new Map(results.measures)
  const models = [...measures.keys()].filter((model) => !hardModels.has(model))
  for (const model of models) {
    const ofModel = new Map(measures.get(model)!)
    for (const [id, interval] of await bootstrapScores(kernels, rows, model, settings)) {
      const measure = ofModel.get(id)!
      if (isDefined(measure)) ofModel.set(id, { ...measure, interval })
    }
    measures.set(model, ofModel)
  }
  if (results.differences === null || models.length < 2) return { ...results, measures }
  const differences = new Map(results.differences)
  for (const [id, found] of await bootstrapScoreDifferences(kernels, rows, settings)) {
    const difference = differences.get(id)!
    if (isDefinedDifference(difference)) differences.set(id, { ...difference, ...found, test: 'bootstrap' })
  }
  return { ...results, measures, differences }
}

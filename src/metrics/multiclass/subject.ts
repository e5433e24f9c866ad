import type { ModelName } from '../../dataset/roles.ts'
import type { Sampling } from '../../dataset/sampling.ts'
import { classAreas, type ClassAreas } from './areas.ts'
import { type CellDecisions, classConfusion, type ClassConfusion, type DecisionCells } from './cells.ts'
import { classShares, type ClassShares } from './class-shares.ts'
import { heavyRowsReason } from './heavy-rows.ts'
import { whyNoProbabilities, type MulticlassRows } from './rows.ts'

/** One model on one set of rows, as the metrics see it; what several of them need is made once, when first asked for. */
export interface Subject {
  labels: string[]
  /** Per row, its true class. */
  classes: Uint32Array
  sampling: Sampling
  cells: DecisionCells
  decisions: CellDecisions
  confusion: ClassConfusion
  predicted: Uint32Array
  probabilities: Float64Array[] | null
  /** Why the model's numbers are no probabilities; null where they are. */
  whyNoProbabilities(): string | null
  /** Why few heavy rows leave open how sure a metric is; null where they do not. */
  heavyRows(): string | null
  classShares(confidence: number): ClassShares
  /** Areas under the curves of every class; only where each has rows. */
  areas(): ClassAreas
}

/** One model on the rows that the cells were made of. */
export function subjectOf(rows: MulticlassRows, cells: DecisionCells, name: ModelName): Subject {
  const { labels, classes, sampling } = rows
  const { predicted, probabilities } = rows.models.get(name)!
  const decisions = cells.models.get(name)!
  const confusion = classConfusion(cells, decisions, labels.length)
  let reason: string | null | undefined
  let heavy: string | null | undefined
  let shares: ClassShares | undefined
  let areas: ClassAreas | undefined
  const subject: Subject = {
    labels,
    classes,
    sampling,
    cells,
    decisions,
    confusion,
    predicted,
    probabilities,
    whyNoProbabilities: () => (reason === undefined ? (reason = whyNoProbabilities(probabilities)) : reason),
    classShares: (confidence) => (shares ??= classShares(confusion, { classes, predicted, sampling }, confidence)),
    areas: () => (areas ??= classAreas(probabilities!, classes, sampling)),
    heavyRows: () => (heavy === undefined ? (heavy = heavyRowsReason(subject)) : heavy),
  }
  return subject
}

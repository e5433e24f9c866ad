import type { ModelName } from '../../dataset/roles.ts'
import type { Kernels } from '../../tally/kernels.ts'
import { rankScores } from '../../tally/rank.ts'
import { tallyScores, type RowSet } from '../../tally/rows.ts'
import { bootstrapScores } from '../binary/score-bootstrap.ts'
import { isDefined, type Interval } from '../measure.ts'
import type { MeasuredRows } from '../measured.ts'
import { moverInterval } from '../intervals/mover.ts'
import type { Settings } from '../settings.ts'
import { countedRows, perRow, type MulticlassRows } from './rows.ts'

/**
 * Rows as measured, with the bootstrap's intervals of the calibration error. It is that of two classes: the score is the
 * probability of the predicted class, and a row is positive where that is its own. The difference of two models is put
 * together from both intervals as if they were independent (`moverInterval`).
 * @param name tells the draws of these rows from those of others
 */
export async function withCalibrationBootstrap<R extends MeasuredRows>(
  kernels: Kernels,
  name: string,
  rows: MulticlassRows,
  measured: R,
  settings: Settings,
): Promise<R> {
  const counted = countedRows(rows)
  const models = new Map(measured.models)
  for (const [model, one] of measured.models) {
    const measure = one.measures.get('ece')!
    if (!isDefined(measure)) continue
    const interval = await calibrationInterval(kernels, name, counted, model, settings)
    models.set(model, { ...one, measures: new Map(one.measures).set('ece', { ...measure, interval }) })
  }
  return { ...measured, models, differences: comparedDifferences({ ...measured, models }) }
}

async function calibrationInterval(
  kernels: Kernels,
  name: string,
  { classes, models, sampling }: MulticlassRows,
  model: ModelName,
  settings: Settings,
): Promise<Interval | null> {
  const { predicted, probabilities } = models.get(model)!
  const ranked = rankScores(perRow(predicted.length, (row) => probabilities![predicted[row]][row]))
  const isRight = Uint8Array.from(predicted, (label, row) => (label === classes[row] ? 1 : 0))
  const rowSet: RowSet = { classes: isRight, models: new Map([[model, ranked]]), sampling }
  const tallies = new Map([[model, await tallyScores(kernels, ranked, isRight, sampling)]])
  return (await bootstrapScores(kernels, { name, rows: rowSet, tallies }, model, settings)).get('ece') ?? null
}

function comparedDifferences({ models, differences }: MeasuredRows): MeasuredRows['differences'] {
  const [candidate, production] = [models.get('candidate')!, models.get('production')].map((model) =>
    model?.measures.get('ece'),
  )
  const difference = differences?.get('ece')
  if (
    difference === undefined ||
    'undefinedBecause' in difference ||
    candidate === undefined ||
    production === undefined
  )
    return differences
  if (!isDefined(candidate) || !isDefined(production) || candidate.interval === null || production.interval === null)
    return differences
  const ends = ({ value, interval }: { value: number; interval: Interval | null }) => ({
    value,
    low: Math.min(value, interval!.low),
    high: Math.max(value, interval!.high),
  })
  const { low, high } = moverInterval(1, ends(candidate), -1, ends(production))
  return new Map(differences).set('ece', { ...difference, interval: { low, high }, test: 'bootstrap' })
}

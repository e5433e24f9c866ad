import type { ModelName } from '../dataset/roles.ts'
import { bootstrapBands, type BandOptions, type ThresholdBands } from '../metrics/binary/bands.ts'
import type { TalliedSplit } from '../metrics/binary/tallied.ts'
import type { Settings } from '../metrics/settings.ts'
import type { Kernels } from '../tally/kernels.ts'

/** How sure the curves of one split are, for drawing. */
export interface CurveBands {
  confidence: number
  replicates: number
  /** Of the models that give scores. */
  models: Map<ModelName, ThresholdBands>
}

/** More would not be seen, and take memory. */
const mostReplicates = 2000

/**
 * Bands of some decision metrics along the thresholds of every model that has any.
 * @param metrics ids
 */
export async function curveBands(
  kernels: Kernels,
  split: TalliedSplit,
  metrics: readonly string[],
  settings: Settings,
  options?: BandOptions,
): Promise<CurveBands> {
  const replicates = Math.min(settings.replicates, mostReplicates)
  const models = new Map<ModelName, ThresholdBands>()
  for (const model of split.tallies.keys()) {
    if (split.hardModels.has(model)) continue
    models.set(model, await bootstrapBands(kernels, split, model, metrics, { ...settings, replicates }, options))
  }
  return { confidence: settings.confidence, replicates, models }
}

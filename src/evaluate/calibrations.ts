import type { ModelName } from '../dataset/roles.ts'
import { sampledRows } from '../metrics/binary/influence-table.ts'
import { recalibrations } from '../metrics/binary/recalibration.ts'
import type { TalliedSplit } from '../metrics/binary/tallied.ts'
import type { Settings } from '../metrics/settings.ts'
import { calibrationResult, recalibrationResults } from '../report/calibration.ts'
import type { CalibrationResult, RecalibrationResult } from '../report/evaluation.ts'

/** How far one model's scores are right as probabilities, and what recalibrating them would do. */
export interface ModelCalibration {
  /** By split. */
  splits: Map<string, CalibrationResult>
  /** Fitted on validation and judged on test; empty where there are not both. */
  recalibrations: RecalibrationResult[]
}

/** The calibration of every model that gives scores. It does not depend on thresholds. */
export function modelCalibrations(splits: TalliedSplit[], settings: Settings): Map<ModelName, ModelCalibration> {
  const models = [...splits[0].tallies.keys()].filter((model) => !splits[0].hardModels.has(model))
  const named = (name: string) => splits.find((split) => split.name === name)
  const [validation, test] = [named('validation'), named('test')]
  return new Map(
    models.map((model) => [
      model,
      {
        splits: new Map(
          splits.map((split) => [
            split.name,
            calibrationResult(split.tallies.get(model)!, settings, sampledRows(split.rows, model)),
          ]),
        ),
        recalibrations:
          validation === undefined || test === undefined
            ? []
            : recalibrationResults(
                recalibrations(
                  validation.tallies.get(model)!,
                  test.tallies.get(model)!,
                  settings,
                  sampledRows(test.rows, model),
                ),
                'validation',
                'test',
              ),
      },
    ]),
  )
}

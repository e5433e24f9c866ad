import { readFileSync } from 'node:fs'
import type { BrierDecomposition } from '../../../src/metrics/binary/calibration.ts'
import type { ScoreTally } from '../../../src/tally/rows.ts'
import { tallyOf, weightedTally } from './tally-of.ts'

interface Rows {
  classes: number[]
  scores: number[]
  weights: number[]
}

interface Line {
  x: number[]
  y: number[]
  thresholds: number[]
}

type Judged = Record<'log_loss' | 'brier' | 'ece', number>

export interface CalibrationCase {
  name: string
  isWeighted: boolean
  validation: Rows
  test: Rows
  expected: {
    curves: { roc: Line; precision_recall: Line }
    uniform: { share: number[]; mean: number[] }
    brier: { score: number; by_score: BrierDecomposition; by_width: BrierDecomposition }
    platt: { exact: [number, number]; scikit_learn: [number, number] | null }
    temperature: number
    isotonic: { grid: number[]; predicted: number[]; knots: number }
    test: Record<'before' | 'platt' | 'temperature' | 'isotonic', Judged>
  }
}

/** Made by expected/calibration.py: scikit-learn 1.2.1, SciPy 1.10, and definitions in NumPy. */
export const {
  cases,
  quantile,
}: {
  cases: CalibrationCase[]
  quantile: { classes: number[]; scores: number[]; share: number[]; mean: number[] }
} = JSON.parse(readFileSync(new URL('./expected/calibration.json', import.meta.url), 'utf8'))

export async function tallyOfCase(
  { isWeighted }: CalibrationCase,
  { classes, scores, weights }: Rows,
): Promise<ScoreTally> {
  return isWeighted ? weightedTally(classes, scores, weights) : tallyOf(classes, scores)
}

export function relativeError(found: number, expected: number): number {
  return Math.abs(found - expected) / Math.max(Math.abs(expected), 1e-12)
}

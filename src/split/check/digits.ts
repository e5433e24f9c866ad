import type { CheckedRows } from './rows.ts'

/**
 * Whether some model's scores are so fine that two of them are not equal by chance: at least half of the rows of one of its
 * columns have more than nine decimals. Rounded scores and those of few values are not.
 */
export function hasFineScores({ models }: Pick<CheckedRows, 'models'>): boolean {
  return [...models.values()].flat().some((column) => column instanceof Float64Array && isFine(column))
}

function isFine(scores: Float64Array): boolean {
  let fine = 0
  for (let row = 0; row < scores.length; row++) if (hasManyDecimals(scores[row])) fine++
  return fine * 2 >= scores.length
}

/** More than nine decimals; of numbers from 10 on more than ten significant digits. */
function hasManyDecimals(score: number): boolean {
  let scaled = Math.abs(score) * 1e9
  while (scaled >= 1e10) scaled /= 10
  // Nine decimals, multiplied, are whole but for the rounding of the last bits.
  return Math.abs(scaled - Math.round(scaled)) > 1e-5
}

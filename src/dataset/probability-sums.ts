import { lineOf, nameOf, type JoinedRows, type LoadedFile } from './columns.ts'
import type { DatasetNotice } from './notices.ts'
import type { ModelName } from './roles.ts'
import type { ColumnAddress } from './resolve.ts'

/** How far from 1 scikit-learn lets the sum of a row’s probabilities be without a warning. */
const unsaid = 1e-8 + 2 ** -26

/**
 * How far from 1 the sum of a row’s probabilities may be by rounding alone: each of them to float32, or to 6 decimals, which
 * takes at most 5e-7 from each.
 *
 * `roundingOfSum(7)` is 3.5e-6.
 */
export function roundingOfSum(classCount: number): number {
  return unsaid + 5e-7 * classCount
}

/**
 * What there is to say of the sums of a model’s probabilities: nothing where every row’s is 1 to the last digits of float64,
 * or where some numbers are no probabilities at all.
 * @param probabilities a column for each class
 * @param first where the first of these columns stands
 */
export function sumNotices(
  { files, rows }: { files: LoadedFile[]; rows: JoinedRows },
  model: ModelName,
  probabilities: Float64Array[],
  first: ColumnAddress,
): DatasetNotice[] {
  const allowed = roundingOfSum(probabilities.length)
  const sums = new Float64Array(probabilities[0].length)
  for (const column of probabilities) {
    for (let row = 0; row < column.length; row++) {
      const probability = column[row]
      if (!(probability >= 0 && probability <= 1)) return []
      sums[row] += probability
    }
  }
  let furthest = 0
  let offCount = 0
  for (let row = 0; row < sums.length; row++) {
    const distance = Math.abs(sums[row] - 1)
    if (distance > allowed) offCount++
    if (distance > Math.abs(sums[furthest] - 1)) furthest = row
  }
  const distance = Math.abs(sums[furthest] - 1)
  if (distance <= unsaid) return []
  if (offCount === 0) return [{ code: 'probabilities_rounded', model, distance }]
  const { file } = files[first.file]
  const place = { file, column: nameOf(files, first), line: lineOf(files, first, rows, furthest) }
  return [{ code: 'sums_not_1', model, rows: offCount, rowCount: sums.length, sum: sums[furthest], ...place }]
}

import { InputError } from '../table/input-error.ts'
import { agreedWords, lineOf, nameOf, numbersOf, type JoinedRows, type LoadedFile } from './columns.ts'
import type { BinaryLabels } from './labels.ts'
import type { ColumnAddress } from './resolve.ts'

/**
 * Scores of the positive class from scores of the class that is predicted: as they are where that is the positive one, 1 − score
 * where it is the negative one. Throws InputError at another class, and at a score outside 0 to 1.
 * @param of where the class is that each score is of
 */
export function scoresOfPositive(
  files: LoadedFile[],
  rows: JoinedRows,
  address: ColumnAddress,
  of: ColumnAddress,
  labels: BinaryLabels,
): Float64Array {
  const { codes, values } = agreedWords(files, [of], rows)
  const sign = Float64Array.from(values, (value) =>
    value === labels.positive ? 1 : value === labels.negative ? -1 : 0,
  )
  const stray = codes.findIndex((code) => sign[code] === 0)
  if (stray >= 0) throw unknownClass(files, of, rows, stray, values[codes[stray]], [labels.negative, labels.positive])
  const scores = numbersOf(files, address, rows)
  const outside = scores.findIndex((score) => !(score >= 0 && score <= 1))
  if (outside >= 0) {
    throw new InputError({
      code: 'not_a_probability',
      place: {
        file: files[address.file].file,
        lineNumber: lineOf(files, address, rows, outside),
        column: nameOf(files, address),
      },
      found: `the score ${scores[outside]}`,
      expected: `a probability from 0 to 1, as each score is of the class in ${JSON.stringify(nameOf(files, of))}`,
      remedy:
        scores[outside] > 1 && scores[outside] <= 100
          ? `Name a column of probabilities, or say that it is in per cent: --number-format ${nameOf(files, address)}=percent.`
          : 'Name a column of probabilities.',
    })
  }
  return scores.map((score, row) => (sign[codes[row]] === 1 ? score : 1 - score))
}

/**
 * The error of a predicted class that the label does not have.
 * @param orElse another way out, as a sentence
 */
export function unknownClass(
  files: LoadedFile[],
  address: ColumnAddress,
  rows: JoinedRows,
  row: number,
  found: string,
  labels: string[],
  orElse = '',
): InputError {
  return new InputError({
    code: 'unknown_class',
    place: {
      file: files[address.file].file,
      lineNumber: lineOf(files, address, rows, row),
      column: nameOf(files, address),
    },
    found: JSON.stringify(found),
    expected: `one of the label’s values ${labels.map((label) => JSON.stringify(label)).join(' and ')}`,
    remedy: `Write predicted classes as the label does, or choose another column.${orElse}`,
  })
}

import { rejectedRows, type LeftOutRows } from '../csv/refuse.ts'
import { likelyFormats } from '../dataset/number-format.ts'
import { vectorOf } from '../dataset/vector-cell.ts'
import type { ColumnKind } from '../table/column.ts'
import { InputError, type RowPlaces } from '../table/input-error.ts'

/**
 * The rows that could not be read as one error, with the likely cause and what says that the cells are right.
 * @param kindOf how a column is decoded; null where it is not
 */
export function refusedRows(
  file: string,
  rejected: LeftOutRows[],
  kindOf: (column: string) => ColumnKind | null,
  places: RowPlaces = 'line',
): InputError {
  const { fault } = rejectedRows(file, rejected, null, places)
  const first = rejected.find(
    ({ code, column, examples }) =>
      code === fault.code &&
      column === (fault.place.column ?? null) &&
      examples[0].lineNumber === (fault.place.lineNumber ?? fault.place.rowNumber),
  )!
  const cause = first.column === null ? null : likelyCause(first, first.column, kindOf(first.column))
  return new InputError(cause === null ? fault : { ...fault, remedy: `${cause} ${fault.remedy}` })
}

/** What the first cell looks like, and which option reads it; null where it looks like nothing known. */
function likelyCause({ code, examples }: LeftOutRows, column: string, kind: ColumnKind | null): string | null {
  const [{ found }] = examples
  if (code === 'missing')
    return found.trim() === '' || kind === 'float64'
      ? null
      : `If ${JSON.stringify(found)} is a value, say that no word means missing in this column: --missing ${optionText(`${column}=`)} (missing: {${column}: []} in the policy).`
  if (code !== 'not_a_number') return null
  const vector = vectorOf(found)
  if (vector !== null && vector.length > 1 && !/^[\d.,\s]*$/.test(found))
    return `It looks like a vector of ${vector.length} numbers: name one of them, such as --candidate ${optionText(`${column}[${vector.length}]`)}.`
  const ways = likelyFormats(found).map((formats) => formats.join('+'))
  if (ways.length === 0) return null
  const names = ways
    .map((way) =>
      way
        .split('+')
        .map((format) => formatWords[format])
        .join(', '),
    )
    .join(', or like ')
  const options = ways.map((way) => `--number-format ${optionText(`${column}=${way}`)}`).join(' or ')
  return `It looks like ${names}: ${options}.`
}

const formatWords: Record<string, string> = {
  percent: 'per cent',
  decimal_comma: 'a decimal comma',
  comma_thousands: 'commas between thousands',
  dot_thousands: 'dots between thousands',
  space_thousands: 'blanks between thousands',
  currency: 'a currency',
}

/** As a shell takes it for one word. */
function optionText(text: string): string {
  return /^[\w.=+:-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}

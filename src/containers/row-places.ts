import { InputError, isInputError, rowPlace, type RowPlaces } from '../table/input-error.ts'

/**
 * An error with its place as its file counts: where that has rows and no lines, a line becomes a row. Anything else than an InputError
 * stays as it is.
 */
export function inRowPlaces(error: unknown, tables: readonly { name: string; places: RowPlaces }[]): unknown {
  if (!isInputError(error)) return error
  const { lineNumber, ...place } = error.fault.place
  const table = tables.find(({ name }) => name === place.file)
  if (table === undefined || lineNumber === undefined || table.places === 'line') return error
  return new InputError({ ...error.fault, place: { ...place, ...rowPlace(table.places, lineNumber) } })
}

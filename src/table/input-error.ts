/** Where in the input something was found; every part that is known is given. */
export interface Place {
  file?: string
  /** 1-based line of the file, the header being line 1; a quoted line break counts. */
  lineNumber?: number
  /** 1-based row of the table, the header not counted (of a sheet: its row there), in files that have no lines. */
  rowNumber?: number
  /** Name of the column. */
  column?: string
  /** Path inside the policy (or the baseline that `file` is), such as `requirements[2].metric`. */
  policyPath?: string
  /** 1-based column of the text on its line (policies only). */
  textColumn?: number
  /** Command-line option, such as `--label`. */
  option?: string
}

/** What the rows of a file are found by: lines of text, rows of a table, or rows of a sheet. */
export type RowPlaces = 'line' | 'row' | 'sheet row'

/** The place of a row by its number: a line where the file has lines, else a row. */
export function rowPlace(places: RowPlaces, number: number): Pick<Place, 'lineNumber' | 'rowNumber'> {
  return places === 'line' ? { lineNumber: number } : { rowNumber: number }
}

/** What an InputError says, part by part. */
export interface Fault {
  /** Stable snake_case name of the kind of fault, such as `not_a_number`. */
  code: string
  place: Place
  /** What is there, in words, quoting the input. */
  found: string
  /** What should have been there. */
  expected: string
  /** What the user can do now. */
  remedy: string
  /** Rows like this one can be left out on request (`invalid_rows: leave_out`). */
  canLeaveOut?: boolean
}

/**
 * An error in the user's input: what was found, where, what was expected, and what to do. The command exits with status
 * 3; the page shows an alert.
 */
export class InputError extends Error {
  readonly fault: Fault

  constructor(fault: Fault) {
    super(faultText(fault))
    this.name = 'InputError'
    this.fault = fault
  }
}

/**
 * Whether something thrown is an InputError, by its name: parts of the program that are loaded one after the other have a class of their
 * own each.
 */
export function isInputError(thrown: unknown): thrown is InputError {
  return thrown instanceof Error && thrown.name === 'InputError' && 'fault' in thrown
}

/** One line: `predictions.csv, line 18204, column "p": found "n/a", expected a number. Do this.` */
function faultText(fault: Fault): string {
  const where = placeText(fault.place)
  return `${where === '' ? '' : `${where}: `}found ${fault.found}, expected ${fault.expected}. ${fault.remedy}`
}

/** A place in words, such as `predictions.csv, line 18204, column "p"`; empty where nothing is known. */
function placeText(place: Place): string {
  const parts: string[] = []
  if (place.file !== undefined) parts.push(place.file)
  if (place.option !== undefined) parts.push(place.option)
  if (place.lineNumber !== undefined) parts.push(`line ${place.lineNumber}`)
  if (place.rowNumber !== undefined) parts.push(`row ${place.rowNumber}`)
  if (place.textColumn !== undefined) parts.push(`character ${place.textColumn}`)
  if (place.column !== undefined) parts.push(`column ${JSON.stringify(place.column)}`)
  if (place.policyPath !== undefined && place.policyPath !== '') parts.push(place.policyPath)
  return parts.join(', ')
}

import { InputError, rowPlace, type RowPlaces } from '../table/input-error.ts'
import type { Rejection } from './assemble.ts'
import type { RejectionCode } from './plan.ts'

const leaveOut =
  'Leave such rows out and say so (--invalid-rows leave_out, or invalid_rows: leave_out in the policy), or mend the file.'

/**
 * The records that could not be read as one error: the first of them, and how many there are.
 * @param remedy what to do where they cannot be left out
 * @param places what the examples' `lineNumber` counts
 */
export function rejectedRows(
  file: string,
  rejected: Rejection[],
  remedy: string | null = null,
  places: RowPlaces = 'line',
): InputError {
  const [first] = rejected.slice().sort((a, b) => a.examples[0].lineNumber - b.examples[0].lineNumber)
  const [{ lineNumber, rowNumber, found }] = first.examples
  const total = rejected.reduce((sum, { count }) => sum + count, 0)
  const all = total === 1 ? 'the only such row' : `${total} rows cannot be read`
  return new InputError({
    code: first.code,
    place: { file, ...rowPlace(places, lineNumber), ...(first.column === null ? {} : { column: first.column }) },
    found: `${foundText(first.code, found)} (${places === 'line' ? `row ${rowNumber}; ` : ''}${all})`,
    expected: rejectionTexts[first.code].expected,
    remedy: remedy ?? leaveOut,
    canLeaveOut: remedy === null,
  })
}

function foundText(code: RejectionCode, found: string): string {
  return code === 'not_a_number' || code === 'not_finite'
    ? JSON.stringify(found)
    : found === ''
      ? rejectionTexts[code].found
      : `${rejectionTexts[code].found}, ${JSON.stringify(found)}`
}

/** What is wrong with a record, and what was expected, in words that follow "found" and "expected". */
export const rejectionTexts: Record<RejectionCode, { found: string; expected: string }> = {
  not_a_number: { found: 'not a number', expected: 'a number such as 0.25 or 1e-3' },
  missing: { found: 'a missing value', expected: 'a value' },
  not_finite: { found: 'a number beyond float64', expected: 'a finite number' },
  invalid_utf8: { found: 'bytes that are not UTF-8', expected: 'UTF-8 text' },
  too_few_fields: { found: 'too few fields', expected: 'as many fields as the header has' },
  too_many_fields: { found: 'too many fields', expected: 'as many fields as the header has' },
  comment_fits: {
    found: 'a comment that has the fields of a row with a column more',
    expected: 'comments that cannot be taken for rows, such as with a space after the #',
  },
}

import { InputError } from '../table/input-error.ts'

/**
 * Does work on a file of a format; whatever fails becomes an InputError in words, except what is one already and the reason of an
 * abort.
 * @param format with its article, such as `a Parquet file`
 */
export async function inWords<T>(
  file: string,
  format: string,
  work: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  try {
    return await work()
  } catch (reason) {
    if (reason instanceof InputError || (signal !== undefined && reason === signal.reason)) throw reason
    throw damaged(file, format, reason instanceof Error ? reason.message : String(reason))
  }
}

/** The error of a file that is not whole, or not written as its format has it. */
export function damaged(file: string, format: string, reason: string): InputError {
  return new InputError({
    code: 'damaged_file',
    place: { file },
    found: `${format} that cannot be read (${reason})`,
    expected: 'a whole file',
    remedy: 'It may have been cut off: copy or export it again.',
  })
}

/** The error of a table without rows. */
export function noRows(file: string): InputError {
  return new InputError({
    code: 'no_rows',
    place: { file },
    found: 'columns and no rows',
    expected: 'at least one row',
    remedy: 'Check that the export finished.',
  })
}

/** The error of what a format can hold, and this program does not read. */
export function unsupported(
  file: string,
  found: string,
  expected: string,
  remedy: string,
  column?: string,
): InputError {
  return new InputError({
    code: 'unsupported_format',
    place: { file, ...(column === undefined ? {} : { column }) },
    found,
    expected,
    remedy,
  })
}

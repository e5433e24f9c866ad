import { renameSync, writeFileSync } from 'node:fs'
import type { EvaluationDocument } from '../report/evaluation.ts'
import { formats, reportText, type Format } from '../report/formats.ts'
import type { UndecidedAs } from '../report/junit.ts'
import { InputError } from '../table/input-error.ts'

/** One report of the result. */
export interface Output {
  format: Format
  /** A file's path; null: standard output. */
  out: string | null
}

/** The n-th `--format` goes to the n-th `--out`; one alone to standard output, as `-` does. Throws InputError where they don't match. */
export function outputsOf(asked: string[], outs: string[]): Output[] {
  const named = asked.length === 0 ? ['text'] : asked
  const unknown = named.find((name) => !formats.some((format) => format === name))
  if (unknown !== undefined) throw invalid('--format', JSON.stringify(unknown), formats.join(', '))
  if (outs.length !== named.length && (outs.length > 0 || named.length > 1)) {
    throw invalid('--out', `${outs.length} for ${named.length} of --format`, 'one for each --format, in their order (- is standard output)')
  }
  const twice = outs.find((out, i) => outs.indexOf(out) !== i)
  if (twice !== undefined) throw invalid('--out', `${JSON.stringify(twice)} twice`, 'another file for each --format')
  return named.map((format, i) => ({ format: format as Format, out: outs[i] === undefined || outs[i] === '-' ? null : outs[i] }))
}

/** Writes every report. Files are written whole or not at all. */
export function writeReports(document: EvaluationDocument, outputs: Output[], undecided: UndecidedAs): void {
  for (const { format, out } of outputs) {
    const text = reportText(document, format, { undecided })
    if (out === null) process.stdout.write(text)
    else writeWhole(out, text)
  }
}

function writeWhole(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.tmp`
  try {
    writeFileSync(temporary, text)
    renameSync(temporary, path)
  } catch (error) {
    throw new InputError({
      code: 'cannot_write', place: { option: '--out' }, found: `${path}: ${(error as NodeJS.ErrnoException).code ?? 'an error'}`, expected: 'a file that can be written',
      remedy: 'Check the path.',
    })
  }
}

function invalid(option: string, found: string, expected: string): InputError {
  return new InputError({ code: 'invalid_arguments', place: { option }, found, expected, remedy: 'See good-enough --help.' })
}

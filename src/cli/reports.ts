import type { EvaluationDocument } from '../result/evaluation.ts'
import { formats, reportText, type Format } from '../report/formats.ts'
import type { UndecidedAs } from '../report/junit.ts'
import { invalidOption, outputPath } from './options.ts'
import { writeWhole } from './output.ts'

/** One report of the result. */
export interface ReportOutput {
  format: Format
  /** A file's path; null: standard output. */
  out: string | null
}

/** The n-th `--format` goes to the n-th `--out`; one alone to standard output, as `-` does. Throws InputError where they don't match. */
export function reportOutputs(asked: string[], outs: string[]): ReportOutput[] {
  const named = asked.length === 0 ? ['text'] : asked
  const unknown = named.find((name) => !formats.some((format) => format === name))
  if (unknown !== undefined)
    throw invalidOption('--format', JSON.stringify(unknown), formats.join(', '), 'See good-enough --help.')
  if (outs.length !== named.length && (outs.length > 0 || named.length > 1)) {
    throw invalidOption(
      '--out',
      `${outs.length} for ${named.length} of --format`,
      'one for each --format, in their order (- is standard output)',
      'See good-enough --help.',
    )
  }
  const twice = outs.find((out, i) => outs.indexOf(out) !== i)
  if (twice !== undefined)
    throw invalidOption(
      '--out',
      `${JSON.stringify(twice)} twice`,
      'another file for each --format',
      'See good-enough --help.',
    )
  return named.map((format, i) => ({ format: format as Format, out: outputPath(outs[i]) }))
}

/** Writes every report. Files are written whole or not at all. */
export async function writeReports(
  document: EvaluationDocument,
  outputs: ReportOutput[],
  undecided: UndecidedAs,
): Promise<void> {
  for (const { format, out } of outputs) {
    const text = reportText(document, format, { undecided })
    if (out === null) process.stdout.write(text)
    else await writeWhole(out, text)
  }
}

import type { ByteSource } from '../csv/source.ts'
import { findFileRule } from '../evaluate/splitting/find-rule.ts'
import { openRuledFile } from '../evaluate/splitting/ruled-file.ts'
import { splitFile, needsAllRows, type SplitFile } from '../evaluate/splitting/split-file.ts'
import { verifySplit } from '../evaluate/splitting/verify-split.ts'
import type { RuleField, RulePlace } from '../split/require-rule.ts'
import type { SplitRule } from '../split/rule.ts'
import { splitSnippet, type SnippetTarget } from '../split/snippet/snippet.ts'
import { parseTime } from '../split/time.ts'
import { InputError } from '../table/input-error.ts'
import { referenceKernels } from '../tally/reference.ts'
import { assignmentNoticeText, fileNoticeText } from '../words/warnings.ts'
import { fileSources, spooled } from './files.ts'
import { openOutput } from './output.ts'
import { terminalProgress } from './progress.ts'
import type { SplitArguments } from './split-arguments.ts'
import { foundText, splitSummary, verificationText } from './split-text.ts'
import { threadPool } from './threads.ts'

/**
 * Adds a column of splits to a file, compares one with a rule, finds its rule, or writes the rule in another language;
 * answers the exit status: 1 where a column is not as the rule has it.
 */
export async function splitCommand(options: SplitArguments): Promise<number> {
  const { file, rule, verify, snippet, column, out } = options
  const [given] = fileSources([file])
  if (rule === null) return findCommand(given, verify!, options.suspected)
  if (snippet !== null) return snippetCommand(given, rule, snippet)
  const isReadTwice = verify === null && needsAllRows(rule)
  const source = isReadTwice && given.byteLength === null ? await spooled(given) : given
  const pool = threadPool([source], new URL(import.meta.url))
  const progress = terminalProgress()
  const common = {
    scanners: pool.scanners,
    kernels: referenceKernels(),
    placeOf: placesOf(rule),
    onProgress: ({ rowCount, bytesRead }: { rowCount: number; bytesRead: number }) =>
      progress.show(`reading ${source.name}`, rowCount, bytesRead),
  }
  try {
    if (verify !== null) {
      const verification = await verifySplit(source, verify, { option: '--verify' }, rule, common)
      progress.clear()
      process.stdout.write(verificationText(verification, verify))
      say(verification.notices.map(fileNoticeText))
      return verification.disagreeing === 0 ? 0 : 1
    }
    const made = await written(out, (write) =>
      splitFile(source, rule, { ...common, splitters: pool.splitters, column, write }),
    )
    progress.clear()
    process.stderr.write(splitSummary(made, rule))
    say([...made.fileNotices.map(fileNoticeText), ...made.splitNotices.map(assignmentNoticeText)])
    return 0
  } catch (error) {
    progress.clear()
    throw error
  } finally {
    pool.close()
  }
}

async function findCommand(
  source: ByteSource,
  column: string,
  suspected: SplitArguments['suspected'],
): Promise<number> {
  const pool = threadPool([source], new URL(import.meta.url))
  try {
    const found = await findFileRule(source, column, {
      ...suspected,
      scanners: pool.scanners,
      kernels: referenceKernels(),
    })
    process.stdout.write(foundText(found, column))
    return found.found?.disagreeing === 0 ? 0 : 1
  } finally {
    pool.close()
  }
}

async function snippetCommand(source: ByteSource, rule: SplitRule, target: SnippetTarget): Promise<number> {
  const { head, splitting } = await openRuledFile(source, rule, placesOf(rule))
  const time = splitting.time === null ? null : parseTime(head.records[0]?.[splitting.time.column] ?? '')
  const snippet = splitSnippet(rule, target, time?.kind)
  if ('cannot' in snippet) {
    throw new InputError({
      code: 'no_snippet',
      place: { option: '--snippet' },
      found: JSON.stringify(target),
      expected: 'a place where the same split can be made',
      remedy: snippet.cannot,
    })
  }
  process.stdout.write(snippet.code.endsWith('\n') ? snippet.code : `${snippet.code}\n`)
  return 0
}

async function written(
  out: string | null,
  make: (write: (bytes: Uint8Array) => Promise<void>) => Promise<SplitFile>,
): Promise<SplitFile> {
  const output = openOutput(out)
  try {
    const made = await make(output.write)
    await output.finish()
    return made
  } catch (error) {
    output.discard()
    throw error
  }
}

function say(messages: string[]): void {
  for (const message of messages) process.stderr.write(`good-enough: ${message}\n`)
}

/** An error about the rule names the option that said it. */
function placesOf(rule: SplitRule): RulePlace {
  const optionOf: Record<RuleField, string> = {
    parts: '--train',
    key: '--key',
    group: '--group',
    strata: '--label',
    time: '--time',
    starts: `--${rule.parts[1]?.name}-from`,
    gap: '--gap',
    seed: '--seed',
  }
  return (field) => ({ option: optionOf[field] })
}

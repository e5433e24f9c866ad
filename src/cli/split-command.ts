import { fileSources, spooled } from './files.ts'
import { openOutput, terminalProgress } from './output.ts'
import type { SplitArguments } from './split-arguments.ts'
import { threadPool } from './threads.ts'
import type { ByteSource } from '../csv/source.ts'
import { type FileRule, findFileRule, type SplitVerification, verifySplit } from '../evaluate/splitting/verify-split.ts'
import { openRuledFile } from '../evaluate/splitting/ruled-file.ts'
import { needsAllRows, splitFile, type SplitFile } from '../evaluate/splitting/split-file.ts'
import { policyBlock } from '../policy/file/split-rule.ts'
import type { RuleField, RulePlace } from '../split/require-rule.ts'
import { ruleText, type SplitRule } from '../split/rule.ts'
import { type SnippetTarget, splitSnippet } from '../split/snippet/snippet.ts'
import { parseTime } from '../split/time.ts'
import { InputError } from '../table/input-error.ts'
import { referenceKernels } from '../tally/reference.ts'
import { assignmentNoticeText, fileNoticeText } from '../words/warnings.ts'

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

/** What was made, for standard error: rows of each split and their share, against the one that was asked. */
function splitSummary({ rowCount, names, counts }: SplitFile, rule: SplitRule): string {
  const total = rule.parts.reduce((sum, { share }) => sum + share, 0)
  const asked = (name: string) => {
    const part = rule.parts.find((one) => one.name === name)
    return part === undefined || (rule.by === 'time' && rule.starts !== null)
      ? ''
      : `asked ${percent(part.share / total)}`
  }
  const lines = names.map((name, i) => [
    name,
    counts[i].toLocaleString('en'),
    percent(counts[i] / rowCount),
    asked(name),
  ])
  return `good-enough: ${rowCount.toLocaleString('en')} rows split by ${rule.by}${addedUp(total, rule)}\n${aligned(lines)}`
}

/** Said where parts look like percentages or fractions that do not add up. */
function addedUp(total: number, rule: SplitRule): string {
  const isRound = [1, 10, 100, 1000].some((unit) => Math.abs(total / unit - 1) < 1e-9)
  const isNamed = rule.by !== 'time' || rule.starts === null
  return isRound || !isNamed || rule.parts.every(({ share }) => share === rule.parts[0].share)
    ? ''
    : `; the parts add up to ${total}, and are shares of that`
}

/** What was found, for standard output. */
function verificationText(
  { rowCount, disagreeing, lineNumbers, fileNames, ruleNames, counts }: SplitVerification,
  column: string,
): string {
  const rows = rowCount.toLocaleString('en')
  const lines = `${lineNumbers.length === 1 ? 'line' : 'lines'} ${lineNumbers.join(', ')}${lineNumbers.length < disagreeing ? ', …' : ''}`
  const found =
    disagreeing === 0
      ? `All ${rows} rows of column ${JSON.stringify(column)} are as the rule has them.`
      : `${disagreeing.toLocaleString('en')} of ${rows} rows of column ${JSON.stringify(column)} are not as the rule has them: ${lines}.`
  const table = fileNames.map((name, i) => [
    name === '' ? '(empty)' : name,
    ...counts[i].map((count) => count.toLocaleString('en')),
  ])
  return `${found}\n\n${aligned([['file \\ rule', ...ruleNames], ...table])}`
}

/** The rule that was found, in words and as a policy writes it. */
function foundText({ rowCount, keys, found, lineNumbers }: FileRule, column: string): string {
  const name = JSON.stringify(column)
  if (found === null) {
    return `No rule was found for column ${name}: neither BigQuery’s nor TFX’s buckets, nor an order by SHA-256, of ${keys.map((key) => JSON.stringify(key)).join(', ')}.\n`
  }
  const rows = rowCount.toLocaleString('en')
  const agrees =
    found.disagreeing === 0
      ? `Column ${name} is what this rule makes, on all ${rows} rows:`
      : `Column ${name} is nearly what this rule makes; ${found.disagreeing.toLocaleString('en')} of ${rows} rows are not, such as ${lineNumbers.length === 1 ? 'line' : 'lines'} ${lineNumbers.join(', ')}:`
  const block = policyBlock(found.rule)
  return `${agrees}\n\n  ${ruleText(found.rule)}\n${block === null ? '' : `\n  split: ${JSON.stringify(block)}\n`}`
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`
}

/** The first column to the left, the others to the right. */
function aligned(lines: string[][]): string {
  const widths = lines[0].map((_, i) => Math.max(...lines.map((line) => line[i].length)))
  return lines
    .map(
      (line) =>
        `  ${line
          .map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i])))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('')
}

import type { FileRule } from '../evaluate/splitting/find-rule.ts'
import type { SplitFile } from '../evaluate/splitting/split-file.ts'
import type { SplitVerification } from '../evaluate/splitting/verify-split.ts'
import { policyBlock } from '../report/rule-block.ts'
import { ruleText, type SplitRule } from '../split/rule.ts'

/** What was made, for standard error: rows of each split and their share, against the one that was asked. */
export function splitSummary({ rowCount, names, counts }: SplitFile, rule: SplitRule): string {
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
export function verificationText(
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
export function foundText({ rowCount, keys, found, lineNumbers }: FileRule, column: string): string {
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

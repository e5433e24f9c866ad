import {
  cautionLines,
  classTable,
  confusionTable,
  gapTable,
  metricTable,
  setupTable,
  sliceTable,
  type TextTable,
} from './tables.ts'
import type { EvaluationDocument, RequirementResult, Verdict } from '../result/evaluation.ts'
import { decidingFindings, mostImportantFirst, splitNames } from '../result/reading.ts'
import { findingWords } from '../words/findings.ts'
import { countText, levelText } from '../words/numbers.ts'
import { earlierLookLines, looksWords, remarks } from '../words/remarks.ts'
import { boundWords, neededWords, requirementName, sizeWords, valueWords } from '../words/requirements.ts'
import { oneLine } from '../words/style.ts'
import { headline, thresholdWords } from '../words/verdict.ts'

/** Characters that a comment on GitHub may have. */
export const commentLength = 65_536

/** Requirements that are shown before anybody unfolds anything, and the most characters for them. */
const requirementsShown = 10
const requirementsLength = 25_000
/** Earlier looks, the last ones. */
const looksShown = 5

const icons: Record<Verdict, string> = { fail: '❌', undecided: '❔', pass: '✅' }

/**
 * The result for a pull request: headline, the most important requirements, everything else folded. No longer than a
 * comment on GitHub may be: what does not fit is counted and named instead.
 */
export function evaluationMarkdown(document: EvaluationDocument): string {
  const { verdict, setup, sha256 } = document
  const requirements = mostImportantFirst(document.requirements)
  const shown = shownFirst(requirements, setup.confidence)
  const start = [
    `## ${verdict === null ? 'ℹ️' : icons[verdict]} ${prose(headline(document))}`,
    ...decidingFindings(document.splitting)
      .slice(0, 3)
      .map((finding) => `${icons.undecided} ${code(finding.code)}: ${prose(findingWords(finding, verdict))}`),
    ...(shown.length === 0 ? [] : [requirementLines(shown, setup.confidence).join('\n')]),
    ...remarks(document).map(prose),
    ...lookBlocks(document),
  ]
  const end = [
    `Set-up: ${prose(setupWords(document))}`,
    `<sub>Totals only, no rows. SHA-256 of this result, the same on every engine: <code>${sha256}</code></sub>`,
  ]
  const used = [...start, ...end].reduce((sum, block) => sum + block.length + 2, noteLength)
  const folded = fitted(sections(document, requirements.slice(shown.length)), commentLength - used)
  return `${[...start, ...folded, ...end].join('\n\n')}\n`
}

/** Which look at the test set it is, and the last of those before. */
function lookBlocks({ looks }: EvaluationDocument): string[] {
  const words = looksWords(looks)
  const earlier = earlierLookLines(looks)
  const list = earlier.slice(-looksShown).map((line) => `- ${prose(line)}`)
  const left = earlier.length - list.length
  return words === null
    ? []
    : [
        prose(words),
        ...(list.length === 0 ? [] : [[...(left === 0 ? [] : [`- ${left} before these`]), ...list].join('\n')]),
      ]
}

function shownFirst(requirements: RequirementResult[], confidence: number): RequirementResult[] {
  let left = requirementsLength
  const tooMany = requirements.findIndex(
    (requirement, i) =>
      i === requirementsShown || (left -= requirementLines([requirement], confidence)[2].length + 1) < 0,
  )
  return tooMany === -1 ? requirements : requirements.slice(0, tooMany)
}

function requirementLines(requirements: RequirementResult[], confidence: number): string[] {
  return [
    tableRow(['Requirement', `Value (${levelText(confidence)} interval)`, 'Bound', 'Outcome']),
    tableRule(4),
    ...requirements.map((requirement) =>
      tableRow([
        code(requirementName(requirement)),
        prose(requirement.value === null ? requirement.reason : valueWords(requirement)),
        prose(boundWords(requirement)),
        outcomeWords(requirement),
      ]),
    ),
  ]
}

function outcomeWords(requirement: RequirementResult): string {
  const needed = neededWords(requirement)
  const count = requirement.advisory === true ? ', does not count' : ''
  return `${icons[requirement.outcome]} ${requirement.outcome}${count}${needed === null ? '' : `: ${prose(needed)}`}`
}

/** "churn-outreach; binary, 12,000 rows; candidate at threshold 0.5 (fixed); computed on the cpu" */
function setupWords(document: EvaluationDocument): string {
  const { setup, task, rows, backend } = document
  return [
    ...(setup.policy === null ? [] : [setup.policy]),
    `${task}, ${countText(rows)} rows`,
    ...thresholdWords(document),
    `computed on the ${backend}`,
  ].join('; ')
}

/** A folded part: lines that go together, and then lines of which some may be left out. */
interface Section {
  /** HTML. */
  title: string
  head: string[]
  lines: string[]
}

function sections(document: EvaluationDocument, others: RequirementResult[]): Section[] {
  const { splitting, warnings, setup, verdict } = document
  const [head, rule, ...rows] = requirementLines(others, setup.confidence)
  const findings = splitting?.findings ?? []
  return [
    { title: `The other ${countText(others.length)} requirements`, head: [head, rule], lines: rows },
    ...splitNames(document).flatMap((split) => splitSections(document, split)),
    ...gapSections(document),
    {
      title: 'Findings about the splits',
      head: [],
      lines: findings.map((finding) => `- ${code(finding.code)}: ${prose(findingWords(finding, verdict))}`),
    },
    {
      title: 'Warnings',
      head: [],
      lines: warnings.map((warning) => `- ${code(warning.code)}: ${prose(warning.message)}`),
    },
    {
      title: 'Set-up',
      head: [],
      lines: setupTable(document).rows.map(([term, words]) => `- ${term}: ${prose(words)}`),
    },
  ].filter(({ lines }) => lines.length > 0)
}

function splitSections(document: EvaluationDocument, split: string): Section[] {
  const result = document.models.candidate.splits[split]
  const on = `on ${htmlCode(split)}`
  const tables: [string, TextTable | null][] = [
    [`Metrics ${on}: ${sizeWords(result)}`, metricTable(document, split)],
    [`Classes ${on}`, classTable(document, split)],
    [`Slices that requirements are about ${on}`, sliceTable(document, split, true)],
    [`Confusion ${on}`, confusionTable(result)],
  ]
  const cautions = cautionLines(document, split).map((line) => `- ${prose(line)}`)
  return [
    ...tables.flatMap(([title, table]) => (table === null ? [] : [tableSection(title, table)])),
    { title: `Intervals that may be too short ${on}`, head: [], lines: cautions },
  ]
}

function gapSections(document: EvaluationDocument): Section[] {
  const table = gapTable(document)
  return table === null ? [] : [tableSection('Differences of the candidate between the splits', table)]
}

function tableSection(title: string, { header, rows }: TextTable): Section {
  const named = ([name, ...cells]: string[]) => tableRow([code(name), ...cells.map(prose)])
  const head = header.map((name) => (name === '' ? ' ' : prose(name)))
  return { title, head: [tableRow(head), tableRule(header.length)], lines: rows.map(named) }
}

/** Room kept for saying what was left out. */
const noteLength = 1000

/** As much of the sections as `room` characters hold, each in its place, and a note on what they don't hold. */
function fitted(all: Section[], room: number): string[] {
  const blocks: string[] = []
  const missing: string[] = []
  let left = room
  for (const section of all) {
    const block = foldedBlock(section, left)
    if (block === null) missing.push(section.title)
    else {
      blocks.push(block)
      left -= block.length + 2
    }
  }
  return missing.length === 0 ? blocks : [...blocks, leftOutNote(missing)]
}

function leftOutNote(missing: string[]): string {
  const most = `Left out, as a comment holds ${countText(commentLength)} characters: ${missing.join('; ')}.`
  return most.length < noteLength
    ? most
    : `Left out, as a comment holds ${countText(commentLength)} characters: ${missing.length} more parts.`
}

/** Null where not even its first line fits. */
function foldedBlock({ title, head, lines }: Section, room: number): string | null {
  const open = ['<details>', `<summary>${title}</summary>`, '', ...head]
  const close = ['', `… and ${countText(lines.length)} more, left out for length.`, '', '</details>']
  let left = room - [...open, ...close].join('\n').length - 1
  const fitting = lines.findIndex((line) => (left -= line.length + 1) < 0)
  if (fitting === 0) return null
  if (fitting === -1) return [...open, ...lines, '', '</details>'].join('\n')
  close[1] = `… and ${countText(lines.length - fitting)} more, left out for length.`
  return [...open, ...lines.slice(0, fitting), ...close].join('\n')
}

/**
 * Text of the input in GitHub's and GitLab's Markdown: shown as it is, and inert. Code neither formats, links, mentions
 * nor refers to anything; so whatever is not plainly a word or a number goes there.
 */

/** Names and sentences longer than this are cut, and end with "…". */
const longestName = 200
const longestSentence = 600

/** A name as code: "`segment = new`"; fit for a cell of a table. */
function code(text: string): string {
  const shown = clipped(oneLine(text), longestName)
  if (shown === '') return '(empty)'
  // A bar ends a cell even in code, and not everybody agrees on a backslash before it.
  if (shown.includes('|')) return htmlCode(text)
  const runs = (shown.match(/`+/g) ?? []).map(({ length }) => length)
  const fence = '`'.repeat(Math.max(0, ...runs) + 1)
  // One space on both sides is taken off again, unless there is nothing else.
  const pad = /^[` ]|[` ]$/.test(shown) && shown.trim() !== '' ? ' ' : ''
  return fence + pad + shown + pad + fence
}

/** A sentence: its plain words as they are, everything between them as code. Not for the start of a line. */
function prose(text: string): string {
  const runs: { text: string; isPlain: boolean }[] = []
  for (const word of clipped(oneLine(text), longestSentence).split(' ')) {
    const isPlain = word.length <= longestName && plainWord.test(word) && !commitOrHost.test(word)
    const last = runs.at(-1)
    if (last?.isPlain === isPlain) last.text += ` ${word}`
    else runs.push({ text: word, isPlain })
  }
  return runs.map((run) => (run.isPlain ? run.text : code(run.text))).join(' ')
}

/** A word, a number, or a mark between them, with punctuation round it. */
const plainWord = /^[("“‘]*(?:\p{L}[\p{L}\p{M}]*(?:[-’'][\p{L}\p{M}]+)*|[−+-]?\d[\d,.]*%?|%|=|–|−|×|)[)"”’.,:;!?]*$/u

/** What looks like a word and is made a link: the start of a commit's hash, "www." */
const commitOrHost = /^\W*(?:[0-9a-f]{7,}\W*$|www\.)/i

/** A name as code where HTML is read, Markdown inside or not. */
function htmlCode(text: string): string {
  const escaped = clipped(oneLine(text), longestName).replace(
    /[^\p{L}\p{M}\p{N} ]/gu,
    (character) => `&#${character.codePointAt(0)};`,
  )
  // What addresses are recognised by is cut apart by a comment, which nobody sees.
  return `<code>${escaped.replace(/&#(?:46|58|64);/g, '$&<!-- -->')}</code>`
}

/** A row of a table, of cells that are Markdown. */
function tableRow(cells: string[]): string {
  return `| ${cells.join(' | ')} |`
}

/** The line under a table's head. */
function tableRule(columns: number): string {
  return `|${' --- |'.repeat(columns)}`
}

function clipped(text: string, longest: number): string {
  // By code points: half of one would be no text.
  return text.length <= longest ? text : `${Array.from(text).slice(0, longest).join('')}…`
}

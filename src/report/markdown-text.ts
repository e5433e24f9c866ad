import { oneLine } from '../words/style.ts'

/**
 * Text of the input in GitHub's and GitLab's Markdown: shown as it is, and inert. Code neither formats, links, mentions
 * nor refers to anything; so whatever is not plainly a word or a number goes there.
 */

/** Names and sentences longer than this are cut, and end with "…". */
const longestName = 200
const longestSentence = 600

/** A name as code: "`segment = new`"; fit for a cell of a table. */
export function code(text: string): string {
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
export function prose(text: string): string {
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
export function htmlCode(text: string): string {
  const escaped = clipped(oneLine(text), longestName).replace(
    /[^\p{L}\p{M}\p{N} ]/gu,
    (character) => `&#${character.codePointAt(0)};`,
  )
  // What addresses are recognised by is cut apart by a comment, which nobody sees.
  return `<code>${escaped.replace(/&#(?:46|58|64);/g, '$&<!-- -->')}</code>`
}

/** A row of a table, of cells that are Markdown. */
export function tableRow(cells: string[]): string {
  return `| ${cells.join(' | ')} |`
}

/** The line under a table's head. */
export function tableRule(columns: number): string {
  return `|${' --- |'.repeat(columns)}`
}

function clipped(text: string, longest: number): string {
  // By code points: half of one would be no text.
  return text.length <= longest ? text : `${Array.from(text).slice(0, longest).join('')}…`
}

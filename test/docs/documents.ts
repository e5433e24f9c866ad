import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The folder that paths of documents start at. */
export const root = fileURLToPath(new URL('../../', import.meta.url))

/** Paths of the documents that users and developers read. */
export const documentPaths = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'src/README.md',
  ...readdirSync(`${root}docs`)
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`)
    .sort(),
]

export function readDocument(path: string): string {
  return readFileSync(root + path, 'utf8')
}

/** A fenced block of a document. */
export interface Block {
  /** What follows the opening fence, such as `sh` or `yaml`; empty where nothing does. */
  language: string
  text: string
  /** Where its text starts and ends in the document. */
  start: number
  end: number
  /** The HTML comment directly above it: why a test leaves the block alone, for example. Empty where there is none. */
  comment: string
  /** Nothing but blank lines lies between the block before and this one. */
  followsBlock: boolean
}

export function blocksOf(document: string): Block[] {
  const blocks: Block[] = []
  for (const match of document.matchAll(/^(?:<!-- (.*) -->\n)?```([a-z]*)\n([^]*?)^```$/gm)) {
    const [all, comment = '', language, text] = match
    const previousEnd = blocks.at(-1)?.end ?? 0
    const start = match.index + all.length - '```'.length - text.length
    const between = document.slice(previousEnd, match.index)
    blocks.push({
      language,
      text,
      start,
      end: start + text.length,
      comment,
      followsBlock: blocks.length > 0 && /^```\s*$/.test(between),
    })
  }
  return blocks
}

/** The document without its fenced blocks. */
export function proseOf(document: string): string {
  return document.replace(/^```[^]*?^```$/gm, '')
}

/** What stands between backticks outside of blocks. */
export function inlineCodes(document: string): string[] {
  return [...proseOf(document).matchAll(/`([^`\n]+)`/g)].map(([, code]) => code.replaceAll('\\|', '|'))
}

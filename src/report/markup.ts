/**
 * Text as the content or an attribute of XML 1.0 and of HTML. Characters that XML 1.0 cannot hold at all, not even as a
 * reference, are shown as `\uXXXX`; line breaks and tabs are written as references, which attributes keep.
 */
export function escaped(text: string): string {
  return text
    .replace(notXml, shownCode)
    .replace(/[&<>"'\t\n\r\u0085\u2028]/g, (character) => named[character] ?? `&#${character.charCodeAt(0)};`)
}

const named: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Control characters, halves of surrogate pairs, non-characters; and what turns the direction of text round. */
const notXml =
  /[^\t\n\r\u0020-\u007e\u0085\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]|[\u202a-\u202e\u2066-\u2069]/gu

function shownCode(character: string): string {
  return `\\u${character.codePointAt(0)!.toString(16).padStart(4, '0')}`
}

/** A piece of HTML or XML that is safe to be put into another. */
export class Markup {
  readonly source: string
  constructor(source: string) {
    this.source = source
  }
}

/** What a template may hold; `null` is nothing. */
export type Content = string | number | null | Markup | Content[]

/** A template of markup: everything that is put in is escaped, unless it is markup itself. */
export function markup(pieces: TemplateStringsArray, ...contents: Content[]): Markup {
  return new Markup(pieces.map((piece, i) => (i === 0 ? '' : sourceOf(contents[i - 1])) + piece).join(''))
}

function sourceOf(content: Content): string {
  if (content === null) return ''
  if (Array.isArray(content)) return content.map(sourceOf).join('')
  return content instanceof Markup ? content.source : escaped(String(content))
}

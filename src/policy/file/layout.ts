import { isMap, isPair, isSeq, parseDocument, type Pair, type ParsedNode, type YAMLMap, type YAMLSeq } from 'yaml'
import type { Path } from './fault.ts'
import { jsonOf } from './document.ts'

/** The layout of a well-formed policy's text: what stands where. Offsets are in UTF-16 units, ends exclusive. */
export interface PolicyLayout {
  text: string
  contents: ParsedNode | null
  /** The text is JSON: what is written into it has to be too. */
  isJson: boolean
  lineBreak: '\n' | '\r\n'
}

/** A part of a text: offsets of its first character and of the one after its last. */
export interface Span {
  start: number
  end: number
}

/** A map or a list. */
export type Collection = YAMLMap.Parsed | YAMLSeq.Parsed

/** How an item of a collection is set off: by commas, or by lines of its own. */
export interface Entry extends Span {
  /** Nothing but white space stands before it on its line. */
  isFirstOnLine: boolean
  /** Offset of the comma before it; null where there is none. */
  comma: number | null
  /** Where the last comment between it and the item before ends; null where there is none. */
  commentEnd: number | null
}

/** The layout of a well-formed text. */
export function policyLayout(text: string): PolicyLayout {
  const { contents } = parseDocument(text, { schema: 'core', uniqueKeys: false, merge: false, keepSourceTokens: true })
  return { text, contents, isJson: 'value' in jsonOf(text), lineBreak: text.includes('\r\n') ? '\r\n' : '\n' }
}

/** What stands at a path; null where nothing does. */
export function nodeAt({ contents }: PolicyLayout, path: Path): ParsedNode | null {
  return path.reduce<ParsedNode | null>((node, key) => {
    if (isSeq(node)) return (node.items[Number(key)] as ParsedNode | undefined) ?? null
    return isMap(node) ? (pairAt(node as YAMLMap.Parsed, key)?.value ?? null) : null
  }, contents)
}

/** The pair of a map that has the key. */
export function pairAt(map: YAMLMap.Parsed, key: string | number): Pair<ParsedNode, ParsedNode | null> | undefined {
  return map.items.find((pair) => pairKey(pair) === String(key))
}

/** The key of a pair, as text. */
export function pairKey({ key }: Pair<ParsedNode, ParsedNode | null>): string {
  return String('value' in key ? key.value : key)
}

/** The items of a list, or the pairs of a map. */
export function entriesOf({ text }: PolicyLayout, collection: Collection): Entry[] {
  const tokens = collection.srcToken as { items: { start: { type: string; offset: number; source: string }[] }[] }
  return collection.items.map((item, i) => {
    const before = tokens.items[i].start
    const offsetOf = (type: string) => before.find((token) => token.type === type)?.offset ?? null
    const comment = before.findLast((token) => token.type === 'comment')
    const start = offsetOf('seq-item-ind') ?? (isPair(item) ? (item.key as ParsedNode) : (item as ParsedNode)).range[0]
    return {
      start,
      end: contentEnd(isPair(item) ? ((item.value ?? item.key) as ParsedNode) : (item as ParsedNode)),
      isFirstOnLine: text.slice(lineStart(text, start), start).trim() === '',
      comma: offsetOf('comma'),
      commentEnd: comment === undefined ? null : comment.offset + comment.source.length,
    }
  })
}

/** Where a node's last character that is no white space or comment ends. */
export function contentEnd(node: ParsedNode): number {
  const last = isBlock(node) ? node.items.at(-1) : undefined
  if (last !== undefined) return contentEnd((isPair(last) ? (last.value ?? last.key) : last) as ParsedNode)
  return node.range[1]
}

/** A list or map that is laid out by lines and indentation. */
export function isBlock(node: ParsedNode | null): node is Collection {
  return (isMap(node) || isSeq(node)) && node.flow !== true
}

/** The lines of an item of a block, without the last line break: its own, and the comment that stands directly above it. */
export function linesOf({ text }: PolicyLayout, entries: Entry[], at: number): Span {
  const { start, end } = entries[at]
  const indent = indentOf(text, start)
  const floor = at === 0 ? 0 : entries[at - 1].end
  const isOwn = (above: number, below: number) =>
    above < below && above >= floor && isComment(text.slice(above, below), indent)
  let from = lineStart(text, start)
  while (isOwn(lineStart(text, from - 1), from)) from = lineStart(text, from - 1)
  return { start: from, end: lineEnd(text, end) }
}

function isComment(line: string, indent: number): boolean {
  return line[indent] === '#' && line.slice(0, indent).trim() === ''
}

/** Characters before it on its line. */
export function indentOf(text: string, offset: number): number {
  return offset - lineStart(text, offset)
}

/** The offset at which the line of an offset begins. */
export function lineStart(text: string, offset: number): number {
  return offset <= 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1
}

/** Before the line break. */
export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset)
  if (end < 0) return text.length
  return text[end - 1] === '\r' ? end - 1 : end
}

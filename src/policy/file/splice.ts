import { isMap, isPair, isSeq, type Pair, type ParsedNode, parseDocument, type YAMLMap, type YAMLSeq } from 'yaml'
import { jsonOf, keyText } from './document.ts'
import type { Path } from './fault.ts'
import { flowValue, item } from './lines.ts'

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
function nodeAt({ contents }: PolicyLayout, path: Path): ParsedNode | null {
  return path.reduce<ParsedNode | null>((node, key) => {
    if (isSeq(node)) return (node.items[Number(key)] as ParsedNode | undefined) ?? null
    return isMap(node) ? (pairAt(node as YAMLMap.Parsed, key)?.value ?? null) : null
  }, contents)
}

/** The pair of a map that has the key. */
function pairAt(map: YAMLMap.Parsed, key: string | number): Pair<ParsedNode, ParsedNode | null> | undefined {
  return map.items.find((pair) => keyText(pair.key) === String(key))
}

/** The items of a list, or the pairs of a map. */
function entriesOf({ text }: PolicyLayout, collection: Collection): Entry[] {
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
function contentEnd(node: ParsedNode): number {
  const last = isBlock(node) ? node.items.at(-1) : undefined
  if (last !== undefined) return contentEnd((isPair(last) ? (last.value ?? last.key) : last) as ParsedNode)
  return node.range[1]
}

/** A list or map that is laid out by lines and indentation. */
function isBlock(node: ParsedNode | null): node is Collection {
  return (isMap(node) || isSeq(node)) && node.flow !== true
}

/** The lines of an item of a block, without the last line break: its own, and the comment that stands directly above it. */
function linesOf({ text }: PolicyLayout, entries: Entry[], at: number): Span {
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
function indentOf(text: string, offset: number): number {
  return offset - lineStart(text, offset)
}

/** The offset at which the line of an offset begins. */
function lineStart(text: string, offset: number): number {
  return offset <= 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1
}

/** Before the line break. */
function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset)
  if (end < 0) return text.length
  return text[end - 1] === '\r' ? end - 1 : end
}

/** A run of a text and what is written in its place. */
interface Splice extends Span {
  text: string
}

/** The text with the value at a path written anew. */
export function replaced(layout: PolicyLayout, path: Path, value: unknown): string {
  const node = nodeAt(layout, path)!
  const end = contentEnd(node)
  const parent = nodeAt(layout, path.slice(0, -1))
  if (!isBlock(node) || !isMap(parent))
    return spliced(layout, [{ start: node.range[0], end, text: inline(layout, value) }])
  // What stood on lines of its own goes behind the colon; a comment there stays.
  const colon = colonOf(parent as YAMLMap.Parsed, path.at(-1)!)
  const start = lineEnd(layout.text, lineStart(layout.text, node.range[0]) - 2)
  return spliced(layout, [
    { start: colon, end: colon, text: ` ${inline(layout, value)}` },
    { start, end, text: '' },
  ])
}

/** The text with a key put into the map at a path, after the last of those that go before it. @param order of all its keys */
export function added(layout: PolicyLayout, path: Path, key: string, value: unknown, order: readonly string[]): string {
  const map = nodeAt(layout, path) as YAMLMap.Parsed
  const before = order.slice(0, order.indexOf(key))
  const keys = map.items.map((pair) => keyText(pair.key))
  const after = order.includes(key) ? keys.findLastIndex((other) => before.includes(other)) : keys.length - 1
  const name = layout.isJson ? JSON.stringify(key) : item(key)
  return insertedText(layout, map, after + 1, `${name}: ${inline(layout, value)}`)
}

/** The text with a value put into the list at a path. */
export function inserted(layout: PolicyLayout, path: Path, at: number, value: unknown): string {
  const list = nodeAt(layout, path) as Collection
  return insertedText(layout, list, at, isBlock(list) ? `- ${inline(layout, value)}` : inline(layout, value))
}

function insertedText(layout: PolicyLayout, collection: Collection, at: number, words: string): string {
  const { text, lineBreak } = layout
  const entries = entriesOf(layout, collection)
  if (entries.length === 0) return put(layout, collection.range[0] + 1, words)
  const near = entries[Math.max(0, at - 1)]
  const indent = ' '.repeat(indentOf(text, near.start))
  if (isBlock(collection)) {
    return at === 0
      ? put(layout, linesOf(layout, entries, 0).start, indent + words + lineBreak)
      : put(layout, lineEnd(text, near.end), lineBreak + indent + words)
  }
  const gap = near.isFirstOnLine ? lineBreak + indent : ' '
  return at === 0 ? put(layout, near.start, `${words},${gap}`) : put(layout, near.end, `,${gap}${words}`)
}

/** The text without the key or the item at a path; of a block, without the comment directly above it too. */
export function removed(layout: PolicyLayout, path: Path): string {
  const collection = nodeAt(layout, path.slice(0, -1)) as Collection
  const at = isMap(collection)
    ? collection.items.findIndex((pair) => keyText((pair as Pair).key) === path.at(-1))
    : Number(path.at(-1))
  return spliced(
    layout,
    isBlock(collection) ? removedLines(layout, collection, at) : removedItem(layout, collection, at),
  )
}

function removedLines(layout: PolicyLayout, collection: Collection, at: number): Splice[] {
  const { text } = layout
  const entries = entriesOf(layout, collection)
  // The first key on the line of a list's dash.
  if (!entries[at].isFirstOnLine && at + 1 < entries.length)
    return [{ start: entries[at].start, end: entries[at + 1].start, text: '' }]
  const { start, end } = linesOf(layout, entries, at)
  const after = text.indexOf('\n', end) < 0 ? text.length : text.indexOf('\n', end) + 1
  const above = lineStart(text, start - 1)
  // Of two blank lines that would meet, one goes too.
  const isBetweenBlanks =
    start > 0 && text.slice(above, start).trim() === '' && text.slice(after, lineEnd(text, after)).trim() === ''
  return [{ start: isBetweenBlanks ? above : start, end: after, text: '' }]
}

function removedItem(layout: PolicyLayout, collection: Collection, at: number): Splice[] {
  const entries = entriesOf(layout, collection)
  const { start, end, comma, commentEnd } = entries[at]
  const next: Entry | undefined = entries[at + 1]
  if (at > 0 && commentEnd === null) return [{ start: entries[at - 1].end, end, text: '' }]
  if (at === 0 && next?.commentEnd === null) return [{ start, end: next.start, text: '' }]
  // Between comments, all but one comma.
  const separator = next?.comma ?? comma
  return [{ start, end, text: '' }, ...(separator === null ? [] : [{ start: separator, end: separator + 1, text: '' }])]
}

/** The text with an item of the list at a path in another place, its comment with it; what stands between items stays there. */
export function moved(layout: PolicyLayout, path: Path, from: number, to: number): string {
  const list = nodeAt(layout, path) as Collection
  const entries = entriesOf(layout, list)
  const slots: Span[] = isBlock(list) ? entries.map((_, at) => linesOf(layout, entries, at)) : entries
  const texts = slots.map(({ start, end }) => layout.text.slice(start, end))
  const order = texts.toSpliced(from, 1).toSpliced(to, 0, texts[from])
  return spliced(
    layout,
    slots.map(({ start, end }, at) => ({ start, end, text: order[at] })),
  )
}

function colonOf(map: YAMLMap.Parsed, key: string | number): number {
  const { sep } = pairAt(map, key)!.srcToken as { sep: { type: string; offset: number }[] }
  return sep.find(({ type }) => type === 'map-value-ind')!.offset + 1
}

/** A value on one line. */
function inline({ isJson }: PolicyLayout, value: unknown): string {
  return isJson ? JSON.stringify(value, null, 1).replace(/\n */g, ' ') : flowValue(value)
}

function put(layout: PolicyLayout, at: number, text: string): string {
  return spliced(layout, [{ start: at, end: at, text }])
}

function spliced({ text }: PolicyLayout, splices: Splice[]): string {
  return splices
    .toSorted((a, b) => b.start - a.start || b.end - a.end)
    .reduce((left, { start, end, text: words }) => left.slice(0, start) + words + left.slice(end), text)
}

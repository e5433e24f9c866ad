import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type ParsedNode,
  type Scalar,
  type YAMLMap,
} from 'yaml'
import { InputError, type Place } from '../../table/input-error.ts'

/** A YAML or JSON text as plain values, with the place in the text of every path. */
export interface PolicyDocument {
  value: unknown
  /** The same lists and maps, with every scalar that is not quoted as the text that stands there: `True`, `1.0`, `007`. */
  written: unknown
  /** Where the value at a path stands; `isKey` points at the key instead. */
  placeOf(path: (string | number)[], isKey?: boolean): Place
}

/** What a text is to be, for errors. */
export interface DocumentKind {
  code: string
  noun: string
  /** JSON whatever the file is called. */
  isJson: boolean
  characterLimit: number
  remedy: string
}

const policyFile: DocumentKind = {
  code: 'policy_not_readable',
  noun: 'a policy',
  isJson: false,
  characterLimit: 1_000_000,
  remedy: 'Mend the policy file.',
}
const depthLimit = 32
/** Keys that a schema's map of any keys would leave out unsaid. */
const unseenKeys = ['__proto__', 'prototype', 'constructor']

/** Reads the text; throws InputError (line, character) on anything but plain maps, lists, strings, numbers, booleans. */
export function readDocument(file: string, text: string, kind: DocumentKind = policyFile): PolicyDocument {
  const notReadable = (place: Place, found: string, expected: string): InputError =>
    new InputError({ code: kind.code, place, found, expected, remedy: kind.remedy })
  const tooLarge = whatIsTooLarge(text, kind)
  if (tooLarge !== null) throw notReadable({ file, ...tooLarge.place }, tooLarge.found, tooLarge.expected)
  const json = kind.isJson || /\.json$/i.test(file) ? jsonOf(text) : null
  if (json !== null && 'message' in json) throw notReadable({ file, ...json.at }, json.message, 'well-formed JSON')
  const lines = new LineCounter()
  const document = parseDocument(text, {
    lineCounter: lines,
    schema: 'core',
    uniqueKeys: false,
    strict: true,
    merge: false,
  })
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return { file, lineNumber: line, textColumn: col }
  }
  if (document.directives?.yaml.version === '1.1')
    throw notReadable(
      at(text.search(/^%YAML/m)),
      '%YAML 1.1',
      'YAML 1.2 (in YAML 1.1, words such as NO, on and 010 are not what they look like)',
    )
  const [error] = [...document.errors, ...document.warnings]
  if (error !== undefined) throw notReadable(at(error.pos[0]), firstSentence(error.message), 'well-formed YAML or JSON')
  visit(document, {
    Map(_key, map) {
      const key = secondKey(map as YAMLMap.Parsed)
      if (key !== null)
        throw notReadable(at(key.range[0]), `the key ${JSON.stringify(keyText(key))} twice`, 'each key once')
      const unseen = (map as YAMLMap.Parsed).items.find((pair) => unseenKeys.includes(keyText(pair.key)))
      if (unseen !== undefined)
        throw notReadable(
          at(unseen.key.range[0]),
          `unknown key ${JSON.stringify(keyText(unseen.key))}`,
          'a key of the policy',
        )
    },
    Node(_key, node) {
      if (isAlias(node) || node.anchor !== undefined || node.tag?.startsWith('!') === true) {
        throw notReadable(at(node.range?.[0] ?? 0), 'an anchor, alias or tag', 'plain values')
      }
    },
  })
  return {
    value: plainValue(document.contents, ({ value }) => value),
    written: plainValue(document.contents, scalarText),
    placeOf: (path, isKey = false) => placeOf(document, at, path, isKey),
  }
}

function plainValue(node: ParsedNode | null, scalar: (node: Scalar) => unknown): unknown {
  if (isMap(node)) {
    const entries = node.items.map((pair) => [keyText(pair.key), plainValue(pair.value as ParsedNode | null, scalar)])
    return Object.fromEntries(entries)
  }
  if (isSeq(node)) return node.items.map((item) => plainValue(item as ParsedNode, scalar))
  return isScalar(node) ? scalar(node) : null
}

/** A scalar as it is written, where it is not quoted and no text by itself. */
function scalarText({ value, source }: Scalar): string {
  return typeof value === 'string' ? value : (source ?? String(value))
}

/** The first key that the map has already; the library's own search takes minutes where there are many. */
function secondKey({ items }: YAMLMap.Parsed): ParsedNode | null {
  const seen = new Set<string>()
  return items.find(({ key }) => seen.size === seen.add(keyText(key)).size)?.key ?? null
}

/** The key of a pair as it is written. */
export function keyText(key: unknown): string {
  return isScalar(key) ? scalarText(key) : String(key)
}

function placeOf(
  document: Document.Parsed,
  at: (offset: number) => Place,
  path: (string | number)[],
  isKey: boolean,
): Place {
  const policyPath = pathText(path)
  for (let depth = path.length; depth > 0; depth--) {
    const parent = document.getIn(path.slice(0, depth - 1), true)
    if (isMap(parent)) {
      const pair = parent.items.find(({ key }) => isScalar(key) && keyText(key) === String(path[depth - 1]))
      const node = (isKey && depth === path.length ? pair?.key : (pair?.value ?? pair?.key)) as
        ParsedNode | null | undefined
      if (node?.range) return { ...at(node.range[0]), policyPath }
    } else if (isSeq(parent)) {
      const node = parent.items[Number(path[depth - 1])] as ParsedNode | undefined
      if (node?.range) return { ...at(node.range[0]), policyPath }
    }
  }
  return { ...at(document.contents?.range?.[0] ?? 0), policyPath }
}

/** `requirements[0].metric` */
export function pathText(path: (string | number)[]): string {
  return path.map((key, i) => (typeof key === 'number' ? `[${key}]` : i === 0 ? key : `.${key}`)).join('')
}

function whatIsTooLarge(
  text: string,
  { characterLimit, noun }: DocumentKind,
): { place: Place; found: string; expected: string } | null {
  if (text.length > characterLimit)
    return { place: {}, found: `${text.length} characters`, expected: `at most ${characterLimit}` }
  const expected = `${noun}, which has four`
  let depth = 0
  let lineNumber = 1
  for (const character of text) {
    if (character === '\n') lineNumber++
    else if (character === '[' || character === '{') depth++
    else if (character === ']' || character === '}') depth--
    if (depth > depthLimit) return { place: { lineNumber }, found: `more than ${depthLimit} levels`, expected }
  }
  const deep = text.split('\n').findIndex((line) => /^\s*(?:[-?:]\s+){33}/.test(line))
  return deep < 0 ? null : { place: { lineNumber: deep + 1 }, found: 'too many levels', expected }
}

/** What a JSON text says, or what is wrong with it and where. */
export function jsonOf(
  text: string,
): { value: unknown } | { message: string; at: Pick<Place, 'lineNumber' | 'textColumn'> } {
  try {
    return { value: JSON.parse(text) }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const position = /position (\d+)/.exec(message)
    const before = position === null ? '' : text.slice(0, Number(position[1]))
    return {
      message,
      at: { lineNumber: before.split('\n').length, textColumn: before.length - before.lastIndexOf('\n') },
    }
  }
}

function firstSentence(message: string): string {
  return message.split('\n')[0].replace(/ at line \d+, column \d+:?$/, '')
}

import { Parser } from '#saxen'
import type { ByteSource } from '../../csv/source.ts'
import { piecesOf } from '../random-access.ts'

/** What is done at the parts of an XML text; names are without their prefixes. */
export interface XmlHooks {
  /** `attribute` gives an attribute's value, entities decoded. */
  open?: (name: string, attribute: (name: string) => string | undefined) => void
  close?: (name: string) => void
  text?: (text: string) => void
}

/** Parses XML while it arrives; after each piece, `isDone` may end it. Throws where it is not well-formed, or cut off. */
export async function* parseXml(source: ByteSource, hooks: XmlHooks): AsyncGenerator<void, void, void> {
  const parser = new Parser()
  parser.on('openTag', (name, attributes, decode) => {
    hooks.open?.(localName(name), (key) => {
      const value = attributes()[key]
      return value === undefined ? undefined : decode(value)
    })
  })
  parser.on('closeTag', (name) => hooks.close?.(localName(name)))
  parser.on('text', (text, decode) => hooks.text?.(decode(text)))
  parser.on('cdata', (text) => hooks.text?.(text))
  let decoder: TextDecoder | null = null
  for await (const piece of piecesOf(source)) {
    decoder ??= new TextDecoder(encodingOf(piece))
    parser.write(decoder.decode(piece, { stream: true }))
    yield
  }
  parser.end()
}

/** Parses all of an XML text. */
export async function parseWhole(source: ByteSource, hooks: XmlHooks): Promise<void> {
  for await (const _ of parseXml(source, hooks));
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

function encodingOf(first: Uint8Array): string {
  if (first[0] === 0xff && first[1] === 0xfe) return 'utf-16le'
  return first[0] === 0xfe && first[1] === 0xff ? 'utf-16be' : 'utf-8'
}

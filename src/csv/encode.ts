import type { Dialect } from './head.ts'
import type { Encoding } from './stream.ts'
import { decodeUtf8, encodeUtf8 } from './utf8.ts'

/** The byte order mark that a file starts with, as stored; empty where it has none. */
export function byteOrderMark({ encoding, markBytes }: Dialect): Uint8Array {
  return markBytes === 0 ? new Uint8Array(0) : encodeAs(encodeUtf8('\ufeff'), encoding)
}

/** UTF-8 text, cut at characters, as an encoding has it. */
export function encodeAs(text: Uint8Array, encoding: Encoding): Uint8Array {
  if (encoding === 'utf-8') return text
  const units = decodeUtf8(text)
  const view = new DataView(new ArrayBuffer(units.length * 2))
  for (let i = 0; i < units.length; i++) view.setUint16(2 * i, units.charCodeAt(i), encoding === 'utf-16le')
  return new Uint8Array(view.buffer)
}

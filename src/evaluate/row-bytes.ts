import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import type { DictionaryColumn, Utf8Column } from '../table/column.ts'
import { keyDigest } from '../split/buckets.ts'

/** Eight bytes of each row. */
export type RowPart = (view: DataView, at: number, row: number) => void

/** SHA-256 of a row; the same 32 bytes are written anew on every call. */
export type RowDigest = (row: number) => DataView

const partBytes = 8

export function numberPart(values: Float64Array): RowPart {
  return (view, at, row) => view.setFloat64(at, values[row])
}

/** The first 64 bits of the SHA-256 of a row's word. */
export function wordPart({ codes, values }: DictionaryColumn): RowPart {
  const digests = values.map((value) => new DataView(sha256(utf8ToBytes(value)).buffer))
  const [high, low] = [0, 4].map((at) => Uint32Array.from(digests, (digest) => digest.getUint32(at)))
  return (view, at, row) => {
    view.setUint32(at, high[codes[row]])
    view.setUint32(at + 4, low[codes[row]])
  }
}

export function digestOfParts(parts: RowPart[]): RowDigest {
  const bytes = new Uint8Array(parts.length * partBytes)
  const view = new DataView(bytes.buffer)
  const digest = keyDigest(null)
  return (row) => {
    for (let i = 0; i < parts.length; i++) parts[i](view, i * partBytes, row)
    return digest(bytes, 0, bytes.length)
  }
}

export function digestOfTexts({ bytes, offsets }: Utf8Column): RowDigest {
  const digest = keyDigest(null)
  return (row) => digest(bytes, offsets[row], offsets[row + 1])
}

import type { SchemaElement } from 'hyparquet'
import { deltaBinaryUnpack, deltaByteArray, deltaLengthByteArray } from 'hyparquet/src/delta.js'
import { byteStreamSplit } from 'hyparquet/src/encoding.js'
import { booleans, expandedBits, type StoredColumn, type StoredTexts } from '../stored-column.ts'
import { readHybrid } from './hybrid.ts'

/**
 * Values of one page as they are stored (logical types are not applied), without gaps for missing ones; of fixed length as texts.
 * @param encoding any but a dictionary's
 */
export function decodeValues(bytes: Uint8Array, encoding: string, element: SchemaElement, count: number): StoredColumn {
  const { type } = element
  if (type === 'BOOLEAN')
    return { kind: 'codes', codes: booleanCodes(bytes, encoding, count), entries: booleans, valid: null }
  const reader = { view: viewOf(bytes), offset: 0 }
  switch (encoding) {
    case 'PLAIN':
      return plainValues(bytes, element, count)
    case 'DELTA_BINARY_PACKED':
      if (type === 'INT32') {
        const values = new Int32Array(count)
        if (count > 0) deltaBinaryUnpack(reader, count, values)
        return { kind: 'numbers', values, valid: null }
      } else if (type === 'INT64') {
        const values = new BigInt64Array(count)
        if (count > 0) deltaBinaryUnpack(reader, count, values)
        return { kind: 'integers', halves: new Int32Array(values.buffer), isUnsigned: false, valid: null }
      }
      break
    case 'DELTA_LENGTH_BYTE_ARRAY':
    case 'DELTA_BYTE_ARRAY': {
      const parts: Uint8Array[] = []
      if (count > 0) (encoding === 'DELTA_BYTE_ARRAY' ? deltaByteArray : deltaLengthByteArray)(reader, count, parts)
      return joinedTexts(parts)
    }
    case 'BYTE_STREAM_SPLIT': {
      if (type === 'BYTE_ARRAY' || type === 'INT96' || type === undefined) break
      const values = byteStreamSplit(reader, count, type, element.type_length)
      if (values instanceof BigInt64Array)
        return { kind: 'integers', halves: new Int32Array(values.buffer), isUnsigned: false, valid: null }
      if (Array.isArray(values)) return joinedTexts(values as Uint8Array[])
      return { kind: 'numbers', values: values as Float64Array, valid: null }
    }
  }
  throw new Error(`${encoding} values of type ${type}`)
}

/** How many bytes a value of fixed length has. */
const widths = { INT32: 4, INT64: 8, INT96: 12, FLOAT: 4, DOUBLE: 8 }

function plainValues(bytes: Uint8Array, { type, type_length }: SchemaElement, count: number): StoredColumn {
  if (type === 'BYTE_ARRAY') return plainTexts(bytes, count)
  const width = type === 'FIXED_LEN_BYTE_ARRAY' ? (type_length ?? 0) : widths[type as keyof typeof widths]
  if (bytes.length < width * count) throw new Error('values of a page end early')
  if (type === 'FIXED_LEN_BYTE_ARRAY' || type === 'INT96') {
    const starts = Uint32Array.from({ length: count }, (_, k) => k * width)
    return { kind: 'texts', bytes, starts, ends: starts.map((start) => start + width), valid: null }
  }
  // A copy where the values do not lie as typed arrays must.
  const aligned = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice(0, width * count)
  const { buffer, byteOffset } = aligned
  switch (type) {
    case 'INT32':
      return { kind: 'numbers', values: new Int32Array(buffer, byteOffset, count), valid: null }
    case 'INT64':
      return { kind: 'integers', halves: new Int32Array(buffer, byteOffset, 2 * count), isUnsigned: false, valid: null }
    case 'FLOAT':
      return { kind: 'numbers', values: new Float32Array(buffer, byteOffset, count), valid: null }
    case 'DOUBLE':
      return { kind: 'numbers', values: new Float64Array(buffer, byteOffset, count), valid: null }
  }
  throw new Error(`values of type ${type}`)
}

function plainTexts(bytes: Uint8Array, count: number): StoredTexts {
  if (bytes.length < 4 * count) throw new Error('values of a page end early')
  const view = viewOf(bytes)
  const starts = new Uint32Array(count)
  const ends = new Uint32Array(count)
  let at = 0
  for (let k = 0; k < count; k++) {
    if (at + 4 > bytes.length) throw new Error('values of a page end early')
    const length = view.getUint32(at, true)
    starts[k] = at + 4
    at += 4 + length
    ends[k] = at
  }
  if (at > bytes.length) throw new Error('values of a page end early')
  return { kind: 'texts', bytes, starts, ends, valid: null }
}

function joinedTexts(parts: Uint8Array[]): StoredTexts {
  const starts = new Uint32Array(parts.length)
  const ends = new Uint32Array(parts.length)
  let used = 0
  parts.forEach(({ length }, k) => {
    starts[k] = used
    used += length
    ends[k] = used
  })
  const bytes = new Uint8Array(used)
  parts.forEach((part, k) => bytes.set(part, starts[k]))
  return { kind: 'texts', bytes, starts, ends, valid: null }
}

function booleanCodes(bytes: Uint8Array, encoding: string, count: number): Uint8Array {
  if (encoding === 'PLAIN') {
    if (bytes.length < Math.ceil(count / 8)) throw new Error('values of a page end early')
    return expandedBits(bytes, count)
  }
  if (encoding !== 'RLE') throw new Error(`${encoding} values of type BOOLEAN`)
  const codes = new Uint8Array(count)
  readHybrid(bytes, 4, Math.min(bytes.length, 4 + viewOf(bytes).getUint32(0, true)), 1, codes, count)
  return codes
}

/** A view of the same bytes. */
export function viewOf({ buffer, byteOffset, length }: Uint8Array): DataView<ArrayBuffer> {
  return new DataView(buffer as ArrayBuffer, byteOffset, length)
}

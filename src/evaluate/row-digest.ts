import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { DictionaryColumn, Utf8Column } from '../table/column.ts'
import { keyDigest } from '../split/buckets.ts'

/** Eight bytes of each row. */
export type RowPart = (view: DataView, at: number, row: number) => void

/** SHA-256 of a row; the same 32 bytes are written anew on every call. */
export type RowDigest = (row: number) => DataView

const partBytes = 8

/** The number of a row, as 8 bytes. */
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

/** SHA-256 of the parts of a row, one after another. */
export function digestOfParts(parts: RowPart[]): RowDigest {
  const bytes = new Uint8Array(parts.length * partBytes)
  const view = new DataView(bytes.buffer)
  const digest = keyDigest(null)
  return (row) => {
    for (let i = 0; i < parts.length; i++) parts[i](view, i * partBytes, row)
    return digest(bytes, 0, bytes.length)
  }
}

/** SHA-256 of a row's text as it is in the file. */
export function digestOfTexts({ bytes, offsets }: Utf8Column): RowDigest {
  const digest = keyDigest(null)
  return (row) => digest(bytes, offsets[row], offsets[row + 1])
}

const limbCount = 16
const limb = 1 << 16

/**
 * A digest of a multiset of rows: SHA-256 of the sum, modulo 2^256, of the rows' own SHA-256. The order of the rows leaves
 * no trace, and no row can be tested against it without all others. (Clarke et al., ASIACRYPT 2003, MSet-Add-Hash
 * without its key: whoever could forge a set of rows could as well edit what it is compared with.)
 */
export class RowsDigest {
  /** Sums of 16 bits each, the most significant first: exact for 2^37 rows. */
  readonly #limbs = new Float64Array(limbCount)
  #rowCount = 0

  /** @param digest of a row, 32 bytes */
  add(digest: DataView): void {
    for (let i = 0; i < limbCount; i++) this.#limbs[i] += digest.getUint16(2 * i)
    this.#rowCount++
  }

  /** How many were added, and the sum, in hexadecimal digits. */
  sum(): string {
    const bytes = new DataView(new ArrayBuffer(2 * limbCount))
    let carry = 0
    for (let i = limbCount - 1; i >= 0; i--) {
      const total = this.#limbs[i] + carry
      carry = Math.floor(total / limb)
      bytes.setUint16(2 * i, total - carry * limb)
    }
    return `${this.#rowCount} ${bytesToHex(new Uint8Array(bytes.buffer))}`
  }
}

/** SHA-256 of a text, in hexadecimal digits. */
export function textDigest(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)))
}

import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

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

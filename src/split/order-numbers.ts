import { codeOf, createDictionary } from '../table/dictionary.ts'
import type { Utf8Column } from '../table/column.ts'
import type { Kernels } from '../tally/kernels.ts'
import { philoxKey } from '../tally/philox.ts'
import { streamOf } from '../tally/replicates.ts'
import { keyDigest } from './buckets.ts'

/** The stream of Philox's words by which rows without a key are put in order: 3,628,133,615. */
export const splitStream = streamOf('split')

/** The number of rows whose random words are asked for at a time. */
const rowsPerStretch = 2 ** 20

/**
 * Order numbers of keys: the first 52 bits of the SHA-256 of the UTF-8 text `SEED:KEY`, its first 13 hexadecimal
 * digits. With the seed 1, the key `customer-17` is hashed as `1:customer-17`.
 */
export function keyNumbers({ bytes, offsets }: Utf8Column, rowCount: number, seed: number): Float64Array {
  const numbers = new Float64Array(rowCount)
  const numberOf = keyNumber(seed)
  for (let row = 0; row < rowCount; row++) numbers[row] = numberOf(bytes, offsets[row], offsets[row + 1])
  return numbers
}

/** The order numbers of `keyNumbers` for a column with few distinct keys, such as groups: each key is hashed once. */
export function repeatedKeyNumbers({ bytes, offsets }: Utf8Column, rowCount: number, seed: number): Float64Array {
  const numbers = new Float64Array(rowCount)
  const numberOf = keyNumber(seed)
  const known = createDictionary()
  const ofCode: number[] = []
  for (let row = 0; row < rowCount; row++) {
    const code = codeOf(known, bytes, offsets[row], offsets[row + 1])
    if (code === ofCode.length) ofCode.push(numberOf(bytes, offsets[row], offsets[row + 1]))
    numbers[row] = ofCode[code]
  }
  return numbers
}

function keyNumber(seed: number): (bytes: Uint8Array, start: number, end: number) => number {
  const digestOf = keyDigest(seed)
  return (bytes, start, end) => {
    const digest = digestOf(bytes, start, end)
    return orderNumber(digest.getUint32(0), digest.getUint32(4))
  }
}

/**
 * Order numbers of rows without a key: row r takes words 2r and 2r + 1 of Philox4x32-10 under the seed's key, stream
 * `splitStream`, replicate 0.
 */
export async function rowNumbers(kernels: Kernels, rowCount: number, seed: number): Promise<Float64Array> {
  const numbers = new Float64Array(rowCount)
  const key = philoxKey(seed)
  for (let first = 0; first < rowCount; first += rowsPerStretch) {
    const count = Math.min(rowsPerStretch, rowCount - first)
    const words = await kernels.randomWords({ key, stream: splitStream, firstBlock: first / 2 }, 2 * count)
    for (let i = 0; i < count; i++) numbers[first + i] = orderNumber(words[2 * i], words[2 * i + 1])
  }
  return numbers
}

/** The upper 52 bits of the 64 that two words make. */
function orderNumber(high: number, low: number): number {
  return high * 2 ** 20 + (low >>> 12)
}

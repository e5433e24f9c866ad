/**
 * Unpacks LZ4 frames (LZ4 Frame Format 1.6), as Arrow compresses buffers. Checksums are not compared: a frame that does not give
 * `size` bytes is an error.
 */
export function decompressLz4(bytes: Uint8Array, size: number): Uint8Array {
  const out = new Uint8Array(size)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  let at = 0
  let written = 0
  while (at < bytes.length) {
    if (view.getUint32(at, true) !== 0x184d2204) throw new Error('no LZ4 frame')
    const flags = bytes[at + 4]
    if (flags >> 6 !== 1 || (flags & 1) !== 0) throw new Error('an LZ4 frame of another version, or with a dictionary')
    at += 7 + ((flags & 8) !== 0 ? 8 : 0)
    const blockEnd = (flags & 16) !== 0 ? 4 : 0
    for (;;) {
      const header = view.getUint32(at, true)
      at += 4
      if (header === 0) break
      const length = header & 0x7fffffff
      if (at + length > bytes.length) throw new Error('an LZ4 block ends early')
      if (header >>> 31 === 1) {
        out.set(bytes.subarray(at, at + length), written)
        written += length
      } else written = decompressBlock(bytes, at, at + length, out, written)
      at += length + blockEnd
    }
    at += (flags & 4) !== 0 ? 4 : 0
  }
  if (written !== size) throw new Error(`${written} bytes of ${size}`)
  return out
}

/** Unpacks one block behind what is written already; gives how much is written then. */
function decompressBlock(bytes: Uint8Array, start: number, end: number, out: Uint8Array, before: number): number {
  let at = start
  let to = before
  const longer = (length: number): number => {
    let sum = length
    for (let more = 255; more === 255; sum += more) {
      if (at >= end) throw new Error('an LZ4 block ends early')
      more = bytes[at++]
    }
    return sum
  }
  while (at < end) {
    const token = bytes[at++]
    const literals = token >> 4 === 15 ? longer(15) : token >> 4
    if (at + literals > end || to + literals > out.length) throw new Error('an LZ4 block is damaged')
    for (let k = 0; k < literals; k++) out[to++] = bytes[at++]
    if (at >= end) break
    const offset = bytes[at] | (bytes[at + 1] << 8)
    at += 2
    const length = ((token & 15) === 15 ? longer(15) : token & 15) + 4
    if (offset === 0 || offset > to || to + length > out.length) throw new Error('an LZ4 block is damaged')
    if (offset >= length) {
      out.copyWithin(to, to - offset, to - offset + length)
      to += length
    } else for (let k = 0; k < length; k++, to++) out[to] = out[to - offset]
  }
  return to
}

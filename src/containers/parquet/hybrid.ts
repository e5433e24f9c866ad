/**
 * Reads `count` values of the hybrid of run lengths and packed bits (Parquet, "RLE/bit-packing hybrid") from `bytes[at … end - 1]`.
 * Throws where there are fewer.
 */
export function readHybrid(
  bytes: Uint8Array,
  start: number,
  end: number,
  bitWidth: number,
  out: Uint8Array | Uint32Array,
  count: number,
): void {
  let at = start
  let written = 0
  const runBytes = (bitWidth + 7) >> 3
  while (written < count) {
    let header = 0
    for (let shift = 0; ; shift += 7) {
      if (at >= end || shift > 28) throw new Error('values of a page end early')
      const byte = bytes[at++]
      header += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) break
    }
    if (header % 2 === 0) {
      if (at + runBytes > end) throw new Error('values of a page end early')
      let value = 0
      for (let k = 0; k < runBytes; k++) value += bytes[at++] * 2 ** (8 * k)
      const runEnd = Math.min(count, written + header / 2)
      out.fill(value, written, runEnd)
      written = runEnd
      continue
    }
    const groups = (header - 1) / 2
    const values = Math.min(count - written, groups * 8)
    if (at + Math.ceil((values * bitWidth) / 8) > end) throw new Error('values of a page end early')
    unpack(bytes, at, bitWidth, out, written, values)
    written += values
    at += groups * bitWidth
  }
}

function unpack(
  bytes: Uint8Array,
  start: number,
  bitWidth: number,
  out: Uint8Array | Uint32Array,
  first: number,
  count: number,
): void {
  if (bitWidth > 24) return unpackWide(bytes, start, bitWidth, out, first, count)
  const mask = (1 << bitWidth) - 1
  let at = start
  let buffer = 0
  let bits = 0
  for (let k = first; k < first + count; k++) {
    while (bits < bitWidth) {
      buffer |= bytes[at++] << bits
      bits += 8
    }
    out[k] = buffer & mask
    buffer >>>= bitWidth
    bits -= bitWidth
  }
}

function unpackWide(
  bytes: Uint8Array,
  start: number,
  bitWidth: number,
  out: Uint8Array | Uint32Array,
  first: number,
  count: number,
): void {
  for (let k = 0; k < count; k++) {
    let value = 0
    for (let bit = 0; bit < bitWidth; bit++) {
      const place = k * bitWidth + bit
      if ((bytes[start + (place >> 3)] >> (place & 7)) & 1) value += 2 ** bit
    }
    out[first + k] = value
  }
}

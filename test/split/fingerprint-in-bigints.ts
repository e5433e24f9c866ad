/** The definition: `farmhashna::Hash64` of google/farmhash (src/farmhash.cc), line by line, in whole numbers of any size. */

const k0 = 0xc3a5c85c97cb3127n
const k1 = 0xb492b66fbe98f273n
const k2 = 0x9ae16a3b2f90404fn

const u64 = (value: bigint): bigint => BigInt.asUintN(64, value)
const rotate = (value: bigint, bits: bigint): bigint => u64((u64(value) >> bits) | (u64(value) << (64n - bits)))
const shiftMix = (value: bigint): bigint => u64(value) ^ (u64(value) >> 47n)

function littleEndian(bytes: Uint8Array, at: number, count: number): bigint {
  let value = 0n
  for (let i = count - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[at + i])
  return value
}
const fetch64 = (bytes: Uint8Array, at: number): bigint => littleEndian(bytes, at, 8)
const fetch32 = (bytes: Uint8Array, at: number): bigint => littleEndian(bytes, at, 4)

function hashLen16(u: bigint, v: bigint, mul: bigint): bigint {
  const a = shiftMix(u64(u ^ v) * mul)
  return u64(shiftMix(u64(v ^ a) * mul) * mul)
}

function hashLen0to16(s: Uint8Array): bigint {
  const length = s.length
  if (length >= 8) {
    const mul = k2 + BigInt(length) * 2n
    const a = u64(fetch64(s, 0) + k2)
    const b = fetch64(s, length - 8)
    return hashLen16(u64(rotate(b, 37n) * mul + a), u64((rotate(a, 25n) + b) * mul), mul)
  }
  if (length >= 4)
    return hashLen16(BigInt(length) + (fetch32(s, 0) << 3n), fetch32(s, length - 4), k2 + BigInt(length) * 2n)
  if (length === 0) return k2
  const y = BigInt(s[0]) + (BigInt(s[length >> 1]) << 8n)
  const z = BigInt(length) + (BigInt(s[length - 1]) << 2n)
  return u64(shiftMix(u64(y * k2) ^ u64(z * k0)) * k2)
}

function hashLen17to32(s: Uint8Array): bigint {
  const mul = k2 + BigInt(s.length) * 2n
  const a = u64(fetch64(s, 0) * k1)
  const b = fetch64(s, 8)
  const c = u64(fetch64(s, s.length - 8) * mul)
  const d = u64(fetch64(s, s.length - 16) * k2)
  return hashLen16(u64(rotate(a + b, 43n) + rotate(c, 30n) + d), u64(a + rotate(b + k2, 18n) + c), mul)
}

function hashLen33to64(s: Uint8Array): bigint {
  const mul = k2 + BigInt(s.length) * 2n
  const a = u64(fetch64(s, 0) * k2)
  const b = fetch64(s, 8)
  const c = u64(fetch64(s, s.length - 8) * mul)
  const d = u64(fetch64(s, s.length - 16) * k2)
  const y = u64(rotate(a + b, 43n) + rotate(c, 30n) + d)
  const z = hashLen16(y, u64(a + rotate(b + k2, 18n) + c), mul)
  const e = u64(fetch64(s, 16) * mul)
  const f = fetch64(s, 24)
  const g = u64((y + fetch64(s, s.length - 32)) * mul)
  const h = u64((z + fetch64(s, s.length - 24)) * mul)
  return hashLen16(u64(rotate(e + f, 43n) + rotate(g, 30n) + h), u64(e + rotate(f + a, 18n) + g), mul)
}

function weakHashLen32(s: Uint8Array, at: number, seedA: bigint, seedB: bigint): [bigint, bigint] {
  const [w, x, y, z] = [0, 8, 16, 24].map((offset) => fetch64(s, at + offset))
  const a = u64(seedA + w)
  const b = rotate(seedB + a + z, 21n)
  const sum = u64(a + x + y)
  return [u64(sum + z), u64(b + rotate(sum, 44n) + a)]
}

function hashLong(s: Uint8Array): bigint {
  let x = 81n
  let y = u64(81n * k1 + 113n)
  let z = u64(shiftMix(y * k2 + 113n) * k2)
  let v: [bigint, bigint] = [0n, 0n]
  let w: [bigint, bigint] = [0n, 0n]
  x = u64(x * k2 + fetch64(s, 0))
  const end = Math.floor((s.length - 1) / 64) * 64
  const last64 = end + ((s.length - 1) & 63) - 63
  for (let at = 0; at !== end; at += 64) {
    x = u64(rotate(x + y + v[0] + fetch64(s, at + 8), 37n) * k1)
    y = u64(rotate(y + v[1] + fetch64(s, at + 48), 42n) * k1)
    x ^= w[1]
    y = u64(y + v[0] + fetch64(s, at + 40))
    z = u64(rotate(z + w[0], 33n) * k1)
    v = weakHashLen32(s, at, u64(v[1] * k1), u64(x + w[0]))
    w = weakHashLen32(s, at + 32, u64(z + w[1]), u64(y + fetch64(s, at + 16)))
    ;[z, x] = [x, z]
  }
  const mul = k1 + ((z & 0xffn) << 1n)
  w[0] = u64(w[0] + BigInt((s.length - 1) & 63))
  v[0] = u64(v[0] + w[0])
  w[0] = u64(w[0] + v[0])
  x = u64(rotate(x + y + v[0] + fetch64(s, last64 + 8), 37n) * mul)
  y = u64(rotate(y + v[1] + fetch64(s, last64 + 48), 42n) * mul)
  x ^= u64(w[1] * 9n)
  y = u64(y + v[0] * 9n + fetch64(s, last64 + 40))
  z = u64(rotate(z + w[0], 33n) * mul)
  v = weakHashLen32(s, last64, u64(v[1] * mul), u64(x + w[0]))
  w = weakHashLen32(s, last64 + 32, u64(z + w[1]), u64(y + fetch64(s, last64 + 16)))
  ;[z, x] = [x, z]
  return hashLen16(u64(hashLen16(v[0], w[0], mul) + shiftMix(y) * k0 + z), u64(hashLen16(v[1], w[1], mul) + x), mul)
}

export function fingerprintInBigInts(s: Uint8Array): bigint {
  if (s.length <= 16) return hashLen0to16(s)
  if (s.length <= 32) return hashLen17to32(s)
  return s.length <= 64 ? hashLen33to64(s) : hashLong(s)
}

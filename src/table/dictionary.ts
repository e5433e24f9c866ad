/**
 * Distinct byte strings, numbered from 0 in order of first appearance. Entry k is `bytes[offsets[k]] … offsets[k + 1]`.
 */
export interface ByteDictionary {
  size: number
  bytes: Uint8Array
  offsets: Uint32Array
  /** Open-addressing table of code + 1; 0 is free. Its length is a power of two, at least twice `size`. */
  slots: Uint32Array
  /** Code + 1 of each string of one byte; 0 for those not seen yet. */
  single: Uint32Array
}

const SMALL_SLOTS = 64

/** An empty dictionary. */
export function createDictionary(): ByteDictionary {
  return {
    size: 0,
    bytes: new Uint8Array(256),
    offsets: new Uint32Array(33),
    slots: new Uint32Array(SMALL_SLOTS),
    single: new Uint32Array(256),
  }
}

/** The code of `bytes[start … end - 1]`; a string not seen before gets the next one (`dictionary.size` grows). */
export function codeOf(dictionary: ByteDictionary, bytes: Uint8Array, start: number, end: number): number {
  if (end - start === 1) {
    const code = dictionary.single[bytes[start]]
    if (code !== 0) return code - 1
    dictionary.single[bytes[start]] = dictionary.size + 1
    return append(dictionary, bytes, start, end)
  }
  const mask = dictionary.slots.length - 1
  let slot = hashOf(bytes, start, end, mask + 1) & mask
  for (;;) {
    const code = dictionary.slots[slot]
    if (code === 0) break
    if (holds(dictionary, code - 1, bytes, start, end)) return code - 1
    slot = (slot + 1) & mask
  }
  dictionary.slots[slot] = dictionary.size + 1
  return append(dictionary, bytes, start, end)
}

/** Removes the entries from `size` on, which were added last. */
export function truncateDictionary(dictionary: ByteDictionary, size: number): void {
  while (dictionary.size > size) {
    const code = dictionary.size - 1
    const start = dictionary.offsets[code]
    const end = dictionary.offsets[code + 1]
    if (end - start === 1) dictionary.single[dictionary.bytes[start]] = 0
    else freeSlot(dictionary, code, start, end)
    dictionary.size = code
  }
}

function freeSlot(dictionary: ByteDictionary, code: number, start: number, end: number): void {
  const mask = dictionary.slots.length - 1
  let slot = hashOf(dictionary.bytes, start, end, mask + 1) & mask
  while (dictionary.slots[slot] !== code + 1) slot = (slot + 1) & mask
  dictionary.slots[slot] = 0
}

function holds(dictionary: ByteDictionary, code: number, bytes: Uint8Array, start: number, end: number): boolean {
  const known = dictionary.bytes
  const from = dictionary.offsets[code]
  const length = end - start
  if (dictionary.offsets[code + 1] - from !== length) return false
  for (let k = 0; k < length; k++) if (known[from + k] !== bytes[start + k]) return false
  return true
}

/** The hash for a table of `slotCount` slots. In a small table, three bytes and the length tell most entries apart. */
function hashOf(bytes: Uint8Array, start: number, end: number, slotCount: number): number {
  const length = end - start
  if (length === 0) return 0
  if (slotCount === SMALL_SLOTS)
    return length + bytes[start] * 3 + bytes[start + (length >> 1)] * 5 + bytes[end - 1] * 7
  let hash = length
  for (let k = start; k < end; k++) hash = Math.imul(hash ^ bytes[k], 0x01000193)
  return hash ^ (hash >>> 15)
}

function append(dictionary: ByteDictionary, bytes: Uint8Array, start: number, end: number): number {
  const code = dictionary.size
  const used = dictionary.offsets[code]
  const needed = used + end - start
  if (needed > dictionary.bytes.length) dictionary.bytes = grown(dictionary.bytes, needed)
  if (code + 2 > dictionary.offsets.length) {
    const offsets = new Uint32Array(dictionary.offsets.length * 2)
    offsets.set(dictionary.offsets)
    dictionary.offsets = offsets
  }
  for (let k = start; k < end; k++) dictionary.bytes[used + k - start] = bytes[k]
  dictionary.offsets[code + 1] = needed
  dictionary.size = code + 1
  if (dictionary.size * 2 > dictionary.slots.length) rehash(dictionary)
  return code
}

function rehash(dictionary: ByteDictionary): void {
  const slots = new Uint32Array(dictionary.slots.length * 4)
  const mask = slots.length - 1
  for (let code = 0; code < dictionary.size; code++) {
    const start = dictionary.offsets[code]
    const end = dictionary.offsets[code + 1]
    if (end - start === 1) continue
    let slot = hashOf(dictionary.bytes, start, end, mask + 1) & mask
    while (slots[slot] !== 0) slot = (slot + 1) & mask
    slots[slot] = code + 1
  }
  dictionary.slots = slots
}

/** A copy of `bytes` with room for at least `needed` bytes, and at least twice the room it had. */
export function grown(bytes: Uint8Array, needed: number): Uint8Array {
  const larger = new Uint8Array(Math.max(bytes.length * 2, needed))
  larger.set(bytes)
  return larger
}

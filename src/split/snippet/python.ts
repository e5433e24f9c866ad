import { cumulativeShares } from '../cut.ts'
import { splitStream } from '../order-numbers.ts'
import { gapName, type HashRule, type Part, type SplitRule, type TimeRule } from '../rule.ts'
import type { TimeKind } from '../time.ts'
import { philoxConstants, philoxKey } from '../../tally/philox.ts'

/** A script that reads `predictions.csv`, every value as its text, and writes it with the split of every row. */
export function pandasScript(rule: SplitRule, times: TimeKind): string {
  const isHashing =
    rule.by === 'hash' ? rule.hash === 'sha256' : rule.by === 'group' || ('key' in rule && rule.key !== null)
  return `${isHashing ? 'import hashlib\n\n' : ''}import numpy as np
import pandas as pd

rows = pd.read_csv("predictions.csv", dtype=str, keep_default_na=False)
${splitOf(rule, times)}
rows.to_csv("predictions_split.csv", index=False)
`
}

function splitOf(rule: SplitRule, times: TimeKind): string {
  switch (rule.by) {
    case 'random':
      return shuffled(rule.key, rule.seed, [], rule.parts)
    case 'stratified':
      return shuffled(rule.key, rule.seed, rule.strata, rule.parts)
    case 'group':
      return shuffled(rule.group, rule.seed, [], rule.parts)
    case 'time':
      return byTime(rule, times)
    case 'hash':
      return byHash(rule)
  }
}

/** Rows in the order of their keys' SHA-256, or of draws, in every stratum by itself, cut by the parts' shares. */
function shuffled(key: string | null, seed: number, strata: string[], parts: Part[]): string {
  const order =
    key === null
      ? drawsPython(seed)
      : `
# Rows in the order of their keys' SHA-256; rows of one key stay together, in the part where their middle lies.
order = pd.Series([int(hashlib.sha256(${encoded(seed, 'key')}).hexdigest()[:13], 16) for key in rows[${text(key)}]])`
  return `${order}
${cutPython(
  parts,
  strata,
  parts.map(({ name }) => text(name)),
  'rows["split"]',
)}`
}

/** Where the middle of a row's unit lies, as in `CumulativeShares`; the middle counts double, to be a whole number. */
function cutPython(parts: Part[], strata: string[], values: string[], assigned: string): string {
  const { upTo, total, isWide } = cumulativeShares(parts)
  const type = isWide ? 'object' : '"int64"'
  const columns = strata.map((column) => `rows[${text(column)}]`).join(', ')
  const units = strata.length > 0 ? `order.groupby([${columns}])` : 'order'
  const size = strata.length > 0 ? `units.transform("size").astype(${type})` : 'len(rows)'
  return `units = ${units}
middle = (units.rank(method="min") + units.rank(method="max") - 1).astype("int64")${isWide ? '.astype(object)' : ''}
size = ${size}
${selected(
  assigned,
  upTo.map((sum, k) => ({ condition: `middle * ${total} < 2 * size * ${sum}`, value: values[k] })),
  values[values.length - 1],
)}`
}

function byTime(rule: TimeRule, times: TimeKind): string {
  const names = rule.parts.map(({ name }) => text(name))
  const time = timesPython(rule.time, times)
  if (rule.starts !== null) {
    const starts = rule.starts.map((start) => startPython(start, times)).join(', ')
    return `time = ${time}\nstarts = [${starts}]\n${startsPython(rule, names, times)}`
  }
  const order = `
# Rows in the order of time; rows of one time stay together, in the part where their middle lies.
time = order = ${time}`
  if (rule.gapMs === 0) return `${order}\n${cutPython(rule.parts, [], names, 'rows["split"]')}`
  const numbers = names.map((_, k) => String(k))
  return `${order}
${cutPython(rule.parts, [], numbers, 'part')}
starts = [time[part >= k].min() for k in range(1, ${names.length})]
${startsPython(rule, names, times)}`
}

/**
 * The times of all rows. Each is parsed by itself, as not every release of pandas parses a column whose times have
 * several forms.
 */
function timesPython(column: string, times: TimeKind): string {
  if (times === 'number') return `rows[${text(column)}].astype(float)`
  return `pd.Series(pd.to_datetime([pd.Timestamp(time) for time in rows[${text(column)}]], utc=True))`
}

function startPython(start: string, times: TimeKind): string {
  return times === 'number' ? `float(${text(start)})` : `pd.to_datetime(pd.Timestamp(${text(start)}), utc=True)`
}

/** The conditions of the parts by their starts, from the last part to the first, with the gap before each. */
function startsPython(rule: TimeRule, names: string[], times: TimeKind): string {
  const gap = times === 'date' ? `pd.Timedelta(milliseconds=${rule.gapMs})` : String(rule.gapMs)
  const whens = names.slice(1).flatMap((name, k) => {
    const part = { condition: `time >= starts[${k}]`, value: name }
    return rule.gapMs > 0 ? [{ condition: `time >= starts[${k}] - ${gap}`, value: text(gapName) }, part] : [part]
  })
  return selected('rows["split"]', whens.reverse(), names[0])
}

function byHash(rule: HashRule): string {
  const { upTo, total } = cumulativeShares(rule.parts)
  const key = encoded(rule.seed, 'key')
  const bucket =
    rule.hash === 'sha256' ? `int(hashlib.sha256(${key}).hexdigest(), 16)` : `abs(farm_fingerprint(${key}))`
  const names = rule.parts.map(({ name }) => text(name))
  return `${rule.hash === 'sha256' ? '' : `\n# FarmHash's Fingerprint64, which is BigQuery's FARM_FINGERPRINT.\n${fingerprintPython}\n`}
bucket = pd.Series([${bucket} % ${total} for key in rows[${text(rule.key)}]])
${selected(
  'rows["split"]',
  upTo.map((sum, k) => ({ condition: `bucket < ${sum}`, value: names[k] })),
  names[names.length - 1],
)}`
}

function selected(assigned: string, whens: { condition: string; value: string }[], otherwise: string): string {
  const conditions = whens.map(({ condition }) => `    ${condition},\n`).join('')
  return `${assigned} = np.select([\n${conditions}], [${whens.map(({ value }) => value).join(', ')}], ${otherwise})`
}

/** The key's bytes, after the seed and a colon where there is a seed. */
function encoded(seed: number | null, variable: string): string {
  return seed === null ? `${variable}.encode()` : `f"${seed}:{${variable}}".encode()`
}

/** A string in double quotes, as JSON and Python both read it. */
function text(value: string): string {
  return JSON.stringify(value)
}

/** The draws of rows without a key, 52 bits each: words 2 r and 2 r + 1 of a stream of Philox4x32-10 for row r. */
function drawsPython(seed: number): string {
  const { low, high } = philoxKey(seed)
  const { multiplier0, multiplier1, weyl0, weyl1, rounds } = philoxConstants
  return `
# Rows in the order of draws: the first 52 bits of row r's two words of Philox4x32-${rounds}, a generator without state.
row = np.arange(len(rows), dtype=np.uint64)
words = [row // 2, row * 0, row * 0 + ${splitStream}, row * 0]
keys = [${hex(low)}, ${hex(high)}]
for _ in range(${rounds}):
    first, second = words[0] * ${hex(multiplier0)}, words[2] * ${hex(multiplier1)}
    words = [second >> 32 ^ words[1] ^ keys[0], second & 0xffffffff, first >> 32 ^ words[3] ^ keys[1], first & 0xffffffff]
    keys = [keys[0] + ${hex(weyl0)} & 0xffffffff, keys[1] + ${hex(weyl1)} & 0xffffffff]
even = row % 2 == 0
order = pd.Series(np.where(even, words[0], words[2]) * 2**20 + (np.where(even, words[1], words[3]) >> 12))`
}

function hex(word: number): string {
  return `0x${word.toString(16).padStart(8, '0')}`
}

/**
 * FarmHash's Fingerprint64 in plain Python, as BigQuery's `FARM_FINGERPRINT` has it before the sign: the functions of
 * `farmhashna` in Google's farmhash.cc. Python's integers grow, so that sums are cut to 64 bits where bits are moved.
 */
const fingerprintPython = `K0, K1, K2 = 0xc3a5c85c97cb3127, 0xb492b66fbe98f273, 0x9ae16a3b2f90404f
MASK = 2**64 - 1


def word(text, start, size=8):
    return int.from_bytes(text[start:start + size], "little")


def rotate(x, bits):
    x &= MASK
    return (x >> bits | x << 64 - bits) & MASK


def shift_mix(x):
    x &= MASK
    return x ^ x >> 47


def mix(u, v, factor):
    a = shift_mix((u ^ v) * factor)
    return shift_mix((v ^ a) * factor) * factor & MASK


def mix_32(text, start, a, b):
    w, x, y, z = (word(text, start + at) for at in (0, 8, 16, 24))
    a += w
    b = rotate(b + a + z, 21)
    c = a
    a += x + y
    return a + z & MASK, b + rotate(a, 44) + c & MASK


def fingerprint_short(text):
    size = len(text)
    factor = K2 + 2 * size
    if size >= 8:
        a, b = word(text, 0) + K2, word(text, size - 8)
        return mix(rotate(b, 37) * factor + a & MASK, (rotate(a, 25) + b) * factor & MASK, factor)
    if size >= 4:
        return mix(size + (word(text, 0, 4) << 3), word(text, size - 4, 4), factor)
    if size == 0:
        return K2
    return shift_mix((text[0] + (text[size >> 1] << 8)) * K2 ^ (size + (text[-1] << 2)) * K0) * K2 & MASK


def fingerprint_middle(text):
    size = len(text)
    factor = K2 + 2 * size
    a = word(text, 0) * (K1 if size <= 32 else K2) & MASK
    b, c, d = word(text, 8), word(text, size - 8) * factor, word(text, size - 16) * K2
    y = rotate(a + b, 43) + rotate(c, 30) + d & MASK
    z = mix(y, a + rotate(b + K2, 18) + c & MASK, factor)
    if size <= 32:
        return z
    e, f = word(text, 16) * factor, word(text, 24)
    g, h = (y + word(text, size - 32)) * factor, (z + word(text, size - 24)) * factor
    return mix(rotate(e + f, 43) + rotate(g, 30) + h & MASK, e + rotate(f + a, 18) + g & MASK, factor)


def fingerprint_long(text):
    x, y = 81 * K2 + word(text, 0) & MASK, 81 * K1 + 113 & MASK
    z = shift_mix(y * K2 + 113) * K2 & MASK
    v, w = (0, 0), (0, 0)
    last = (len(text) - 1) % 64

    def step(start, x, y, z, v, w, factor, times):
        x = rotate(x + y + v[0] + word(text, start + 8), 37) * factor & MASK
        y = rotate(y + v[1] + word(text, start + 48), 42) * factor & MASK
        x ^= w[1] * times & MASK
        y = y + v[0] * times + word(text, start + 40) & MASK
        z = rotate(z + w[0], 33) * factor & MASK
        v = mix_32(text, start, v[1] * factor, x + w[0])
        w = mix_32(text, start + 32, z + w[1], y + word(text, start + 16))
        return z, y, x, v, w

    for start in range(0, len(text) - 1 - last, 64):
        x, y, z, v, w = step(start, x, y, z, v, w, K1, 1)
    factor = K1 + (z % 256 << 1)
    w = (w[0] + last, w[1])
    v = (v[0] + w[0], v[1])
    w = (w[0] + v[0] & MASK, w[1])
    x, y, z, v, w = step(len(text) - 64, x, y, z, v, w, factor, 9)
    return mix(mix(v[0], w[0], factor) + shift_mix(y) * K0 + z & MASK, mix(v[1], w[1], factor) + x & MASK, factor)


def farm_fingerprint(text):
    size = len(text)
    value = fingerprint_short(text) if size <= 16 else fingerprint_middle(text) if size <= 64 else fingerprint_long(text)
    return value - 2**64 if value >= 2**63 else value
`

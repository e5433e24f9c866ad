import { philoxConstants, philoxKey } from '../../../tally/philox.ts'
import { cumulativeShares } from '../../cut.ts'
import { splitStream } from '../../order-numbers.ts'
import { gapName, type HashRule, type Part, type SplitRule, type TimeRule } from '../../rule.ts'
import type { TimeKind } from '../../time.ts'
import { fingerprintPython } from './fingerprint.ts'

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
export function drawsPython(seed: number): string {
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

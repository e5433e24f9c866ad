/** How rows are assigned to splits. The same rule gives the same splits on every engine, and in SQL and Python. */
export type SplitRule = RandomRule | StratifiedRule | GroupRule | TimeRule | HashRule

/** One of the splits with its share of the rows, in any unit: shares of 8, 1 and 1 are 80, 10 and 10 %. */
export interface Part {
  name: string
  /** Above 0. */
  share: number
}

/**
 * Rows in an order that the seed gives, cut by the parts' shares. With a key the order is that of the keys' SHA-256, so
 * that it does not depend on the order of the file, and rows of one key stay together.
 */
export interface RandomRule {
  by: 'random'
  key: string | null
  seed: number
  parts: Part[]
}

/**
 * Rows in random order as by `RandomRule`, cut in each stratum by itself. Rows with the same values in the columns
 * `strata` are a stratum.
 */
export interface StratifiedRule {
  by: 'stratified'
  key: string | null
  strata: string[]
  seed: number
  parts: Part[]
}

/** Whole groups, in the order of their names' SHA-256, until a part has its share of the rows. */
export interface GroupRule {
  by: 'group'
  group: string
  seed: number
  parts: Part[]
}

/** The earliest rows are the first part's. Rows of one time stay together. */
export interface TimeRule {
  by: 'time'
  time: string
  parts: Part[]
  /**
   * The time at which each part but the first begins, written as in the file; null: rows are cut by the parts' shares.
   */
  starts: string[] | null
  /**
   * Rows up to this many milliseconds before a part's first time are set aside, in the split `gapName`; where times are plain
   * numbers, up to this many of their units.
   */
  gapMs: number
  /** The gap was written with a unit, such as 7d: of times that are plain numbers the unit has to be known. */
  isGapTimed?: true
}

/**
 * Rows by a hash of their key modulo the sum of the shares, which are whole numbers; the buckets are cut in the order
 * of the parts: BigQuery's `MOD(ABS(FARM_FINGERPRINT(key)), n)`, or TFX's SHA-256, whose digest is one big-endian
 * number.
 */
export interface HashRule {
  by: 'hash'
  key: string
  hash: HashName
  /** With a seed, `seed:key` is hashed; null: the key alone, as BigQuery and TFX do. */
  seed: number | null
  parts: Part[]
}

/** The hash of a hash rule. */
export type HashName = 'farm_fingerprint' | 'sha256'

/** The most buckets: a remainder below it and 32 more bits fit into the 53 bits of a float64. */
export const mostBuckets = 2 ** 21

/** The name of the split for rows that a gap keeps out of all others. */
export const gapName = 'gap'

/** Shares of the splits with which a model is trained, chosen and tested. */
export interface Shares {
  train?: number
  validation?: number
  test?: number
}

/** The shares where none is given. */
const usualShares: Shares = { train: 70, validation: 15, test: 15 }

/** The splits that have a share, in their order; the usual three where none has. */
export function namedParts(shares: Shares): Part[] {
  const asked = (['train', 'validation', 'test'] as const).flatMap((name) =>
    shares[name] === undefined ? [] : [{ name, share: shares[name] }],
  )
  return asked.length === 0 ? namedParts(usualShares) : asked
}

/** `fold_1` … `fold_k`, all of one share. */
export function foldParts(count: number): Part[] {
  return Array.from({ length: count }, (_, i) => ({ name: `fold_${i + 1}`, share: 1 }))
}

/** A rule in words: "by hash: MOD(ABS(FARM_FINGERPRINT(customer)), 10), train 0 to 7, validation 8, test 9". */
export function ruleText(rule: SplitRule): string {
  switch (rule.by) {
    case 'hash':
      return `by hash: ${bucketText(rule)}`
    case 'random':
      return `at random, ${orderText(rule.key, rule.seed)}: ${sharesText(rule)}`
    case 'stratified':
      return `at random within each ${rule.strata.join(' and ')}, ${orderText(rule.key, rule.seed)}: ${sharesText(rule)}`
    case 'group':
      return `by whole groups of ${rule.group}, ${orderText(rule.group, rule.seed)}: ${sharesText(rule)}`
    case 'time':
      return rule.starts === null
        ? `by time, the earliest ${rule.time} first: ${sharesText(rule)}`
        : `by time: ${rule.starts.map((start, i) => `${rule.parts[i + 1].name} from ${rule.time} ${start}`).join(', ')}`
  }
}

function bucketText({ key, hash, seed, parts }: HashRule): string {
  const total = parts.reduce((sum, { share }) => sum + share, 0)
  const hashed = seed === null ? key : `"${seed}:" + ${key}`
  const bucket =
    hash === 'farm_fingerprint'
      ? `MOD(ABS(FARM_FINGERPRINT(${hashed})), ${total})`
      : `SHA-256 of ${hashed} modulo ${total}`
  const starts = parts.map((_, i) => parts.slice(0, i).reduce((sum, { share }) => sum + share, 0))
  const ranges = parts.map(
    ({ name, share }, i) => `${name} ${share === 1 ? starts[i] : `${starts[i]} to ${starts[i] + share - 1}`}`,
  )
  return [bucket, ...ranges].join(', ')
}

function orderText(key: string | null, seed: number): string {
  return key === null ? `seed ${seed}` : `in the order of SHA-256 of "${seed}:" + ${key}`
}

function sharesText({ parts }: SplitRule): string {
  return parts.map(({ name, share }) => `${name} ${share}`).join(', ')
}

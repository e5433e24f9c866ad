/** How rows come into splits, written down: the same rule gives the same splits wherever it is followed. */
export type SplitRule = RandomRule | StratifiedRule | GroupRule | TimeRule | HashRule

/** One of the splits, and how much of the rows it is to have, in any unit: shares of 8, 1 and 1 are 80, 10 and 10 %. */
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

/** As `RandomRule`, in every stratum by itself: rows that have the same values in these columns. */
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
  /** When each part but the first begins, as in the file; null: times are cut by the parts' shares. */
  starts: string[] | null
  /** Rows so close before a part's first time are set aside (`gapName`). */
  gapMs: number
}

/**
 * By the fingerprint of the key modulo the sum of the shares, which are whole numbers, cut in the order of the parts:
 * BigQuery's `MOD(ABS(FARM_FINGERPRINT(key)), n)`, or TFX's SHA-256, whose digest is one big-endian number.
 */
export interface HashRule {
  by: 'hash'
  key: string
  hash: HashName
  /** Of `seed:key` instead of the key; null: of the key alone, as BigQuery and TFX do. */
  seed: number | null
  parts: Part[]
}

export type HashName = 'farm_fingerprint' | 'sha256'

/** More buckets would not leave room for a word above a remainder in the 53 bits of a float64. */
export const mostBuckets = 2 ** 21

/** What rows are named that a gap keeps out of every split. */
export const gapName = 'gap'

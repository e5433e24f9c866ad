import type { DictionaryColumn } from '../table/column.ts'
import type { DatasetNotice } from './notices.ts'

/** The rows of one split by their numbers; null: all rows, in their order. */
export interface RowsOfSplit {
  name: string
  rows: Uint32Array | null
}

const canonicalSplits: Record<string, string> = {
  train: 'train',
  training: 'train',
  validation: 'validation',
  valid: 'validation',
  val: 'validation',
  dev: 'validation',
  test: 'test',
  testing: 'test',
  holdout: 'test',
}
const splitOrder = ['train', 'validation', 'test']

/** The usual name of a split (`val` is validation, `TRAIN` is train), or the name as it is. */
export function canonicalSplit(name: string): string {
  const key = name.trim().toLowerCase()
  return Object.hasOwn(canonicalSplits, key) ? canonicalSplits[key] : name
}

/** Which rows are in which split; without a split column, all rows are the split `all`. */
export function rowsOfSplits(split: DictionaryColumn | null): RowsOfSplit[] {
  if (split === null) return [{ name: 'all', rows: null }]
  const names = [...new Set(split.values.map(canonicalSplit))].sort(bySplitOrder)
  const splitOf = Uint32Array.from(split.values, (value) => names.indexOf(canonicalSplit(value)))
  const sizes = new Uint32Array(names.length)
  for (let row = 0; row < split.codes.length; row++) sizes[splitOf[split.codes[row]]]++
  return names.flatMap((name, wanted) => {
    if (sizes[wanted] === 0) return []
    const rows = new Uint32Array(sizes[wanted])
    let count = 0
    for (let row = 0; row < split.codes.length; row++) if (splitOf[split.codes[row]] === wanted) rows[count++] = row
    return [{ name, rows }]
  })
}

/** Which splits were read under their usual names instead of their own; nothing where none were. */
export function splitNotices(split: DictionaryColumn): DatasetNotice[] {
  const renamed = split.values
    .map((written) => ({ written, readAs: canonicalSplit(written) }))
    .filter(({ written, readAs }) => readAs !== written)
  return renamed.length === 0 ? [] : [{ code: 'split_names', renamed }]
}

function bySplitOrder(a: string, b: string): number {
  const place = (name: string) => (splitOrder.includes(name) ? splitOrder.indexOf(name) : splitOrder.length)
  return place(a) - place(b) || (a < b ? -1 : 1)
}

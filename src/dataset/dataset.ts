import type { DictionaryColumn } from '../table/column.ts'
import type { BinaryLabels } from './labels.ts'
import type { ModelName } from './roles.ts'

/** The rows of all files in their roles, cut into splits. */
export interface BinaryDataset {
  rowCount: number
  labels: BinaryLabels
  /** `train`, `validation`, `test` and then others by name; one split `all` where none is named. */
  splits: DatasetSplit[]
}

/** The rows of one split, in the order of the file. */
export interface DatasetSplit {
  name: string
  /** 1 for the positive class, else 0. */
  classes: Uint8Array
  scores: Map<ModelName, Float64Array>
  /** Values in code-point order; every slice column has the same values in every split. */
  slices: { column: string; dictionary: DictionaryColumn }[]
}

/** Columns of equal length: what is cut. */
export interface DatasetColumns {
  classes: Uint8Array
  scores: Map<ModelName, Float64Array>
  slices: { column: string; dictionary: DictionaryColumn }[]
}

const canonicalSplits: Record<string, string> = {
  train: 'train', training: 'train',
  validation: 'validation', valid: 'validation', val: 'validation', dev: 'validation',
  test: 'test', testing: 'test', holdout: 'test',
}
const splitOrder = ['train', 'validation', 'test']

/** The contract's name of a split (`val` is validation, `TRAIN` is train), or the name as it is. */
export function canonicalSplit(name: string): string {
  const key = name.trim().toLowerCase()
  return Object.hasOwn(canonicalSplits, key) ? canonicalSplits[key] : name
}

/** Cuts columns into splits by a split column; without one, all rows are the split `all`. */
export function cutIntoSplits(columns: DatasetColumns, split: DictionaryColumn | null): DatasetSplit[] {
  if (split === null) return [{ name: 'all', ...columns }]
  const names = [...new Set(split.values.map(canonicalSplit))].sort(bySplitOrder)
  const splitOf = Uint32Array.from(split.values, (value) => names.indexOf(canonicalSplit(value)))
  const sizes = new Uint32Array(names.length)
  for (const code of split.codes) sizes[splitOf[code]]++
  return names.flatMap((name, wanted) => {
    if (sizes[wanted] === 0) return []
    const rows = new Uint32Array(sizes[wanted])
    let count = 0
    for (let row = 0; row < split.codes.length; row++) if (splitOf[split.codes[row]] === wanted) rows[count++] = row
    return [takeRows(columns, rows, name)]
  })
}

function takeRows(columns: DatasetColumns, rows: Uint32Array, name: string): DatasetSplit {
  const take = <A extends Uint8Array | Uint32Array | Float64Array>(values: A, taken: A): A => {
    for (let i = 0; i < rows.length; i++) taken[i] = values[rows[i]]
    return taken
  }
  return {
    name,
    classes: take(columns.classes, new Uint8Array(rows.length)),
    scores: new Map([...columns.scores].map(([model, scores]) => [model, take(scores, new Float64Array(rows.length))])),
    slices: columns.slices.map(({ column, dictionary }) => ({
      column,
      dictionary: { ...dictionary, codes: take(dictionary.codes, new Uint32Array(rows.length)) },
    })),
  }
}

function bySplitOrder(a: string, b: string): number {
  const place = (name: string) => (splitOrder.includes(name) ? splitOrder.indexOf(name) : splitOrder.length)
  return place(a) - place(b) || (a < b ? -1 : 1)
}

import type { SplitFinding } from '../finding.ts'
import { gapName } from '../rule.ts'
import type { CheckedRows } from './rows.ts'

/** Two splits by their indices in `CheckedRows.names`. What is judged is judged on the later one. */
export interface SplitPair {
  earlier: number
  later: number
}

/** Rows of each split, by index. */
export function splitSizes({ codes, names }: CheckedRows): number[] {
  const sizes = new Uint32Array(names.length)
  for (let row = 0; row < codes.length; row++) sizes[codes[row]]++
  return [...sizes]
}

/**
 * Every two splits that have rows: train before splits of other names (folds), these before validation, and test last.
 * What a gap has set aside is in no split.
 */
export function splitPairs(names: string[], sizes: number[]): SplitPair[] {
  const order = names.map((_, split) => split).filter((split) => sizes[split] > 0 && names[split] !== gapName)
  order.sort((a, b) => importance(names[a]) - importance(names[b]) || a - b)
  return order.flatMap((earlier, i) => order.slice(i + 1).map((later) => ({ earlier, later })))
}

/** Those of train, validation and test alone. */
export function namedPairs(names: string[], pairs: SplitPair[]): SplitPair[] {
  return pairs.filter(({ earlier, later }) =>
    [earlier, later].every((split) => importance(names[split]) !== otherImportance),
  )
}

const otherImportance = 1

function importance(name: string): number {
  return name === 'train' ? 0 : name === 'validation' ? 2 : name === 'test' ? 3 : otherImportance
}

export function namesOf(names: string[], { earlier, later }: SplitPair): [string, string] {
  return [names[earlier], names[later]]
}

/**
 * What rows on both sides do to the verdict: where one side is test, rows are judged that the model or its threshold
 * may have been chosen on. Train and validation, or two folds, are not what is judged.
 */
export function leakEffect(names: string[], pair: SplitPair): SplitFinding['effect'] {
  return names[pair.later] === 'test' ? 'undecided' : 'none'
}

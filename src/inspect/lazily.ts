import type { Column } from './columns.ts'

/** A function of a column that is computed once for each. */
export function lazily<T>(make: (column: Column) => T): (column: Column) => T {
  const made = new WeakMap<Column, T>()
  return (column) => {
    const known = made.get(column)
    if (known !== undefined || made.has(column)) return known as T
    const result = make(column)
    made.set(column, result)
    return result
  }
}

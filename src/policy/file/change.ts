import type { Path } from './fault.ts'

/** One change to what a policy's file says, by paths into it. */
export type PolicyChange =
  /** Sets what is at the path, or adds it; undefined takes it away, a key or an item of a list. */
  | { kind: 'set'; path: Path; value: unknown }
  /** Puts a value into the list at the path: before the item at `at`, or last. */
  | { kind: 'insert'; path: Path; at: number; value: unknown }
  /** Moves an item of the list at the path: it is then the one at `to`. */
  | { kind: 'move'; path: Path; from: number; to: number }

/** The value with the change made; what it does not touch is shared with the value given. */
export function changed(value: unknown, { path, ...change }: PolicyChange): unknown {
  const [key, ...rest] = path
  if (path.length === 0) return change.kind === 'set' ? change.value : reordered(value as unknown[], change)
  const inner = { ...change, path: rest } as PolicyChange
  const before = Array.isArray(value) ? value[Number(key)] : isMapping(value) ? value[key] : undefined
  const after = changed(before, inner)
  if (Array.isArray(value))
    return after === undefined ? value.toSpliced(Number(key), 1) : value.with(Number(key), after)
  const { [key]: _, ...others } = isMapping(value) ? value : {}
  return after === undefined ? others : { ...(isMapping(value) ? value : {}), [key]: after }
}

function reordered(
  list: unknown[],
  change: { kind: 'insert'; at: number; value: unknown } | { kind: 'move'; from: number; to: number },
): unknown[] {
  if (change.kind === 'insert') return list.toSpliced(change.at, 0, change.value)
  return list.toSpliced(change.from, 1).toSpliced(change.to, 0, list[change.from])
}

/** Whether a plain value is a map (no list, and not null). */
export function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether two values say the same, whatever the order of keys; what is undefined is not there. Maps and sets have an order. */
export function isSame(a: unknown, b: unknown): boolean {
  if ((a instanceof Map && b instanceof Map) || (a instanceof Set && b instanceof Set)) return isSame([...a], [...b])
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => isSame(item, b[i]))
  if (!isMapping(a) || !isMapping(b)) return a === b
  const keysOf = (map: Record<string, unknown>) => Object.keys(map).filter((key) => map[key] !== undefined)
  return (
    keysOf(a).length === keysOf(b).length && keysOf(a).every((key) => Object.hasOwn(b, key) && isSame(a[key], b[key]))
  )
}

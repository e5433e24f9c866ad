/** Whether a plain value is a map (no list, and not null). */
export function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether two plain values say the same, whatever the order of keys; what is undefined is not there. */
export function isSame(a: unknown, b: unknown): boolean {
  if ((a instanceof Map && b instanceof Map) || (a instanceof Set && b instanceof Set)) return isSame([...a], [...b])
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => isSame(item, b[i]))
  if (!isMapping(a) || !isMapping(b)) return a === b
  const keysOf = (map: Record<string, unknown>) => Object.keys(map).filter((key) => map[key] !== undefined)
  return (
    keysOf(a).length === keysOf(b).length && keysOf(a).every((key) => Object.hasOwn(b, key) && isSame(a[key], b[key]))
  )
}

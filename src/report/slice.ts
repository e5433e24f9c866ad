/** Whether two slices have the same values of the same columns, in whatever order. */
export function isSameSlice(a: Record<string, string>, b: Record<string, string>): boolean {
  const columns = Object.keys(a)
  return columns.length === Object.keys(b).length && columns.every((column) => a[column] === b[column])
}

/**
 * Where a place of a text is, for a caret.
 * @param line 1-based @param column 1-based, in UTF-16 units; beyond the line's end it is the end
 */
export function offsetOf(text: string, line: number, column: number): number {
  const lines = text.split('\n')
  const at = Math.min(Math.max(1, line), lines.length) - 1
  const before = lines.slice(0, at).reduce((sum, { length }) => sum + length + 1, 0)
  return before + Math.min(Math.max(1, column) - 1, lines[at].length)
}

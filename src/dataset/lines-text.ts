/** The first few lines of many: "line 17", "lines 17, 20", "lines 17, 20, 33 and 136 others". */
export function linesText(first: readonly number[], count: number): string {
  const more = count - first.length
  return `${count === 1 ? 'line' : 'lines'} ${first.join(', ')}${more === 0 ? '' : ` and ${more} ${more === 1 ? 'other' : 'others'}`}`
}

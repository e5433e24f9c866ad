/** "1 row of test has", "12 rows of test have" */
export function rowsHave(count: number, split: string): string {
  return count === 1 ? `1 row of ${split} has` : `${count} rows of ${split} have`
}

/** "1 group", "12 groups" */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** `"north", "south" and 3 more` */
export function someQuoted(values: string[], limit = 5): string {
  const shown = values
    .slice(0, limit)
    .map((value) => JSON.stringify(value))
    .join(', ')
  return values.length > limit ? `${shown} and ${values.length - limit} more` : shown
}

/** Three significant digits, for sentences. */
export function threeDigits(value: number): string {
  return String(Number(value.toPrecision(3)))
}

/** "p < 0.001", "p = 0.0042" */
export function pText(p: number): string {
  return p < 0.001 ? 'p < 0.001' : `p = ${Number(p.toPrecision(2))}`
}

import type { Column } from './columns.ts'
import type { Frame } from './frame.ts'

/** A column that is what two others differ by, in one of the usual ways. */
export interface Difference {
  residual: Column
  truth: Column
  prediction: Column
  /** "is “actual” minus “predicted”" */
  says: string
}

interface Form {
  of: (a: number, b: number) => number
  says: (a: string, b: string) => string
}

const quoted = (name: string) => `“${name}”`

/** What people write of a truth and its prediction; both ways round where these differ. */
const forms: readonly Form[] = [
  { of: (a, b) => a - b, says: (a, b) => `is ${quoted(a)} minus ${quoted(b)}` },
  { of: (a, b) => Math.abs(a - b), says: (a, b) => `is how far ${quoted(a)} and ${quoted(b)} are apart` },
  { of: (a, b) => (a - b) * (a - b), says: (a, b) => `is the square of ${quoted(a)} minus ${quoted(b)}` },
  { of: (a, b) => a / b, says: (a, b) => `is ${quoted(a)} divided by ${quoted(b)}` },
  { of: (a, b) => (a - b) / a, says: (a, b) => `is ${quoted(a)} minus ${quoted(b)} as a share of ${quoted(a)}` },
  { of: (a, b) => (a - b) / b, says: (a, b) => `is ${quoted(a)} minus ${quoted(b)} as a share of ${quoted(b)}` },
  {
    of: (a, b) => Math.abs((a - b) / a),
    says: (a, b) => `is how far ${quoted(a)} and ${quoted(b)} are apart, as a share of ${quoted(a)}`,
  },
  {
    of: (a, b) => (100 * (a - b)) / a,
    says: (a, b) => `is ${quoted(a)} minus ${quoted(b)} in per cent of ${quoted(a)}`,
  },
  {
    of: (a, b) => Math.abs((100 * (a - b)) / a),
    says: (a, b) => `is how far ${quoted(a)} and ${quoted(b)} are apart, in per cent of ${quoted(a)}`,
  },
]

const fewestRows = 8

/**
 * What a column is the difference of, or null. A header that says so is believed once the rows show it; a column without one
 * only where one of the two others is named as a prediction and the other is not, and it varies less than both.
 */
export function differenceOf(frame: Frame, column: Column, numbers: readonly Column[]): Difference | null {
  const isNamed = column.themes.has('residual')
  if (!isNamed && ['truth', 'label', 'prediction', 'score'].some((theme) => column.themes.has(theme as never)))
    return null
  const others = numbers.filter(
    (other) => other !== column && !other.themes.has('residual') && frame.areTogether(column, other),
  )
  for (const a of others) {
    for (const b of others) {
      if (a === b || (!isNamed && a.themes.has('prediction') === b.themes.has('prediction'))) continue
      const form = forms.find((each) => holds(frame, column, a, b, each))
      if (form === undefined || (!isNamed && !variesLess(frame, column, [a, b]))) continue
      const [truth, prediction] = truthFirst(a, b)
      return { residual: column, truth, prediction, says: form.says(a.header, b.header) }
    }
  }
  return null
}

/** Of two columns the one that is rather the truth first: named so, or not named as a prediction. */
function truthFirst(a: Column, b: Column): [truth: Column, prediction: Column] {
  const claim = ({ themes }: Column) =>
    (themes.has('truth') ? 2 : themes.has('label') ? 1 : 0) - (themes.has('prediction') || themes.has('model') ? 2 : 0)
  return claim(a) >= claim(b) ? [a, b] : [b, a]
}

function holds(frame: Frame, column: Column, one: Column, other: Column, { of }: Form): boolean {
  const [c, a, b] = [column, one, other].map((each) => frame.numbersOf(each))
  const rounding = roundingOf(column) + roundingOf(one) + roundingOf(other)
  let [rows, beyondRounding] = [0, 0]
  for (let row = 0; row < c.length; row++) {
    const [found, expected] = [c[row], of(a[row], b[row])]
    if (Number.isNaN(found) || !Number.isFinite(expected)) continue
    const scale = Math.max(Math.abs(a[row]), Math.abs(b[row]), Math.abs(found))
    const isRatio = of(1, 2) === of(10, 20)
    const slack = isRatio
      ? 1e-9 +
        roundingOf(column) +
        (3 * (roundingOf(one) + roundingOf(other)) * Math.abs(expected)) /
          Math.max(1e-9, Math.min(Math.abs(a[row]), Math.abs(b[row])))
      : rounding
    if (Math.abs(found - expected) > slack + 1e-9 * scale) return false
    rows++
    if (Math.abs(found) > 10 * slack) beyondRounding++
  }
  return rows >= fewestRows && beyondRounding >= rows / 4
}

const roundings = new WeakMap<Column, number>()

/** Half a unit of the last decimal that a column of fractions is written to. */
function roundingOf(column: Column): number {
  const known = roundings.get(column)
  if (known !== undefined) return known
  const decimals = Math.max(
    0,
    ...column.cells.slice(0, 100).map((cell) => /[.,](\d+)%?$/.exec(cell.trim())?.[1].length ?? 0),
  )
  const isExact = /e/i.test(column.cells.slice(0, 100).join('')) || !column.hasFractions || decimals > 12
  const rounding = isExact ? 0 : Number(`0.51e-${decimals}`)
  roundings.set(column, rounding)
  return rounding
}

function variesLess(frame: Frame, column: Column, others: readonly Column[]): boolean {
  const own = spread(frame.numbersOf(column))
  return others.every((other) => own < 0.9 * spread(frame.numbersOf(other)))
}

/** The standard deviation. */
function spread(numbers: Float64Array): number {
  const known = numbers.filter((value) => !Number.isNaN(value))
  const mean = known.reduce((sum, value) => sum + value / known.length, 0)
  return Math.sqrt(known.reduce((sum, value) => sum + ((value - mean) * (value - mean)) / known.length, 0))
}

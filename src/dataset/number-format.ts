import type { NumberFormat } from './reading.ts'

/** A way of setting off thousands and fractions. */
type Separators = 'plain' | 'comma_thousands' | 'dot_thousands' | 'space_thousands' | 'space_thousands_decimal_comma'

const exponent = '(?:[eE]([+-]?\\d+))?'
/** A blank, one that does not break or is narrow, or an apostrophe. */
const blank = "[ \\u00a0\\u202f\\u2009'’]"

/** The whole part, the fraction and the exponent of a number, by how it is written. */
const grammars: Record<Separators, RegExp> = {
  plain: new RegExp(`^(\\d*)(?:\\.(\\d*))?${exponent}$`),
  comma_thousands: new RegExp(`^(\\d{1,3}(?:,\\d{3})+|\\d*)(?:\\.(\\d*))?${exponent}$`),
  dot_thousands: new RegExp(`^(\\d{1,3}(?:\\.\\d{3})+|\\d*)(?:,(\\d*))?${exponent}$`),
  space_thousands: new RegExp(`^(\\d{1,3}(?:${blank}\\d{3})+|\\d*)(?:\\.(\\d*))?${exponent}$`),
  space_thousands_decimal_comma: new RegExp(`^(\\d{1,3}(?:${blank}\\d{3})+|\\d*)(?:,(\\d*))?${exponent}$`),
}

/** A symbol such as `$`, `US$`, `kr` or `zł`, or a code such as `EUR`. */
const currency = '(?:[A-Z]{0,2}\\p{Sc}|[A-Z]{3}|kr\\.?|Kč|zł|Fr\\.|Ft|lei)'
const currencyBefore = new RegExp(`^([+\\-−]?)\\s*${currency}\\s*(?=[+\\-−.,\\d])`, 'u')
const currencyBehind = new RegExp(`(?<=[\\d.,])\\s*${currency}$`, 'u')

/**
 * The number that a text is written as in one of a column's formats, or NaN where it does not fit them: the double nearest to
 * the decimal number that is meant, so that `14.3%` is 0.143. ±Infinity where it is too large.
 * @param formats all of which hold together: `['percent', 'decimal_comma']` reads `14,3 %`
 * @example formattedNumber('1.234,5', ['decimal_comma']) // 1234.5
 */
export function formattedNumber(text: string, formats: readonly NumberFormat[]): number {
  return numberBy(text, formats.includes('percent'), formats.includes('currency'), separatorsOf(formats))
}

/** The separators that formats name; of several the one that has both. */
function separatorsOf(formats: readonly NumberFormat[]): Separators {
  const isComma = formats.includes('decimal_comma')
  if (formats.includes('space_thousands')) return isComma ? 'space_thousands_decimal_comma' : 'space_thousands'
  if (isComma || formats.includes('dot_thousands')) return 'dot_thousands'
  return formats.includes('comma_thousands') ? 'comma_thousands' : 'plain'
}

function numberBy(text: string, isPercent: boolean, hasCurrency: boolean, separators: Separators): number {
  let rest = text.trim()
  if (isPercent) rest = rest.replace(/\s*%$/, '')
  if (hasCurrency) rest = rest.replace(currencyBefore, '$1').replace(currencyBehind, '')
  const sign = /^[+\-−]/.exec(rest)?.[0] ?? ''
  const match = grammars[separators].exec(rest.slice(sign.length))
  if (match === null) return NaN
  const whole = match[1].replace(/\D/g, '')
  const fraction = match[2] ?? ''
  if (whole === '' && fraction === '') return NaN
  const scale = Number(match[3] ?? 0) - (isPercent ? 2 : 0)
  // −0 is 0, as everywhere where numbers are read.
  return Number(`${sign === '' || sign === '+' ? '' : '-'}${whole || '0'}.${fraction || '0'}e${scale}`) + 0
}

/** Formats of one column that contradict each other; null where they hold together. */
export function contradiction(formats: readonly NumberFormat[]): [NumberFormat, NumberFormat] | null {
  const pairs: [NumberFormat, NumberFormat][] = [
    ['decimal_comma', 'comma_thousands'],
    ['comma_thousands', 'dot_thousands'],
    ['comma_thousands', 'space_thousands'],
    ['dot_thousands', 'space_thousands'],
  ]
  return pairs.find((pair) => pair.every((format) => formats.includes(format))) ?? null
}

/**
 * The formats with the separators that the cells prove, where none are named: per cent and currencies go with commas as well as
 * with points. Commas are taken where cells that fit one way of reading them do not all fit the other; else formats stay.
 */
export function provenFormats(texts: Iterable<string>, formats: readonly NumberFormat[]): readonly NumberFormat[] {
  if (formats.some((format) => format !== 'percent' && format !== 'currency')) return formats
  const ways = [formats, [...formats, 'comma_thousands'], [...formats, 'decimal_comma']] as NumberFormat[][]
  const fitting = [0, 0, 0]
  let readable = 0
  for (const text of texts) {
    const fits = ways.map((way) => !Number.isNaN(formattedNumber(text, way)))
    if (!fits.includes(true)) continue
    readable++
    fits.forEach((isFit, i) => (fitting[i] += Number(isFit)))
  }
  const [isPlain, isCommaThousands, isDecimalComma] = fitting.map((count) => count === readable)
  if (isPlain || isCommaThousands === isDecimalComma) return formats
  return ways[isCommaThousands ? 1 : 2]
}

/** What a cell that is no plain number looks like: formats that read it. Several ways where the cell does not tell. */
export function likelyFormats(text: string): NumberFormat[][] {
  const trimmed = text.trim()
  const around: NumberFormat[] = [
    ...(/%$/.test(trimmed) ? ['percent' as const] : []),
    ...(currencyBefore.test(trimmed) || currencyBehind.test(trimmed) ? ['currency' as const] : []),
  ]
  const separators: NumberFormat[][] = [
    [],
    ['decimal_comma'],
    ['comma_thousands'],
    ['space_thousands'],
    ['space_thousands', 'decimal_comma'],
  ]
  const ways = separators.map((way) => [...around, ...way]).filter((way) => way.length > 0)
  const fitting = ways.filter((way) => !Number.isNaN(formattedNumber(trimmed, way)))
  // The plainest way that fits says all; a comma before three digits fits two.
  return fitting.filter((way) => way.length === fitting[0].length)
}

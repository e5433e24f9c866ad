import { comparable, missingWords } from '../table/missing-words.ts'

/** A name that stands before a bracket, as in `array([0.9, 0.1])`. */
const wrapper = /^[A-Za-z_][\w.]*\((.*)\)$/s
/** A number in the form of a call, as in `np.float64(0.9)`. */
const wrappedNumber = /^[A-Za-z_][\w.]*\(([^()]*)\)$/
const plainNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/

/**
 * The numbers of a vector that is written in one cell: `[0.9,0.1]`, `(0.9, 0.1)`, `array([0.9, 0.1])`, `[np.float64(0.9), …]`,
 * `0.9;0.1`, `0.9|0.1` or `0.9 0.1`. A number that is missing (`nan`) is NaN, one beyond float64 ±Infinity. null where the cell is
 * no such vector; a map such as `{"0": 0.9}`, or a sparse vector, is none.
 */
export function vectorOf(text: string): number[] | null {
  const parts = partsOf(inside(text.trim()))
  const numbers = parts.map(numberOf)
  return numbers.includes(null) ? null : (numbers as number[])
}

/** Without the name and the brackets around it, at most two of these. */
function inside(text: string): string {
  let rest = text
  for (let depth = 0; depth < 2; depth++) {
    const called = wrapper.exec(rest)
    // One number in the form of a call is no vector.
    if (called !== null && /^\s*[[(]/.test(called[1])) rest = called[1].trim()
    const isBracketed = (rest.startsWith('[') && rest.endsWith(']')) || (rest.startsWith('(') && rest.endsWith(')'))
    if (!isBracketed) break
    rest = rest.slice(1, -1).trim()
  }
  return rest
}

/** By the first of these that stands in it: a semicolon, a bar, a comma, white space. */
function partsOf(text: string): string[] {
  const separator = [';', '|', ','].find((each) => text.includes(each)) ?? /\s+/
  return text.split(separator).map((part) => part.trim())
}

function numberOf(text: string): number | null {
  const plain = wrappedNumber.exec(text)?.[1].trim() ?? text
  if (plainNumber.test(plain)) return Number(plain) + 0
  return plain !== '' && missingWords.includes(comparable(plain)) ? NaN : null
}

import { labelOrder } from '../dataset/labels.ts'
import { comparableValue, type Column } from './columns.ts'
import type { Frame } from './frame.ts'

/** An order of classes, as one for the columns of their probabilities. */
export interface ClassOrder {
  order: readonly string[]
  /** Of rows in which the largest number is that of the true class. */
  share: number
  isSorted: boolean
}

const mostOrders = 3

/** The orders of classes that are worth asking about, that which agrees best first. */
export function ordersOf(
  values: readonly string[],
  names: readonly string[],
  shareOf: (order: readonly string[]) => number,
): ClassOrder[] {
  if (names.length !== values.length) return []
  const sorted = labelOrder([...values])
  const found = values.length <= mostOrders ? permutations(values) : [sorted, values, values.toReversed()]
  const orders = values.length <= mostOrders ? found : [improvedOrder(sorted, shareOf), ...found]
  const unique = new Map(orders.map((order) => [JSON.stringify(order), order]))
  return [...unique.values()]
    .map((order) => ({ order, share: shareOf(order), isSorted: order.every((value, i) => value === sorted[i]) }))
    .sort((a, b) => b.share - a.share)
}

/** The order with neighbours exchanged as long as that agrees better. */
export function improvedOrder(
  start: readonly string[],
  shareOf: (order: readonly string[]) => number,
): readonly string[] {
  let [order, share] = [[...start], shareOf(start)]
  for (let round = 0; round < 3; round++) {
    const before = share
    for (let i = 0; i < order.length; i++) {
      for (let k = i + 1; k < order.length; k++) {
        const other = order.slice()
        ;[other[i], other[k]] = [other[k], other[i]]
        const found = shareOf(other)
        if (found > share) [order, share] = [other, found]
      }
    }
    if (share === before) break
  }
  return order
}

function permutations(values: readonly string[]): string[][] {
  if (values.length < 2) return [[...values]]
  return values.flatMap((value, i) =>
    permutations([...values.slice(0, i), ...values.slice(i + 1)]).map((rest) => [value, ...rest]),
  )
}

/** How often the largest number of a row is that of its true class, where columns have classes in some order. */
export function agreementOf(
  order: readonly string[],
  truths: readonly (string | null)[],
  numbers: readonly ArrayLike<number>[],
): number {
  const keys = order.map(comparableValue)
  let [right, rows] = [0, 0]
  for (let row = 0; row < truths.length; row++) {
    if (truths[row] === null) continue
    let largest = 0
    for (let i = 1; i < numbers.length; i++) if (numbers[i][row] > numbers[largest][row]) largest = i
    rows++
    if (keys[largest] === truths[row]) right++
  }
  return rows === 0 ? 0 : right / rows
}

/** The classes in the order of numbers, where the largest number of each row gives a column of decisions. */
export function provenOrder(
  frame: Frame,
  decisions: readonly Column[],
  length: number,
  numbersOf: (row: number) => readonly number[] | null,
): { decision: Column; classes: string[] } | null {
  for (const decision of decisions) {
    const values = frame.valuesOf(decision)
    const classOf = new Array<string | null>(length).fill(null)
    let [isFunction, rows] = [true, 0]
    for (let row = 0; row < values.length && isFunction; row++) {
      const [value, numbers] = [values[row], numbersOf(row)]
      if (value === null || numbers === null || numbers.some(Number.isNaN)) continue
      const largest = Math.max(...numbers)
      const at = numbers.indexOf(largest)
      // Rounded numbers may be equal.
      if (numbers.lastIndexOf(largest) !== at) continue
      rows++
      classOf[at] ??= value
      isFunction = classOf[at] === value
    }
    const classes = classOf.filter((value) => value !== null)
    if (isFunction && rows >= 10 && classes.length === length && new Set(classes).size === length) {
      const written = [...decision.counts.keys()]
      return {
        decision,
        classes: classes.map((value) => written.find((each) => comparableValue(each) === value) ?? value),
      }
    }
  }
  return null
}

import { classListText } from '../dataset/named-columns.ts'
import { isNumberText } from '../dataset/task.ts'
import { agreement } from './association.ts'
import { areSharesOfOne, classColumns, classColumnsText, type ClassColumns } from './class-columns.ts'
import { comparableValue, holdsClasses, type Column } from './columns.ts'
import { agreementOf, improvedOrder, provenOrder } from './class-orders.ts'
import { isGrade, isNamedOutput } from './naming.ts'
import { canBeLogits, freeColumns, modelKey, output, type Context, type ModelOutput } from './outputs.ts'

/** What models say of a truth with several classes: a probability for each class, and decisions. */
export function multiclassOutputs(context: Context, truth: Column): ModelOutput[] {
  const free = freeColumns(context, truth)
  const decisions = decisionColumns(context, truth, free)
  return [
    ...columnGroups(context, truth, free, decisions),
    ...vectorColumns(context, truth, free, decisions),
    ...decisions,
  ]
}

/** Columns for each class, by name or by number. */
function columnGroups(
  context: Context,
  truth: Column,
  free: readonly Column[],
  decisions: readonly ModelOutput[],
): ModelOutput[] {
  const { frame } = context
  const decidedColumns = decisions.map(({ columns: [column] }) => column)
  return classColumns(frame, truth)
    .filter((group) => group.columns.every((column) => free.includes(column)))
    .flatMap((group) => {
      const { columns, isProbability } = group
      const names = listedNames(columns.map(({ header }) => header))
      const key = modelKey(context, truth, columns[0], classWords(group))
      const numbersOf = columns.map((column) => frame.numbersOf(column))
      const proof = provenOrder(context.frame, decidedColumns, columns.length, (row) =>
        numbersOf.map((numbers) => numbers[row]),
      )
      const sums = isProbability ? ' and sum to 1 in each row' : ''
      if (group.classes !== null && isContradicted(group, proof, frame, truth, numbersOf)) {
        const says = `${names} have the numbers of the classes in their headers, and yet the largest of them is rarely of the true class in that order.`
        return [
          output({
            kind: 'classes',
            columns,
            text: null,
            unordered: columns.map(({ name }) => name),
            strength: 'proven',
            says,
            key,
          }),
        ]
      }
      const orderedOutput = (classes: readonly string[], listed: string, says: string) =>
        output({
          ...{ kind: 'classes', columns, classes, strength: 'proven', says, key },
          text: isProbability ? listed : null,
          logits: isProbability ? null : { text: listed },
        })
      if (group.classes !== null) {
        const isNamed = isProbability || proof !== null || columns.some((column) => isNamedOutput(column))
        if (!isNamed) return []
        const shown = proof === null ? '' : `; the largest of them gives “${proof.decision.header}”`
        const says = `${names} are named as the classes${sums}${shown}.`
        const listed = classColumnsText(frame, group)
        const [text, logits] = isProbability ? [listed, null] : [null, { text: listed }]
        const strength = isProbability || proof !== null ? 'proven' : 'named'
        return [output({ kind: 'classes', columns, text, logits, classes: group.classes, strength, says, key })]
      }
      if (proof !== null) {
        const what = isProbability
          ? `${names} sum to 1 in each row, and the largest of them`
          : `The largest of ${names}`
        const says = `${what} gives “${proof.decision.header}”, which tells the class of each.`
        return [orderedOutput(proof.classes, classColumnsText(frame, group, proof.classes), says)]
      }
      const byNumber = numberedClasses([...truth.counts.keys()], group)
      if (byNumber !== null) {
        const says = `${names} ${isProbability ? 'sum to 1 in each row and ' : ''}are numbered as the classes.`
        return [orderedOutput(byNumber, classColumnsText(frame, { ...group, classes: byNumber }), says)]
      }
      const says = isProbability
        ? `${names} sum to 1 in each row, and no name says which class each of them is of.`
        : `${names} are numbered, as many as there are classes, and no name says which class each of them is of.`
      return [
        output({
          kind: 'classes',
          columns,
          text: null,
          logits: isProbability ? null : { text: null },
          unordered: columns.map(({ name }) => name),
          strength: 'proven',
          says,
          key,
        }),
      ]
    })
}

/** Whether numbered columns go with numbered classes in another order than their numbers say: with the decisions, or far better with the truth. */
function isContradicted(
  { classes }: ClassColumns,
  proof: { classes: readonly string[] } | null,
  frame: Context['frame'],
  truth: Column,
  numbers: readonly Float64Array[],
): boolean {
  if (classes === null) return false
  if (proof !== null) return classes.some((value, i) => comparableValue(value) !== comparableValue(proof.classes[i]))
  if (classes.length > 6 || !classes.every((value) => /^\d+(\.0*)?$/.test(value))) return false
  const truths = frame.valuesOf(truth)
  const shareOf = (order: readonly string[]) => agreementOf(order, truths, numbers)
  return shareOf(improvedOrder(classes, shareOf)) > shareOf(classes) + 0.1
}

/** Vectors with a number for each class. */
function vectorColumns(
  context: Context,
  truth: Column,
  free: readonly Column[],
  decisions: readonly ModelOutput[],
): ModelOutput[] {
  const values = [...truth.counts.keys()]
  const decidedColumns = decisions.map(({ columns: [column] }) => column)
  return free.flatMap((column) => {
    const length = column.vectors?.find((vector) => vector !== null)?.length
    if (length === undefined || length < values.length) return []
    const vectors = context.frame.vectorsOf(column)
    const isProbability = areSharesOfOne(vectors.length, (row) => vectors[row])
    if (!isProbability && !(length === values.length && isNamedOutput(column) && canBeLogits(vectors))) return []
    const elements = Array.from({ length }, (_, i) => `${column.name}[${i + 1}]`)
    const key = modelKey(context, truth, column)
    const held = `“${column.header}” holds ${length} numbers in each cell${isProbability ? ' that sum to 1' : ''}`
    const proof = provenOrder(context.frame, decidedColumns, length, (row) => vectors[row])
    const isCounted = values.every(
      (value) => isNumberText(value) && Number.isInteger(Number(value)) && Number(value) >= 0 && Number(value) < length,
    )
    const classes =
      proof?.classes ??
      (isCounted && values.some((value) => Number(value) === 0) ? elements.map((_, i) => String(i)) : null)
    const asWritten = classes?.map(
      (label) => values.find((value) => comparableValue(value) === comparableValue(label)) ?? label,
    )
    if (asWritten === undefined) {
      const says = `${held}, and nothing says which class each of them is of.`
      return [
        output({
          kind: 'classes',
          columns: [column],
          text: null,
          unordered: elements,
          logits: isProbability ? null : { text: null },
          strength: 'proven',
          says,
          key,
        }),
      ]
    }
    const shown =
      proof === null ? 'classes are numbered from 0 on' : `the largest of them gives “${proof.decision.header}”`
    const text = classListText(asWritten.map((label, i) => ({ label, name: elements[i] })))
    return [
      output({
        kind: 'classes',
        columns: [column],
        text: isProbability ? text : null,
        logits: isProbability ? null : { text },
        classes: asWritten,
        strength: 'proven',
        says: `${held}; ${shown}.`,
        key,
      }),
    ]
  })
}

/** Columns of the truth's classes that are named as what a model says, or agree with it. */
function decisionColumns(context: Context, truth: Column, free: readonly Column[]): ModelOutput[] {
  const values = new Set([...truth.counts.keys()].map(comparableValue))
  return free.flatMap((column) => {
    if (!holdsClasses(column) || column.counts.size === 0 || column.themes.has('truth') || isGrade(column.themes))
      return []
    let [inside, rows, known] = [0, 0, 0]
    for (const [value, count] of column.counts) {
      const isKnown = values.has(comparableValue(value))
      rows += count
      if (isKnown) inside += count
      if (isKnown) known++
    }
    // Of numbers any column of numbers has some; a class that is only predicted is none of the truth's.
    const isOfClasses = column.isNumeric
      ? known === column.counts.size
      : inside >= 0.8 * rows && known >= column.counts.size / 2
    if (!isOfClasses || (known < 2 && values.size > 2 && column.counts.size > 1)) return []
    const key = modelKey(context, truth, column)
    const text = column.name
    if (isNamedOutput(column) && !column.themes.has('feature')) {
      const says = `“${column.header}” has the classes of “${truth.header}” and is named as what a model says.`
      return [output({ kind: 'decision', columns: [column], text, strength: 'named', says, key })]
    }
    const { z } = agreement(context.frame, truth, column)
    const isSameSet = known === values.size && known === column.counts.size
    if (!isSameSet || z <= 4 || column.themes.has('feature')) return []
    const says = `“${column.header}” has the classes of “${truth.header}” and agrees with it more often than by chance.`
    return [output({ kind: 'decision', columns: [column], text, strength: 'suggested', says, key })]
  })
}

/** The classes of numbered columns, where the truth's values are these numbers. */
function numberedClasses(
  values: readonly string[],
  { columns, affix: [before, after] }: ClassColumns,
): string[] | null {
  const numbers = columns.map(({ header }) => header.slice(before.length, header.length - after.length))
  const found = numbers.map((number) => values.find((value) => comparableValue(value) === comparableValue(number)))
  return found.includes(undefined) ? null : (found as string[])
}

/** Words of the first header that the others do not have: its class. */
function classWords({ columns: [first, ...others] }: ClassColumns): string[] {
  return first.words
    .map(({ word }) => word)
    .filter((word) => others.some(({ words }) => words.every((other) => other.word !== word)))
}

function listedNames(names: readonly string[]): string {
  const shown = names.slice(0, 6).map((name) => `“${name}”`)
  return names.length > 6
    ? `${shown.join(', ')} and ${names.length - 6} more`
    : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
}

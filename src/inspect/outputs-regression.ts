import { correlation } from './association.ts'
import type { Column } from './columns.ts'
import { isGrade, isNamedOutput } from './naming.ts'
import { freeColumns, modelKey, output, type Context, type ModelOutput } from './outputs.ts'
import { isEqual } from './relations.ts'

/** What models say of a truth that is a number: columns of numbers. */
export function regressionOutputs(context: Context, truth: Column): ModelOutput[] {
  const { frame, relations } = context
  const numbers = freeColumns(context, truth).filter(
    ({ isNumeric, counts, themes }) =>
      isNumeric && counts.size > 2 && !themes.has('residual') && !themes.has('truth') && !isGrade(themes),
  )
  const isProven = (column: Column) =>
    relations.differences.some(({ truth: of, prediction }) => of === truth && prediction === column)
  const isClaimed = (column: Column) => isNamedOutput(column) || isNamedAfter(column, truth)
  const own = numbers.filter(
    (column) =>
      !column.themes.has('bound') ||
      !numbers.some((other) => other !== column && !other.themes.has('bound') && isClaimed(other)),
  )
  // Where some are named as predictions, what only goes up and down with the truth is a feature.
  const claimed = own.filter((column) => isClaimed(column) || isProven(column))
  const outputs = (claimed.length > 0 ? claimed : own.slice(0, mostUnnamed)).flatMap((column) => {
    const key = modelKey(context, truth, column)
    const text = column.name
    const difference = relations.differences.find(({ truth: of, prediction }) => of === truth && prediction === column)
    if (difference !== undefined) {
      const says = `“${difference.residual.header}” ${difference.says}.`
      return [output({ kind: 'number', columns: [column], text, strength: 'proven', says, key })]
    }
    const isInRange = column.min <= truth.max && column.max >= truth.min
    const { strength, z } = correlation(frame, truth, column)
    const isShareOfNothing =
      column.themes.has('score') && !column.themes.has('prediction') && !isNamedAfter(column, truth)
    if (isClaimed(column) && !column.themes.has('feature') && isInRange && !isShareOfNothing) {
      const says = `“${column.header}” is named as what a model says, and its numbers lie between ${column.min} and ${column.max} as those of “${truth.header}” between ${truth.min} and ${truth.max}.`
      return [output({ kind: 'number', columns: [column], text, strength: 'named', says, key })]
    }
    if (isInRange && strength > 0.5 && z > 4 && column.kind === 'numbers' && overlaps(column, truth)) {
      const says = `“${column.header}” goes up and down with “${truth.header}” (correlation ${strength.toFixed(2)}) in the same range.`
      return [output({ kind: 'number', columns: [column], text, strength: 'suggested', says, key })]
    }
    return []
  })
  return outputs.filter((each, i) =>
    outputs.slice(0, i).every((other) => !isEqual(frame, other.columns[0], each.columns[0])),
  )
}

/** Of columns whose names say nothing so many are compared with the truth. */
const mostUnnamed = 40

/** `price_xgb`, `price_old`: the truth's own words and others. */
function isNamedAfter(column: Column, truth: Column): boolean {
  const words = new Set(column.words.map(({ word }) => word))
  const own = truth.words.filter(({ themes }) => !themes.has('truth') && !themes.has('filler'))
  return (
    own.length > 0 &&
    own.length < column.words.length &&
    own.every(({ word }) => words.has(word)) &&
    isNamedOutput(column)
  )
}

/** Whether the ranges of two columns are mostly the same. */
function overlaps(one: Column, other: Column): boolean {
  const common = Math.min(one.max, other.max) - Math.max(one.min, other.min)
  return common > 0.5 * Math.max(one.max - one.min, other.max - other.min)
}

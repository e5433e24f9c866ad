import { countOfValues, evidenceOf, hasFractions, type HeadColumn } from './head-column.ts'
import { isNumberText } from './task.ts'

/** A column that may play a part which changes what is counted: offered in words, never taken unasked. */
export interface RoleOffer {
  column: HeadColumn
  evidence: string
}

const names = {
  weight: /^((case|sample|row|survey)[ _]?)?(weights?|wt)$|^(w|n|counts?|freq(uency)?|n_?rows|exposure)$/i,
  group:
    /(^|[^a-z])(patient|user|customer|client|subject|person|member|account|household|family|session|group|site)s?([ _]?(id|no|number|key))?$|[a-z](Patient|User|Customer)Id$/i,
}

/** A column named as what rows count for, of numbers that are not negative. */
export function weightOffer(columns: HeadColumn[]): RoleOffer | undefined {
  const column = columns.find(isWeight)
  return column && { column, evidence: `${column.name} may be what rows count for: ${evidenceOf(column)}` }
}

export function isWeight({ header, cells, isNumeric }: HeadColumn): boolean {
  return names.weight.test(header) && isNumeric && cells.every((cell) => !isNumberText(cell) || Number(cell) >= 0)
}

/** A column named as who or what a row is of, whose values come again in other rows. */
export function groupOffer(columns: HeadColumn[]): RoleOffer | undefined {
  const column = columns.find((one) => names.group.test(one.header) && !hasNumbersWithFractions(one) && repeats(one))
  return (
    column && {
      column,
      evidence: `${column.name} repeats, ${countOfValues(column)} in the first ${column.cells.length} rows: rows of one may belong together`,
    }
  )
}

function repeats({ cells, distinct }: HeadColumn): boolean {
  return distinct.length > 1 && new Set(cells).size < cells.length
}

function hasNumbersWithFractions(column: HeadColumn): boolean {
  return column.isNumeric && hasFractions(column)
}

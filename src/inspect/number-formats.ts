import { formattedNumber } from '../dataset/number-format.ts'
import type { NumberFormat } from '../dataset/reading.ts'
import { isNumberText } from '../dataset/task.ts'

/** Formats of one column that hold together; none: plain numbers. */
export type NumberWay = readonly NumberFormat[]

const plain: NumberWay = []

/**
 * The ways of writing numbers that all cells fit, of which each needs every one of its formats: of `1.098` and `834` plain
 * numbers and dots between thousands. None where some cell is a number in no way.
 * @param cells trimmed; none of them is missing
 */
export function numberWays(cells: readonly string[]): NumberWay[] {
  if (cells.length === 0) return []
  if (cells.every(isNumberText)) return [plain, ...(mayGroupByDots(cells) ? [['dot_thousands'] as NumberWay] : [])]
  if (cells.some((cell) => !/\d/.test(cell))) return []
  const isPercent = cells.every((cell) => cell.endsWith('%'))
  const bare = isPercent ? cells.map((cell) => cell.slice(0, -1).trim()) : cells
  const hasCurrency = bare.some((cell) => isCurrency(cell))
  const around: NumberWay = [...(isPercent ? ['percent' as const] : []), ...(hasCurrency ? ['currency' as const] : [])]
  const cores = hasCurrency ? bare.map((cell) => cell.replace(/[^\d.,\s'’+\-−eE]/g, '').trim()) : bare
  return separatorWays(cores)
    .map((way) => [...around, ...way])
    .filter((way) => cells.every((cell) => !Number.isNaN(formattedNumber(cell, way))))
}

/** The number that a cell holds, NaN for none. */
export function numberIn(cell: string, way: NumberWay): number {
  if (way.length > 0) return formattedNumber(cell, way)
  return isNumberText(cell) ? Number(cell) : NaN
}

/** A currency keeps a number from being read without it. */
function isCurrency(cell: string): boolean {
  const ways: NumberWay[] = [['currency'], ['currency', 'decimal_comma'], ['currency', 'comma_thousands']]
  return !/^[\d.,\s'’+\-−eE]*$/.test(cell) && [...ways, spaces].some((way) => !Number.isNaN(formattedNumber(cell, way)))
}

const spaces: NumberWay = ['currency', 'space_thousands']

function separatorWays(cores: readonly string[]): NumberWay[] {
  const hasComma = cores.some((core) => core.includes(','))
  const hasSpace = cores.some((core) => /\d[\s'’]\d/.test(core))
  if (hasSpace) return [hasComma ? ['space_thousands', 'decimal_comma'] : ['space_thousands']]
  if (!hasComma) return [plain, ...(mayGroupByDots(cores) ? [['dot_thousands'] as NumberWay] : [])]
  const isGrouped = cores.every((core) => !/^[+-]?0/.test(core))
  return [['decimal_comma'], ...(isGrouped ? [['comma_thousands'] as NumberWay] : [])]
}

/** Some cell has a dot before three digits, and each dot may stand between thousands: `1.098` may, `0.142` and `12.5` do not. */
function mayGroupByDots(cores: readonly string[]): boolean {
  return (
    cores.some((core) => core.includes('.')) &&
    cores.every((core) => /^[+-]?([1-9]\d{0,2}(\.\d{3})+|\d{1,3})$/.test(core))
  )
}

import { conventionalLabels } from './labels.ts'
import { columnNames, type FileSample } from './resolve.ts'
import { isNumberText } from './task.ts'

/** One column of a file's first rows: what guesses go by. */
export interface HeadColumn {
  /** As it is chosen: plain or `file:column`. */
  name: string
  file: string
  header: string
  cells: string[]
  /** The values in order of first appearance, empty cells left out, one more than `valueLimit` at most. */
  distinct: string[]
  /** At least half of the cells that are not empty are numbers: one that is not must not hide a score. */
  isNumeric: boolean
}

/** So many values of a column are looked at. */
export const valueLimit = 50

/** Every column of every file that has a name; of columns with one name in a file the first. */
export function headColumns(files: FileSample[]): HeadColumn[] {
  const choices = new Set(columnNames(files))
  return files.flatMap(({ file, columns, records }) =>
    columns.flatMap((header, i) => {
      if (header === '' || columns.indexOf(header) !== i) return []
      const cells = records.map((record) => record[i] ?? '')
      const filled = cells.filter((cell) => cell !== '')
      return [
        {
          name: choices.has(header) ? header : `${file}:${header}`,
          file,
          header,
          cells,
          distinct: [...new Set(filled)].slice(0, valueLimit + 1),
          isNumeric: filled.length > 0 && filled.filter((cell) => isNumberText(cell)).length >= filled.length / 2,
        },
      ]
    }),
  )
}

/** Whether some cell is written as more than a whole number. */
export function hasFractions({ cells }: HeadColumn): boolean {
  return cells.some((cell) => /[.e]/i.test(cell))
}

/** "0/1, 11.2 % are 1", "0.0003 to 0.9991", "7 values" */
export function evidenceOf(column: HeadColumn): string {
  const { cells, distinct, isNumeric } = column
  const seen = `first ${cells.length} rows`
  if (distinct.length <= 2) {
    const told = conventionalLabels(distinct)
    const shown = told?.positive ?? distinct[0]
    const share = cells.filter((cell) => cell === shown).length / Math.max(1, cells.length)
    return `${told === null ? distinct.join('/') : `${told.negative}/${told.positive}`}, ${(100 * share).toFixed(1)} % are ${shown} (${seen})`
  }
  if (isNumeric) {
    const numbers = cells.filter((cell) => isNumberText(cell)).map(Number)
    const others = cells.length - numbers.length
    const range = `${Math.min(...numbers)} to ${Math.max(...numbers)}`
    return others === 0 ? `${range} (${seen})` : `${range}, ${others} not a number (${seen})`
  }
  return `${countOfValues(column)} (${seen})`
}

/** "7 values", "more than 50 values" */
export function countOfValues({ distinct }: HeadColumn): string {
  return `${distinct.length > valueLimit ? `more than ${valueLimit}` : distinct.length} values`
}

import type { FileSample } from '../dataset/resolve.ts'
import { quoted, quotedList } from './sentences.ts'

/** What stands in a text for bytes that are not UTF-8. */
const replaced = '\ufffd'

/**
 * That cells of the first rows are not UTF-8, as in what Excel saves as plain “CSV”, in which columns, and what to do: a full
 * sentence; null where all are.
 * @example notUtf8({ file: 'p.csv', columns: ['city'], records: [['K\ufffdln']] }) // '“city” of p.csv has bytes that are not UTF-8, such as in “K\ufffdln”. …'
 */
export function notUtf8({ file, columns, records }: FileSample): string | null {
  const hit = (cell: string | undefined) => cell?.includes(replaced) === true
  const damaged = columns.flatMap((header, at) => {
    const example = hit(header) ? header : records.find((record) => hit(record[at]))?.[at]
    return example === undefined ? [] : [{ header, example }]
  })
  if (damaged.length === 0) return null
  const names = quotedList(damaged.map(({ header }) => header))
  return `${names} of ${file} ${damaged.length === 1 ? 'has' : 'have'} bytes that are not UTF-8, such as in ${quoted(damaged[0].example)}. Save the file as UTF-8: in Excel the file type “CSV UTF-8”, in pandas to_csv(path, encoding='utf-8').`
}

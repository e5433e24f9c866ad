import type { FileSample } from '../dataset/resolve.ts'
import { quoted } from './sentences.ts'

/** So many cells that are not empty are looked at. */
const looked = 20

/**
 * The columns whose cells are lists of objects, as BigQuery ML and some pipelines write the probabilities of all classes in one cell, each
 * with a sentence that says what to do. They are not read.
 * @example unreadLists({ file: 'p.csv', columns: ['probs'], records: [['[{"label": "1", "prob": 0.9}]']] })[0] // '“probs” of p.csv holds …'
 */
export function unreadLists({ file, columns, records }: FileSample): string[] {
  return columns.flatMap((header, at) => {
    const cells: string[] = []
    for (const record of records) {
      if (cells.length === looked) break
      if (record[at] !== undefined && record[at].trim() !== '') cells.push(record[at].trim())
    }
    if (cells.length === 0 || !cells.every((cell) => /^\[\s*\{.*\}\s*\]$/s.test(cell))) return []
    return [
      `${quoted(header)} of ${file} holds a list of objects in each cell, which is not read. If it holds probabilities, write that of each class into a column named as the class.`,
    ]
  })
}

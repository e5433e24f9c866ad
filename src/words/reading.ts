import type { ReadingResult } from '../result/evaluation.ts'

/** How files were read, each answer in a few words: what is not plain from a file, and so can make another number of it. */
export function readingWords(reading: ReadingResult | undefined): string[] {
  const { header, missing = {}, number_format: formats = {}, spelling = {}, ...others } = reading ?? {}
  const hasOthers = Object.keys(missing).length > 1
  const { weights, join, time_unit: timeUnit } = others
  return [
    ...(header === false ? ['the first line is a row, and columns have numbers for names'] : []),
    ...Object.entries(formats).map(
      ([column, names]) =>
        `numbers of ${named(column)} are ${names.length === 0 ? 'plain' : `written as ${[names].flat().join(' and ')}`}`,
    ),
    ...Object.entries(missing).map(([column, words]) =>
      words.length === 0
        ? `no word means missing in ${named(column, hasOthers)}`
        : `${words.map((word) => JSON.stringify(word)).join(', ')} ${words.length === 1 ? 'means' : 'mean'} missing in ${named(column, hasOthers)}`,
    ),
    ...Object.entries(spelling).map(([column, said]) =>
      said === 'fold'
        ? `case and outer blanks do not count in ${named(column)}`
        : `each spelling is a class in ${named(column)}`,
    ),
    ...(weights === undefined ? [] : [`weights are ${weights === 'frequency' ? 'frequencies' : 'importance weights'}`]),
    ...(join === 'row_order' ? ['files are joined row by row'] : []),
    ...(timeUnit === undefined ? [] : [`numbers of time count ${timeUnit} since 1970`]),
  ]
}

function named(column: string, hasOthers = false): string {
  return column === '*' ? (hasOthers ? 'all other columns' : 'all columns') : JSON.stringify(column)
}

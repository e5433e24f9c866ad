import { conventionalLabels } from '../dataset/labels.ts'
import { everyColumn, type NumberFormat, type ReadingSettings, type Spelling } from '../dataset/reading.ts'
import type { Task } from '../dataset/roles.ts'
import { question, type Choice } from './answers.ts'
import { comparableValue, type Column } from './columns.ts'
import type { Answers, Question } from './inspection.ts'
import { numberIn, type NumberWay } from './number-formats.ts'
import { countWords, listWords, quoted, quotedList } from './sentences.ts'

/** The columns that play a part, by what their cells hold. */
export interface ColumnsInUse {
  /** Truth and predictions that are classes. */
  classes: readonly Column[]
  /** Truth, predictions and scores that are numbers. */
  numbers: readonly Column[]
}

/** What the cells of the columns in use leave open. */
export function cellQuestions(task: Task, inUse: ColumnsInUse, answers: Answers): Question[] {
  return [
    ...formatQuestions(inUse, answers.reading),
    spellingQuestion(task, inUse, answers.reading),
    missingQuestion(task, inUse, answers),
  ].filter((each) => each !== null)
}

/** How numbers are written, where that is not plain: columns that leave the same open are asked about together. */
function formatQuestions({ numbers }: ColumnsInUse, { numberFormat }: ReadingSettings): Question[] {
  const open = numbers.filter(
    ({ name, header, numberWays: ways }) =>
      !numberFormat.has(name) &&
      !numberFormat.has(header) &&
      (ways.length > 1 || (ways.length === 1 && ways[0].length > 0)),
  )
  const groups = new Map<string, Column[]>()
  for (const column of open) {
    const key = JSON.stringify(column.numberWays)
    groups.set(key, [...(groups.get(key) ?? []), column])
  }
  return [...groups.values()].map((columns) => {
    const [{ numberWays: ways, cells }] = columns
    const example = exampleOf(cells)
    const names = quotedList(columns.map(({ header }) => header))
    const how =
      ways.length === 1
        ? `are not written as plain numbers, but as ${quoted(example)}`
        : `can be read in several ways, as ${quoted(example)} shows`
    const why = `The numbers of ${names} ${how}.`
    const choices = ways.map((way): Choice => ({
      text: `${wayText(way)}: ${quoted(example)} is ${numberIn(example, way)}`,
      answer: { reading: { numberFormat: new Map(columns.map(({ name }) => [name, way])) } },
    }))
    return question('number_format', why, choices, { columns: columns.map(({ name }) => name) })
  })
}

/** The cell that shows most of how a column is written: the longest of the first ones. */
function exampleOf(cells: readonly string[]): string {
  const signed = cells.slice(0, 200).filter((cell) => /[^\d-]/.test(cell.trim()))
  return (signed.toSorted((a, b) => b.length - a.length)[0] ?? cells[0]).trim()
}

const formatTexts: Record<NumberFormat, string> = {
  percent: 'per cent',
  decimal_comma: 'a comma before decimals',
  comma_thousands: 'commas between thousands',
  dot_thousands: 'dots between thousands',
  space_thousands: 'blanks between thousands',
  currency: 'a currency',
}

function wayText(way: NumberWay): string {
  return way.length === 0 ? 'plain numbers with a decimal point' : listWords(way.map((format) => formatTexts[format]))
}

/** Classes that differ by case or blanks only, or as `1` and `1.0`. */
function spellingQuestion(task: Task, { classes }: ColumnsInUse, { spelling }: ReadingSettings): Question | null {
  const open = classes.filter(({ name, header }) => !spelling.has(name) && !spelling.has(header))
  if (task === 'regression' || open.length === 0) return null
  const sets = open.map(({ counts }) => [...counts.keys()].toSorted().join('\n'))
  // Where truth and predictions have just the same classes, each spelling is a class.
  if (open.length > 1 && sets.every((set) => set === sets[0])) return null
  const spellings = new Map<string, Set<string>>()
  for (const { counts } of open) {
    for (const value of counts.keys()) {
      const key = comparableValue(value)
      spellings.set(key, (spellings.get(key) ?? new Set()).add(value))
    }
  }
  const several = [...spellings.values()].filter(({ size }) => size > 1).map((each) => [...each])
  if (several.length === 0) return null
  // Whole numbers (1, 1.0) and booleans (True, true) are known by their values.
  const all = [...spellings.keys()]
  if (all.every((key) => /^-?\d+$/.test(key)) || all.every((key) => key === 'true' || key === 'false')) return null
  const concerned = open.filter(({ counts }) => several.some((each) => each.some((value) => counts.has(value))))
  const shown = several.slice(0, 3).map((each) => listWords(each.slice(0, 3).map((value) => JSON.stringify(value))))
  const why = `${quotedList(concerned.map(({ header }) => header))} ${concerned.length === 1 ? 'writes' : 'write'} classes in several ways: ${shown.join('; ')}${several.length > 3 ? ' …' : ''}.`
  const said = (as: Spelling) => ({ reading: { spelling: new Map(concerned.map(({ name }) => [name, as])) } })
  const choices: Choice[] = [
    { text: 'they are the same: case and outer blanks do not count', answer: said('fold') },
    { text: 'each is a class of its own', answer: said('exact') },
  ]
  return question('spelling', why, choices, { columns: concerned.map(({ name }) => name) })
}

/** Cells that are empty or hold a word that may mean missing. */
function missingQuestion(
  task: Task,
  { classes, numbers }: ColumnsInUse,
  { reading, invalidRows }: Answers,
): Question | null {
  const inUse = [...new Set([...classes, ...numbers])]
  const concerned = inUse.filter(({ missing }) => missing > 0)
  if (concerned.length === 0) return null
  const worded = classes.filter(
    (column) => column.missingWords.length > 0 && !isSaid(column, reading) && mayBeClasses(task, column),
  )
  const isInBoth = worded.some((column) =>
    classes.some((other) => other !== column && column.missingWords.some((word) => other.missingWords.includes(word))),
  )
  if (invalidRows === 'leave_out' && !isInBoth) return null
  const found = concerned.map(
    ({ header, missing, missingWords: words, cells }) =>
      `${quoted(header)} has ${countWords(missing, 'cell')} of the first ${cells.length} that ${missing === 1 ? 'is' : 'are'} ${emptyOr(words, cells)}`,
  )
  const why = `${listWords(found)}${worded.length === 0 ? '' : ', which may mean that the value is missing'}.`
  const choices: Choice[] = [
    {
      text: 'these values are missing: leave the rows out, and count them beside the verdict',
      answer: {
        invalidRows: 'leave_out',
        ...(worded.length === 0
          ? {}
          : { reading: { missing: new Map(worded.map(({ name, missingWords: words }) => [name, words])) } }),
      },
    },
  ]
  if (worded.length > 0) {
    const words = [...new Set(worded.flatMap(({ missingWords: each }) => each))]
    choices.push({
      text: `${quotedList(words)} ${words.length === 1 ? 'is a class' : 'are classes'}`,
      answer: { reading: { missing: new Map(worded.map(({ name }) => [name, []])) } },
    })
  }
  return question('missing', why, choices, { columns: concerned.map(({ name }) => name) })
}

function emptyOr(words: readonly string[], cells: readonly string[]): string {
  const empty = cells.filter((cell) => cell.trim() === '').length
  const parts = [...(empty > 0 ? ['empty'] : []), ...words.map((word) => quoted(word))]
  return listWords(parts, 'or')
}

/** Somebody has said which words of the column mean missing. */
function isSaid({ name, header }: Column, { missing }: ReadingSettings): boolean {
  return missing.has(name) || missing.has(header) || missing.has(everyColumn)
}

/** Whether a word among a column’s values can be a class: not beside 0 and 1, true and false, or other numbers. */
function mayBeClasses(task: Task, column: Column): boolean {
  if (task === 'regression' || column.isNumeric) return false
  return conventionalLabels([...column.counts.keys()]) === null
}

import { columnNames, type FileSample } from '../dataset/resolve.ts'
import { isShare } from './class-columns.ts'
import { columnsOf, isSequence, unequalTwins, valueLimit, type Column } from './columns.ts'
import { frameOf, type Frame } from './frame.ts'
import { rowForHeader, withHeaders } from './header.ts'
import type { Answers, InspectedFile, Inspection, Question } from './inspection.ts'
import { question } from './answers.ts'
import { notUtf8 } from './not-utf8.ts'
import { predictionRoles } from './prediction-roles.ts'
import { isEqual } from './relations.ts'
import { idColumn } from './row-roles.ts'
import { countWords, quoted, quotedList } from './sentences.ts'
import { unreadLists } from './unread-lists.ts'
import { headerWords, themesOfWords } from './words.ts'

/**
 * What the files are, which column plays which part and why, and what they leave open. What is said in `answers` is not
 * guessed again, and everything else is guessed around it. Only the first rows of the files are looked at.
 * @example inspect([{ file: 'p.csv', columns: ['y', 'score'], records }], noAnswers).roles.label?.column // 'y'
 */
export function inspect(samples: readonly FileSample[], answers: Answers): Inspection {
  const files = withHeaders(samples, answers.reading).map(withFewerRows)
  const columns = columnsOf(files, answers.reading)
  const found: Inspection = {
    files: inspectedFiles(files, columns),
    task: null,
    roles: {},
    slices: [],
    offers: {},
    questions: [],
    notes: [...twinNotes(files), ...unreadNotes(files)],
    columns: selectable(files),
    patterns: [],
    values: new Map(columns.map(({ name, counts }) => [name, [...counts.keys()].slice(0, valueLimit)])),
  }
  const header = headerQuestion(files, answers)
  if (header !== null) return { ...found, questions: [header] }
  const ids = idsOfFiles(files, columns, answers)
  const isInOrder =
    files.length > 1 && (answers.reading.join === 'row_order' || (ids === null && haveEqualCounts(files)))
  const frame = withFileThemes(frameOf(files, columns, ids, isInOrder), (renewed) =>
    frameOf(files, renewed, ids, isInOrder),
  )
  const join = files.length > 1 && ids === null && answers.reading.join === 'id' ? joinQuestion(files, columns) : null
  const parts = predictionRoles(frame, answers, ids)
  return {
    ...found,
    ...parts,
    notes: [...found.notes, ...parts.notes],
    questions: [...(join === null ? [] : [join]), ...parts.questions],
  }
}

/** Of wide files fewer rows are looked at, so that a page stays quick. */
function withFewerRows(sample: FileSample): FileSample {
  const limit = Math.max(fewestRows, Math.floor(mostCells / Math.max(1, sample.columns.length)))
  return sample.records.length <= limit ? sample : { ...sample, records: sample.records.slice(0, limit) }
}

const mostCells = 200_000
const fewestRows = 100

function inspectedFiles(files: readonly FileSample[], columns: readonly Column[]): InspectedFile[] {
  return files.map((sample, file) => ({
    name: sample.file,
    container: sample.container ?? 'csv',
    rows: sample.rowCount ?? null,
    header: sample.header ?? true,
    columns: columns
      .filter((column) => column.file === file)
      .map(({ name, kind, counts, missing }) => ({
        name,
        kind,
        ...(kind === 'classes' ? { values: [...counts.keys()].slice(0, valueLimit) } : {}),
        missing,
      })),
  }))
}

/** Names to choose from; a column that all files have may be named without its file (an id, a label that agrees). */
function selectable(files: readonly FileSample[]): string[] {
  const chosen = columnNames([...files]).filter((name) => name !== '')
  const common =
    files.length < 2
      ? []
      : files[0].columns.filter((header) => header !== '' && files.every((file) => file.columns.includes(header)))
  return [...new Set([...common, ...chosen])]
}

function twinNotes(files: readonly FileSample[]): Inspection['notes'] {
  return unequalTwins(files).map(({ file, header }) => ({
    code: 'unequal_twins',
    message: `${file} has several columns called “${header}” that differ: none of them can be named until one is renamed.`,
  }))
}

/** What of the files is not read, or not as it is meant. */
function unreadNotes(files: readonly FileSample[]): Inspection['notes'] {
  return files.flatMap((sample) => [
    ...[notUtf8(sample) ?? []].flat().map((message) => ({ code: 'not_utf8', message })),
    ...unreadLists(sample).map((message) => ({ code: 'unread_list', message })),
  ])
}

function headerQuestion(files: readonly FileSample[], { reading }: Answers): Question | null {
  if (reading.header !== null) return null
  const why = files.map(rowForHeader).find((each) => each !== null)
  if (why === undefined) return null
  return question('header', why, [
    {
      text: 'it is a row: the file has no names, and columns are called 1, 2 and so on',
      answer: { reading: { header: false } },
    },
    { text: 'it holds the names of the columns', answer: { reading: { header: true } } },
  ])
}

/** The column of each file by which rows are joined; of one file none. null where nothing tells them. */
function idsOfFiles(
  files: readonly FileSample[],
  columns: readonly Column[],
  { roles, reading }: Answers,
): Column[] | null {
  if (files.length < 2 || reading.join === 'row_order') return null
  const header = roles.id ?? idColumn(columns, files.length)?.header
  if (header === undefined) return null
  const plain = columns.some((column) => column.header === header) ? header : header.slice(header.indexOf(':') + 1)
  const ids = files.map((_, file) => columns.find((column) => column.file === file && column.header === plain))
  return ids.includes(undefined) ? null : (ids as Column[])
}

function haveEqualCounts(files: readonly FileSample[]): boolean {
  const counts = files.map(({ rowCount, records }) => rowCount ?? records.length)
  return counts.every((count) => count === counts[0])
}

function joinQuestion(files: readonly FileSample[], columns: readonly Column[]): Question {
  const names = quotedList(files.map(({ file }) => file))
  const known = files.map(({ rowCount }) => rowCount ?? null)
  const isUnequal = known.every((count) => count !== null) && new Set(known).size > 1
  const counts = isUnequal
    ? ` They have ${quotedList(known.map(String))} rows, so they cannot belong together row by row.`
    : known.every((count) => count !== null)
      ? ` They have ${countWords(known[0]!, 'row')} each.`
      : ''
  const keys = keysOfOtherNames(columns)
  const hint =
    keys === null
      ? ''
      : ` ${quoted(keys[0].header)} of ${keys[0].fileName} and ${quoted(keys[1].header)} of ${keys[1].fileName} hold the same values: give both columns one name, and rows are joined on it.`
  const why = `${names} have no column in common whose values say which rows belong together.${counts}${hint}`
  const isInOtherOrder = keys !== null && keys[0].cells.some((cell, row) => cell !== keys[1].cells[row])
  if (isUnequal || isInOtherOrder) return question('join', why, [])
  return question('join', why, [
    {
      text: 'row by row: the first row of one belongs to the first row of the other',
      answer: { reading: { join: 'row_order' } },
    },
  ])
}

/** Two columns of two files with other names that hold the same values once each, and may be meant to join them; null where there are none. */
function keysOfOtherNames(columns: readonly Column[]): readonly [Column, Column] | null {
  const keys = columns.filter((column) => column.isUnique && !column.hasFractions && !isSequence(column))
  for (const one of keys)
    for (const other of keys)
      if (one.file < other.file && [...one.counts.keys()].every((value) => other.counts.has(value))) return [one, other]
  return null
}

/**
 * Columns of one name in several files that are not the same: of `target` in `solution.csv` and in `submission.csv` the names of
 * the files say which is the prediction, and so does a score beside two classes.
 */
function withFileThemes(frame: Frame, again: (columns: Column[]) => Frame): Frame {
  const { columns } = frame
  if (!frame.isJoined || frame.repeatedHeaders.size === 0) return frame
  let isChanged = false
  const renewed = columns.map((column) => {
    if (!frame.repeatedHeaders.has(column.header)) return column
    const twins = columns.filter((other) => other !== column && other.header === column.header)
    if (twins.every((other) => isEqual(frame, column, other))) return column
    const theme = themeByFile(column) ?? themeByTwins(column, twins)
    if (theme === null) return column
    isChanged = true
    const themes = new Map(column.themes)
    if (theme === 'prediction') themes.delete('label')
    return { ...column, themes: themes.set(theme, column.fileName) }
  })
  return isChanged ? again(renewed) : frame
}

function themeByFile({ fileName }: Column): 'truth' | 'prediction' | null {
  const words = themesOfWords(headerWords(fileName.replace(/\.[^.]*$/, '')))
  const isTruth = words.has('truth') || words.has('label')
  const isPrediction = (['prediction', 'model', 'candidate', 'production'] as const).some((theme) => words.has(theme))
  return isTruth === isPrediction ? null : isTruth ? 'truth' : 'prediction'
}

function themeByTwins(column: Column, twins: readonly Column[]): 'prediction' | null {
  const isScore = column.hasFractions && isShare(column)
  return isScore && twins.some(({ kind, counts }) => kind === 'classes' && counts.size === 2) ? 'prediction' : null
}

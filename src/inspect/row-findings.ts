import { conventionalLabels } from '../dataset/labels.ts'
import { milliseconds, timeUnits, type TimeUnit } from '../dataset/reading.ts'
import { comparableValue, isSameSet, type Column } from './columns.ts'
import type { Frame } from './frame.ts'
import type { Answers, Inspection, Question, RoleProposal } from './inspection.ts'
import { question } from './answers.ts'
import type { LongShape } from './long.ts'
import type { Reading } from './models.ts'
import type { Context } from './outputs.ts'
import { isNamedOutput } from './naming.ts'
import { idColumn, mayBeSlice, offersAmong, sliceLimit, splitColumn, timeColumns } from './row-roles.ts'
import { chosenWhy, quoted, quotedList } from './sentences.ts'

/** What the files say of rows: ids, splits, times, slices, and what may change how rows are counted. */
export interface RowFindings {
  roles: Inspection['roles']
  offers: Inspection['offers']
  /** Columns that have one of these roles, and are neither truth nor prediction. */
  reserved: ReadonlySet<Column>
  questions: Question[]
  notes: Inspection['notes']
  /** The slices once it is known what the truth and its predictions are. */
  slicesBeside(context: Context, reading: Reading | null, used: readonly Column[]): RoleProposal[]
}

/** Finds what says which rows belong together, where they come from and when. */
export function rowRoles(
  frame: Frame,
  answers: Answers,
  ids: readonly Column[] | null,
  long: LongShape | null,
): RowFindings {
  const { roles: given } = answers
  const columns = frame.columns
  const fileCount = frame.samples.length
  const reserved = new Set<Column>()
  const roles: Inspection['roles'] = {}
  const questions: Question[] = []
  const reserve = (column: Column) =>
    columns.filter(({ header }) => header === column.header).forEach((each) => reserved.add(each))
  const isTaken = (column: Column) => givenNames(answers).some((name) => name === column.name || name === column.header)
  const free = () => columns.filter((column) => !reserved.has(column) && !isTaken(column))
  const take = (role: 'split' | 'id' | 'time', found: Column | undefined, why: (column: Column) => string) => {
    const name = given[role]
    if (name === null) return
    const chosen = name === undefined ? found : columns.find((column) => column.name === name || column.header === name)
    if (chosen === undefined) return
    reserve(chosen)
    const isOfAll = columns.filter(({ header }) => header === chosen.header).length === fileCount
    roles[role] =
      name === undefined
        ? { column: isOfAll ? chosen.header : chosen.name, why: why(chosen) }
        : { column: name, why: chosenWhy }
  }
  if (!answers.hasSplitRule || given.split != null)
    take(
      'split',
      splitColumn(free()),
      ({ header, counts }) => `The values of ${quoted(header)} are ${quotedList([...counts.keys()])}.`,
    )
  const id = long?.id ?? ids?.[0] ?? idColumn(free(), fileCount)
  take('id', id, ({ header, isUnique }) =>
    fileCount > 1
      ? `All files have ${quoted(header)}, and no value of it comes twice in a file.`
      : isUnique
        ? `No value of ${quoted(header)} comes twice, and its header names an id.`
        : `Rows of one value of ${quoted(header)} belong together.`,
  )
  if (long !== null) reserved.add(long.model)
  const times = timeColumns(free())
  take('time', times[0], ({ header }) => `All values of ${quoted(header)} are times.`)
  if (given.time === undefined && times.length > 1) {
    const why = `${quotedList(times.map(({ header }) => header))} all hold times, and ${quoted(times[0].header)} is taken as the time of a row.`
    questions.push(
      question(
        'time',
        why,
        times.slice(0, 8).map(({ name, header }) => ({ text: quoted(header), answer: { roles: { time: name } } })),
        { isBlocking: false },
      ),
    )
  }
  times.forEach((column) => reserved.add(column))
  if (times.length === 0 && given.time === undefined) questions.push(...countedTimeQuestions(free()))
  const nameOf = (column: Column) =>
    columns.filter(({ header }) => header === column.header).length === fileCount ? column.header : column.name
  const found = offersAmong(free(), nameOf)
  Object.values(found).forEach(({ from }) => reserved.add(from))
  for (const role of ['group', 'weight'] as const) {
    const name = given[role]
    const column = name == null ? undefined : columns.find((each) => each.name === name || each.header === name)
    if (column !== undefined) {
      reserve(column)
      roles[role] = { column: name!, why: chosenWhy }
    }
  }
  questions.push(...weightQuestions(columns, answers))
  const offers = Object.fromEntries(
    Object.entries(found).flatMap(([role, { column, why }]) =>
      given[role as 'group' | 'weight'] === undefined ? [[role, { column, why }]] : [],
    ),
  )
  return {
    roles,
    offers,
    reserved,
    questions,
    notes: given.split === undefined ? trainingNotes(columns) : [],
    slicesBeside: (context, reading, used) => slicesOf(context, reading, used, reserved, answers),
  }
}

/** Words of headers that tell rows of training from others. */
const trainingWords: ReadonlySet<string> = new Set([
  'train',
  'training',
  'intrain',
  'istrain',
  'test',
  'istest',
  'holdout',
])

/** Columns of two values, such as 0 and 1, that may say which rows a model was trained on: no split is written so. */
function trainingNotes(columns: readonly Column[]): Inspection['notes'] {
  const isFlag = ({ words, counts, themes }: Column) =>
    words.some(({ word }) => trainingWords.has(word)) &&
    !themes.has('truth') &&
    !themes.has('prediction') &&
    conventionalLabels([...counts.keys()]) !== null
  return columns.filter(isFlag).map(({ header }) => ({
    code: 'rows_of_training',
    message: `${quoted(header)} may say which rows a model was trained on, and is not read as a split: all rows count. Write train and test in it and name it as the split, or leave the rows of training out of the file.`,
  }))
}

/** Numbers that may count time since 1970: what they count is asked, and nothing hangs on it but the checks of splits. */
function countedTimeQuestions(columns: readonly Column[]): Question[] {
  const column = columns.find((each) => each.themes.has('time') && countedUnits(each).length > 0)
  if (column === undefined) return []
  const why = `${quoted(column.header)} has numbers from ${column.min} to ${column.max}, which may count time since 1970.`
  const choices = countedUnits(column).map((unit) => ({
    text: `they count ${unitTexts[unit]}`,
    answer: { roles: { time: column.name }, reading: { timeUnit: unit } },
  }))
  return [question('time', why, choices, { isBlocking: false, columns: [column.name] })]
}

const unitTexts: Record<TimeUnit, string> = { s: 'seconds', ms: 'milliseconds', us: 'microseconds', days: 'days' }

/** The units in which whole numbers are times between 1990 and 2100. */
function countedUnits({ isNumeric, hasFractions, min, max, missing }: Column): TimeUnit[] {
  if (!isNumeric || hasFractions || missing > 0) return []
  const [from, to] = [7305, 47482].map((days) => days * 86_400_000)
  return timeUnits.filter((unit) => milliseconds(min, unit) >= from && milliseconds(max, unit) <= to)
}

/** Names that answers give a part to. */
function givenNames({ roles }: Answers): string[] {
  const { label, candidate, production, prediction, productionPrediction } = roles
  return [label, candidate, production, prediction, productionPrediction].filter((name) => name != null)
}

function weightQuestions(columns: readonly Column[], { roles, reading }: Answers): Question[] {
  const weight = columns.find(
    ({ name, header }) => roles.weight != null && (name === roles.weight || header === roles.weight),
  )
  if (weight === undefined || reading.weights !== null || weight.hasFractions || weight.max <= 1) return []
  const why = `The weights in ${quoted(weight.header)} are whole numbers: each may count equal rows, or say what a row stands for. Until told, intervals are the cautious ones, of what a row stands for.`
  return [
    question(
      'weights',
      why,
      [
        { text: 'a weight counts equal rows', answer: { reading: { weights: 'frequency' } } },
        { text: 'a weight says what a row stands for', answer: { reading: { weights: 'importance' } } },
      ],
      { isBlocking: false, columns: [weight.name] },
    ),
  ]
}

function slicesOf(
  { frame, relations }: Context,
  reading: Reading | null,
  used: readonly Column[],
  reserved: ReadonlySet<Column>,
  { roles }: Answers,
): RoleProposal[] {
  if (roles.slices !== undefined) return roles.slices.map((column) => ({ column, why: chosenWhy }))
  const inUse = new Set(used)
  const ofModels = new Set(
    reading?.models.flatMap(({ numbers, decision }) => [...(numbers?.columns ?? []), ...(decision?.columns ?? [])]) ??
      [],
  )
  const truth = reading?.truth
  const isOfTruth = (column: Column) =>
    truth !== undefined &&
    (isSameSet(column, truth) ||
      relations.recoded.some((pair) => pair.includes(column) && pair.includes(truth)) ||
      hasTruthValues(column, truth))
  const follows = (column: Column) =>
    relations.derived.get(column)?.from.some((each) => inUse.has(each) || ofModels.has(each)) ?? false
  const able = frame.columns.filter(
    (column) =>
      mayBeSlice(column) &&
      !reserved.has(column) &&
      !inUse.has(column) &&
      !ofModels.has(column) &&
      column !== truth &&
      !relations.copies.has(column) &&
      !follows(column) &&
      !isOfTruth(column) &&
      !['truth', 'label', 'prediction', 'graded'].some((theme) => column.themes.has(theme as never)) &&
      !(
        isNamedOutput(column) &&
        truth !== undefined &&
        column.counts.size <= 2 &&
        conventionalLabels([...column.counts.keys()]) !== null
      ) &&
      !frame.repeatedHeaders.has(column.header),
  )
  return able.slice(0, sliceLimit).map((column) => ({
    column: column.name,
    why: `${quoted(column.header)} has ${column.counts.size} values: ${quotedList([...column.counts.keys()].slice(0, 4))}${column.counts.size > 4 ? ' …' : ''}.`,
  }))
}

/** Values that are the truth's own, or contain them. */
function hasTruthValues(column: Column, truth: Column): boolean {
  if (truth.kind === 'numbers') return false
  const values = new Set([...truth.counts.keys()].map(comparableValue))
  return [...column.counts.keys()].every((value) => values.has(comparableValue(value)))
}

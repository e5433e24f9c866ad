import { conventionalLabels } from '../dataset/labels.ts'
import { columnsIn } from '../dataset/named-columns.ts'
import { question } from './answers.ts'
import { oneBelowTheOther } from './one-below-the-other.ts'
import { sideBySide } from './side-by-side.ts'
import { cellQuestions, type ColumnsInUse } from './questions-cells.ts'
import { isShare } from './class-columns.ts'
import { holdsClasses, type Column } from './columns.ts'
import type { Frame } from './frame.ts'
import type { Answers, Inspection, OtherTask, Question } from './inspection.ts'
import { longShape, type LongShape } from './long.ts'
import { readingOf, tasksOf, type Model, type Reading } from './models.ts'
import { noTruth } from './no-truth.ts'
import { otherShape } from './other-tasks.ts'
import type { Context } from './outputs.ts'
import { relationsOf } from './relations.ts'
import { rowRoles } from './row-findings.ts'
import { chooseTruth, truthCandidates, type TruthCandidate } from './truth.ts'
import { truthWhy } from './truth-words.ts'
import { chosenWhy, quoted, quotedList } from './sentences.ts'

/** The part of an inspection that is about roles. */
export type RoleFindings = Pick<Inspection, 'task' | 'roles' | 'slices' | 'offers' | 'questions' | 'notes' | 'patterns'>

/**
 * Which column plays which part, and what is open.
 * @param ids the column of each file by which rows were joined
 */
export function predictionRoles(frame: Frame, answers: Answers, ids: readonly Column[] | null): RoleFindings {
  const isWhole = frame.samples.every(({ rowCount, records }) => rowCount != null && rowCount <= records.length)
  const long = answers.roles.model === null ? null : (givenLong(frame, answers) ?? longShape(frame, isWhole))
  const rows = rowRoles(frame, answers, ids, long)
  const context: Context = { frame, relations: relationsOf(frame), reserved: rows.reserved }
  const truth = findTruth(context, answers)
  const base = { roles: rows.roles, notes: rows.notes, offers: rows.offers }
  if (truth.reading === null) {
    const slices = truth.other === null ? [] : rows.slicesBeside(context, null, [])
    return {
      ...base,
      roles: { ...base.roles, ...truth.roles },
      task: truth.other,
      slices,
      questions: truth.question === null ? rows.questions : [truth.question, ...rows.questions],
      patterns: [],
    }
  }
  const found =
    long === null
      ? sideBySide(context, truth.reading, answers)
      : oneBelowTheOther(context, truth.reading, answers, long)
  const inUse = columnsInUse(truth.reading, found.used)
  const ofCells = cellQuestions(truth.reading.task, inUse, answers)
  // Until it is known whether a word is one of the truth’s classes, nothing can be said of which of them is positive.
  const hasOpenClasses = ofCells.some(
    ({ id, columns, options }) =>
      (id === 'spelling' || (id === 'missing' && options.length > 1)) && columns!.includes(truth.reading!.truth.name),
  )
  const ofModels = hasOpenClasses
    ? found.questions.filter(({ id }) => id !== 'positive' && id !== 'classes')
    : found.questions
  const questions = [...ofModels, ...ofCells, ...rows.questions]
  return {
    ...base,
    task: truth.reading.task,
    roles: { ...base.roles, ...truth.roles, ...found.roles },
    slices: rows.slicesBeside(context, truth.reading, [...inUse.classes, ...inUse.numbers]),
    questions: truth.question === null ? questions : [truth.question, ...questions],
    notes: [...base.notes, ...found.notes, ...derivedNotes(context, inUse)],
    patterns: patternsOf(truth.reading),
  }
}

interface FoundTruth {
  reading: Reading | null
  roles: Inspection['roles']
  question: Question | null
  other: OtherTask | null
}

/** The truth with its task; or what keeps it from being told. */
function findTruth(context: Context, answers: Answers): FoundTruth {
  const { frame } = context
  const nothing: FoundTruth = { reading: null, roles: {}, question: null, other: null }
  const given = answers.roles.label
  if (given != null) {
    const column = columnNamed(frame, given)
    if (column === undefined) return nothing
    return {
      ...nothing,
      ...taskOf(context, column, answers),
      roles: truthRoles(column, given, chosenWhy, answers),
    }
  }
  const all = truthCandidates(context, answers.task)
  const other = answers.task === null ? otherShape(context, all, answers) : null
  if (other !== null) return { ...nothing, roles: other.roles, question: other.question, other: other.task }
  const candidates = withGivenModels(frame, all, answers)
  const choice = chooseTruth(context, candidates)
  if (choice.chosen === null) {
    const open = noTruth(context, choice, all)
    return { ...nothing, roles: open.roles, question: open.question, other: open.task }
  }
  const { column } = choice.chosen
  const name = commonName(context, column)
  const found = taskOf(context, column, answers, choice.chosen.readings)
  return { ...nothing, ...found, roles: truthRoles(column, name, truthWhy(choice.chosen), answers) }
}

/** The truths beside which the named models are found. */
function withGivenModels(frame: Frame, candidates: readonly TruthCandidate[], { roles }: Answers): TruthCandidate[] {
  if (roles.model != null) return [...candidates]
  const texts = [roles.candidate, roles.production, roles.prediction, roles.productionPrediction].filter(
    (text) => text != null,
  )
  const named = new Set(texts.flatMap((text) => [text, ...columnsIn([...frame.samples], text)]))
  if (named.size === 0) return [...candidates]
  const isOf = ({ numbers, decision }: Model) =>
    [...(numbers?.columns ?? []), ...(decision?.columns ?? [])].some(
      ({ name, header }) => named.has(name) || named.has(header),
    )
  const own = candidates.filter(({ column }) => !named.has(column.name) && !named.has(column.header))
  const fitting = own.map((each) => ({ ...each, readings: each.readings.filter(({ models }) => models.some(isOf)) }))
  const some = fitting.filter(({ readings }) => readings.length > 0)
  return some.length > 0 ? some : own
}

function columnNamed({ columns }: Frame, name: string): Column | undefined {
  return columns.find((column) => column.name === name) ?? columns.find(({ header }) => header === name)
}

/** A column that all files have and agree on is named without its file. */
function commonName({ frame, relations }: Context, column: Column): string {
  const twins = frame.columns.filter(({ header }) => header === column.header)
  const isOne = twins.every(
    (twin) => twin === column || relations.copies.get(twin) === column || relations.copies.get(column) === twin,
  )
  return isOne && frame.isJoined ? column.header : column.name
}

function truthRoles(column: Column, name: string, why: string, { roles }: Answers): Inspection['roles'] {
  const found: Inspection['roles'] = { label: { column: name, why } }
  if (roles.positive != null) return { ...found, positive: { column: roles.positive, why: chosenWhy } }
  const told = tasksOf(column).includes('binary') ? conventionalLabels([...column.counts.keys()]) : null
  if (told === null || roles.positive === null) return found
  const why2 = `Of ${told.negative} and ${told.positive} the positive class is ${told.positive}.`
  return { ...found, positive: { column: told.positive, why: why2 } }
}

/** The task of a truth: as asked for, as its values and models tell, or open. */
function taskOf(
  context: Context,
  column: Column,
  answers: Answers,
  known: readonly Reading[] = [],
): Pick<FoundTruth, 'reading' | 'question'> {
  if (answers.task !== null) return { reading: readingOf(context, column, answers.task), question: null }
  const { roles } = answers
  const tasks = tasksOf(column)
  const asNamed = roles.prediction != null ? tasks.filter((task) => task !== 'regression') : tasks
  const readings = asNamed.map((task) => known.find((each) => each.task === task) ?? readingOf(context, column, task))
  const able = readings.filter(({ models }) => models.length > 0)
  if (able.length === 0 && tasks.includes('binary')) {
    const several = severalPredicted(context, column)
    if (several !== null) return several
  }
  if (able.length < 2) {
    const only = able[0] ?? readings[0] ?? null
    const isOpen = only?.task === 'regression' && tasks.includes('multiclass') && mayBeClasses(only)
    return { reading: only, question: isOpen ? amountsOrClasses(column) : null }
  }
  const [multiclass, regression] = ['multiclass', 'regression'].map((task) => able.find((each) => each.task === task)!)
  const hasClassColumns = multiclass.models.some(({ numbers }) => numbers !== null)
  const speakOfClasses = [column, ...multiclass.models.flatMap((model) => model.decision?.columns ?? [])].some(
    speaksOfClasses,
  )
  if (hasClassColumns || speakOfClasses) return { reading: multiclass, question: null }
  const numbers = regression.models.flatMap((model) => model.numbers?.columns ?? [])
  const decided = multiclass.models.flatMap((model) => model.decision?.columns ?? [])
  if (
    numbers.every((each) => !decided.includes(each)) &&
    numbers.some(({ hasFractions }) => hasFractions) &&
    decided.length === 0
  )
    return { reading: regression, question: null }
  return { reading: multiclass, question: amountsOrClasses(column) }
}

function amountsOrClasses({ header, counts }: Column): Question {
  const why = `“${header}” has ${counts.size} whole numbers, which may be classes or amounts, and so may what is predicted.`
  return question('task', why, [
    { text: 'they are classes: a prediction is right or wrong', answer: { task: 'multiclass' } },
    { text: 'they are amounts: a prediction is nearer or farther', answer: { task: 'regression' } },
  ])
}

function speaksOfClasses({ words }: Column): boolean {
  return words.some(({ word }) => wordsOfClasses.includes(word))
}

const wordsOfClasses = ['class', 'classes', 'label', 'labels', 'labelvalue', 'category', 'species', 'digit']

/** Whether whole numbers may be classes although only numbers are predicted: they are named so, or probabilities or a few whole numbers are predicted. */
function mayBeClasses({ truth, models }: Reading): boolean {
  const predicted = models.flatMap(({ numbers }) => numbers?.columns ?? [])
  return (
    holdsClasses(truth) &&
    (speaksOfClasses(truth) ||
      (truth.max > 1 &&
        predicted.length > 0 &&
        predicted.every((column) => isShare(column) || (holdsClasses(column) && !column.hasFractions))))
  )
}

/** A truth of two values, of which a model predicts a third one too; null where none does. */
function severalPredicted(context: Context, truth: Column): Pick<FoundTruth, 'reading' | 'question'> | null {
  const reading = readingOf(context, truth, 'multiclass')
  const decisions = reading.models.flatMap(({ decision }) =>
    decision === null || decision.strength === 'suggested' ? [] : decision.columns,
  )
  const others = [...new Set(decisions.flatMap(({ counts }) => [...counts.keys()]))].filter(
    (value) => !truth.counts.has(value),
  )
  if (others.length === 0) return null
  const names = quotedList(decisions.map(({ header }) => header))
  const why = `${quoted(truth.header)} has the values ${quotedList([...truth.counts.keys()])}, and ${names} ${decisions.length === 1 ? 'has' : 'have'} ${quotedList(others)} beside them.`
  const choice = {
    text: 'there are several classes: a prediction is right or wrong',
    answer: { task: 'multiclass' as const },
  }
  return { reading, question: question('task', why, [choice], { columns: [truth.name] }) }
}

function givenLong(frame: Frame, { roles }: Answers): LongShape | null {
  if (roles.model == null) return null
  const model = columnNamed(frame, roles.model)
  if (model === undefined) return null
  const id = roles.id == null ? null : (columnNamed(frame, roles.id) ?? null)
  const found = longShape(frame, true)
  return {
    model,
    id: id ?? (found?.model === model ? found.id : null),
    names: [...model.counts.keys()],
    says: chosenWhy,
  }
}

function columnsInUse({ truth, task }: Reading, used: readonly Column[]): ColumnsInUse {
  if (task === 'regression') return { classes: [], numbers: [truth, ...used] }
  const isClasses = (column: Column) => column.kind === 'classes' || column.kind === 'texts'
  return {
    classes: [truth, ...used.filter((column) => isClasses(column) && !isScale(column, truth))],
    numbers: used.filter((column) => !isClasses(column) || isScale(column, truth)),
  }
}

/** Whole numbers that rank, such as deciles. */
function isScale(column: Column, truth: Column): boolean {
  return column.isNumeric && column.counts.size > truth.counts.size
}

/** Columns that follow from those in use play no part; somebody may wonder why. */
function derivedNotes({ relations }: Context, { classes, numbers }: ColumnsInUse): Inspection['notes'] {
  const inUse = new Set([...classes, ...numbers])
  return [...relations.derived].flatMap(([column, { from, says }]) =>
    from.some((each) => inUse.has(each))
      ? [{ code: 'derived', message: `“${column.header}” plays no part: it ${says}.` }]
      : [],
  )
}

function patternsOf({ models }: Reading): string[] {
  return models.flatMap(({ numbers }) => (numbers?.text?.includes('*') === true ? [numbers.text] : []))
}

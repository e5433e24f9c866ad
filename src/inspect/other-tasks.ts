import { conventionalLabels } from '../dataset/labels.ts'
import type { Roles } from '../dataset/roles.ts'
import { question, type Choice } from './answers.ts'
import type { Column } from './columns.ts'
import type { Answers, Inspection, OtherTask, Question } from './inspection.ts'
import type { Context } from './outputs.ts'
import { namedPairs, type NamedPair } from './pairs.ts'
import { quoted, quotedList } from './sentences.ts'
import type { TruthCandidate } from './truth.ts'
import { truthQuestion } from './truth-words.ts'

/** A file of a kind that is recognised and not evaluated, or of which one part has to be named. */
export interface OtherShape {
  task: OtherTask | null
  roles: Inspection['roles']
  question: Question
}

/** Ranked lists, several labels a row, or several quantities a row; null where the file is none of these. */
export function otherShape(
  context: Context,
  candidates: readonly TruthCandidate[],
  answers: Answers,
): OtherShape | null {
  return rankedLists(context, candidates) ?? severalTargets(context, candidates, answers)
}

function rankedLists({ frame }: Context, candidates: readonly TruthCandidate[]): OtherShape | null {
  const query = frame.columns.find(
    ({ themes, counts, cells, isNumeric, hasFractions }) =>
      themes.has('query') && counts.size > 1 && counts.size <= cells.length / 2 && !(isNumeric && hasFractions),
  )
  const relevance = frame.columns.find(
    (column) =>
      column !== query &&
      column.isNumeric &&
      (column.themes.has('relevance') || column.themes.has('label') || column.themes.has('graded')) &&
      column.counts.size <= 20,
  )
  const document = frame.columns.find((column) => column !== query && column.themes.has('document'))
  if (query === undefined || (relevance === undefined && document === undefined)) return null
  const why = `${quoted(query.header)} puts rows into lists${relevance === undefined ? '' : `, and ${quoted(relevance.header)} says how relevant each row is`}: a ranking, which is not evaluated yet.`
  const binary = candidates.filter(
    ({ column, readings }) => readings.some(({ task }) => task === 'binary') && column.themes.has('label'),
  )
  const choices = binary.map(({ column }): Choice => ({
    text: `evaluate ${quoted(column.header)} row by row, whatever list a row is in`,
    answer: { task: 'binary', roles: { label: column.name } },
  }))
  const roles: Inspection['roles'] =
    relevance === undefined ? {} : { label: { column: relevance.name, why: `Its header names how relevant a row is.` } }
  return { task: 'ranking', roles, question: question('task', why, choices, { columns: [query.name] }) }
}

/** Several truths, each with a prediction named after it. */
function severalTargets(
  context: Context,
  candidates: readonly TruthCandidate[],
  { roles }: Answers,
): OtherShape | null {
  const named = [roles.candidate, roles.prediction].filter((text) => text != null)
  const pairs = namedPairs(context)
  if (pairs.length < 2 || pairs.some(({ prediction }) => named.includes(prediction.name))) return null
  const own = new Set(pairs.map(({ truth }) => truth))
  // A column that is named as the truth of them all makes the others parts of models.
  const isAbove = candidates.some(
    ({ column, readings, weight }) =>
      !own.has(column) && column.themes.has('truth') && readings.length > 0 && weight >= 4,
  )
  if (isAbove) return null
  const kinds = new Set(pairs.map(({ kind }) => kind))
  const names = quotedList(pairs.map(({ truth }) => truth.header))
  const choices = pairs.slice(0, 12).map((pair): Choice => ({
    text: `${quoted(pair.truth.header)} with ${quoted(pair.prediction.header)}`,
    answer: {
      ...(kinds.has('two classes') && kinds.size === 1 ? { task: 'binary' as const } : {}),
      roles: pairRoles(pair),
    },
  }))
  if (kinds.size === 1 && kinds.has('two classes')) {
    const why = `${names} are ${pairs.length} labels of each row, and each has its own prediction. Files with several labels a row are not evaluated as a whole yet; one label at a time is.`
    return {
      task: 'multilabel',
      roles: {},
      question: question('task', why, choices, { columns: pairs.map(({ truth }) => truth.name) }),
    }
  }
  const why = `${names} each have their own prediction, and one of them is evaluated at a time.`
  return {
    task: null,
    roles: {},
    question: question('label', why, choices, { columns: pairs.map(({ truth }) => truth.name) }),
  }
}

function pairRoles({ truth, prediction, kind }: NamedPair): Partial<Roles> {
  const isDecision = kind !== 'numbers' && [...prediction.counts.keys()].every((value) => truth.counts.has(value))
  return { label: truth.name, ...(isDecision ? { prediction: prediction.name } : { candidate: prediction.name }) }
}

/** Rows that have a grade already, for each of one or more models; null where no column is named so. */
export function gradedShape(
  { frame, relations, reserved }: Context,
  all: readonly TruthCandidate[],
): { roles: Inspection['roles']; question: Question; task: OtherTask } | null {
  const isGrade = (column: Column) => {
    const { themes, counts, isNumeric } = column
    if (reserved.has(column) || relations.derived.has(column) || themes.has('truth') || !themes.has('graded'))
      return false
    return isNumeric || conventionalLabels([...counts.keys()]) !== null
  }
  const grades = frame.columns.filter((column) => column.counts.size > 0 && isGrade(column))
  if (grades.length === 0) return null
  const production =
    grades.length > 1 ? grades.filter(({ themes }) => themes.has('production') && !themes.has('candidate')) : []
  const candidates = grades.filter((column) => !production.includes(column))
  const names = quotedList(grades.map(({ header }) => header))
  const why = `No column says what is right: ${names} ${grades.length === 1 ? 'holds a grade' : 'hold grades'} that each row has been given already${grades.length === 1 ? '' : ', for each model'}. Grades are not evaluated yet, and are no truth that a prediction is compared with.`
  const plausible = all.filter(
    ({ column, readings, weight }) => readings.length > 0 && (grades.includes(column) || weight >= 2),
  )
  const label = truthQuestion(plausible, why)
  const roles: Inspection['roles'] = {
    ...(candidates.length === 1 || production.length === 1
      ? {
          candidate: {
            column: candidates[0]?.name ?? grades[0].name,
            why: `${quoted((candidates[0] ?? grades[0]).header)} is named as a grade.`,
          },
        }
      : {}),
    ...(production.length === 1
      ? {
          production: {
            column: production[0].name,
            why: `${quoted(production[0].header)} is named as a grade, of the model in use.`,
          },
        }
      : {}),
  }
  return { roles, question: label, task: 'graded' }
}

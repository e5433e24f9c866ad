import { plainReading, withReading, type ReadingSettings } from '../../dataset/reading.ts'
import {
  isOfTask,
  isSingleRole,
  modelNames,
  modelRoles,
  modelsRoles,
  roleNames,
  type InvalidRows,
  type ModelName,
  type Role,
  type Roles,
  type SingleRole,
  type Task,
} from '../../dataset/roles.ts'
import { withAnswer } from '../../inspect/answers.ts'
import type { AnswerPatch, Answers, Question, QuestionId } from '../../worker/protocol.ts'

/** An answer that somebody gave to a question. */
export interface GivenAnswer {
  /** `keyOf` its question. */
  key: string
  /** As it was asked. */
  question: Question
  answer: AnswerPatch
  /** The index of the option that was chosen; null where the answer is none of them. */
  at: number | null
}

/** All that was said of how files are read: by hand, in a policy or a link, and as answers to questions. */
export interface Said {
  /** A role that is null was said to be filled by nothing; one that is not there is guessed. */
  roles: Partial<Roles>
  task: Task | null
  reading: ReadingSettings
  invalidRows: InvalidRows
  /** A fixed threshold; null: none was named. */
  threshold: number | null
  answers: readonly GivenAnswer[]
}

/** Nothing has been said: everything is guessed. */
export const nothingSaid: Said = {
  roles: {},
  task: null,
  reading: plainReading,
  invalidRows: 'refuse',
  threshold: null,
  answers: [],
}

/** What tells questions apart: several may be of one kind, about other columns each. */
export function keyOf({ id, columns = [] }: Question): string {
  return [id, ...columns].join(' ')
}

/** All that was said as what an inspection is told. */
export function answersOf(
  { roles, task, reading, invalidRows, threshold, answers }: Said,
  known: Pick<Answers, 'hasThreshold' | 'hasSplitRule'>,
): Answers {
  const hasThreshold = known.hasThreshold || threshold !== null
  const byHand: Answers = { roles, task, reading, invalidRows, hasThreshold, hasSplitRule: known.hasSplitRule }
  return answers.reduce((all, { answer }) => withAnswer(all, answer), byHand)
}

/** The fixed threshold that was named; null where none was. */
export function thresholdSaid({ threshold, answers }: Said): number | null {
  return answers.reduce<number | null>((last, { answer }) => answer.threshold ?? last, threshold)
}

/** Questions about cells and files, whose answers hold whatever role a column has. */
const independent: readonly QuestionId[] = ['header', 'missing', 'number_format', 'spelling', 'weights', 'join', 'time']

/** With an answer to a question, in the place of an earlier one. */
export function withGiven(said: Said, question: Question, answer: AnswerPatch, at: number | null): Said {
  const key = keyOf(question)
  const given: GivenAnswer = { key, question, answer, at }
  const index = said.answers.findIndex((other) => other.key === key)
  // Columns have other names then: nothing else that was said is about them.
  if (question.id === 'header') return { ...said, roles: {}, task: null, answers: [given] }
  return { ...said, answers: index < 0 ? [...said.answers, given] : said.answers.with(index, given) }
}

/** Without an answer: the question is open again. */
export function withoutGiven(said: Said, key: string): Said {
  return { ...said, answers: said.answers.filter((given) => given.key !== key) }
}

/**
 * With a role that somebody chose by hand; what else was chosen by hand stays, and what was said because of the role as it was
 * before is forgotten, so that it is guessed or asked anew.
 * @param choice null: nothing fills the role
 */
export function withRole(said: Said, role: SingleRole, choice: string | null): Said {
  if (role === 'label') return withLabel(said, choice)
  const model = modelOf(role)
  const affected = model === null || role === modelRoles[model].scoreOf ? [role] : rolesOf(model)
  const roles = rolesWithout(said.roles, affected, model)
  const rival = rivalOf(role)
  // A model gives scores or predicted classes: choosing one gives up the other, choosing neither gives up nothing.
  if (choice === null && rival !== null && said.roles[rival] !== undefined)
    Object.assign(roles, { [rival]: said.roles[rival] })
  const answers = said.answers.flatMap((given) => {
    const { id } = given.question
    if (model === 'candidate' && id === 'threshold') return []
    if (role === 'positive' && (id === 'positive' || id === 'score_of' || id === 'classes')) return []
    return withoutRoles(given, affected, model)
  })
  return { ...said, roles: { ...roles, [role]: choice }, answers }
}

function withLabel(said: Said, label: string | null): Said {
  const forgotten: readonly Role[] = ['label', 'positive', ...modelsRoles, 'candidateOf', 'productionOf']
  const others = rolesWithout(said.roles, forgotten, null)
  return {
    ...said,
    roles: label === null ? others : { ...others, label },
    task: null,
    answers: said.answers.filter(({ question }) => independent.includes(question.id)),
  }
}

/** Without the positive class, which is told or asked again. */
export function withoutPositive(said: Said): Said {
  const { positive: _, ...roles } = withRole(said, 'positive', null).roles
  return { ...withRole(said, 'positive', null), roles }
}

/** With the task that somebody chose; null: as it is guessed. What is predicted of numbers is no class. */
export function withTask(said: Said, task: Task | null): Said {
  const answers = said.answers.filter(
    ({ question }) => independent.includes(question.id) || question.id === 'label' || question.id === 'models',
  )
  const roles = { ...said.roles }
  for (const role of modelsRoles) if (task !== null && !isOfTask(role, task)) delete roles[role]
  if (task !== 'regression') return { ...said, task, roles, answers }
  for (const model of modelNames) {
    const { scores, classes } = modelRoles[model]
    if (roles[classes] == null) continue
    roles[scores] ??= roles[classes]
    roles[classes] = null
  }
  return { ...said, task, roles, answers }
}

/** With the columns of which each value is looked at. */
export function withSlices(said: Said, slices: string[]): Said {
  return { ...said, roles: { ...said.roles, slices } }
}

/** With a setting of how cells are read, in the place of what was said of it. */
export function withSetting(said: Said, reading: ReadingSettings): Said {
  return { ...said, reading }
}

/** Where rows that cannot be read are left out, or refused as before. */
export function withInvalidRows(said: Said, invalidRows: InvalidRows): Said {
  const answers = said.answers.map((given) =>
    given.answer.invalidRows === undefined ? given : { ...given, answer: { ...given.answer, invalidRows } },
  )
  return { ...said, invalidRows, answers }
}

/** Files are read as before, with other names: `may.csv:score` is now `june.csv:score`. */
export function withFilesRenamed(said: Said, before: readonly string[], now: readonly string[]): Said {
  const renamed = (name: string) => {
    for (const [at, file] of before.entries()) {
      if (name.startsWith(`${file}:`)) return `${now[at]}${name.slice(file.length)}`
    }
    return name
  }
  const rolesRenamed = (roles: Partial<Roles>) =>
    Object.fromEntries(
      Object.entries(roles).map(([role, value]) => [
        role,
        role === 'positive' || value === null ? value : Array.isArray(value) ? value.map(renamed) : renamed(value),
      ]),
    ) as Partial<Roles>
  const readingRenamed = (reading: ReadingSettings): ReadingSettings => ({
    ...reading,
    missing: new Map([...reading.missing].map(([column, words]) => [renamed(column), words])),
    numberFormat: new Map([...reading.numberFormat].map(([column, formats]) => [renamed(column), formats])),
    spelling: new Map([...reading.spelling].map(([column, said]) => [renamed(column), said])),
  })
  return {
    ...said,
    roles: rolesRenamed(said.roles),
    reading: readingRenamed(said.reading),
    answers: said.answers.map((given) => {
      const { roles, reading, ...others } = given.answer
      const answer = {
        ...others,
        ...(roles && { roles: rolesRenamed(roles) }),
        ...(reading && { reading: readingRenamed(withReading(plainReading, reading)) }),
      }
      const question = { ...given.question, columns: given.question.columns?.map(renamed) }
      return { ...given, key: keyOf(question), question, answer }
    }),
  }
}

function modelOf(role: Role): ModelName | null {
  return modelNames.find((model) => rolesOf(model).includes(role)) ?? null
}

function rolesOf(model: ModelName): readonly Role[] {
  return Object.values(modelRoles[model])
}

/** The other way in which a model of this role can be named. */
function rivalOf(role: Role): SingleRole | null {
  for (const model of modelNames) {
    const { scores, classes } = modelRoles[model]
    if (role === scores) return classes
    if (role === classes) return scores
  }
  return null
}

/** An answer without what it says of some roles; nothing where that was all. */
function withoutRoles(given: GivenAnswer, roles: readonly Role[], model: ModelName | null): GivenAnswer[] {
  if (given.answer.roles === undefined) return [given]
  const kept = rolesWithout(given.answer.roles, roles, model)
  if (sizeOf(kept) === sizeOf(given.answer.roles)) return [given]
  const { roles: _, ...others } = given.answer
  const answer = sizeOf(kept) === 0 ? others : { ...others, roles: kept }
  return Object.keys(answer).length === 0 ? [] : [{ ...given, at: null, answer }]
}

/** @param model of which the roles that list models no longer say anything; null: of neither */
function rolesWithout(roles: Partial<Roles>, without: readonly Role[], model: ModelName | null): Partial<Roles> {
  const kept = Object.entries(roles).filter(([role]) => !without.some((other) => other === role))
  const others = Object.fromEntries(kept) as Partial<Roles>
  for (const role of modelsRoles) {
    const still = others[role]?.filter((other) => other !== model) ?? []
    delete others[role]
    if (still.length > 0) others[role] = still
  }
  return others
}

function sizeOf(roles: Partial<Roles>): number {
  return Object.keys(roles).length
}

/** The roles that a policy or a link names, all others filled by nothing: nothing is guessed beside them. */
export function onlyThese(roles: Partial<Roles>): Partial<Roles> {
  const nothing = Object.fromEntries(roleNames.map((role) => [role, isSingleRole(role) ? null : []])) as Partial<Roles>
  // The label's values may tell it.
  delete nothing.positive
  return { ...nothing, ...roles }
}

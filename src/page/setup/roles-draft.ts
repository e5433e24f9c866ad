import { conventionalLabels } from '../../dataset/labels.ts'
import {
  completedRoles,
  isSingleRole,
  modelNames,
  modelRoles,
  roleNames,
  type ListRole,
  type ModelName,
  type Roles,
  type SingleRole,
  type Task,
  roleDeclaration,
  roleTable,
} from '../../dataset/roles.ts'
import type { RoleGuess } from '../../worker/protocol.ts'
import { matches } from '../../dataset/class-patterns.ts'
import type { FileSample } from '../../dataset/resolve.ts'
import { detectTask, type DetectedTask } from '../../dataset/task.ts'
import { InputError } from '../../table/input-error.ts'

/** Roles while they are being chosen: '' is "none yet" or "none". A task of '' is found out from the data. */
export interface RolesDraft extends Record<SingleRole, string>, Pick<Roles, ListRole> {
  task: Task | ''
}

/** What one field of the form chooses. */
export type ChosenRole = 'task' | SingleRole

/** A model gives scores or predicted classes, not both. */
const rivals = modelNames.flatMap((model): [SingleRole, SingleRole][] => {
  const { scores, classes, scoreOf } = modelRoles[model]
  return [
    [scores, classes],
    [classes, scores],
    [classes, scoreOf],
  ]
})

/**
 * The roles to start from. A policy that names label and candidate is taken at its word, and nothing is guessed beside
 * it; otherwise the guess holds wherever the policy is silent.
 */
export function draftOf(guess: RoleGuess, named: Partial<Roles> | null, task: Task | null = null): RolesDraft {
  const roles: Partial<Roles> = namesRoles(named)
    ? named
    : withoutRivals({ ...guess.roles, ...definedOnly(named ?? {}) }, named ?? {})
  const chosen = Object.fromEntries(
    roleNames.map((role) => [role, roles[role] ?? (isSingleRole(role) ? '' : [])]),
  ) as unknown as Omit<RolesDraft, 'task'>
  const positive = chosen.positive === '' ? (obviousPositive(guess.values[chosen.label] ?? []) ?? '') : chosen.positive
  return { ...chosen, task: task ?? '', positive }
}

/** The policy names what an evaluation cannot do without. */
export function namesRoles(named: Partial<Roles> | null): named is Partial<Roles> {
  return named !== null && isGiven(named.label) && (isGiven(named.candidate) || isGiven(named.prediction))
}

/** Roles chosen before, under a policy that came later: what it names holds, the rest stays. */
export function withNamed(chosen: RolesDraft, named: Partial<Roles>, task: Task | null, guess: RoleGuess): RolesDraft {
  if (namesRoles(named)) return draftOf(guess, named, task)
  const given = Object.fromEntries(Object.entries(definedOnly(named)).map(([role, value]) => [role, value ?? '']))
  return withoutRivals({ ...chosen, task: task ?? chosen.task, ...given }, given)
}

/** A role chosen by hand; '' is none. A model gives scores or predictions: choosing one gives up the other. Other scores are not reversed, and of no class that was named. */
export function withChosen(draft: RolesDraft, role: Exclude<ChosenRole, 'label' | 'task'>, choice: string): RolesDraft {
  const isOfModel = (model: ModelName) => role === model || role === modelRoles[model].classes
  const reversed = draft.reversed.filter((model) => !isOfModel(model))
  const others = withoutScoreOf({ ...draft, reversed }, modelNames.filter(isOfModel))
  return withoutRivals({ ...others, [role]: choice }, choice === '' ? {} : { [role]: choice })
}

/** A model's scores the other way round, or as they are again. */
export function withReversed(draft: RolesDraft, model: ModelName): RolesDraft {
  const isReversed = (each: ModelName) => draft.reversed.includes(each) !== (each === model)
  return { ...draft, reversed: modelNames.filter(isReversed) }
}

/** Candidate and production in each other's place; null where there is no production model. */
export function withModelsSwapped(draft: RolesDraft): RolesDraft | null {
  const { candidate, production, prediction, productionPrediction, candidateOf, productionOf } = draft
  if (production === '' && productionPrediction === '') return null
  const reversed = modelNames.filter((model) =>
    draft.reversed.includes(model === 'candidate' ? 'production' : 'candidate'),
  )
  return {
    ...draft,
    candidate: production,
    production: candidate,
    prediction: productionPrediction,
    productionPrediction: prediction,
    candidateOf: productionOf,
    productionOf: candidateOf,
    reversed,
  }
}

/** Another column as the label: the positive class follows only where its values show it, and the task is detected anew. */
export function withLabel(draft: RolesDraft, label: string, guess: RoleGuess): RolesDraft {
  const positive = obviousPositive(guess.values[label] ?? []) ?? ''
  return withoutScoreOf({ ...draft, label, task: '', reversed: [], positive }, modelNames)
}

/** The task as chosen; '' where it is what the data show anyway. What is predicted of numbers is no class. */
export function withTask(draft: RolesDraft, task: Task | '', detected: Task | null): RolesDraft {
  const asked = { ...draft, task: task === detected ? ('' as const) : task }
  if (task === 'multiclass') return withoutScoreOf({ ...asked, reversed: [] }, modelNames)
  if (task !== 'regression') return asked
  return {
    ...withoutScoreOf(asked, modelNames),
    reversed: [],
    candidate: draft.candidate || draft.prediction,
    prediction: '',
    production: draft.production || draft.productionPrediction,
    productionPrediction: '',
  }
}

/** The draft in which no column says what class the scores of these models are of. */
function withoutScoreOf(draft: RolesDraft, models: readonly ModelName[]): RolesDraft {
  return { ...draft, ...Object.fromEntries(models.map((model) => [modelRoles[model].scoreOf, ''])) }
}

/** The roles as the engine takes them. */
export function rolesOf({ task: _task, ...chosen }: RolesDraft): Roles {
  const named = Object.entries(chosen).filter(([, choice]) => choice !== '')
  return completedRoles({ label: chosen.label, ...(Object.fromEntries(named) as Partial<Roles>) })
}

/** The positive value of a label whose values say it themselves (0/1, -1/1, false/true, no/yes); null otherwise. */
export function obviousPositive(values: string[]): string | null {
  const seen = values.filter((value) => value.trim() !== '')
  return seen.length === 0 ? null : (conventionalLabels(seen)?.positive ?? null)
}

/** What is given rules out its rival, unless that is given too. */
function withoutRivals<T extends Partial<Record<keyof Roles, unknown>>>(
  roles: T,
  given: Partial<Record<keyof Roles, unknown>>,
): T {
  const lost = rivals.filter(([winner, loser]) => isGiven(given[winner]) && !isGiven(given[loser]))
  return { ...roles, ...Object.fromEntries(lost.map(([, loser]) => [loser, ''])) }
}

function isGiven(name: unknown): boolean {
  return name !== undefined && name !== null && name !== ''
}

function definedOnly<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>
}

const markedRoles = roleNames.filter((role) => roleTable[role].mark !== null)

/** More values than this make a poor slice. */
const sliceValuesOffered = 20

/** The label's values that can be offered as the positive class: those seen, and the one that the pair implies. */
export function positiveChoices(values: string[], chosen: string): string[] {
  const choices = values.filter((value) => value !== '')
  const implied = obviousPositive(values)
  for (const value of [implied, chosen]) if (value && !choices.includes(value)) choices.push(value)
  return choices
}

/** Columns that can be slices: few values in the head, and no other part to play. A chosen one always stays on offer. */
export function sliceCandidates(guess: RoleGuess, draft: RolesDraft): { column: string; words: string }[] {
  const taken = markedRoles.filter(isSingleRole).map((role) => draft[role])
  return guess.columns
    .map((column) => ({ column, values: guess.values[column] ?? [] }))
    .filter(({ column, values }) => {
      if (draft.slices.includes(column)) return true
      return (
        !taken.some((name) => standsFor(name, [column])) && values.length > 1 && values.length <= sliceValuesOffered
      )
    })
    .map(({ column, values }) => ({ column, words: valuesInWords(values) }))
}

/** The part that a file's column plays, in words; null where it plays none. */
export function roleOfColumn(column: string, fileName: string, draft: RolesDraft): string | null {
  const names = [column, `${fileName}:${column}`, `${fileName.replace(/\.[^.]*$/, '')}:${column}`]
  const playing = markedRoles.filter((role) => [draft[role]].flat().some((name) => standsFor(name, names)))
  const [first] = playing
  if (first === undefined) return null
  if (roleDeclaration(first).model === undefined) return roleTable[first].mark
  // Of two patterns that the column matches, the longer says more of it.
  const [model] = playing
    .filter((role) => roleDeclaration(role).model !== undefined)
    .sort((a, b) => draft[b].length - draft[a].length)
  return roleTable[model].mark
}

/** Whether a role's name means a column of these names, itself or by a pattern such as `p_*`. */
function standsFor(role: string, names: string[]): boolean {
  if (role === '') return false
  return names.includes(role) || (role.includes('*') && names.some((name) => matches(name, role)))
}

function valuesInWords(values: string[]): string {
  const shown = values.slice(0, 3).join(', ')
  return values.length > 3 ? `${shown} and ${values.length - 3} more` : shown
}

/** The task as the engine will detect it; `open` where a person has to choose; null where nothing is known yet. */
export type TaskReading = DetectedTask | 'open' | null

/** Detects the task from the first rows and the chosen roles. */
export function readTask(samples: FileSample[], draft: RolesDraft): TaskReading {
  if (draft.label === '') return null
  try {
    return detectTask(samples, rolesOf(draft), draft.task === '' ? null : draft.task, {})
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    return error.fault.code === 'task_not_told' ? 'open' : null
  }
}

/** The evidence for the task, in words. */
export function evidenceOfTask(task: TaskReading): string {
  if (task === null) return ''
  return task === 'open' ? 'A few whole numbers: classes or numbers?' : task.evidence
}

/** What has to be chosen before anything can be evaluated, as a sentence; null where nothing is left. */
export function whatIsMissing(draft: RolesDraft, task: TaskReading): string | null {
  if (draft.label === '') return 'Choose the column that holds the truth.'
  if (draft.candidate === '' && draft.prediction === '')
    return 'Choose the column that holds the candidate’s score, or its predictions.'
  if (task === 'open') return `Choose the task: the few whole numbers of “${draft.label}” may be classes or numbers.`
  if (task?.task === 'binary' && draft.positive === '')
    return `Choose which value of “${draft.label}” counts as positive: its values do not say.`
  if (draft.label === draft.candidate) return 'Truth and score are the same column: choose another for one of them.'
  if (draft.label === draft.prediction)
    return 'Truth and prediction are the same column: choose another for one of them.'
  if (task?.task === 'multiclass' && draft.candidate !== '' && !draft.candidate.includes('*')) {
    return `“${draft.candidate}” is one column: several classes take a column of probabilities each, as a pattern such as p_*, or a column of predicted classes.`
  }
  return null
}

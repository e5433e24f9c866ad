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
} from '../../dataset/roles.ts'
import type { RoleGuess } from '../../worker/protocol.ts'

/** Roles while they are being chosen: '' is "none yet" or "none". A task of '' is found out from the data. */
export interface RolesDraft extends Record<SingleRole, string>, Pick<Roles, ListRole> {
  task: Task | ''
}

/** What one field of the form chooses. */
export type ChosenRole = 'task' | SingleRole

/** A model gives scores or predicted classes, not both. */
const rivals = modelNames.flatMap((model): [SingleRole, SingleRole][] => {
  const { scores, classes } = modelRoles[model]
  return [
    [scores, classes],
    [classes, scores],
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

/** A role chosen by hand; '' is none. A model gives scores or predictions: choosing one gives up the other. Other scores are not reversed. */
export function withChosen(draft: RolesDraft, role: Exclude<ChosenRole, 'label' | 'task'>, choice: string): RolesDraft {
  const reversed = draft.reversed.filter((model) => role !== model && role !== modelRoles[model].classes)
  return withoutRivals({ ...draft, reversed, [role]: choice }, choice === '' ? {} : { [role]: choice })
}

/** A model's scores the other way round, or as they are again. */
export function withReversed(draft: RolesDraft, model: ModelName): RolesDraft {
  const isReversed = (each: ModelName) => draft.reversed.includes(each) !== (each === model)
  return { ...draft, reversed: modelNames.filter(isReversed) }
}

/** Candidate and production in each other's place; null where there is no production model. */
export function withModelsSwapped(draft: RolesDraft): RolesDraft | null {
  const { candidate, production, prediction, productionPrediction } = draft
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
    reversed,
  }
}

/** Another column as the label: the positive class follows only where its values tell, and the task is told anew. */
export function withLabel(draft: RolesDraft, label: string, guess: RoleGuess): RolesDraft {
  return { ...draft, label, task: '', reversed: [], positive: obviousPositive(guess.values[label] ?? []) ?? '' }
}

/** The task as chosen; '' where it is what the data tell anyway. What is predicted of numbers is no class. */
export function withTask(draft: RolesDraft, task: Task | '', told: Task | null): RolesDraft {
  const asked = { ...draft, task: task === told ? ('' as const) : task }
  if (task === 'multiclass') return { ...asked, reversed: [] }
  if (task !== 'regression') return asked
  return {
    ...asked,
    reversed: [],
    candidate: draft.candidate || draft.prediction,
    prediction: '',
    production: draft.production || draft.productionPrediction,
    productionPrediction: '',
  }
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

import { toldLabels } from '../dataset/labels.ts'
import type { Roles } from '../dataset/roles.ts'
import type { RoleGuess } from '../worker/protocol.ts'

/** Roles while they are being chosen: '' is "none yet" or "none". */
export interface RolesDraft {
  label: string
  positive: string
  candidate: string
  production: string
  split: string
  id: string
  slices: string[]
}

export type RoleName = Exclude<keyof RolesDraft, 'slices'>

/** More values than this make a poor slice. */
const sliceValuesOffered = 20

/**
 * The roles to start from. A policy that names label and candidate is taken at its word, and nothing is guessed beside
 * it; otherwise the guess holds wherever the policy is silent.
 */
export function draftOf(guess: RoleGuess, named: Partial<Roles> | null): RolesDraft {
  const roles: Partial<Roles> = namesRoles(named) ? named : { ...guess.roles, ...definedOnly(named ?? {}) }
  const label = roles.label ?? ''
  return {
    label,
    positive: roles.positive ?? obviousPositive(guess.values[label] ?? []) ?? '',
    candidate: roles.candidate ?? '',
    production: roles.production ?? '',
    split: roles.split ?? '',
    id: roles.id ?? '',
    slices: roles.slices ?? [],
  }
}

/** The policy names what an evaluation cannot do without. */
export function namesRoles(named: Partial<Roles> | null): named is Partial<Roles> {
  return named !== null && isGiven(named.label) && isGiven(named.candidate)
}

/** Roles chosen before, under a policy that came later: what it names holds, the rest stays. */
export function withNamed(chosen: RolesDraft, named: Partial<Roles>, guess: RoleGuess): RolesDraft {
  if (namesRoles(named)) return draftOf(guess, named)
  const given = definedOnly(named)
  return { ...chosen, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null)) }
}

/** The roles as the engine takes them. */
export function rolesOf(draft: RolesDraft): Roles {
  return {
    label: draft.label,
    positive: draft.positive === '' ? null : draft.positive,
    candidate: draft.candidate,
    production: draft.production === '' ? null : draft.production,
    prediction: null,
    productionPrediction: null,
    group: null,
    weight: null,
    split: draft.split === '' ? null : draft.split,
    id: draft.id === '' ? null : draft.id,
    slices: draft.slices,
  }
}

/** What has to be chosen before anything can be evaluated, as a sentence; null where nothing is left. */
export function whatIsMissing(draft: RolesDraft): string | null {
  if (draft.label === '') return 'Choose the column that holds the truth.'
  if (draft.candidate === '') return 'Choose the column that holds the candidate’s score.'
  if (draft.positive === '') return `Choose which value of “${draft.label}” counts as positive: its values do not say.`
  if (draft.label === draft.candidate) return 'Truth and score are the same column: choose another for one of them.'
  return null
}

/** The positive value of a label whose values say it themselves (0/1, -1/1, false/true, no/yes); null otherwise. */
export function obviousPositive(values: string[]): string | null {
  const seen = values.filter((value) => value.trim() !== '')
  return seen.length === 0 ? null : (toldLabels(seen)?.positive ?? null)
}

/** The label's values that can be offered as the positive class: those seen, and the one that the pair implies. */
export function positiveChoices(values: string[], chosen: string): string[] {
  const choices = values.filter((value) => value !== '')
  const implied = obviousPositive(values)
  for (const value of [implied, chosen]) if (value && !choices.includes(value)) choices.push(value)
  return choices
}

/** Columns that can be slices: few values in the head, and no other part to play. A chosen one always stays on offer. */
export function sliceCandidates(guess: RoleGuess, draft: RolesDraft): { column: string; words: string }[] {
  const taken = new Set([draft.label, draft.candidate, draft.production, draft.split, draft.id])
  return guess.columns
    .map((column) => ({ column, values: guess.values[column] ?? [] }))
    .filter(({ column, values }) => {
      if (draft.slices.includes(column)) return true
      return !taken.has(column) && values.length > 1 && values.length <= sliceValuesOffered
    })
    .map(({ column, values }) => ({ column, words: valuesInWords(values) }))
}

/** The part that a file's column plays, in words; null where it plays none. */
export function roleOfColumn(column: string, fileName: string, draft: RolesDraft): string | null {
  const names = [column, `${fileName}:${column}`, `${fileName.replace(/\.[^.]*$/, '')}:${column}`]
  const plays = (name: string) => name !== '' && names.includes(name)
  if (plays(draft.label)) return 'truth'
  if (plays(draft.candidate)) return 'candidate'
  if (plays(draft.production)) return 'production'
  if (plays(draft.split)) return 'split'
  if (plays(draft.id)) return 'id'
  return draft.slices.some(plays) ? 'slice' : null
}

function valuesInWords(values: string[]): string {
  const shown = values.slice(0, 3).join(', ')
  return values.length > 3 ? `${shown} and ${values.length - 3} more` : shown
}

function isGiven(name: string | null | undefined): boolean {
  return name !== undefined && name !== null && name !== ''
}

function definedOnly<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>
}

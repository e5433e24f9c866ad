import { matches } from '../../dataset/class-patterns.ts'
import { conventionalLabels } from '../../dataset/labels.ts'
import { columnsIn, isPattern, namedColumns } from '../../dataset/named-columns.ts'
import {
  completedRoles,
  isSingleRole,
  modelNames,
  modelRoles,
  modelsRoles,
  roleDeclaration,
  roleNames,
  roleTable,
  singleRoles,
  type ListRole,
  type ModelName,
  type ModelsRole,
  type Roles,
  type SingleRole,
  type Task,
} from '../../dataset/roles.ts'
import type { Answers, Inspection } from '../../worker/protocol.ts'

/** Roles while they are being chosen: '' is "none yet" or "none". A task of '' is found out from the data. */
export interface RolesDraft extends Record<SingleRole, string>, Pick<Roles, ListRole> {
  task: Task | ''
}

/** What one field of the form chooses. */
export type ChosenRole = 'task' | SingleRole

const rivals: SingleRole[][] = modelNames.map((model) => [modelRoles[model].scores, modelRoles[model].classes])

/** The roles as they were said, else as the first rows show them. */
export function draftOf(
  { roles: proposed, slices }: Pick<Inspection, 'roles' | 'slices'>,
  { roles, task }: Answers,
): RolesDraft {
  const single = singleRoles.map((role) => {
    const said = roles[role]
    if (said !== undefined) return [role, said ?? '']
    const rival = rivals.find((pair) => pair.includes(role))?.find((other) => other !== role)
    // A model gives scores or predicted classes: what was said of one rules the other out.
    return [role, rival !== undefined && roles[rival] != null ? '' : (proposed[role]?.column ?? '')]
  })
  return {
    ...(Object.fromEntries(single) as Record<SingleRole, string>),
    task: task ?? '',
    slices: roles.slices ?? slices.map(({ column }) => column),
    ...(Object.fromEntries(modelsRoles.map((role) => [role, roles[role] ?? []])) as Pick<Roles, ModelsRole>),
  }
}

/** Candidate and production in each other's place; null where there is no production model. */
export function withModelsSwapped(draft: RolesDraft): Partial<Roles> | null {
  if (draft.production === '' && draft.productionPrediction === '') return null
  const lists = modelsRoles.map((role) => [
    role,
    draft[role].map((model): ModelName => (model === 'candidate' ? 'production' : 'candidate')),
  ])
  const swapped = (['scores', 'classes', 'scoreOf'] as const).flatMap((part) => {
    const { candidate, production } = { candidate: modelRoles.candidate[part], production: modelRoles.production[part] }
    return [
      [candidate, draft[production] || null],
      [production, draft[candidate] || null],
    ]
  })
  return Object.fromEntries([...swapped, ...lists]) as Partial<Roles>
}

/** The roles as the engine takes them. */
export function rolesOf({ task: _task, ...chosen }: RolesDraft): Roles {
  const named = Object.entries(chosen).filter(([, choice]) => choice !== '')
  return completedRoles({ label: chosen.label, ...(Object.fromEntries(named) as Partial<Roles>) })
}

/** The positive value of a label whose values say it themselves (0/1, -1/1, false/true, no/yes); null otherwise. */
export function obviousPositive(values: readonly string[]): string | null {
  const seen = values.filter((value) => value.trim() !== '')
  return seen.length === 0 ? null : (conventionalLabels(seen)?.positive ?? null)
}

const markedRoles = roleNames.filter((role) => roleTable[role].mark !== null)

/** The values of a column in the first rows; of one that all files have under its plain name, those of the first. */
export function valuesOf({ values }: Pick<Inspection, 'values'>, column: string): readonly string[] {
  return values.get(column) ?? [...values].find(([name]) => name.endsWith(`:${column}`))?.[1] ?? []
}

/** More values than this make a poor slice. */
const sliceValuesOffered = 20

/** The label's values that can be offered as the positive class: those seen, and the one that the pair implies. */
export function positiveChoices(values: readonly string[], chosen: string): string[] {
  const choices = values.filter((value) => value !== '')
  const implied = obviousPositive(values)
  for (const value of [implied, chosen]) if (value && !choices.includes(value)) choices.push(value)
  return choices
}

/**
 * Columns that can be slices: few values in the first rows, and no other part to play. What holds the label's own values is a
 * prediction or a copy and never a slice, so that none is offered before the label is known. A chosen one always stays on offer.
 */
export function sliceCandidates(
  inspection: Pick<Inspection, 'columns' | 'values'>,
  draft: RolesDraft,
): { column: string; words: string }[] {
  const taken = markedRoles.filter(isSingleRole).map((role) => draft[role])
  const { columns } = inspection
  const ofLabel = new Set(valuesOf(inspection, draft.label))
  return columns
    .map((column) => ({ column, found: valuesOf(inspection, column) }))
    .filter(({ column, found }) => {
      if (draft.slices.includes(column)) return true
      if (draft.label === '') return false
      const isUsed = taken.some((name) => standsFor(name, [column], columns))
      const isFew = found.length > 1 && found.length <= sliceValuesOffered
      return !isUsed && isFew && !found.every((value) => ofLabel.has(value))
    })
    .map(({ column, found }) => ({ column, words: valuesInWords(found) }))
}

/**
 * The part that a file's column plays, in words; null where it plays none.
 * @param columns the names of all columns of the files
 */
export function roleOfColumn(
  column: string,
  fileName: string,
  draft: RolesDraft,
  columns: readonly string[] = [],
): string | null {
  const names = [column, `${fileName}:${column}`, `${fileName.replace(/\.[^.]*$/, '')}:${column}`]
  const isNamed = (name: string) => standsFor(name, names, [...columns, ...names])
  // Where there is a row for each model, models are values and no columns.
  const roles =
    draft.model === '' ? markedRoles : markedRoles.filter((role) => roleDeclaration(role).model === undefined)
  const playing = roles.filter((role) => [draft[role]].flat().some(isNamed))
  const [first] = playing
  if (first === undefined) return null
  if (roleDeclaration(first).model === undefined) return roleTable[first].mark
  // Of two patterns that the column matches, the longer says more of it.
  const [model] = playing
    .filter((role) => roleDeclaration(role).model !== undefined)
    .sort((a, b) => draft[b].length - draft[a].length)
  return roleTable[model].mark
}

/** Whether a role's name means a column of these names: itself, by a pattern such as `p_*`, or among others such as `cat,dog`. */
function standsFor(role: string, names: readonly string[], columns: readonly string[]): boolean {
  if (role === '') return false
  if (names.includes(role)) return true
  const headers = [{ file: '', columns: [...columns] }]
  if (isPattern(role, headers)) return names.some((name) => matches(name, role))
  return columnsIn(headers, role).some((name) => names.includes(name))
}

/** Which column is which, in words: "truth approved, candidate score, slices region". */
export function roleWords(draft: RolesDraft): string {
  return roleNames
    .flatMap((role) => {
      const names = [draft[role]].flat().filter((name) => name !== '')
      return names.length === 0 ? [] : [`${roleTable[role].title.toLowerCase()} ${names.join(', ')}`]
    })
    .join('; ')
}

function valuesInWords(values: readonly string[]): string {
  const shown = values.slice(0, 3).join(', ')
  return values.length > 3 ? `${shown} and ${values.length - 3} more` : shown
}

/**
 * What has to be chosen before anything can be evaluated, as a sentence; null where nothing is left.
 * @param columns the names of all columns of the files
 */
export function whatIsMissing(draft: RolesDraft, task: Task | null, columns: readonly string[]): string | null {
  if (draft.label === '') return 'Choose the column that holds the truth.'
  if (draft.candidate === '' && draft.prediction === '')
    return 'Choose the column that holds the candidate’s score, or its predictions.'
  if (task === 'binary' && draft.positive === '')
    return `Choose which value of “${draft.label}” counts as positive: its values do not say.`
  if (draft.label === draft.candidate) return 'Truth and score are the same column: choose another for one of them.'
  if (draft.label === draft.prediction)
    return 'Truth and prediction are the same column: choose another for one of them.'
  const scores = draft.model === '' ? draft.candidate : draft.score
  if (task === 'multiclass' && draft.candidate !== '' && isOneColumn(scores, columns)) {
    return `“${scores}” is one column: several classes take a column of probabilities each, as a pattern such as p_*, or a column of predicted classes.`
  }
  return null
}

/** Whether a role for scores names one column, or one number of the vector in each of its cells. */
function isOneColumn(scores: string, columns: readonly string[]): boolean {
  const { kind } = namedColumns([{ file: '', columns: [...columns] }], scores)
  return kind === 'column' || kind === 'element'
}

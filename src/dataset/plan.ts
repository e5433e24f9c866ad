import type { ColumnKind } from '../table/column.ts'
import { InputError, type Place } from '../table/input-error.ts'
import { findClassColumns, findColumn, findOneColumn, type ColumnAddress, type FileHeader } from './resolve.ts'
import {
  factRoles,
  modelNames,
  modelRoles,
  roleDeclaration,
  roleTable,
  type FactRole,
  type ModelName,
  type Role,
  type Roles,
  type Task,
} from './roles.ts'
import { isPattern } from './task.ts'

/**
 * Where the columns of every role are. A fact of a row (its label, its split, its slices and so on) may stand in several
 * files, which then agree on it; a role that nothing fills has no addresses.
 */
export interface ColumnPlan extends Record<FactRole, ColumnAddress[]> {
  task: Task
  models: Map<ModelName, ModelColumns>
  slices: { column: string; addresses: ColumnAddress[] }[]
  /** What rows are assigned to splits by; null where nothing assigns them. */
  splitting: SplittingPlan | null
  /** One address a file; empty where no id is named. */
  ids: ColumnAddress[]
}

/** The columns that a rule assigns rows by. */
export interface SplittingColumns {
  /** What is hashed: a key, the name of a group. */
  key: string | null
  strata: string[]
  time: string | null
}

/** Where the columns are that a rule assigns rows by. */
export interface SplittingPlan {
  key: ColumnAddress | null
  strata: { column: string; addresses: ColumnAddress[] }[]
  time: ColumnAddress | null
}

/** What a model says of a row: a score or a number, a probability for each class, or its decision. */
export type ModelColumns =
  | { kind: 'score'; address: ColumnAddress }
  | { kind: 'probabilities'; columns: { label: string; address: ColumnAddress }[] }
  | { kind: 'prediction'; address: ColumnAddress }

/** What one file's reader is to decode. */
export interface ColumnUse {
  column: number
  kind: ColumnKind
  /** False where a missing value makes a row unusable. */
  allowEmpty: boolean
}

/** Where the user named a role: for errors. */
export type RolePlace = (role: Role) => Place

/**
 * Finds every role's column, and those that a rule assigns rows by; throws InputError where one is missing, ambiguous,
 * or files cannot be joined.
 */
export function planColumns(
  headers: FileHeader[],
  roles: Roles,
  task: Task,
  placeOf: RolePlace,
  splitting: SplittingColumns | null = null,
): ColumnPlan {
  const { id } = roles
  requireReversible(roles, task, placeOf)
  if (headers.length > 1 && id === null) {
    throw new InputError({
      code: 'no_id',
      place: placeOf('id'),
      found: `${headers.length} files and no id column`,
      expected: 'a column on which their rows are joined',
      remedy: 'Name it: --id COLUMN, or columns.id in the policy.',
    })
  }
  const facts = Object.fromEntries(
    factRoles.map((role) => [role, factColumns(headers, role, roles[role], placeOf(role))]),
  ) as Record<FactRole, ColumnAddress[]>
  return {
    ...facts,
    task,
    models: modelColumns(headers, roles, task, placeOf),
    slices: roles.slices.map((column) => ({ column, addresses: findColumn(headers, column, placeOf('slices')) })),
    splitting: splitting && splittingPlan(headers, splitting, id, (part) => ({ policyPath: `split.${part}` })),
    ids:
      id === null
        ? []
        : headers.map((header, file) => {
            const [address] = findColumn([header], withoutFile(id, header), placeOf('id'))
            return { file, column: address.column }
          }),
  }
}

function factColumns(headers: FileHeader[], role: FactRole, name: string | null, place: Place): ColumnAddress[] {
  if (name === null) return []
  return roleDeclaration(role).isOfOneFile ? [findOneColumn(headers, name, place)] : findColumn(headers, name, place)
}

/**
 * Finds the columns that a rule assigns rows by.
 * @param at where the user named a column, for errors
 */
export function splittingPlan(
  headers: FileHeader[],
  { key, strata, time }: SplittingColumns,
  id: string | null,
  at: (part: keyof SplittingColumns, column: string) => Place,
): SplittingPlan {
  // All files have the id, and agree on it.
  const keyColumn = (name: string) =>
    name === id ? findColumn(headers, name, at('key', name))[0] : findOneColumn(headers, name, at('key', name))
  return {
    key: key === null ? null : keyColumn(key),
    strata: strata.map((column) => ({ column, addresses: findColumn(headers, column, at('strata', column)) })),
    time: time === null ? null : findOneColumn(headers, time, at('time', time)),
  }
}

/** Scores alone can be read the other way round, and only of two classes. */
function requireReversible(roles: Roles, task: Task, placeOf: RolePlace): void {
  for (const model of roles.reversed) {
    if (task === 'binary' && roles[model] !== null) continue
    throw new InputError({
      code: 'nothing_to_reverse',
      place: placeOf('reversed'),
      found: `${model}, which has no scores of two classes`,
      expected: 'a model whose scores say how likely the positive class is',
      remedy: `Leave ${model} out, or name its scores.`,
    })
  }
}

function modelColumns(
  headers: FileHeader[],
  roles: Roles,
  task: Task,
  placeOf: RolePlace,
): Map<ModelName, ModelColumns> {
  const models = new Map<ModelName, ModelColumns>()
  for (const model of modelNames) {
    const { scores: scoreRole, classes: predictionRole } = modelRoles[model]
    const [score, prediction] = [roles[scoreRole], roles[predictionRole]]
    if (score !== null && prediction !== null) throw scoresAndPredictions(scoreRole, predictionRole, placeOf)
    if (score !== null) models.set(model, scoreColumns(headers, score, task, placeOf(scoreRole)))
    if (prediction !== null) {
      if (task === 'regression') throw numbersNotClasses(scoreRole, prediction, placeOf(predictionRole))
      models.set(model, { kind: 'prediction', address: findOneColumn(headers, prediction, placeOf(predictionRole)) })
    }
  }
  const [candidate, production] = [models.get('candidate'), models.get('production')]
  if (candidate?.kind === 'probabilities' && production?.kind === 'probabilities') disentangle(candidate, production)
  return models
}

function scoreColumns(headers: FileHeader[], name: string, task: Task, place: Place): ModelColumns {
  if (task !== 'multiclass') return { kind: 'score', address: findOneColumn(headers, name, place) }
  if (isPattern(name, headers)) return { kind: 'probabilities', columns: findClassColumns(headers, name, place) }
  throw new InputError({
    code: 'not_a_pattern',
    place,
    found: `the one column ${JSON.stringify(name)}`,
    expected: 'a column of probabilities for each class, as a pattern such as "p_*" whose * is the class',
    remedy:
      'Write the pattern, or name a column of predicted classes: --prediction COLUMN (columns.prediction in the policy).',
  })
}

/** A column that both patterns match (`p_*` and `p_old_*`) belongs to the model whose pattern says more of it. */
function disentangle(
  candidate: ModelColumns & { kind: 'probabilities' },
  production: ModelColumns & { kind: 'probabilities' },
): void {
  const isSame = (a: ColumnAddress, b: ColumnAddress) => a.file === b.file && a.column === b.column
  const labelElsewhere = (other: typeof candidate, address: ColumnAddress) =>
    other.columns.find((column) => isSame(column.address, address))?.label
  const own = (mine: typeof candidate, other: typeof candidate) =>
    mine.columns.filter(({ label, address }) => {
      const elsewhere = labelElsewhere(other, address)
      return elsewhere === undefined || elsewhere.length >= label.length
    })
  const [ofCandidate, ofProduction] = [own(candidate, production), own(production, candidate)]
  candidate.columns = ofCandidate
  production.columns = ofProduction
}

function scoresAndPredictions(scoreRole: Role, predictionRole: Role, placeOf: RolePlace): InputError {
  return new InputError({
    code: 'scores_and_predictions',
    place: placeOf(predictionRole),
    found: `${roleTable[scoreRole].policyKey} and ${roleTable[predictionRole].policyKey} of one model`,
    expected: 'scores, or hard predictions where there are no scores',
    remedy: 'Leave one of them out.',
  })
}

function numbersNotClasses(scoreRole: Role, column: string, place: Place): InputError {
  const { flag, policyKey } = roleTable[scoreRole]
  return new InputError({
    code: 'prediction_of_numbers',
    place,
    found: `hard predictions ${JSON.stringify(column)} of a regression`,
    expected: `predicted numbers named as --${flag} (columns.${policyKey} in the policy)`,
    remedy: `Write --${flag} ${column}.`,
  })
}

/** The columns that each file's reader decodes, each once. */
export function columnUses(plan: ColumnPlan, fileCount: number): ColumnUse[][] {
  const uses: ColumnUse[][] = Array.from({ length: fileCount }, () => [])
  const use = ({ file, column }: ColumnAddress, kind: ColumnKind, allowEmpty = false) => {
    const known = uses[file].find((other) => other.column === column && other.kind === kind)
    if (known === undefined) uses[file].push({ column, kind, allowEmpty })
    else known.allowEmpty &&= allowEmpty
  }
  plan.ids.forEach((address) => use(address, 'utf8'))
  const useFact = (role: FactRole) => {
    const kind = role === 'label' && plan.task === 'regression' ? 'float64' : roleTable[role].cells
    plan[role].forEach((address) => use(address, kind))
  }
  useFact('label')
  for (const model of plan.models.values()) {
    if (model.kind === 'probabilities') model.columns.forEach(({ address }) => use(address, 'float64'))
    else use(model.address, model.kind === 'score' ? 'float64' : 'dictionary')
  }
  factRoles.filter((role) => role !== 'label').forEach(useFact)
  for (const { addresses } of plan.slices) addresses.forEach((address) => use(address, 'dictionary', true))
  if (plan.splitting !== null)
    splittingUses(plan.splitting).forEach(({ address, kind, allowEmpty }) => use(address, kind, allowEmpty))
  return uses
}

/** How the columns of a rule are decoded. */
export function splittingUses({
  key,
  strata,
  time,
}: SplittingPlan): (Pick<ColumnUse, 'kind' | 'allowEmpty'> & { address: ColumnAddress })[] {
  return [
    ...[key, time].flatMap((address) =>
      address === null ? [] : [{ address, kind: 'utf8' as const, allowEmpty: false }],
    ),
    ...strata.flatMap(({ addresses }) =>
      addresses.map((address) => ({ address, kind: 'dictionary' as const, allowEmpty: true })),
    ),
  ]
}

function withoutFile(id: string, header: FileHeader): string {
  return header.columns.includes(id) || !id.includes(':') ? id : id.slice(id.indexOf(':') + 1)
}

import type { ColumnKind } from '../table/column.ts'
import { InputError, type Place } from '../table/input-error.ts'
import { modelColumns, type ModelColumns, type RolePlace } from './model-columns.ts'
import type { Join } from './reading.ts'
import {
  findColumn,
  findCopies,
  findOneColumn,
  findOneWithCopies,
  type ColumnAddress,
  type FileHeader,
} from './resolve.ts'
import {
  factRoles,
  modelNames,
  modelRoles,
  roleDeclaration,
  roleTable,
  type FactRole,
  type ModelName,
  type Roles,
  type Task,
} from './roles.ts'

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
  /** One address a file, or of the files that have it where rows are joined in their order; empty where no id is named. */
  ids: ColumnAddress[]
  /** null where each row is of both models. */
  modelRows: ModelRows | null
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

/** What one file's columns are to be decoded as. */
export interface ColumnUse extends Pick<ColumnAddress, 'element' | 'model'> {
  column: number
  kind: ColumnKind
  /** False where a missing value makes a row unusable. */
  allowEmpty: boolean
  /** The column that it has to equal in every row, as it has the same name. */
  copyOf?: number
}

/** Where the rows' models are, and what the models are called there. */
export interface ModelRows {
  address: ColumnAddress
  /** The value of the column for each model. */
  names: Map<ModelName, string>
}

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
  join: Join = 'id',
): ColumnPlan {
  const { id } = roles
  if (headers.length > 1 && id === null && join === 'id') {
    const inOrder = 'Where they have the same rows in the same order, say so: --join row_order (join: row_order).'
    throw noId(`${headers.length} files`, placeOf('id'), inOrder)
  }
  const facts = Object.fromEntries(
    factRoles.map((role) => [role, factColumns(headers, role, roles[role], placeOf(role))]),
  ) as Record<FactRole, ColumnAddress[]>
  return {
    ...facts,
    task,
    models: modelColumns(headers, roles, task, placeOf),
    slices: roles.slices.map((column) => ({ column, addresses: findCopies(headers, column, placeOf('slices')) })),
    splitting: splitting && splittingPlan(headers, splitting, id, (part) => ({ policyPath: `split.${part}` })),
    ids: id === null ? [] : idColumns(headers, id, join, placeOf('id')),
    modelRows: roles.model === null ? null : modelRows(headers, roles, roles.model, join, placeOf),
  }
}

function factColumns(headers: FileHeader[], role: FactRole, name: string | null, place: Place): ColumnAddress[] {
  if (name === null) return []
  return roleDeclaration(role).isOfOneFile
    ? [findOneWithCopies(headers, name, place)]
    : findCopies(headers, name, place)
}

/** The id of every file; of those that have one where rows are joined in their order. */
function idColumns(headers: FileHeader[], id: string, join: Join, place: Place): ColumnAddress[] {
  if (join === 'row_order') return findCopies(headers, id, place)
  return headers.map((header, file) => {
    const [address] = findCopies([header], withoutFile(id, header), place)
    return { ...address, file }
  })
}

function modelRows(headers: FileHeader[], roles: Roles, model: string, join: Join, placeOf: RolePlace): ModelRows {
  if (roles.id === null) throw noId('a row for each model', placeOf('id'))
  if (join === 'row_order' && headers.length > 1) {
    throw new InputError({
      code: 'rows_of_models_in_order',
      place: placeOf('model'),
      found: 'a row for each model, and files that are joined row by row',
      expected: 'files that are joined on an id',
      remedy: 'Leave out --join row_order (join in the policy).',
    })
  }
  const named = modelNames.flatMap((name) => {
    const { scores, classes } = modelRoles[name]
    const value = roles[scores] ?? roles[classes]
    return value === null ? [] : [[name, value] as const]
  })
  return { address: findOneWithCopies(headers, model, placeOf('model')), names: new Map(named) }
}

function noId(found: string, place: Place, more: string | null = null): InputError {
  return new InputError({
    code: 'no_id',
    place,
    found: `${found} and no id column`,
    expected: 'a column on which their rows are joined',
    remedy: `Name it: --id COLUMN, or columns.id in the policy.${more === null ? '' : ` ${more}`}`,
  })
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

/** The columns that each file's reader decodes, each once. */
export function columnUses(plan: ColumnPlan, fileCount: number): ColumnUse[][] {
  const uses: ColumnUse[][] = Array.from({ length: fileCount }, () => [])
  const put = (file: number, added: ColumnUse) => {
    const known = uses[file].find((other) => isSameUse(other, added))
    if (known === undefined) uses[file].push(added)
    else known.allowEmpty &&= added.allowEmpty
  }
  const use = ({ file, column, element, model, copies = [] }: ColumnAddress, kind: ColumnKind, allowEmpty = false) => {
    const part = { ...(element === undefined ? {} : { element }), ...(model === undefined ? {} : { model }) }
    put(file, { column, kind, allowEmpty, ...part })
    for (const copy of copies) put(file, { column: copy, kind, allowEmpty, ...part, copyOf: column })
  }
  plan.ids.forEach((address) => use(address, 'utf8'))
  if (plan.modelRows !== null) use(plan.modelRows.address, 'dictionary')
  const useFact = (role: FactRole) => {
    const kind = role === 'label' && plan.task === 'regression' ? 'float64' : roleTable[role].cells
    plan[role].forEach((address) => use(address, kind))
  }
  useFact('label')
  for (const model of plan.models.values()) {
    if (model.kind === 'probabilities') model.columns.forEach(({ address }) => use(address, 'float64'))
    else use(model.address, model.kind === 'score' ? 'float64' : 'dictionary')
    if (model.kind === 'score' && model.of !== undefined) use(model.of, 'dictionary')
  }
  factRoles.filter((role) => role !== 'label').forEach(useFact)
  for (const { addresses } of plan.slices) addresses.forEach((address) => use(address, 'dictionary', true))
  if (plan.splitting !== null)
    splittingUses(plan.splitting).forEach(({ address, kind, allowEmpty }) => use(address, kind, allowEmpty))
  return uses
}

/** Whether two uses are of the same cells, decoded alike. */
export function isSameUse(a: Omit<ColumnUse, 'allowEmpty'>, b: Omit<ColumnUse, 'allowEmpty'>): boolean {
  return a.column === b.column && a.kind === b.kind && a.element === b.element && a.model === b.model
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

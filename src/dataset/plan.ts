import type { ColumnKind } from '../table/column.ts'
import { InputError, type Place } from '../table/input-error.ts'
import { findColumn, findOneColumn, type ColumnAddress, type FileHeader } from './resolve.ts'
import type { Roles } from './roles.ts'

/** Where the columns of every role are. Facts of a row (label, split, slices) may stand in several files: all agree. */
export interface ColumnPlan {
  label: ColumnAddress[]
  candidate: ColumnAddress
  production: ColumnAddress | null
  split: ColumnAddress[]
  slices: { column: string; addresses: ColumnAddress[] }[]
  /** One address a file; empty where no id is named. */
  ids: ColumnAddress[]
}

/** What one file's reader is to decode. */
export interface ColumnUse {
  column: number
  kind: ColumnKind
  /** False where a missing value makes a row unusable. */
  allowEmpty: boolean
}

/** Where the user named a role: for errors. */
export type RolePlace = (role: keyof Roles) => Place

/** Finds every role's column; throws InputError where one is missing, ambiguous, or files cannot be joined. */
export function planColumns(headers: FileHeader[], roles: Roles, placeOf: RolePlace): ColumnPlan {
  const { production, split, id } = roles
  if (headers.length > 1 && id === null) {
    throw new InputError({
      code: 'no_id',
      place: placeOf('id'),
      found: `${headers.length} files and no id column`,
      expected: 'a column on which their rows are joined',
      remedy: 'Name it: --id COLUMN, or columns.id in the policy.',
    })
  }
  return {
    label: findColumn(headers, roles.label, placeOf('label')),
    candidate: findOneColumn(headers, roles.candidate, placeOf('candidate')),
    production: production === null ? null : findOneColumn(headers, production, placeOf('production')),
    split: split === null ? [] : findColumn(headers, split, placeOf('split')),
    slices: roles.slices.map((column) => ({ column, addresses: findColumn(headers, column, placeOf('slices')) })),
    ids: id === null ? [] : headers.map((header, file) => {
      const [address] = findColumn([header], withoutFile(id, header), placeOf('id'))
      return { file, column: address.column }
    }),
  }
}

/** The columns that each file's reader decodes, each once. */
export function columnUses(plan: ColumnPlan, fileCount: number): ColumnUse[][] {
  const uses: ColumnUse[][] = Array.from({ length: fileCount }, () => [])
  const use = ({ file, column }: ColumnAddress, kind: ColumnKind, allowEmpty: boolean) => {
    const known = uses[file].find((other) => other.column === column && other.kind === kind)
    if (known === undefined) uses[file].push({ column, kind, allowEmpty })
    else known.allowEmpty &&= allowEmpty
  }
  plan.ids.forEach((address) => use(address, 'utf8', false))
  plan.label.forEach((address) => use(address, 'dictionary', false))
  use(plan.candidate, 'float64', false)
  if (plan.production !== null) use(plan.production, 'float64', false)
  plan.split.forEach((address) => use(address, 'dictionary', false))
  for (const { addresses } of plan.slices) addresses.forEach((address) => use(address, 'dictionary', true))
  return uses
}

function withoutFile(id: string, header: FileHeader): string {
  return header.columns.includes(id) || !id.includes(':') ? id : id.slice(id.indexOf(':') + 1)
}

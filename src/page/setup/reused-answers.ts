import { isSame } from '../../policy/file/change.ts'
import type { Inspection } from '../../worker/protocol.ts'
import type { RolesDraft } from './roles-draft.ts'
import { rolesOf, valuesOf } from './roles-draft.ts'
import { nothingSaid, onlyThese, withFilesRenamed, withoutPositive, type Said } from './said.ts'

/** A set-up whose answers may hold for the next files. */
export interface EarlierSetup {
  said: Said
  roles: RolesDraft
  /** It was evaluated, so that its roles are confirmed. */
  isConfirmed: boolean
  inspection: Inspection
}

/** What was said of earlier files, as it is of new ones; null where nothing was. */
export function saidAsBefore(
  { said, roles, isConfirmed, inspection }: EarlierSetup,
  fileNames: readonly string[],
): Said | null {
  if (!isConfirmed && isSame(said, nothingSaid)) return null
  const before = inspection.files.map(({ name }) => name)
  if (before.length !== fileNames.length) return null
  const confirmed = isConfirmed ? { ...said, roles: { ...onlyThese(named(roles)), ...said.roles } } : said
  return withFilesRenamed(confirmed, before, fileNames)
}

function named(roles: RolesDraft): Said['roles'] {
  return Object.fromEntries(Object.entries(rolesOf(roles)).filter(([, value]) => value !== null))
}

/** Whether files have the same columns as others, of the same kinds, in the same order. */
export function isSameShape(before: Pick<Inspection, 'files'>, now: Pick<Inspection, 'files'>): boolean {
  return (
    before.files.length === now.files.length &&
    before.files.every(({ columns, name }, at) => {
      const other = now.files[at]
      return (
        columns.length === other.columns.length &&
        columns.every(
          (column, place) =>
            header(column.name, name) === header(other.columns[place].name, other.name) &&
            isSameKind(column.kind, other.columns[place].kind),
        )
      )
    })
  )
}

/** A column that is empty in some rows may hold anything in others. */
function isSameKind(a: string, b: string): boolean {
  return a === b || a === 'empty' || b === 'empty'
}

function header(column: string, file: string): string {
  return column.startsWith(`${file}:`) ? column.slice(file.length + 1) : column
}

/** What was said, without a positive class that the label of these files does not have. */
export function withKnownPositive(
  said: Said,
  inspection: Pick<Inspection, 'values'>,
  { label, positive }: RolesDraft,
): Said {
  const known = valuesOf(inspection, label)
  return positive === '' || known.length === 0 || known.includes(positive) ? said : withoutPositive(said)
}

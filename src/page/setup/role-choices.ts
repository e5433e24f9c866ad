import { matches } from '../../dataset/class-patterns.ts'
import { isSingleRole, roleDeclaration, roleNames, roleTable } from '../../dataset/roles.ts'
import type { RoleGuess } from '../../worker/protocol.ts'
import { obviousPositive, type RolesDraft } from './roles-draft.ts'

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

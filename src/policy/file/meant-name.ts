import { idsByOtherName } from '../../metrics/definitions/catalogue.ts'
import { nearestName } from '../../dataset/resolve.ts'

/** What metrics and roles are called elsewhere. */
const otherNames = new Map([
  ...idsByOtherName(),
  ['score', 'candidate'],
  ['target', 'label'],
  ['truth', 'label'],
  ['baseline', 'production'],
  ['challenger', 'candidate'],
  ['champion', 'production'],
])

/** The choice that was probably meant: by another name that it has, or the nearest one as written. */
export function meantName(name: string, choices: readonly string[]): string | null {
  const other = otherNames.get(name.toLowerCase())
  return other !== undefined && choices.includes(other) ? other : nearestName(name, choices)
}

import { matches } from '../../dataset/class-patterns.ts'
import { InputError } from '../../table/input-error.ts'
import type { RoleGuess } from '../../worker/protocol.ts'
import { obviousPositive, type RolesDraft } from './roles-draft.ts'
import type { SetupLink } from './setup-link.ts'

/** The columns that a link's set-up names, patterns of them included. */
function columnsOf({ roles, split }: SetupLink): string[] {
  const { task: _task, slices, reversed: _reversed, ...single } = roles
  const ofSplit = split.by === '' ? [] : [split.key, split.group, split.time, ...(split.strata ?? [])]
  return [...new Set([...Object.values(single), ...slices, ...ofSplit])].filter((name) => name !== '')
}

function absentColumns(link: SetupLink, guess: RoleGuess): string[] {
  const isThere = (name: string) =>
    guess.columns.includes(name) || (name.includes('*') && guess.columns.some((column) => matches(column, name)))
  return columnsOf(link).filter((name) => !isThere(name))
}

export function isFitting(link: SetupLink, guess: RoleGuess): boolean {
  return absentColumns(link, guess).length === 0
}

/** Throws where the files lack a column that the link names. */
export function requireFit(link: SetupLink, guess: RoleGuess, fileNames: readonly string[]): void {
  const absent = absentColumns(link, guess)
  if (absent.length === 0) return
  throw new InputError({
    code: 'link_does_not_fit',
    place: { file: fileNames.join(', ') },
    found: `no column ${absent
      .slice(0, 5)
      .map((name) => JSON.stringify(name))
      .join(', ')}${absent.length > 5 ? ` and ${absent.length - 5} others` : ''}`,
    expected: 'the columns that the link names',
    remedy: 'Open the file that the link was made for, or forget the link and choose the columns yourself.',
  })
}

/** The roles that a link names; the positive class as the label's values tell it, or not at all. */
export function rolesOfLink({ roles }: SetupLink, guess: RoleGuess): RolesDraft {
  return { ...roles, positive: obviousPositive(guess.values[roles.label] ?? []) ?? '' }
}

/** The link's policy as a policy's file; throws where it is no JSON map. */
export function policyFileOf({ roles, policy }: SetupLink): string {
  const terms: unknown = JSON.parse(policy ?? '')
  if (typeof terms !== 'object' || terms === null || Array.isArray(terms)) throw new SyntaxError('not a map')
  const { label, candidate, production, prediction, productionPrediction, slices, reversed } = roles
  const named = { label, candidate, production, prediction, production_prediction: productionPrediction }
  const columns = Object.fromEntries(Object.entries(named).filter(([, name]) => name !== ''))
  return JSON.stringify({
    ...terms,
    ...(roles.task === '' ? {} : { task: roles.task }),
    columns: { ...columns, slices, reversed },
  })
}

/** What a link's set-up says, in words, for who is about to use it. */
export function linkWords({ roles, split, threshold }: SetupLink): { term: string; is: string }[] {
  const words: [string, string][] = [
    ['Truth', roles.label],
    ['Candidate', roles.candidate || roles.prediction],
    ['Production', roles.production || roles.productionPrediction],
    ['Split', roles.split],
    ['Rows assigned', split.by === '' ? '' : `by ${split.by}`],
    ['Id', roles.id],
    ['Group', roles.group],
    ['Weight', roles.weight],
    ['Time', roles.time],
    ['Slices', roles.slices.join(', ')],
    ['Scores reversed', roles.reversed.join(', ')],
    ['Threshold', threshold === null ? '' : String(threshold)],
  ]
  return words.flatMap(([term, is]) => (is === '' ? [] : [{ term, is }]))
}

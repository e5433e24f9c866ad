import { matches } from '../../dataset/class-patterns.ts'
import { linkRoles, roleTable } from '../../dataset/roles.ts'
import { InputError } from '../../table/input-error.ts'
import type { Policy } from '../../policy/policy.ts'
import type { RoleGuess } from '../../worker/protocol.ts'
import type { LoadedPolicy } from './loaded-policy.ts'
import { obviousPositive, type RolesDraft } from './roles-draft.ts'
import { parseLink, type SetupLink } from './setup-link.ts'

/** A link's set-up until a file comes that it fits. */
export interface PendingLink extends SetupLink {
  loadedPolicy: LoadedPolicy | null
}

/** The file name of a link's policy. */
const policyName = 'policy.json'

/** The set-up in an address's hash with its policy as parsed; else what is wrong with it, in words. */
export async function pendingLink(
  hash: string,
  parsePolicy: (name: string, text: string) => Promise<Policy>,
): Promise<PendingLink | { wrong: string }> {
  const link = parseLink(hash)
  if ('wrong' in link || link.policy === null) return 'wrong' in link ? link : { ...link, loadedPolicy: null }
  try {
    const text = policyFileOf(link)
    return {
      ...link,
      loadedPolicy: { fileName: policyName, text, policy: await parsePolicy(policyName, text), isEdited: false },
    }
  } catch (error) {
    return {
      wrong:
        error instanceof InputError
          ? `of its policy, found ${error.fault.found}, expected ${error.fault.expected}`
          : 'its policy is cut short',
    }
  }
}

/** The columns that a link's set-up names, patterns of them included. */
function columnsOf({ roles, split }: SetupLink): string[] {
  const ofRoles = linkRoles.filter((role) => roleTable[role].kind !== 'models').flatMap((role) => roles[role])
  const ofSplit = split.by === '' ? [] : [split.key, split.group, split.time, ...(split.strata ?? [])]
  return [...new Set([...ofRoles, ...ofSplit])].filter((name) => name !== '')
}

function absentColumns(link: SetupLink, guess: RoleGuess): string[] {
  const isThere = (name: string) =>
    guess.columns.includes(name) || (name.includes('*') && guess.columns.some((column) => matches(column, name)))
  return columnsOf(link).filter((name) => !isThere(name))
}

/** Whether the files have every column that a link names. */
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

/** The roles that a link names, with the positive class where the label's values show which it is. */
export function rolesOfLink({ roles }: SetupLink, guess: RoleGuess): RolesDraft {
  return { ...roles, positive: obviousPositive(guess.values[roles.label] ?? []) ?? '' }
}

/** The link's policy as a policy's file; throws where it is no JSON map. */
export function policyFileOf({ roles, policy }: SetupLink): string {
  const terms: unknown = JSON.parse(policy ?? '')
  if (typeof terms !== 'object' || terms === null || Array.isArray(terms)) throw new SyntaxError('not a map')
  const columns = linkRoles.flatMap((role) =>
    roleTable[role].section === 'rows' || roles[role] === '' ? [] : [[roleTable[role].policyKey, roles[role]]],
  )
  return JSON.stringify({
    ...terms,
    ...(roles.task === '' ? {} : { task: roles.task }),
    columns: Object.fromEntries(columns),
  })
}

/** A link's set-up as terms and words, for the person who is about to use it. */
export function linkWords({ roles, split, threshold }: SetupLink): { term: string; is: string }[] {
  const words: [string, string][] = [
    ...linkRoles.map((role): [string, string] => [roleTable[role].title, [roles[role]].flat().join(', ')]),
    ['Rows assigned', split.by === '' ? '' : `by ${split.by}`],
    ['Threshold', threshold === null ? '' : String(threshold)],
  ]
  return words.flatMap(([term, is]) => (is === '' ? [] : [{ term, is }]))
}

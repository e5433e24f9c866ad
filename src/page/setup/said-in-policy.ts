import { withReading } from '../../dataset/reading.ts'
import { isSingleRole, roleNames, singleRoles, type Roles } from '../../dataset/roles.ts'
import type { Policy } from '../../policy/policy.ts'
import { nothingSaid, onlyThese, withRole, type Said } from './said.ts'
import type { LoadedPolicy } from './setup-link.ts'

/** The policy names what an evaluation cannot do without. */
export function namesRoles(named: Partial<Roles> | null): boolean {
  return named !== null && named.label != null && (named.candidate != null || named.prediction != null)
}

/** The columns that a policy names. Where it splits the rows itself, no column does that it does not name. */
export function columnsNamed({ columns, split }: Policy): Partial<Roles> {
  return split === null ? columns : { split: null, ...columns }
}

/** What a policy says of how files are read; null: there is none. */
export function saidInPolicy(loaded: Pick<LoadedPolicy, 'policy' | 'form'> | null): Said {
  return loaded === null ? nothingSaid : withPolicy(nothingSaid, loaded)
}

/**
 * What was said before, under a policy that came later: what it names holds, the rest stays. A policy that names label and
 * candidate is taken at its word: nothing that was chosen or is guessed stands beside it.
 */
export function withPolicy(said: Said, { policy, form }: Pick<LoadedPolicy, 'policy' | 'form'>): Said {
  const named = columnsNamed(policy)
  const known: Said = {
    ...said,
    task: policy.task ?? said.task,
    reading: withReading(said.reading, {
      ...policy.reading,
      join: form.join === undefined ? undefined : policy.reading.join,
    }),
    invalidRows: form.invalid_rows === undefined ? said.invalidRows : policy.invalidRows,
  }
  if (namesRoles(named)) {
    const answers = said.answers.filter(({ answer }) => answer.roles === undefined)
    return { ...known, roles: onlyThese(named), answers }
  }
  const lists = Object.fromEntries(
    roleNames.flatMap((role) => (isSingleRole(role) || named[role] === undefined ? [] : [[role, named[role]]])),
  ) as Partial<Roles>
  const all = singleRoles.reduce((so, role) => {
    const name = named[role]
    return name === undefined ? so : { ...withRole(so, role, name), task: known.task }
  }, known)
  return { ...all, roles: { ...all.roles, ...lists } }
}

import { roleNames, roleTable } from '../../dataset/roles.ts'
import { isSame } from '../../policy/file/plain-values.ts'
import { columnTerms, policyTerms } from '../../policy/file/written.ts'
import { readingTerms } from '../../policy/reading-terms.ts'
import type { Policy } from '../../policy/policy.ts'
import type { PolicyChange } from '../../worker/protocol.ts'
import type { LoadedPolicy } from './setup-link.ts'

/**
 * What would have to be written into a policy's file so that it says by itself how the files are read: nothing is guessed or asked
 * then, here or in a pipeline.
 * @param policy what is evaluated by: the loaded one with the roles and answers as given
 */
export function answersToKeep(
  policy: Policy,
  { form, policy: loaded }: Pick<LoadedPolicy, 'form' | 'policy'>,
): PolicyChange[] {
  const { threshold, task, invalid_rows: invalidRows } = policyTerms(policy)
  return [
    ...(task === undefined || form.task === task ? [] : [set(['task'], task)]),
    ...added(['columns'], columnTerms(policy.columns), columnTerms(loaded.columns)),
    ...added([], readingTerms(policy.reading), form),
    ...(isSame(policy.threshold, loaded.threshold) ? [] : [set(['threshold'], threshold ?? 0.5)]),
    ...(policy.invalidRows === loaded.invalidRows ? [] : [set(['invalid_rows'], invalidRows)]),
  ]
}

/** What is not said yet of some keys. */
function added(path: string[], wanted: object, said: object): PolicyChange[] {
  const known = new Map(Object.entries(said))
  return Object.entries(wanted).flatMap(([key, value]) =>
    isSame(value, known.get(key)) ? [] : [set([...path, key], value)],
  )
}

function set(path: string[], value: unknown): PolicyChange {
  return { kind: 'set', path, value }
}

/** What the changes are about, in words: "truth, candidate, missing". */
export function keptWords(changes: readonly PolicyChange[]): string {
  const titles = changes.map(({ path: [key, part] }) => {
    const role = roleNames.find((name) => key === 'columns' && roleTable[name].policyKey === part)
    return role === undefined ? String(key).replaceAll('_', ' ') : roleTable[role].title.toLowerCase()
  })
  return titles.join(', ')
}

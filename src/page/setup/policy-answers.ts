import { modelNames, modelRoles, roleNames, roleTable, type Role, type Roles } from '../../dataset/roles.ts'
import { isSame } from '../../policy/file/change.ts'
import { policyTerms } from '../../policy/file/written.ts'
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
  const set = (path: string[], value: unknown): PolicyChange => ({ kind: 'set', path, value })
  const columns = roleNames.flatMap((role) => {
    const value = columnForm(role, policy.columns)
    return value === null || isSame(value, columnForm(role, loaded.columns))
      ? []
      : [set(['columns', roleTable[role].policyKey], value)]
  })
  const reading = Object.entries(readingTerms(policy.reading)).flatMap(([key, value]) =>
    isSame(value, form[key as keyof typeof form]) ? [] : [set([key], value)],
  )
  const { threshold, task, invalid_rows: invalidRows } = policyTerms(policy)
  return [
    ...(task === undefined || form.task === task ? [] : [set(['task'], task)]),
    ...columns,
    ...reading,
    ...(isSame(policy.threshold, loaded.threshold) ? [] : [set(['threshold'], threshold ?? 0.5)]),
    ...(policy.invalidRows === loaded.invalidRows ? [] : [set(['invalid_rows'], invalidRows)]),
  ]
}

/** A role as a policy writes it; null where nothing fills it, or it is a part of another one. */
function columnForm(role: Role, columns: Partial<Roles>): unknown {
  const value = columns[role]
  const isPart = modelNames.some((model) => modelRoles[model].scoreOf === role)
  if (value == null || value.length === 0 || isPart) return null
  const model = modelNames.find((name) => modelRoles[name].scores === role)
  const of = model === undefined ? null : columns[modelRoles[model].scoreOf]
  return of == null ? value : { column: value, of }
}

/** What the changes are about, in words: "truth, candidate, missing". */
export function keptWords(changes: readonly PolicyChange[]): string {
  const titles = changes.map(({ path: [key, part] }) => {
    const role = roleNames.find((name) => key === 'columns' && roleTable[name].policyKey === part)
    return role === undefined ? String(key).replaceAll('_', ' ') : roleTable[role].title.toLowerCase()
  })
  return titles.join(', ')
}

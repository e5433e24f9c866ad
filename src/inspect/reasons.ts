import { roleTable, singleRoles, type Roles } from '../dataset/roles.ts'
import type { Inspection, Question, QuestionId } from './inspection.ts'
import { chosenWhy } from './sentences.ts'

/** The key of a policy that holds the answers to a question. */
const keyOfAnswer: Record<QuestionId, string> = {
  label: 'label',
  candidate: 'candidate',
  positive: 'positive',
  task: 'task',
  header: 'header',
  missing: 'missing',
  number_format: 'number_format',
  score_of: 'candidate',
  models: 'candidate',
  classes: 'candidate',
  threshold: 'threshold',
  weights: 'weights',
  join: 'join',
  time: 'time_unit',
  spelling: 'spelling',
}

/**
 * Why columns play their roles and files are read as they are: full sentences by the key of the policy that they explain. Of what
 * was found, how it was found; of what was asked, the question.
 * @param answered questions that have been answered
 * @param columns those that the policy names; a role that is filled otherwise than was found has no reason
 * @example reasonsOf(inspection, [], { label: 'y' }) // { label: 'Its header has the word “y”.' }
 */
export function reasonsOf(
  { roles, slices }: Inspection,
  answered: readonly Question[],
  columns: Partial<Roles>,
): Record<string, string> {
  const found = new Map<string, string>()
  const add = (key: string, why: string) => void found.set(key, found.has(key) ? `${found.get(key)} ${why}` : why)
  for (const role of singleRoles) {
    const proposal = roles[role]
    const { policyKey } = roleTable[role]
    const isChosen = proposal?.why === chosenWhy || policyKey.includes('.')
    if (proposal !== undefined && !isChosen && proposal.column === columns[role]) add(policyKey, proposal.why)
  }
  for (const { column, why } of slices)
    if (columns.slices?.includes(column) === true && why !== chosenWhy) add('slices', why)
  for (const { id, why } of answered) add(keyOfAnswer[id], `Asked: ${why}`)
  return Object.fromEntries(found)
}

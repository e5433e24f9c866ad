import type { FileSample } from '../../dataset/resolve.ts'
import { detectTask, type DetectedTask } from '../../dataset/task.ts'
import { InputError } from '../../table/input-error.ts'
import { rolesOf, type RolesDraft } from './roles-draft.ts'

/** The task as the engine will detect it; `open` where a person has to choose; null where nothing is known yet. */
export type TaskReading = DetectedTask | 'open' | null

/** Detects the task from the first rows and the chosen roles. */
export function readTask(samples: FileSample[], draft: RolesDraft): TaskReading {
  if (draft.label === '') return null
  try {
    return detectTask(samples, rolesOf(draft), draft.task === '' ? null : draft.task, {})
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    return error.fault.code === 'task_not_told' ? 'open' : null
  }
}

/** The evidence for the task, in words. */
export function evidenceOfTask(task: TaskReading): string {
  if (task === null) return ''
  return task === 'open' ? 'A few whole numbers: classes or numbers?' : task.evidence
}

/** What has to be chosen before anything can be evaluated, as a sentence; null where nothing is left. */
export function whatIsMissing(draft: RolesDraft, task: TaskReading): string | null {
  if (draft.label === '') return 'Choose the column that holds the truth.'
  if (draft.candidate === '' && draft.prediction === '')
    return 'Choose the column that holds the candidate’s score, or its predictions.'
  if (task === 'open') return `Choose the task: the few whole numbers of “${draft.label}” may be classes or numbers.`
  if (task?.task === 'binary' && draft.positive === '')
    return `Choose which value of “${draft.label}” counts as positive: its values do not say.`
  if (draft.label === draft.candidate) return 'Truth and score are the same column: choose another for one of them.'
  if (draft.label === draft.prediction)
    return 'Truth and prediction are the same column: choose another for one of them.'
  if (task?.task === 'multiclass' && draft.candidate !== '' && !draft.candidate.includes('*')) {
    return `“${draft.candidate}” is one column: several classes take a column of probabilities each, as a pattern such as p_*, or a column of predicted classes.`
  }
  return null
}

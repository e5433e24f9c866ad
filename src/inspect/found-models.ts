import { conventionalLabels } from '../dataset/labels.ts'
import { textOf } from './choose-models.ts'
import type { Column } from './columns.ts'
import type { Answers, Inspection, Question } from './inspection.ts'
import type { Model, Reading } from './models.ts'

/** What is found of the models, and asked. */
export interface Found {
  roles: Inspection['roles']
  questions: Question[]
  notes: Inspection['notes']
  /** What the evaluated models say. */
  used: readonly Column[]
}

/** The positive class as it was named, or as the truth's values tell; null where it is open, or there is none. */
export function positiveOf({ truth, task }: Reading, { roles }: Answers): string | null {
  if (task !== 'binary') return null
  return roles.positive ?? conventionalLabels([...truth.counts.keys()])?.positive ?? null
}

/** The columns in which a model says what is evaluated. */
export function usedColumns({ numbers, decision }: Model, positive: string | null): Column[] {
  if (numbers === null) return [...decision!.columns]
  const text = textOf(numbers, positive)
  const own = numbers.byClass === null ? [] : numbers.columns.filter(({ name }) => name === text)
  return own.length > 0 ? own : [...numbers.columns]
}

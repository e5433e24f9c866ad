import { readHead } from '../csv/head.ts'
import { guessRoles } from '../dataset/guess.ts'
import { completedRoles, type Roles, type Task } from '../dataset/roles.ts'
import { canonicalSplit } from '../dataset/splits.ts'
import { tellTask } from '../dataset/task.ts'
import { fileSources } from './files.ts'

/** What the first rows of a file of predictions tell of a policy. */
export interface FileSetup {
  columns: Partial<Roles>
  task: Task | null
  hasValidation: boolean
}

/** Guesses at the columns of a file that are not named, by its first rows. */
export async function fileSetup(path: string, named: Partial<Roles>, asked: Task | null): Promise<FileSetup> {
  const [source] = fileSources([path])
  const { columns, records } = await readHead(source)
  const sample = { file: source.name, columns, records }
  const guess = guessRoles([sample])
  const roles = { ...withoutContradicted(guess.roles, named), ...named }
  const { label, candidate, prediction, split } = roles
  const isTold = label !== undefined && (candidate !== undefined || prediction !== undefined)
  return {
    columns: roles,
    task: isTold ? tellTask([sample], completedRoles({ ...roles, label }), asked, { file: source.name }).task : null,
    hasValidation: split != null && (guess.values[split] ?? []).some((value) => canonicalSplit(value) === 'validation'),
  }
}

/** A guess at what goes with another column than the one that is named is no guess. */
function withoutContradicted(guessed: Partial<Roles>, named: Partial<Roles>): Partial<Roles> {
  const contradicted: (keyof Roles)[] = [
    ...(named.label !== undefined && named.label !== guessed.label ? ['positive' as const] : []),
    ...(named.prediction === undefined ? [] : ['candidate' as const, 'production' as const]),
    ...(named.candidate === undefined ? [] : ['prediction' as const, 'productionPrediction' as const]),
  ]
  return Object.fromEntries(Object.entries(guessed).filter(([role]) => !contradicted.includes(role as keyof Roles)))
}

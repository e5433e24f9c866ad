import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { parsePolicy } from '../policy/file/parse.ts'
import { policyFrom } from '../policy/stakes/policy-from.ts'
import type { Stakes } from '../policy/stakes/stakes.ts'
import { InputError } from '../table/input-error.ts'
import type { FileSetup, InitArguments } from './init-arguments.ts'
import { askedStakes } from './init-questions.ts'
import { writeWhole } from './output.ts'
import { openTable } from '../containers/open.ts'
import { guessRoles } from '../dataset/guess.ts'
import { completedRoles, type Roles, type Task } from '../dataset/roles.ts'
import { canonicalSplit } from '../dataset/splits.ts'
import { detectTask } from '../dataset/task.ts'
import { fileSources, loadReaders } from './files.ts'

/** Writes a policy from what is at stake; answers the exit status. */
export async function initCommand(given: InitArguments): Promise<number> {
  const { out, force } = given
  if (out !== null && !force && existsSync(out)) {
    throw new InputError({
      code: 'cannot_write',
      place: { option: '--out' },
      found: `${out}, which is there already`,
      expected: 'a new file',
      remedy: 'Name another, or say --force to write over it.',
    })
  }
  const setup = given.file === null ? null : await fileSetup(given.file, given.columns, given.task)
  const options =
    process.stdin.isTTY === true && process.stderr.isTTY === true ? await askedStakes(given, setup) : given
  const text = policyFrom(stakesOf(options, setup))
  // What is written is a policy; a mistake in it is one of this program.
  parsePolicy(out ?? 'policy.yaml', text)
  if (out === null) process.stdout.write(text)
  else {
    await writeWhole(out, text)
    process.stderr.write(
      `good-enough: ${out} is written. Read it, change what does not fit, then:\n${nextSteps(options, out)}`,
    )
  }
  return 0
}

/** What neither options nor file say: the careful answer, or a middle one. */
function stakesOf(given: InitArguments, setup: FileSetup | null): Stakes {
  if (given.does === null) throw missing('--does', 'what the model does: suggest, approve or decide')
  const columns = { ...setup?.columns, ...given.columns }
  return {
    name: given.name,
    task: given.task ?? setup?.task ?? 'binary',
    does: given.does,
    isReversible: given.isReversible ?? false,
    costs: { falsePositive: given.falsePositive ?? 1, falseNegative: given.falseNegative ?? 1 },
    reviewCost: given.review,
    prevalence: given.prevalence,
    columns,
    split: null,
    hasValidation: setup?.hasValidation ?? false,
    hasLooked: false,
    ledger: ledgerOf(given),
  }
}

function ledgerOf({ ledger, out }: InitArguments): string | null {
  if (ledger?.kind === 'none') return null
  return ledger?.path ?? `${out === null ? 'policy' : basename(out).replace(/\.(ya?ml|json)$/i, '')}.ledger.json`
}

function nextSteps({ file, prevalence }: InitArguments, out: string): string {
  const share = prevalence === null ? '' : ` --prevalence ${prevalence}`
  return `  good-enough plan --policy ${out}${share}\n  good-enough evaluate ${file ?? 'predictions.csv'} --policy ${out}\n`
}

function missing(option: string, expected: string): InputError {
  return new InputError({
    code: 'invalid_arguments',
    place: { option },
    found: 'nothing',
    expected,
    remedy: 'Say it, or run init on a terminal, where it asks. See good-enough --help.',
  })
}

/** Guesses at the columns of a file that are not named, by its first rows. */
async function fileSetup(path: string, named: Partial<Roles>, asked: Task | null): Promise<FileSetup> {
  const [source] = fileSources([path])
  const { columns, records } = await openTable(source, { loadReaders })
  const sample = { file: source.name, columns, records }
  const guess = guessRoles([sample])
  const roles = { ...withoutContradicted(guess.roles, named), ...named }
  const { label, candidate, prediction, split } = roles
  const isTold = label !== undefined && (candidate !== undefined || prediction !== undefined)
  return {
    columns: roles,
    task: isTold ? detectTask([sample], completedRoles({ ...roles, label }), asked, { file: source.name }).task : null,
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

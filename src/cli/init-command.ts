import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { parsePolicy } from '../policy/file/parse.ts'
import { policyFrom } from '../policy/stakes/policy-from.ts'
import type { Stakes } from '../policy/stakes/stakes.ts'
import { InputError } from '../table/input-error.ts'
import { fileSetup, type FileSetup } from './file-setup.ts'
import type { InitArguments } from './init-arguments.ts'
import { onTerminal } from './init-questions.ts'
import { writeWhole } from './output.ts'

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
  const isAsked = process.stdin.isTTY === true && process.stderr.isTTY === true
  const { options, setup } = isAsked
    ? await onTerminal(given)
    : { options: given, setup: given.files.length === 0 ? null : await fileSetup(given, null) }
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
    losses:
      given.wrongPass === null || given.wrongHold === null
        ? null
        : { wrongPass: given.wrongPass, wrongHold: given.wrongHold },
    reviewCost: given.review,
    prevalence: given.prevalence,
    columns,
    reading: setup?.reading ?? given.reading,
    invalidRows: setup?.invalidRows ?? given.invalidRows,
    threshold: setup?.threshold ?? given.threshold,
    ...(setup === null ? {} : { reasons: setup.reasons }),
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

function nextSteps({ files, prevalence }: InitArguments, out: string): string {
  const share = prevalence === null ? '' : ` --prevalence ${prevalence}`
  return `  good-enough plan --policy ${out}${share}\n  good-enough evaluate ${files.length === 0 ? 'predictions.csv' : files.join(' ')} --policy ${out}\n`
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

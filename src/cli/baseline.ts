import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import type { Evaluation } from '../evaluate/session.ts'
import { parseBaseline, type Baseline } from '../policy/baseline.ts'
import type { Policy } from '../policy/policy.ts'
import { baselineText } from '../report/baseline.ts'
import { InputError, type Place } from '../table/input-error.ts'
import type { EvaluateArguments } from './arguments.ts'
import { writeWhole } from './output.ts'

/**
 * The baseline that the command line or the policy (relative to it) names; null where neither does, and where the policy's is
 * not there yet and the policy goes on without production. Throws InputError.
 */
export function readBaseline(
  { baseline: named, policy: policyPath }: EvaluateArguments,
  policy: Policy,
): Baseline | null {
  if (named !== null) return readFrom(named, { option: '--baseline' })
  if (policy.baseline === null || policyPath === null) return null
  const path = resolve(dirname(policyPath), policy.baseline)
  if (policy.onNoProduction === 'skip' && !existsSync(path)) return null
  return readFrom(path, { file: basename(policyPath), policyPath: 'baseline' })
}

function readFrom(path: string, place: Place): Baseline {
  return parseBaseline(basename(path), textOf(path, place))
}

function textOf(path: string, place: Place): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new InputError({
      code: 'no_such_file',
      place,
      found: `${path}: ${(error as NodeJS.ErrnoException).code ?? 'an error'}`,
      expected: 'a baseline that can be read',
      remedy: 'Check the path; the first model that passes makes one (--promote).',
    })
  }
}

/** Writes the candidate as a baseline where the verdict is pass, whole or not at all; else says why not. */
export async function promote(path: string, { document, counts }: Evaluation, policy: Policy): Promise<void> {
  const { verdict } = document
  if (verdict !== 'pass') {
    const found = verdict === null ? 'no policy was given, so that nothing passed' : `the verdict is ${verdict}`
    process.stderr.write(`good-enough: not promoted to ${path}: ${found}\n`)
    return
  }
  await writeWhole(path, baselineText(document, policy, counts())).catch((error: unknown) => {
    throw error instanceof InputError ? new InputError({ ...error.fault, place: { option: '--promote' } }) : error
  })
}

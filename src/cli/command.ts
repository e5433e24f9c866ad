import { basename } from 'node:path'
import { evaluate } from '../evaluate/evaluate.ts'
import type { EvaluationProgress } from '../evaluate/read.ts'
import { locatedInPolicy, parsePolicy } from '../policy/file/parse.ts'
import { readingKey } from '../policy/keys.ts'
import { defaultPolicy, type Policy } from '../policy/policy.ts'
import { InputError, type Place } from '../table/input-error.ts'
import type { RolePlace } from '../dataset/model-columns.ts'
import type { SettingPlace } from '../dataset/cell-reading.ts'
import { withReading } from '../dataset/reading.ts'
import { roleTable } from '../dataset/roles.ts'
import { sharedKernels } from '../tally/replicates.ts'
import { evaluateArguments, type EvaluateArguments } from './arguments.ts'
import { promote, readBaseline } from './baseline.ts'
import { fileSources, loadReaders, readPolicyText } from './files.ts'
import { helpText } from './help.ts'
import { initArguments } from './init-arguments.ts'
import { initCommand } from './init-command.ts'
import { inspectArguments, inspectCommand, namesRoles, withProposals } from './inspect-command.ts'
import { openTables } from '../containers/open.ts'
import { ledgerFile } from './ledger-file.ts'
import { planArguments, planCommand } from './plan-command.ts'
import { terminalProgress } from './output.ts'
import { writeReports } from './reports.ts'
import { splitArguments } from './split-arguments.ts'
import { splitCommand } from './split-command.ts'
import { threadPool } from './threads.ts'
import type { ByteSource } from '../csv/source.ts'
import type { Kernels } from '../tally/kernels.ts'
import { referenceKernels } from '../tally/reference.ts'
import type { GpuSource } from '../tensor/adapter.ts'
import { engineText } from '../words/engine.ts'

const exitStatus = { pass: 0, fail: 1, undecided: 2 } as const
const invalidInput = 3

/** Runs the command; answers its exit status. Standard output gets the result alone, standard error the errors. */
export async function command(args: string[]): Promise<number> {
  const [verb, ...rest] = args
  if (verb === undefined || verb === 'help' || args.includes('--help') || args.includes('-h')) {
    process.stdout.write(helpText)
    return verb === undefined ? invalidInput : 0
  }
  try {
    if (verb === 'split') return await splitCommand(splitArguments(rest))
    if (verb === 'init') return await initCommand(initArguments(rest))
    if (verb === 'inspect') return await inspectCommand(inspectArguments(rest))
    if (verb === 'plan') return await planCommand(planArguments(rest))
    if (verb !== 'evaluate') {
      throw new InputError({
        code: 'invalid_arguments',
        place: {},
        found: `the command ${JSON.stringify(verb)}`,
        expected: 'evaluate, inspect, split, init or plan',
        remedy: 'See good-enough --help.',
      })
    }
    return await evaluateCommand(evaluateArguments(rest))
  } catch (error) {
    process.stderr.write(`good-enough: ${error instanceof InputError ? error.message : unexpected(error)}\n`)
    return invalidInput
  }
}

async function evaluateCommand(options: EvaluateArguments): Promise<number> {
  const policyText = options.policy === null ? null : readPolicyText(options.policy)
  const policyName = options.policy === null ? '' : basename(options.policy)
  const sources = fileSources(options.files)
  const asked = withOptions(policyText === null ? defaultPolicy : parsePolicy(policyName, policyText), options)
  const policy = await withRoles(asked, sources, options)
  const { kernels, note } = await commandKernels(options.backend, sources)
  if (note !== null) process.stderr.write(`good-enough: ${note}\n`)
  const ledger = policy.ledger === null ? null : ledgerFile(options.policy!, policy.ledger)
  const pool = threadPool(sources, new URL(import.meta.url))
  const progress = terminalProgress()
  const show = ({ stage, name, rowCount, bytesRead }: EvaluationProgress) =>
    progress.show(`${stage} ${name}`, rowCount, stage === 'reading' ? bytesRead : null)
  try {
    const evaluation = await evaluate(sources, policy, {
      baseline: readBaseline(options, policy),
      kernels:
        kernels.engine === 'cpu'
          ? sharedKernels(
              kernels,
              pool.others.map(({ replicateSweeps }) => replicateSweeps),
            )
          : kernels,
      sliceMeasurers: pool.others.map(({ measureSlices }) => measureSlices),
      scanners: pool.scanners,
      sheet: options.sheet,
      loadReaders,
      placeOf: placesOf(options, policyName),
      placeOfSetting: settingPlaces(options, policyName),
      onProgress: show,
      ledger: ledger?.hold,
    })
    progress.clear()
    if (evaluation.entry !== null) ledger!.append({ date: new Date().toISOString(), ...evaluation.entry })
    if (options.promote !== null) await promote(options.promote, evaluation, policy)
    await writeReports(evaluation.document, options.outputs, options.undecided)
    const { verdict } = evaluation.document
    return verdict === null ? 0 : exitStatus[verdict]
  } catch (error) {
    progress.clear()
    throw error instanceof InputError && policyText !== null ? locatedInPolicy(error, policyName, policyText) : error
  } finally {
    ledger?.release()
    pool.close()
  }
}

/** The policy with roles that the files propose where neither it nor an option names any; standard input is read once only. */
async function withRoles(policy: Policy, sources: ByteSource[], options: EvaluateArguments): Promise<Policy> {
  if (namesRoles(policy) || sources.some(({ byteLength }) => byteLength === null)) return policy
  const { sheet, threshold } = options
  const tables = await openTables(sources, { sheet, header: policy.reading.header, loadReaders })
  return withProposals(policy, tables, threshold !== null || options.policy !== null)
}

/** The policy with what the command line says put over it. */
function withOptions(policy: Policy, options: EvaluateArguments): Policy {
  const { columns, reading, settings, threshold } = options
  return {
    ...policy,
    ...settings,
    columns: { ...policy.columns, ...columns },
    reading: withReading(policy.reading, reading),
    threshold: threshold === null ? policy.threshold : { kind: 'fixed', value: threshold },
  }
}

/** An error about a role names the option, or the policy's path where that named it. */
function placesOf(options: EvaluateArguments, policyName: string): RolePlace {
  return (role): Place =>
    options.policy !== null && options.columns[role] === undefined
      ? { file: policyName, policyPath: `columns.${roleTable[role].policyKey}` }
      : { option: `--${roleTable[role].flag}` }
}

/** As `placesOf`, of what is said about a column. */
function settingPlaces({ reading }: EvaluateArguments, policyName: string): SettingPlace {
  const { missing, numberFormat, spelling } = reading
  const named = { missing, number_format: numberFormat, spelling }
  return (setting, column): Place =>
    named[setting]?.has(column) === true
      ? { option: `--${readingKey(setting).options[0].flag}` }
      : { file: policyName, policyPath: `${setting}.${column}` }
}

function unexpected(error: unknown): string {
  return `an error of the program itself, please report it: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`
}

/** About how many bytes a row of predictions takes: for a first guess at the number of rows. */
const bytesPerRow = 40

/** The engine of the command. WebGPU (Dawn, and tfjs with it) is loaded only when asked for by name. */
export async function commandKernels(
  backend: 'auto' | 'cpu' | 'webgpu',
  sources: ByteSource[],
): Promise<{ kernels: Kernels; note: string | null }> {
  if (backend !== 'webgpu') return { kernels: referenceKernels(), note: null }
  const gpu = await openDawn()
  const { chooseKernels } = await import('../tensor/choose.ts')
  const rowCount = sources.reduce((sum, { byteLength }) => sum + (byteLength ?? 0), 0) / bytesPerRow
  const { kernels, reason } = await chooseKernels('webgpu', gpu, Math.ceil(rowCount))
  return { kernels, note: kernels.engine === 'webgpu' ? null : engineText({ engine: kernels.engine, reason }) }
}

async function openDawn(): Promise<GpuSource> {
  try {
    const { create, globals } = await import('webgpu')
    Object.assign(globalThis, globals)
    return create([]) as GpuSource
  } catch {
    throw new InputError({
      code: 'no_webgpu',
      place: { option: '--backend' },
      found: 'webgpu, but its package does not load here',
      expected: 'the npm package "webgpu" beside the command',
      remedy: 'Install it (npm install webgpu), or use --backend cpu: the numbers are the same.',
    })
  }
}

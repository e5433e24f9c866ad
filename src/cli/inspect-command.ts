import { basename } from 'node:path'
import { openTables } from '../containers/open.ts'
import { sampleOf, type TableSource } from '../containers/table-source.ts'
import { localScanner } from '../csv/scanner.ts'
import { withReading } from '../dataset/reading.ts'
import { filledRoles, isTask } from '../dataset/roles.ts'
import { inspect } from '../inspect/inspect.ts'
import type { Answers, Inspection, Question } from '../inspect/inspection.ts'
import { rolesInspected } from '../inspect/preview.ts'
import { toldTask } from '../inspect/told-task.ts'
import { parsePolicy } from '../policy/file/parse.ts'
import { defaultPolicy, type Policy } from '../policy/policy.ts'
import { InputError } from '../table/input-error.ts'
import { fileSources, loadReaders, openPathPart, readPolicyText } from './files.ts'
import {
  invalidOption,
  namedRoles,
  namedSettings,
  numberOf,
  oneOf,
  outputPath,
  parsedOptions,
  readingOptions,
  roleOptions,
  settingOptions,
} from './options.ts'
import { writeWhole } from './output.ts'
import { namedReading } from './reading-arguments.ts'

/** The options of `good-enough inspect`, as given. */
interface InspectArguments {
  files: string[]
  policy: Policy
  hasThreshold: boolean
  sheet: string | null
  format: 'text' | 'json'
  out: string | null
}

const options = {
  ...roleOptions,
  ...settingOptions,
  ...readingOptions,
  policy: { type: 'string' },
  threshold: { type: 'string' },
  sheet: { type: 'string' },
  format: { type: 'string' },
  out: { type: 'string' },
} as const

/** Reads the arguments after `inspect`; throws InputError where they are off. */
export function inspectArguments(args: string[]): InspectArguments {
  const { values, positionals: files } = parsedOptions(args, options, 'inspect')
  if (files.length === 0)
    throw invalidOption(
      'FILE',
      'no file',
      'one file of predictions, or several',
      'Name a file, or - for standard input.',
    )
  const given = values.policy === undefined ? null : parsePolicy(basename(values.policy), readPolicyText(values.policy))
  const policy = given ?? defaultPolicy
  const threshold = numberOf('--threshold', values.threshold, 'a number', () => true)
  return {
    files,
    policy: {
      ...policy,
      ...namedSettings(values),
      columns: { ...policy.columns, ...namedRoles(values) },
      reading: withReading(policy.reading, namedReading(values)),
    },
    hasThreshold: given !== null || threshold !== null,
    sheet: values.sheet ?? null,
    format: oneOf('--format', values.format ?? 'text', ['text', 'json']),
    out: outputPath(values.out),
  }
}

/** Says what files are and which column plays which part; answers the exit status: 2 where a question is open. */
export async function inspectCommand(given: InspectArguments): Promise<number> {
  const { policy, hasThreshold } = given
  const tables = await openTables(fileSources(given.files), {
    sheet: given.sheet,
    header: policy.reading.header,
    loadReaders,
  })
  const samples = []
  for (const table of tables) samples.push({ ...sampleOf(table), rowCount: await rowCountOf(table) })
  const inspection = inspect(samples, answersOf(policy, hasThreshold))
  const text = given.format === 'json' ? inspectionJson(inspection) : inspectionText(inspection)
  if (given.out === null) process.stdout.write(text)
  else await writeWhole(given.out, text)
  return inspection.questions.some(({ isBlocking }) => isBlocking) ? 2 : 0
}

async function rowCountOf(table: TableSource): Promise<number | null> {
  if (table.rowCount !== null) return table.rowCount
  const { recordCount } = await table.read([], { scanners: [localScanner(openPathPart)] })
  return recordCount
}

/** What a policy and options have said, for an inspection. */
export function answersOf({ columns, task, reading, invalidRows, split }: Policy, hasThreshold: boolean): Answers {
  return { roles: columns, task, reading, invalidRows, hasThreshold, hasSplitRule: split !== null }
}

/** Whether a policy names all that an evaluation cannot do without, so that nothing has to be found out. */
export function namesRoles({ columns }: Policy): boolean {
  return columns.label !== undefined && (columns.candidate != null || columns.prediction != null)
}

/**
 * The policy with the roles that the files prove or strongly suggest, where it does not name them. Throws InputError with the
 * question's words and answers where one is open.
 */
export function withProposals(policy: Policy, tables: readonly TableSource[], hasThreshold: boolean): Policy {
  const answers = answersOf(policy, hasThreshold)
  const samples = tables.map(sampleOf)
  const inspection = inspect(samples, answers)
  const open = inspection.questions.filter(({ isBlocking }) => isBlocking)
  if (open.length > 0) throw openQuestions(inspection, open)
  const roles = rolesInspected(inspection, answers)
  // What the columns tell anyway is said to be told by them.
  const isTold = toldTask(samples, roles, policy.reading) === inspection.task
  const task = policy.task ?? (isTask(inspection.task) && !isTold ? inspection.task : null)
  return { ...policy, task, columns: { ...filledRoles(roles), ...policy.columns } }
}

/** That files leave questions open: the first with its answers as options, and how many there are. */
export function openQuestions({ files }: Inspection, open: readonly Question[]): InputError {
  const [first, ...others] = open
  const more = others.length === 0 ? '' : ` (${open.length} questions are open; \`good-enough inspect\` shows all)`
  const answers = first.options.map(({ text, arguments: args }) => `${text}: ${shellText(args)}`).join('; ')
  return new InputError({
    code: 'open_question',
    place: { file: files.map(({ name }) => name).join(' and ') },
    found: `an open question${more}: ${first.why.replace(/\.$/, '')}`,
    expected: first.options.length === 0 ? 'a file that can be evaluated' : 'an answer',
    remedy: first.options.length === 0 ? remedyOf(first) : `Say one of: ${answers}.`,
  })
}

/** What to do about a question that has no answers to choose from. */
function remedyOf({ id }: Question): string {
  if (id === 'label') return 'If a column holds the truth, name it: --label COLUMN. See good-enough inspect.'
  if (id === 'candidate')
    return 'If a column holds it, name it: --candidate COLUMN (scores or numbers) or --prediction COLUMN (classes). See good-enough inspect.'
  return 'See good-enough inspect.'
}

function inspectionJson({ files, task, roles, slices, offers, questions, notes }: Inspection): string {
  const document = {
    format: 'good-enough/inspection',
    version: 1,
    files,
    task,
    roles: { ...roles, ...(slices.length === 0 ? {} : { slices }) },
    offers,
    questions: questions.map(({ id, why, isBlocking, options: choices }) => ({
      id,
      why,
      blocking: isBlocking,
      options: choices.map(({ text, arguments: args }) => ({ text, arguments: args })),
    })),
    notes,
  }
  return `${JSON.stringify(document, null, 2)}\n`
}

function inspectionText({ files, task, roles, slices, questions, notes }: Inspection): string {
  const rows = (count: number | null) => (count === null ? '' : `, ${count.toLocaleString('en')} rows`)
  const lines = [
    ...files.map(
      ({ name, container, rows: count, columns }) => `${name}: ${container}${rows(count)}, ${columns.length} columns`,
    ),
    `Task: ${task ?? 'open'}`,
    ...Object.entries(roles).map(([role, proposal]) => `  ${role}: ${proposal.column}. ${proposal.why}`),
    ...slices.map(({ column, why }) => `  slice: ${column}. ${why}`),
    ...notes.map(({ message }) => `Note: ${message}`),
    ...questions.flatMap(({ id, why, isBlocking, options: choices }) => [
      `${isBlocking ? 'Question' : 'Optional question'} (${id}): ${why}`,
      ...choices.map(({ text, arguments: args }) => `  - ${text}: ${shellText(args)}`),
    ]),
  ]
  return `${lines.join('\n')}\n`
}

/** Arguments as a shell takes them. */
function shellText(args: readonly string[]): string {
  return args.map((each) => (/^[\w.=+:,-]+$/.test(each) ? each : `'${each.replaceAll("'", `'\\''`)}'`)).join(' ')
}

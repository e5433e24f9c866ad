import { InputError } from '../../table/input-error.ts'

/** What was dropped, chosen or pasted, by kind. */
export interface Intake {
  tables: File[]
  policies: File[]
  ledgers: File[]
  baselines: File[]
}

/** What the file picker offers. */
export const acceptedNames =
  '.csv,.tsv,.txt,.gz,.zst,.zip,.jsonl,.ndjson,.parquet,.arrow,.arrows,.feather,.xlsx,.yaml,.yml,.json'

const policyName = /\.(ya?ml|json)$/i

const ledgerName = /\.ledger\.json$/i

/** How JSON begins that is rows: a list, or a line for each; a policy is one map. */
const rowsHead = /^\uFEFF?\s*(?:\[|\{.*\}[ \t]*\r?\n\s*\{)/

/** What a baseline has near its beginning. */
const baselineHead = /"format"\s*:\s*"good-enough\/baseline"/
const headBytes = 1000

/** Sorts files by name, and of JSON rows and baselines from policies by how it begins; whatever is named as none of these is read as a table. */
export async function sortFiles(files: Iterable<File>): Promise<Intake> {
  const intake: Intake = { tables: [], policies: [], ledgers: [], baselines: [] }
  for (const file of files) intake[await kindOf(file)].push(file)
  return intake
}

async function kindOf(file: File): Promise<keyof Intake> {
  if (ledgerName.test(file.name)) return 'ledgers'
  if (!policyName.test(file.name)) return 'tables'
  const head = await file.slice(0, headBytes).text()
  if (/\.json$/i.test(file.name) && rowsHead.test(head)) return 'tables'
  return baselineHead.test(head) ? 'baselines' : 'policies'
}

/**
 * A table pasted from a spreadsheet (tabs) or a text file (commas, semicolons), as a file.
 * @returns null where the text is not a table: fewer than two lines, or one column with no separator
 */
export function pastedTable(text: string): File | null {
  const head = text.split(/\r\n|\n|\r/, 2)
  if (head.length < 2 || head[1].trim() === '') return null
  if (head[0].includes('\t')) return new File([text], 'pasted.tsv')
  return /[,;|]/.test(head[0]) ? new File([text], 'pasted.csv') : null
}

/** What a drop brings: its files, a table where text was dropped, and the names of folders, which cannot be read as files. */
export function dropped(transfer: DataTransfer | null): { files: File[]; folders: string[] } {
  const entries = [...(transfer?.items ?? [])].map((item) => item.webkitGetAsEntry?.() ?? null)
  const folders = entries.filter((entry) => entry?.isDirectory === true).map((entry) => entry!.name)
  const files = [...(transfer?.files ?? [])].filter(({ name }) => !folders.includes(name))
  const text = files.length + folders.length > 0 ? null : pastedTable(transfer?.getData('text/plain') ?? '')
  return { files: text === null ? files : [text], folders }
}

/** Why a file that was chosen can no longer be read, as an error about it; null where all of them can. */
export async function unreadableFile(files: readonly File[]): Promise<InputError | null> {
  for (const file of files) {
    try {
      await file.slice(0, 1).arrayBuffer()
    } catch (error) {
      return unreadable(file.name, error instanceof Error ? error.name : '')
    }
  }
  return null
}

function unreadable(file: string, cause: string): InputError {
  const place = { file }
  if (cause === 'NotFoundError') {
    return new InputError({
      code: 'file_gone',
      place,
      found: 'no such file any more',
      expected: 'the file that was chosen',
      remedy: 'It was moved, renamed or deleted since: choose it again where it is now.',
    })
  }
  return new InputError({
    code: 'file_changed',
    place,
    found: 'a file that the browser may no longer read',
    expected: 'the file as it was when it was chosen',
    remedy: 'It was written to since, or its permissions changed: choose it again once nobody writes to it.',
  })
}

/** The error about folders that were dropped, which cannot be read as files. */
export function folderFault(names: readonly string[]): InputError {
  return new InputError({
    code: 'folder',
    place: { file: names[0] },
    found: names.length === 1 ? 'a folder' : `${names.length} folders`,
    expected: 'files',
    remedy: 'Open it and drop the files in it: predictions, and a policy if there is one.',
  })
}

/** Files larger than this are not read as a policy or a ledger. */
const mostTextBytes = 8_000_000

/** The text of a policy or a ledger; InputError where it is too large to be one. */
export async function smallText(file: File): Promise<string> {
  if (file.size <= mostTextBytes) return file.text()
  throw new InputError({
    code: 'policy_not_readable',
    place: { file: file.name },
    found: `${Math.round(file.size / 1e6)} MB`,
    expected: 'a policy, which is a few lines of YAML or JSON',
    remedy: 'If it is a table of predictions, save it as CSV.',
  })
}

/** Throws where there are several policies, or several baselines: only one can be used at a time. */
export function requireOne(noun: 'policies' | 'baselines', files: readonly File[]): void {
  if (files.length < 2) return
  throw new InputError({
    code: `two_${noun}`,
    place: {},
    found: `${files.length} ${noun} (${files.map(({ name }) => name).join(', ')})`,
    expected: 'one',
    remedy: 'Drop the one that you want, with the predictions.',
  })
}

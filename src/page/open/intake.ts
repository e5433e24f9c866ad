/** What was dropped, chosen or pasted, by kind. */
export interface Intake {
  tables: File[]
  policies: File[]
  ledgers: File[]
  baselines: File[]
}

/** What the file picker offers. */
export const acceptedNames = '.csv,.tsv,.txt,.gz,.yaml,.yml,.json'

const policyName = /\.(ya?ml|json)$/i

const ledgerName = /\.ledger\.json$/i

/** What a baseline has near its beginning. */
const baselineHead = /"format"\s*:\s*"good-enough\/baseline"/
const headBytes = 1000

/** Sorts files by name, and baselines from policies by how they begin; whatever is named as none of these is read as a table. */
export async function sortFiles(files: Iterable<File>): Promise<Intake> {
  const intake: Intake = { tables: [], policies: [], ledgers: [], baselines: [] }
  for (const file of files) intake[await kindOf(file)].push(file)
  return intake
}

async function kindOf(file: File): Promise<keyof Intake> {
  if (ledgerName.test(file.name)) return 'ledgers'
  if (!policyName.test(file.name)) return 'tables'
  return baselineHead.test(await file.slice(0, headBytes).text()) ? 'baselines' : 'policies'
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

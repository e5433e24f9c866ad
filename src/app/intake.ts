/** What was dropped, chosen or pasted, told apart by name: tables of predictions, and at most one policy and one ledger. */
export interface Intake {
  tables: File[]
  policies: File[]
  ledgers: File[]
}

/** What the file picker offers. */
export const acceptedNames = '.csv,.tsv,.txt,.gz,.yaml,.yml,.json'

const policyName = /\.(ya?ml|json)$/i

const ledgerName = /\.ledger\.json$/i

/** Sorts files by name; whatever is not named as a policy or a ledger is read as a table. */
export function sortFiles(files: Iterable<File>): Intake {
  const intake: Intake = { tables: [], policies: [], ledgers: [] }
  for (const file of files) intake[kindOf(file.name)].push(file)
  return intake
}

function kindOf(name: string): keyof Intake {
  if (ledgerName.test(name)) return 'ledgers'
  return policyName.test(name) ? 'policies' : 'tables'
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

/** What was dropped, chosen or pasted, told apart by name: tables of predictions, and at most one policy. */
export interface Intake {
  tables: File[]
  policies: File[]
}

/** What the file picker offers. */
export const acceptedNames = '.csv,.tsv,.txt,.gz,.yaml,.yml,.json'

const policyName = /\.(ya?ml|json)$/i

/** Sorts files by name; whatever is not named as a policy is read as a table. */
export function sortFiles(files: Iterable<File>): Intake {
  const intake: Intake = { tables: [], policies: [] }
  for (const file of files) (policyName.test(file.name) ? intake.policies : intake.tables).push(file)
  return intake
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

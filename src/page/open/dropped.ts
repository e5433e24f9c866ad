import { pastedTable } from './intake.ts'

/** What a drop brings: its files, a table where text was dropped, and the names of folders, which cannot be read as files. */
export function dropped(transfer: DataTransfer | null): { files: File[]; folders: string[] } {
  const entries = [...(transfer?.items ?? [])].map((item) => item.webkitGetAsEntry?.() ?? null)
  const folders = entries.filter((entry) => entry?.isDirectory === true).map((entry) => entry!.name)
  const files = [...(transfer?.files ?? [])].filter(({ name }) => !folders.includes(name))
  const text = files.length + folders.length > 0 ? null : pastedTable(transfer?.getData('text/plain') ?? '')
  return { files: text === null ? files : [text], folders }
}

import { saveFile } from '../chart/save.ts'

const types: Record<string, string> = {
  json: 'application/json',
  html: 'text/html',
  xml: 'application/xml',
  md: 'text/markdown',
  txt: 'text/plain',
  yaml: 'application/yaml',
  csv: 'text/csv',
}

/** Saves text as a file in UTF-8, or bytes as they are. */
export function downloadText(name: string, text: string | Blob): void {
  if (typeof text === 'string') markSaved(text)
  saveFile(name, new Blob([text], { type: types[name.slice(name.lastIndexOf('.') + 1)] ?? 'text/plain' }))
}

/** Texts that went out as files or came in as ones: they are not lost with the page. */
const saved = new Set<string>()

/** Notes that a text has gone out as a file, or came in as one. */
export function markSaved(text: string): void {
  saved.add(text)
}

/** Whether a text went out as a file, or came in as one. */
export function wasSaved(text: string): boolean {
  return saved.has(text)
}

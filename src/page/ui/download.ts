import { saveFile } from '../chart/save.ts'
import { markSaved } from './saved-texts.ts'

const types: Record<string, string> = {
  json: 'application/json',
  html: 'text/html',
  xml: 'application/xml',
  md: 'text/markdown',
  txt: 'text/plain',
  yaml: 'application/yaml',
  csv: 'text/csv',
}

/** Saves text as a file, as UTF-8; as it is where it is bytes already. */
export function downloadText(name: string, text: string | Blob): void {
  if (typeof text === 'string') markSaved(text)
  saveFile(name, new Blob([text], { type: types[name.slice(name.lastIndexOf('.') + 1)] ?? 'text/plain' }))
}

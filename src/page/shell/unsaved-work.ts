import { wasSaved } from '../ui/saved-texts.ts'
import type { Desk } from './desk.svelte.ts'

/** Something that somebody made here would be lost with the page: a look at a test set in no ledger's file, a policy edited by hand. */
export function hasUnsavedWork({ ledger, setup, editor }: Pick<Desk, 'ledger' | 'setup' | 'editor'>): boolean {
  const written = editor !== null && editor.isUnsaved ? editor.file.text : null
  return [ledger?.text, setup?.stakes.edited, written].some((text) => text != null && !wasSaved(text))
}

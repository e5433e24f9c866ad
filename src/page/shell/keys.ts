/** What a key does anywhere on the page, unless text is being typed. */
export type Command = 'help' | 'open' | 'swap' | 'export' | 'undo' | 'redo' | 'cancel'

/** A keyboard shortcut, as the help lists it. */
export interface Shortcut {
  /** The keys as the help shows them; any one of them will do. */
  keys: readonly string[]
  does: string
}

/** The shortcuts, as the help lists them. */
export const shortcuts: readonly Shortcut[] = [
  { keys: ['O'], does: 'Open files' },
  { keys: ['S'], does: 'Swap the models: the candidate is judged as production, and the other way round' },
  { keys: ['E'], does: 'Go to the exports' },
  { keys: ['U', 'Ctrl+Z'], does: 'Undo' },
  { keys: ['Shift+U', 'Ctrl+Shift+Z'], does: 'Redo' },
  { keys: ['Esc'], does: 'Cancel what is under way; close what is open' },
  {
    keys: ['←', '→'],
    does: 'On the threshold: move it; with Shift in finer steps, with Page Up and Page Down in larger ones',
  },
  { keys: ['Ctrl+V'], does: 'Paste a table copied from a spreadsheet' },
  { keys: ['?'], does: 'This list' },
]

const plain: Record<string, Command> = {
  '?': 'help',
  o: 'open',
  s: 'swap',
  e: 'export',
  u: 'undo',
  U: 'redo',
  Escape: 'cancel',
}

/** The part of a KeyboardEvent that tells which key was pressed. */
interface Press extends Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean> {
  key: string
}

/**
 * The command of a key press; null where it is none, or belongs to whoever types.
 * @param typing `text`: in a field, whose own undo and letters hold; `choice`: in a list, whose letters hold
 */
export function commandOf(
  { key, ctrlKey, metaKey, altKey, shiftKey }: Press,
  typing: 'text' | 'choice' | null,
): Command | null {
  if (altKey) return null
  if (ctrlKey || metaKey) {
    if (typing === 'text' || (ctrlKey && metaKey)) return null
    const letter = key.toLowerCase()
    if (letter === 'z') return shiftKey ? 'redo' : 'undo'
    return letter === 'y' && ctrlKey && !shiftKey ? 'redo' : null
  }
  const command = Object.hasOwn(plain, key) ? plain[key] : null
  return typing === null || command === 'cancel' ? command : null
}

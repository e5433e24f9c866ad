/** The history of an edited text. */
export interface TextHistory {
  texts: readonly string[]
  /** The index of the current text. */
  at: number
}

const longest = 200

/** The history of a text that was not changed yet. */
export function historyOf(text: string): TextHistory {
  return { texts: [text], at: 0 }
}

/** The history with a new text after the current one; undone texts are gone. The same text again is no step. */
export function withText(history: TextHistory, text: string): TextHistory {
  if (text === history.texts[history.at]) return history
  const texts = [...history.texts.slice(0, history.at + 1), text].slice(-longest)
  return { texts, at: texts.length - 1 }
}

/** The history one step back or forward; unchanged where there is none. */
export function steppedHistory(history: TextHistory, step: -1 | 1): TextHistory {
  return canStep(history, step) ? { ...history, at: history.at + step } : history
}

/** Whether there is a text to step back or forward to. */
export function canStep({ texts, at }: TextHistory, step: -1 | 1): boolean {
  return at + step >= 0 && at + step < texts.length
}

/**
 * The offset of a line and column in a text.
 * @param line 1-based @param column 1-based, in UTF-16 units; beyond the line's end it is the end
 */
export function offsetOf(text: string, line: number, column: number): number {
  const lines = text.split('\n')
  const at = Math.min(Math.max(1, line), lines.length) - 1
  const before = lines.slice(0, at).reduce((sum, { length }) => sum + length + 1, 0)
  return before + Math.min(Math.max(1, column) - 1, lines[at].length)
}

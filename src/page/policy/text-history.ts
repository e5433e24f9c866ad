/** The texts that an editor has been through. */
export interface TextHistory {
  texts: readonly string[]
  /** Index of the one that stands now. */
  at: number
}

const longest = 200

export function historyOf(text: string): TextHistory {
  return { texts: [text], at: 0 }
}

/** With a new text after the one that stands now; what had been taken back is gone. The same text again is no step. */
export function withText(history: TextHistory, text: string): TextHistory {
  if (text === history.texts[history.at]) return history
  const texts = [...history.texts.slice(0, history.at + 1), text].slice(-longest)
  return { texts, at: texts.length - 1 }
}

/** One step back or forward; the same where there is none. */
export function stepped(history: TextHistory, step: -1 | 1): TextHistory {
  return canStep(history, step) ? { ...history, at: history.at + step } : history
}

export function canStep({ texts, at }: TextHistory, step: -1 | 1): boolean {
  return at + step >= 0 && at + step < texts.length
}

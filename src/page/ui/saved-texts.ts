const saved = new Set<string>()

/** A text has gone out as a file, or came in as one. */
export function markSaved(text: string): void {
  saved.add(text)
}

export function wasSaved(text: string): boolean {
  return saved.has(text)
}

/** A line of a chart's legend. */
export interface LegendItem {
  symbol?: 'line' | 'area' | 'bar' | 'point'
  /** Class that gives the symbol its colour: a model's name, `pass`, `fail`, … */
  tone?: string
  label?: string
  /** Further words about it. */
  words?: string
}

/** Breaks words into lines of at most so many letters; a longer word has its own line. */
export function wrapped(words: string, mostLetters: number): string[] {
  const lines: string[] = []
  for (const word of words.split(/[ \n]+/)) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= mostLetters) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

/** Words that mean that a value is missing unless somebody says that they are a class; compared without case and outer blanks. */
export const missingWords: readonly string[] = ['', 'na', 'nan', 'null', 'none', 'n/a', '#n/a', '?', '-']

const longest = Math.max(...missingWords.map((word) => word.length))
const words: ReadonlySet<string> = new Set(missingWords)
/** By byte: a missing word can start with it, in either case. */
const isFirst = new Uint8Array(256)
for (const word of missingWords)
  for (const first of [word, word.toUpperCase()]) if (first !== '') isFirst[first.charCodeAt(0)] = 1

/** A word as missing ones are compared: without outer blanks, in lower case. */
export function comparable(word: string): string {
  return word.trim().toLowerCase()
}

/** Whether the cell `bytes[start … end - 1]` is empty, blank, or holds one of `missingWords`. */
export function isMissingCell(bytes: Uint8Array, start: number, end: number): boolean {
  let first = start
  let last = end
  while (first < last && isBlank(bytes[first])) first++
  while (first < last && isBlank(bytes[last - 1])) last--
  if (first === last) return true
  if (last - first > longest || isFirst[bytes[first]] === 0) return false
  return words.has(String.fromCharCode(...bytes.subarray(first, last)).toLowerCase())
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x09
}

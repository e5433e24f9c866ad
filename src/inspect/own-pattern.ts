import { matches } from '../dataset/class-patterns.ts'
import { isPattern, namedColumns } from '../dataset/named-columns.ts'
import type { Frame } from './frame.ts'

/**
 * A list of columns for classes as a pattern, where just these match it that the pattern of the other model does not: beside
 * `p_old_*` the list `cat=p_cat,dog=p_dog` is `p_*`. The text as it is where it is no such list.
 * @param other how the role of the other model names its columns
 */
export function ownPattern({ samples }: Frame, text: string, other: string | undefined): string {
  const files = [...samples]
  const named = namedColumns(files, text)
  if (named.kind !== 'classes' || other === undefined || !isPattern(other, files)) return text
  const patterns = named.classes.map(({ label, name }) => {
    const at = label === null ? -1 : name.indexOf(label)
    return at < 0 ? null : `${name.slice(0, at)}*${name.slice(at + label!.length)}`
  })
  const [pattern] = patterns
  if (pattern === null || !isPattern(pattern, files) || patterns.some((each) => each !== pattern)) return text
  // Of two patterns the longer one has a column that both match.
  if (pattern.length >= other.length) return text
  const headers = files.flatMap(({ columns }) => columns)
  const own = headers.filter((header) => matches(header, pattern) && !matches(header, other))
  const names = named.classes.map(({ name }) => name)
  return own.length === names.length && own.every((header) => names.includes(header)) ? pattern : text
}

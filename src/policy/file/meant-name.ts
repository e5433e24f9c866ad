import { idsByOtherName, metricTitle, plainName } from '../../metrics/definitions/catalogue.ts'
import { nearestName } from '../../dataset/resolve.ts'

/** What metrics and roles are called elsewhere. */
const otherNames = new Map([
  ...idsByOtherName(),
  ['score', 'candidate'],
  ['target', 'label'],
  ['truth', 'label'],
  ['baseline', 'production'],
  ['challenger', 'candidate'],
  ['champion', 'production'],
])

/** The choice that was probably meant: by another name that it has, or the nearest one as written. */
export function meantName(name: string, choices: readonly string[]): string | null {
  const other = otherNames.get(plainName(name))
  return other !== undefined && choices.includes(other) ? other : nearestName(name, choices)
}

/**
 * What is expected in place of a metric that is none of `ids`, and what to do: where one was probably meant it alone is named, with
 * its title, else all of them are.
 * @param what what the ids are: "a metric of the binary task"
 * @param otherwise what to do where none was probably meant
 */
export function metricAdvice(
  metric: string,
  ids: readonly string[],
  what: string,
  otherwise: string,
): { expected: string; remedy: string } {
  const meant = meantName(metric, ids)
  if (meant === null) return { expected: `${what}: one of ${ids.join(', ')}`, remedy: otherwise }
  const title = metricTitle(meant)
  const isNamedSo = title === null || plainName(title) === meant
  const words = isNamedSo ? JSON.stringify(meant) : `${JSON.stringify(meant)} (${title})`
  return { expected: what, remedy: `Did you mean ${words}?` }
}

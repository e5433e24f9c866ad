import type { PolicyDocument } from './document.ts'
import { fault, type Path } from './fault.ts'
import { meantName } from './meant-name.ts'
import type { Bound } from '../policy.ts'

/** Throws where a metric is none of `ids`. */
export function requireMetric(
  document: PolicyDocument,
  ids: readonly string[],
  metric: string,
  path: Path,
  isKey = false,
): void {
  if (ids.includes(metric)) return
  throw fault(
    document,
    path,
    `unknown metric ${JSON.stringify(metric)}`,
    `one of ${ids.join(', ')}`,
    isKey,
    meantName(metric, ids),
  )
}

/** Throws where everything would meet it, or nothing. */
export function toBound(document: PolicyDocument, file: { at_least?: number; at_most?: number }, path: Path): Bound {
  const { at_least: atLeast, at_most: atMost } = file
  if (atLeast === undefined && atMost === undefined)
    throw fault(document, path, 'no bound', 'at_least, at_most or both')
  if (atLeast !== undefined && atMost !== undefined && atLeast > atMost) {
    throw fault(document, path, `at_least ${atLeast} above at_most ${atMost}`, 'at_least ≤ at_most')
  }
  return { ...(atLeast === undefined ? {} : { atLeast }), ...(atMost === undefined ? {} : { atMost }) }
}

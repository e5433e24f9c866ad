import type * as v from 'valibot'
import { nearestName } from '../../dataset/resolve.ts'
import { InputError } from '../../table/input-error.ts'
import type { PolicyDocument } from './document.ts'
import { meantName } from './meant-name.ts'
import { policySchema } from './schema.ts'

/** Where a value stands in a policy: keys of maps and numbers of items. */
export type Path = (string | number)[]

/** What is expected where no requirement gates. */
export const noRequirement = 'at least one requirement that is not advisory: a policy without any would pass everything'

/** What the schema finds wrong: a key that is not known explains another that is missing. */
export function schemaFault(document: PolicyDocument, issues: readonly v.BaseIssue<unknown>[]): InputError {
  const issue = issues.find(isUnknownKey) ?? issues[0]
  const path: Path = (issue.path ?? []).map(({ key }) => key as string | number)
  const isMissing = issue.input === undefined
  if (isUnknownKey(issue)) {
    const key = String(path.at(-1))
    const allowed = allowedKeys(path.slice(0, -1))
    return fault(
      document,
      path,
      `unknown key ${JSON.stringify(key)}`,
      `one of ${allowed.join(', ')}`,
      true,
      meantName(key, allowed),
    )
  }
  const found = isMissing ? 'nothing' : shown(issue.input)
  const nearest =
    issue.type === 'picklist' && typeof issue.input === 'string' ? nearestName(issue.input, choicesOf(issue)) : null
  return fault(document, path, found, expectedText(issue), isMissing, nearest)
}

/** The words that a schema allows where it allows only a few. */
function choicesOf({ expected }: v.BaseIssue<unknown>): string[] {
  return [...(expected ?? '').matchAll(/"([^"]*)"/g)].map(([, choice]) => choice)
}

function isUnknownKey(issue: v.BaseIssue<unknown>): boolean {
  return issue.type === 'strict_object' && issue.expected === 'never'
}

function expectedText(issue: v.BaseIssue<unknown>): string {
  const key = String(issue.path?.at(-1)?.key ?? '')
  if (key === 'version') return 'version: 1 (this program reads no other)'
  if (issue.type === 'min_length' && key === 'requirements') return noRequirement
  if (issue.type === 'picklist') return `one of ${choicesOf(issue).join(', ')}`
  const expected: Record<string, string> = {
    string: 'text',
    number: 'a number',
    finite: 'a finite number',
    array: 'a list',
    record: 'a map',
    strict_object: 'a map',
    non_empty: 'text that is not empty',
    boolean: 'true or false',
    min_length: 'a list that is not empty',
    min_entries: 'a map that is not empty',
  }
  if (issue.type === 'union')
    return issue.expected?.includes('Array') === true ? 'text or a list of texts' : 'text or a number'
  if (issue.type === 'strict_object' && issue.input === undefined) return `the key ${JSON.stringify(key)}`
  return expected[issue.type] ?? String(issue.expected ?? issue.message)
}

/** The keys that the map at a path may have, in the schema's order; none where it may have any. */
export function allowedKeys(path: Path): string[] {
  let schema: unknown = policySchema
  for (const key of path) schema = step(schema, key)
  return Object.keys(entriesOf(unwrap(schema)) ?? {})
}

function step(schema: unknown, key: string | number): unknown {
  const inner = unwrap(schema)
  const entries = entriesOf(inner)
  if (entries !== undefined) return entries[String(key)]
  const container = inner as { item?: unknown; value?: unknown }
  return container.item ?? container.value
}

function unwrap(schema: unknown): unknown {
  const wrapper = schema as { wrapped?: unknown; getter?: (input: unknown) => unknown }
  if (wrapper.wrapped !== undefined) return unwrap(wrapper.wrapped)
  return wrapper.getter === undefined ? schema : unwrap(wrapper.getter({}))
}

function entriesOf(schema: unknown): Record<string, unknown> | undefined {
  return (schema as { entries?: Record<string, unknown> }).entries
}

function shown(input: unknown): string {
  if (input === null) return 'nothing'
  if (Array.isArray(input)) return input.length === 0 ? 'an empty list' : 'a list'
  return typeof input === 'object' ? 'a map' : typeof input === 'number' ? String(input) : JSON.stringify(input)
}

/**
 * @param isKey where the key itself is wrong, and not its value
 * @param nearest what may have been meant
 */
export function fault(
  document: PolicyDocument,
  path: Path,
  found: string,
  expected: string,
  isKey = false,
  nearest: string | null = null,
): InputError {
  return new InputError({
    code: 'invalid_policy',
    place: document.placeOf(path, isKey),
    found,
    expected,
    remedy: nearest === null ? 'Mend the policy.' : `Did you mean ${JSON.stringify(nearest)}?`,
  })
}

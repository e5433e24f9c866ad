import { isMapping, isSame } from './plain-values.ts'
import { readDocument } from './document.ts'
import { allowedKeys, type Path } from './fault.ts'
import { added, inserted, moved, policyLayout, removed, replaced } from './splice.ts'
import { readPolicy, type ReadPolicy } from './parse.ts'
import { InputError } from '../../table/input-error.ts'

/** A policy's text, and what it says. */
export interface EditedPolicy extends ReadPolicy {
  text: string
}

/**
 * A policy's text with a change made to it: only what the change is about is written anew, all else (comments, order,
 * layout) stays byte for byte. What goes takes the comment directly above it along.
 * Throws InputError where the text is no policy, before the change or after it.
 */
export function editPolicy(file: string, text: string, change: PolicyChange): EditedPolicy {
  readPolicy(file, text)
  const edited = editedText(file, text, change)
  return { text: edited, ...readPolicy(file, edited) }
}

/**
 * A policy's text with a change made to it, which may be no policy afterwards. Throws InputError where the text is not well
 * formed, or is laid out so that the change cannot be made.
 */
export function editedText(file: string, text: string, change: PolicyChange): string {
  const before = readDocument(file, text)
  const wanted = changed(before.value, change)
  const edited = stepsOf(before.value, change).reduce((so, step) => step(so), text)
  if (isSame(readDocument(file, edited).value, wanted)) return edited
  throw new InputError({
    code: 'layout_not_editable',
    place: before.placeOf(change.path),
    found: 'a layout that the form cannot change',
    expected: 'plain YAML or JSON',
    remedy: 'Change it in the text.',
  })
}

/** A text after one more step; each step looks at the text anew. */
type Step = (text: string) => string

function stepsOf(value: unknown, change: PolicyChange): Step[] {
  const { path } = change
  if (change.kind === 'insert') return [(text) => inserted(policyLayout(text), path, change.at, change.value)]
  if (change.kind === 'move') return [(text) => moved(policyLayout(text), path, change.from, change.to)]
  // Down to where something is, which is then given the rest.
  const depth = path.findIndex((_, i) => valueAt(value, path.slice(0, i + 1)) === undefined)
  if (depth < 0) return settingSteps(valueAt(value, path), path, change.value)
  if (change.value === undefined) return []
  const rest = path.slice(depth + 1).reduceRight<unknown>((inner, key) => ({ [key]: inner }), change.value)
  return [addition(path.slice(0, depth), String(path[depth]), rest)]
}

/** Key by key, so that what is said already stays as it is written. */
function settingSteps(before: unknown, path: Path, value: unknown): Step[] {
  if (isSame(before, value)) return []
  if (value === undefined) return [(text) => removed(policyLayout(text), path)]
  if (!isMapping(before) || !isMapping(value)) return [(text) => replaced(policyLayout(text), path, value)]
  const keys = Object.keys(value).filter((key) => value[key] !== undefined)
  return [
    ...keys.filter((key) => !Object.hasOwn(before, key)).map((key) => addition(path, key, value[key])),
    ...Object.keys(before).flatMap((key) => settingSteps(before[key], [...path, key], value[key])),
  ]
}

function addition(path: Path, key: string, value: unknown): Step {
  return (text) => added(policyLayout(text), path, key, value, allowedKeys(path))
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (so, key) => (Array.isArray(so) ? so[Number(key)] : isMapping(so) ? so[key] : undefined),
    value,
  )
}

/** One change to what a policy's file says, by paths into it. */
export type PolicyChange =
  /** Sets what is at the path, or adds it; undefined takes it away, a key or an item of a list. */
  | { kind: 'set'; path: Path; value: unknown }
  /** Puts a value into the list at the path: before the item at `at`, or last. */
  | { kind: 'insert'; path: Path; at: number; value: unknown }
  /** Moves an item of the list at the path: it is then the one at `to`. */
  | { kind: 'move'; path: Path; from: number; to: number }

/** The value with the change made; what it does not touch is shared with the value given. */
export function changed(value: unknown, { path, ...change }: PolicyChange): unknown {
  const [key, ...rest] = path
  if (path.length === 0) return change.kind === 'set' ? change.value : reordered(value as unknown[], change)
  const inner = { ...change, path: rest } as PolicyChange
  const before = Array.isArray(value) ? value[Number(key)] : isMapping(value) ? value[key] : undefined
  const after = changed(before, inner)
  if (Array.isArray(value))
    return after === undefined ? value.toSpliced(Number(key), 1) : value.with(Number(key), after)
  const { [key]: _, ...others } = isMapping(value) ? value : {}
  return after === undefined ? others : { ...(isMapping(value) ? value : {}), [key]: after }
}

function reordered(
  list: unknown[],
  change: { kind: 'insert'; at: number; value: unknown } | { kind: 'move'; from: number; to: number },
): unknown[] {
  if (change.kind === 'insert') return list.toSpliced(change.at, 0, change.value)
  return list.toSpliced(change.from, 1).toSpliced(change.to, 0, list[change.from])
}

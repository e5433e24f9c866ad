import {
  isSingleRole,
  linkRoles,
  modelNames,
  roleTable,
  tasks,
  type InvalidRows,
  type LinkRole,
} from '../../dataset/roles.ts'
import type { RolesDraft } from './roles-draft.ts'
import { noSplit, type SplitDraft, type SplitMethod } from './split-draft.ts'

/**
 * A set-up as a link carries it: names of columns, numbers and a policy's own words. No rows, no values of the data (so no
 * positive class), no names of files. `policy` is the policy's JSON without its columns and its rule for splits.
 */
export interface SetupLink {
  roles: Pick<RolesDraft, 'task' | LinkRole>
  split: SplitDraft
  invalidRows: InvalidRows
  /** The threshold as moved by hand; null where it is the policy's. */
  threshold: number | null
  policy: string | null
}

const version = '1'
/** Beyond this some browsers and messengers cut links. */
export const mostCharacters = 8000

const splitKeys = [
  'key',
  'group',
  'time',
  'seed',
  'train',
  'validation',
  'test',
  'folds',
  'validation_from',
  'test_from',
  'gap',
] as const
const methods: readonly string[] = ['random', 'stratified', 'group', 'time', 'hash'] satisfies SplitMethod[]
const hashes: readonly string[] = ['farm_fingerprint', 'sha256'] satisfies SplitDraft['hash'][]

/** What follows the page's address: `#setup=1&label=churned&candidate=score_v2`. */
export function linkHash(link: SetupLink): string {
  const pairs = new URLSearchParams({ setup: version })
  if (link.roles.task !== '') pairs.append('task', link.roles.task)
  for (const role of linkRoles)
    for (const name of [link.roles[role]].flat()) if (name !== '') pairs.append(roleTable[role].linkKey, name)
  if (link.split.by !== '') appendSplit(pairs, link.split)
  if (link.invalidRows === 'leave_out') pairs.append('invalid_rows', 'leave_out')
  if (link.threshold !== null) pairs.append('threshold', String(link.threshold))
  if (link.policy !== null) pairs.append('policy', link.policy)
  return `#${pairs}`
}

function appendSplit(pairs: URLSearchParams, split: SplitDraft): void {
  pairs.append('split.by', split.by)
  for (const key of splitKeys) if (split[key] !== noSplit[key]) pairs.append(`split.${key}`, split[key])
  if (split.hash !== noSplit.hash) pairs.append('split.hash', split.hash)
  for (const column of split.strata ?? []) pairs.append('split.strata', column)
  if (split.isFromTimes) pairs.append('split.from_times', 'yes')
}

/** The hash is meant as a set-up, well written or not; other hashes are places in the page. */
export function isSetupHash(hash: string): boolean {
  return /^#setup\b/.test(hash)
}

/** Reads a hash; what is wrong with it, in words, where it is no set-up: it is taken whole or not at all. */
export function parseLink(hash: string): SetupLink | { wrong: string } {
  if (hash.length > 2 * mostCharacters) return { wrong: `it is longer than ${2 * mostCharacters} characters` }
  const pairs = pairsOf(hash)
  if (typeof pairs === 'string') return { wrong: pairs }
  const { one, many } = pairs
  if (one.setup !== version)
    return { wrong: `it is of version ${JSON.stringify(one.setup ?? '')}, and this page reads ${version}` }
  const wrong = wrongValue(one)
  if (wrong !== null) return { wrong }
  return {
    roles: linkedRoles(one, many),
    split: splitOf(one, many['split.strata'] ?? null),
    invalidRows: one.invalid_rows === 'leave_out' ? 'leave_out' : 'refuse',
    threshold: one.threshold === undefined ? null : Number(one.threshold),
    policy: one.policy ?? null,
  }
}

/** The roles that a link names; '' or an empty list where it does not. */
function linkedRoles(one: Values<string>, many: Values<string[]>): SetupLink['roles'] {
  const named = linkRoles.map((role) => {
    const key = roleTable[role].linkKey
    return [role, isSingleRole(role) ? (one[key] ?? '') : (many[key] ?? [])]
  })
  const roles = Object.fromEntries(named) as Pick<RolesDraft, LinkRole>
  return {
    ...roles,
    task: tasks.find((task) => task === one.task) ?? '',
    reversed: modelNames.filter((model) => roles.reversed.includes(model)),
  }
}

type Values<Value> = Record<string, Value | undefined>

const linkKeys = (isWanted: (role: LinkRole) => boolean) =>
  linkRoles.filter(isWanted).map((role): string => roleTable[role].linkKey)

const manyKeys: readonly string[] = [...linkKeys((role) => !isSingleRole(role)), 'split.strata']
const oneKeys: readonly string[] = [
  'setup',
  'task',
  ...linkKeys(isSingleRole),
  'split.by',
  ...splitKeys.map((key) => `split.${key}`),
  'split.hash',
  'split.from_times',
  'invalid_rows',
  'threshold',
  'policy',
]

function pairsOf(hash: string): { one: Values<string>; many: Values<string[]> } | string {
  const one: Values<string> = {}
  const many: Values<string[]> = {}
  for (const [key, value] of new URLSearchParams(hash.slice(1))) {
    if (value === '' && !/^split\.(train|validation|test)$/.test(key)) return `${JSON.stringify(key)} is empty`
    if (manyKeys.includes(key)) (many[key] ??= []).push(value)
    else if (!oneKeys.includes(key)) return `${JSON.stringify(key)} is nothing that a set-up has`
    else if (one[key] !== undefined) return `${JSON.stringify(key)} is there twice`
    else one[key] = value
  }
  const stranger = many.reversed?.find((model) => !modelNames.some((name) => name === model))
  if (stranger !== undefined) return `reversed is ${JSON.stringify(stranger)}, not one of ${modelNames.join(', ')}`
  const crowded = Object.values(many).find(
    (values) => values !== undefined && (values.length > 50 || new Set(values).size < values.length),
  )
  return crowded === undefined ? { one, many } : 'a column is there twice, or there are more than 50'
}

function wrongValue(one: Record<string, string | undefined>): string | null {
  const choices: [string, readonly string[]][] = [
    ['task', tasks],
    ['split.by', methods],
    ['split.hash', hashes],
    ['split.from_times', ['yes']],
    ['invalid_rows', ['leave_out']],
  ]
  const foreign = choices.find(([key, allowed]) => one[key] !== undefined && !allowed.includes(one[key]))
  if (foreign !== undefined)
    return `${foreign[0]} is ${JSON.stringify(one[foreign[0]])}, not one of ${foreign[1].filter((choice) => choice !== '').join(', ')}`
  if (one['split.by'] === undefined && Object.keys(one).some((key) => key.startsWith('split.')))
    return 'it says how to split, but not by what'
  return one.threshold === undefined ||
    (Number.isFinite(Number(one.threshold)) && String(Number(one.threshold)) === one.threshold)
    ? null
    : `the threshold is ${JSON.stringify(one.threshold)}, which is no number`
}

function splitOf(one: Record<string, string | undefined>, strata: string[] | null): SplitDraft {
  if (one['split.by'] === undefined) return noSplit
  const texts = Object.fromEntries(splitKeys.map((key) => [key, one[`split.${key}`] ?? noSplit[key]])) as Pick<
    SplitDraft,
    (typeof splitKeys)[number]
  >
  return {
    ...noSplit,
    ...texts,
    by: one['split.by'] as SplitMethod,
    hash: (one['split.hash'] ?? noSplit.hash) as SplitDraft['hash'],
    strata,
    isFromTimes: one['split.from_times'] === 'yes',
  }
}

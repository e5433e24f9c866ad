import {
  isSingleRole,
  linkRoles,
  modelNames,
  modelRoles,
  modelsRoles,
  roleDeclaration,
  roleTable,
  tasks,
  type InvalidRows,
  type LinkRole,
  type ModelsRole,
  type Roles,
} from '../../dataset/roles.ts'
import { matches } from '../../dataset/class-patterns.ts'
import { columnsIn, isPattern, namedColumns } from '../../dataset/named-columns.ts'
import { plainReading, type ReadingSettings } from '../../dataset/reading.ts'
import { isSame } from '../../policy/file/plain-values.ts'
import { columnTerms, policyTerms } from '../../policy/file/written.ts'
import { readingTerms } from '../../policy/reading-terms.ts'
import type { Policy } from '../../policy/policy.ts'
import { InputError } from '../../table/input-error.ts'
import { readingWords } from '../../words/reading.ts'
import type { Inspection, ReadPolicy, TextFile } from '../../worker/protocol.ts'
import {
  columnReadingKeys,
  columnsOfReading,
  linkedReading,
  readingChoices,
  readingPairs,
  withoutValues,
} from './link-reading.ts'
import type { RolesDraft } from './roles-draft.ts'
import { nothingSaid, onlyThese, type Said } from './said.ts'
import { noSplit, type SplitDraft, type SplitMethod } from './split-draft.ts'

/**
 * A set-up as a link carries it: names of columns, numbers and a policy's own words. No rows, no values of the data (so no
 * positive class), no names of files. `policy` is the policy's JSON without its columns and its rule for splits.
 */
export interface SetupLink {
  roles: Pick<RolesDraft, 'task' | LinkRole>
  reading: ReadingSettings
  split: SplitDraft
  invalidRows: InvalidRows
  /** A fixed threshold that was named as an answer; null where none was. */
  fixedThreshold: number | null
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
  for (const [key, value] of readingPairs(link.reading)) pairs.append(key, value)
  if (link.split.by !== '') appendSplit(pairs, link.split)
  if (link.invalidRows === 'leave_out') pairs.append('invalid_rows', 'leave_out')
  if (link.fixedThreshold !== null) pairs.append('fixed_threshold', String(link.fixedThreshold))
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
  const reading = linkedReading(one, many)
  if (typeof reading === 'string') return { wrong: reading }
  return {
    roles: linkedRoles(one, many),
    reading,
    split: splitOf(one, many['split.strata'] ?? null),
    invalidRows: one.invalid_rows === 'leave_out' ? 'leave_out' : 'refuse',
    fixedThreshold: one.fixed_threshold === undefined ? null : Number(one.fixed_threshold),
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
    ...(Object.fromEntries(
      modelsRoles.map((role) => [role, modelNames.filter((model) => roles[role].includes(model))]),
    ) as Pick<Roles, ModelsRole>),
  }
}

type Values<Value> = Record<string, Value | undefined>

const linkKeys = (isWanted: (role: LinkRole) => boolean) =>
  linkRoles.filter(isWanted).map((role): string => roleTable[role].linkKey)

const manyKeys: readonly string[] = [...linkKeys((role) => !isSingleRole(role)), ...columnReadingKeys, 'split.strata']
const oneKeys: readonly string[] = [
  'setup',
  'task',
  ...linkKeys(isSingleRole),
  'split.by',
  ...splitKeys.map((key) => `split.${key}`),
  'split.hash',
  'split.from_times',
  ...readingChoices.map(([key]) => key),
  'invalid_rows',
  'fixed_threshold',
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
  for (const role of modelsRoles) {
    const { linkKey } = roleTable[role]
    const stranger = many[linkKey]?.find((model) => !modelNames.some((name) => name === model))
    if (stranger !== undefined) return `${linkKey} is ${JSON.stringify(stranger)}, not one of ${modelNames.join(', ')}`
  }
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
    ...readingChoices,
  ]
  const foreign = choices.find(([key, allowed]) => one[key] !== undefined && !allowed.includes(one[key]))
  if (foreign !== undefined)
    return `${foreign[0]} is ${JSON.stringify(one[foreign[0]])}, not one of ${foreign[1].filter((choice) => choice !== '').join(', ')}`
  if (one['split.by'] === undefined && Object.keys(one).some((key) => key.startsWith('split.')))
    return 'it says how to split, but not by what'
  const isNumber = (text: string) => Number.isFinite(Number(text)) && String(Number(text)) === text
  const threshold = [one.threshold, one.fixed_threshold].find((text) => text !== undefined && !isNumber(text))
  return threshold === undefined ? null : `the threshold is ${JSON.stringify(threshold)}, which is no number`
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

/** What a link is made from. */
export interface LinkSource extends Pick<SetupLink, 'reading' | 'invalidRows' | 'fixedThreshold' | 'threshold'> {
  roles: RolesDraft
  split: SplitDraft
  /** The loaded policy; null where none is loaded. */
  policy: Policy | null
  fileNames: readonly string[]
  /** The names of all columns. */
  columns: readonly string[]
  /** Whether the receiver's page will detect the positive class by itself. */
  isPositiveDetected: boolean
}

/** A link to a set-up. */
export interface MadeLink {
  hash: string
  /** What it does not carry, each with the reason. */
  leftOut: string[]
}

/** Makes the link to a set-up. What names files or values of the data is left out, and listed. */
export function linkOf({
  roles,
  split,
  policy,
  fileNames,
  columns,
  isPositiveDetected,
  ...source
}: LinkSource): MadeLink {
  const namesFile = (name: string) =>
    fileNames.some((file) => name.startsWith(`${file}:`) || name.startsWith(`${file.replace(/\.[^.]*$/, '')}:`))
  const { positive, ...named } = roles
  const shareable = withoutValuesIn(named, columns)
  const kept = Object.fromEntries(
    Object.entries(shareable).map(([role, name]) => [
      role,
      typeof name === 'string' ? (namesFile(name) ? '' : name) : name.filter((slice) => !namesFile(slice)),
    ]),
  ) as SetupLink['roles']
  const reading = withoutValues(source.reading, namesFile)
  const splitNames = [split.key, split.group, split.time, ...(split.strata ?? [])]
  const isSplitKept = !splitNames.some(namesFile)
  const isReadingNamed = columnsOfReading(source.reading).some(namesFile)
  const isWordKept = [...source.reading.missing.keys()].every(
    (column) => reading.missing.has(column) || namesFile(column),
  )
  const why = policy === null ? null : whyNotLinked(policy)
  const link: SetupLink = {
    ...source,
    roles: kept,
    reading,
    split: isSplitKept ? split : { ...split, by: '' },
    policy: policy === null || why !== null ? null : linkedPolicy(policy),
  }
  const leftOut = [
    ...(positive === '' || isPositiveDetected ? [] : ['the positive class, which is a value of the data']),
    ...(isSame(shareable, named) ? [] : ['names of classes or models, which are values of the data']),
    ...(isWordKept ? [] : ['words that mean missing, which are values of the data']),
    ...(isSame(kept, shareable) && isSplitKept && !isReadingNamed ? [] : ['columns that are named with their file']),
    ...(why === null ? [] : [`the policy, which names ${why}`]),
  ]
  const hash = linkHash(link)
  if (hash.length <= mostCharacters || link.policy === null) return { hash, leftOut }
  return {
    hash: linkHash({ ...link, policy: null }),
    leftOut: [...leftOut, 'the policy, which is too long for a link'],
  }
}

/** Roles that name columns only: no models, where these are values of a column, and no columns with the classes that they are of. */
function withoutValuesIn(roles: SetupLink['roles'], columns: readonly string[]): SetupLink['roles'] {
  const headers = [{ file: '', columns: [...columns] }]
  const isValue = (role: LinkRole, name: string) => {
    if (roles.model !== '' && roleDeclaration(role).model !== undefined && !roleIsOfClass(role)) return true
    const parts = roleTable[role].kind === 'scores' && name !== '' ? namedColumns(headers, name) : null
    return parts?.kind === 'classes' && parts.classes.some(({ label }) => label !== null)
  }
  const kept = linkRoles.map((role) => {
    const name = roles[role]
    return [role, typeof name === 'string' && isValue(role, name) ? '' : name]
  })
  return { ...roles, ...Object.fromEntries(kept) }
}

/** Whether a role names the column of the class that a score is of. */
function roleIsOfClass(role: LinkRole): boolean {
  return modelNames.some((model) => modelRoles[model].scoreOf === role)
}

/** The policy's terms without what the set-up itself says. */
function linkedPolicy(policy: Policy): string {
  return JSON.stringify({ ...policyTerms({ ...policy, reading: plainReading }), task: undefined })
}

const usualSplit = /^(?:train|validation|test|all|fold_\d+)$/

/** Why a policy may not go into a link, in words; null where it may. Without that part it would be another policy, so it is left out whole. */
function whyNotLinked({ ledger, baseline, requirements, threshold }: Policy): string | null {
  if (ledger !== null) return 'the file of a ledger'
  if (baseline !== null) return 'the file of a baseline'
  if (requirements.some(({ ofClass, values }) => ofClass !== null || values.length > 0)) return 'values of the data'
  const splits = [
    ...requirements.flatMap(({ split, gapFrom }) => [split, gapFrom]),
    threshold.kind === 'best' ? threshold.on : null,
  ]
  return splits.some((split) => split !== null && !usualSplit.test(split)) ? 'splits as the data call them' : null
}

/** A policy that somebody opened, made or changed on the page: its text and what the text says. */
export interface LoadedPolicy extends TextFile, ReadPolicy {
  /** It was changed on the page since it was loaded. */
  isEdited: boolean
}

/** A link's set-up until a file comes that it fits. */
export interface PendingLink extends SetupLink {
  loadedPolicy: LoadedPolicy | null
}

/** The file name of a link's policy. */
const policyName = 'policy.json'

/** The set-up in an address's hash with its policy as parsed; else what is wrong with it, in words. */
export async function pendingLink(
  hash: string,
  readPolicy: (name: string, text: string) => Promise<ReadPolicy>,
): Promise<PendingLink | { wrong: string }> {
  const link = parseLink(hash)
  if ('wrong' in link || link.policy === null) return 'wrong' in link ? link : { ...link, loadedPolicy: null }
  try {
    const text = policyFileOf(link)
    return {
      ...link,
      loadedPolicy: { fileName: policyName, text, ...(await readPolicy(policyName, text)), isEdited: false },
    }
  } catch (error) {
    return {
      wrong:
        error instanceof InputError
          ? `of its policy, found ${error.fault.found}, expected ${error.fault.expected}`
          : 'its policy is cut short',
    }
  }
}

/** The columns that a link's set-up names, patterns of them included. */
function columnsOf({ roles, reading, split }: SetupLink): string[] {
  const ofRoles = linkRoles.filter((role) => roleTable[role].kind !== 'models').flatMap((role) => roles[role])
  const ofSplit = split.by === '' ? [] : [split.key, split.group, split.time, ...(split.strata ?? [])]
  return [...new Set([...ofRoles, ...columnsOfReading(reading), ...ofSplit])].filter((name) => name !== '')
}

function absentColumns(link: SetupLink, { columns }: Pick<Inspection, 'columns'>): string[] {
  const headers = [{ file: '', columns }]
  const isThere = (name: string) =>
    isPattern(name, headers)
      ? columns.some((column) => matches(column, name))
      : columnsIn(headers, name).every((column) => columns.includes(column))
  return columnsOf(link).filter((name) => !isThere(name))
}

/** Whether the files have every column that a link names. */
export function isFitting(link: SetupLink, inspection: Pick<Inspection, 'columns'>): boolean {
  return absentColumns(link, inspection).length === 0
}

/** Throws where the files lack a column that the link names. */
export function requireFit(
  link: SetupLink,
  inspection: Pick<Inspection, 'columns'>,
  fileNames: readonly string[],
): void {
  const absent = absentColumns(link, inspection)
  if (absent.length === 0) return
  throw new InputError({
    code: 'link_does_not_fit',
    place: { file: fileNames.join(', ') },
    found: `no column ${absent
      .slice(0, 5)
      .map((name) => JSON.stringify(name))
      .join(', ')}${absent.length > 5 ? ` and ${absent.length - 5} others` : ''}`,
    expected: 'the columns that the link names',
    remedy: 'Open the file that the link was made for, or forget the link and choose the columns yourself.',
  })
}

/** What a link says of how files are read: nothing is guessed beside it but what links do not carry. */
export function saidInLink({ roles, reading, invalidRows, fixedThreshold }: SetupLink): Said {
  const { task, ...named } = roles
  const given = Object.fromEntries(Object.entries(named).filter(([, name]) => name.length > 0)) as Partial<Roles>
  const said = onlyThese(given)
  if (given.label === undefined) delete said.label
  // Models that are values of a column, or whose classes are, do not come with a link.
  if (given.candidate === undefined && given.prediction === undefined) {
    for (const model of modelNames)
      for (const role of Object.values(modelRoles[model])) if (said[role] === null) delete said[role]
  }
  return {
    ...nothingSaid,
    roles: said,
    task: task === '' ? null : task,
    reading,
    invalidRows,
    threshold: fixedThreshold,
  }
}

/** The link's policy as a policy's file; throws where it is no JSON map. */
export function policyFileOf({ roles, policy }: SetupLink): string {
  const terms: unknown = JSON.parse(policy ?? '')
  if (typeof terms !== 'object' || terms === null || Array.isArray(terms)) throw new SyntaxError('not a map')
  const named = linkRoles.flatMap((role) => (roleTable[role].section === 'rows' ? [] : [[role, roles[role]]]))
  return JSON.stringify({
    ...terms,
    ...(roles.task === '' ? {} : { task: roles.task }),
    columns: columnTerms(Object.fromEntries(named)),
  })
}

/** A link's set-up as terms and words, for the person who is about to use it. */
export function linkWords({ roles, reading, split, threshold }: SetupLink): { term: string; is: string }[] {
  const words: [string, string][] = [
    ...linkRoles.map((role): [string, string] => [roleTable[role].title, [roles[role]].flat().join(', ')]),
    ['Cells', readingWords(readingTerms(reading)).join('; ')],
    ['Rows assigned', split.by === '' ? '' : `by ${split.by}`],
    ['Threshold', threshold === null ? '' : String(threshold)],
  ]
  return words.flatMap(([term, is]) => (is === '' ? [] : [{ term, is }]))
}

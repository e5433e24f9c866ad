import {
  isSingleRole,
  linkRoles,
  modelNames,
  modelRoles,
  roleTable,
  tasks,
  type InvalidRows,
  type LinkRole,
} from '../../dataset/roles.ts'
import { type RolesDraft, obviousPositive } from './roles-draft.ts'
import { noSplit, type SplitDraft, type SplitMethod } from './split-draft.ts'
import type { Policy } from '../../policy/policy.ts'
import { isSame } from '../../policy/file/change.ts'
import { columnTerms, policyTerms } from '../../policy/file/written.ts'
import { readingTerms } from '../../policy/reading-terms.ts'
import { readingWords } from '../../words/reading.ts'
import type { TextFile, RoleGuess } from '../../worker/protocol.ts'
import { matches } from '../../dataset/class-patterns.ts'
import { columnsIn, isPattern, splitOutsideQuotes } from '../../dataset/named-columns.ts'
import { joins, plainReading, timeUnits, weightKinds, type ReadingSettings } from '../../dataset/reading.ts'
import { columnSettings, columnTexts } from '../../dataset/reading-text.ts'
import { InputError } from '../../table/input-error.ts'

/**
 * A set-up as a link carries it: names of columns, numbers and a policy's own words. No rows, no values of the data (so no
 * positive class), no names of files. `policy` is the policy's JSON without its columns and its rule for splits.
 */
export interface SetupLink {
  roles: Pick<RolesDraft, 'task' | LinkRole>
  split: SplitDraft
  reading: ReadingSettings
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
  appendReading(pairs, link.reading)
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

function appendReading(pairs: URLSearchParams, reading: ReadingSettings): void {
  const { header, weights, join, timeUnit } = reading
  const { missing, numberFormat, spelling } = columnTexts(reading)
  if (header !== null) pairs.append('header', header ? 'yes' : 'no')
  for (const text of missing) pairs.append('missing', text)
  for (const text of numberFormat) pairs.append('number_format', text)
  for (const text of spelling) pairs.append('spelling', text)
  if (weights !== null) pairs.append('weights', weights)
  if (join !== plainReading.join) pairs.append('join', join)
  if (timeUnit !== null) pairs.append('time_unit', timeUnit)
}

/** How files are read, as a link says; what is wrong with it, in words. */
function readingOf(one: Values<string>, many: Values<string[]>): ReadingSettings | string {
  const { missing = [], number_format: numberFormat = [], spelling = [] } = many
  const columns = columnSettings({ missing, numberFormat, spelling })
  if ('found' in columns)
    return `${columns.setting === 'numberFormat' ? 'number_format' : columns.setting} is ${JSON.stringify(columns.found)}, where ${columns.expected} was expected`
  return {
    ...columns,
    header: one.header === undefined ? null : one.header === 'yes',
    weights: weightKinds.find((kind) => kind === one.weights) ?? null,
    join: joins.find((join) => join === one.join) ?? plainReading.join,
    timeUnit: timeUnits.find((unit) => unit === one.time_unit) ?? null,
  }
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
  const reading = readingOf(one, many)
  if (typeof reading === 'string') return { wrong: reading }
  return {
    roles: linkedRoles(one, many),
    split: splitOf(one, many['split.strata'] ?? null),
    reading,
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

const manyKeys: readonly string[] = [
  ...linkKeys((role) => !isSingleRole(role)),
  'split.strata',
  'missing',
  'number_format',
  'spelling',
]
const oneKeys: readonly string[] = [
  'setup',
  'task',
  ...linkKeys(isSingleRole),
  'split.by',
  ...splitKeys.map((key) => `split.${key}`),
  'split.hash',
  'split.from_times',
  'header',
  'weights',
  'join',
  'time_unit',
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
    ['header', ['yes', 'no']],
    ['weights', weightKinds],
    ['join', joins],
    ['time_unit', timeUnits],
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

/** What a link is made from. */
export interface LinkSource extends Pick<SetupLink, 'reading' | 'invalidRows' | 'threshold'> {
  roles: RolesDraft
  split: SplitDraft
  /** The loaded policy; null where none is loaded. */
  policy: Policy | null
  fileNames: readonly string[]
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
  reading,
  invalidRows,
  threshold,
  policy,
  fileNames,
  isPositiveDetected,
}: LinkSource): MadeLink {
  const namesFile = (name: string) =>
    fileNames.some((file) => name.startsWith(`${file}:`) || name.startsWith(`${file.replace(/\.[^.]*$/, '')}:`))
  const { positive, ...named } = roles
  const columns = withoutValues(named)
  const kept = Object.fromEntries(
    Object.entries(columns).map(([role, name]) => [
      role,
      typeof name === 'string' ? (namesFile(name) ? '' : name) : name.filter((slice) => !namesFile(slice)),
    ]),
  ) as SetupLink['roles']
  const splitNames = [split.key, split.group, split.time, ...(split.strata ?? [])]
  const isSplitKept = !splitNames.some(namesFile)
  const keptReading = readingWithout(reading, namesFile)
  const why = policy === null ? null : whyNotLinked(policy)
  const terms = policy === null || why !== null ? null : policyTerms({ ...policy, task: null, reading: plainReading })
  const link: SetupLink = {
    roles: kept,
    split: isSplitKept ? split : { ...split, by: '' },
    reading: keptReading,
    invalidRows,
    threshold,
    policy: terms && JSON.stringify(terms),
  }
  const leftOut = [
    ...(positive === '' || isPositiveDetected ? [] : ['the positive class, which is a value of the data']),
    ...(isSame(columns, named) ? [] : ['names of classes or models, which are values of the data']),
    ...(JSON.stringify(kept) === JSON.stringify(columns) && isSplitKept && isSame(keptReading, reading)
      ? []
      : ['columns that are named with their file']),
    ...(why === null ? [] : [`the policy, which names ${why}`]),
  ]
  const hash = linkHash(link)
  if (hash.length <= mostCharacters || link.policy === null) return { hash, leftOut }
  return {
    hash: linkHash({ ...link, policy: null }),
    leftOut: [...leftOut, 'the policy, which is too long for a link'],
  }
}

/** The roles without names of classes (`cat=prob_0`) and, where there is a row for each model, without names of models. */
function withoutValues(roles: SetupLink['roles']): SetupLink['roles'] {
  const ofModels = modelNames.flatMap((model) => [modelRoles[model].scores, modelRoles[model].classes])
  const lost = [...ofModels, 'score' as const].filter(
    (role) => (roles.model !== '' && role !== 'score') || splitOutsideQuotes(roles[role], '=').length > 1,
  )
  return { ...roles, ...Object.fromEntries(lost.map((role) => [role, ''])) }
}

/** How files are read, without what is said of columns that are named so. */
function readingWithout(reading: ReadingSettings, isNamed: (column: string) => boolean): ReadingSettings {
  const kept = <T>(map: ReadonlyMap<string, T>) => new Map([...map].filter(([column]) => !isNamed(column)))
  return {
    ...reading,
    missing: kept(reading.missing),
    numberFormat: kept(reading.numberFormat),
    foldedSpelling: new Set([...reading.foldedSpelling].filter((column) => !isNamed(column))),
  }
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
export interface LoadedPolicy extends TextFile {
  policy: Policy
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
  parsePolicy: (name: string, text: string) => Promise<Policy>,
): Promise<PendingLink | { wrong: string }> {
  const link = parseLink(hash)
  if ('wrong' in link || link.policy === null) return 'wrong' in link ? link : { ...link, loadedPolicy: null }
  try {
    const text = policyFileOf(link)
    return {
      ...link,
      loadedPolicy: { fileName: policyName, text, policy: await parsePolicy(policyName, text), isEdited: false },
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

/** The columns that a link's set-up names, patterns of them included; where there is a row for each model, models are no columns. */
function columnsOf({ roles, split }: SetupLink, guess: RoleGuess): string[] {
  const isModelName = (role: LinkRole) =>
    roles.model !== '' && modelNames.some((model) => [model, modelRoles[model].classes].some((name) => name === role))
  const headers = [{ file: '', columns: guess.columns }]
  const ofRoles = linkRoles
    .filter((role) => roleTable[role].kind !== 'models' && !isModelName(role))
    .flatMap((role) => roles[role])
    .flatMap((name) => (isPattern(name, headers) ? [name] : columnsIn(headers, name)))
  const ofSplit = split.by === '' ? [] : [split.key, split.group, split.time, ...(split.strata ?? [])]
  return [...new Set([...ofRoles, ...ofSplit])].filter((name) => name !== '')
}

function absentColumns(link: SetupLink, guess: RoleGuess): string[] {
  const isThere = (name: string) =>
    guess.columns.includes(name) || (name.includes('*') && guess.columns.some((column) => matches(column, name)))
  return columnsOf(link, guess).filter((name) => !isThere(name))
}

/** Whether the files have every column that a link names. */
export function isFitting(link: SetupLink, guess: RoleGuess): boolean {
  return absentColumns(link, guess).length === 0
}

/** Throws where the files lack a column that the link names. */
export function requireFit(link: SetupLink, guess: RoleGuess, fileNames: readonly string[]): void {
  const absent = absentColumns(link, guess)
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

/** The roles that a link names, with the positive class where the label's values show which it is. */
export function rolesOfLink({ roles }: SetupLink, guess: RoleGuess): RolesDraft {
  return { ...roles, positive: obviousPositive(guess.values[roles.label] ?? []) ?? '' }
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
export function linkWords({ roles, split, reading, threshold }: SetupLink): { term: string; is: string }[] {
  const words: [string, string][] = [
    ...linkRoles.map((role): [string, string] => [roleTable[role].title, [roles[role]].flat().join(', ')]),
    ['Rows assigned', split.by === '' ? '' : `by ${split.by}`],
    ['Read so that', readingWords(readingTerms(reading)).join('; ')],
    ['Threshold', threshold === null ? '' : String(threshold)],
  ]
  return words.flatMap(([term, is]) => (is === '' ? [] : [{ term, is }]))
}

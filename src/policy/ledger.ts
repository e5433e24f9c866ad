import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import * as v from 'valibot'
import { type DocumentKind, type PolicyDocument, readDocument } from './file/document.ts'
import type { Outcome } from './judgement.ts'
import { defaultPolicy, type Policy } from './policy.ts'
import { isMapping } from './file/plain-values.ts'
import { readingTerms } from './reading-terms.ts'
import { InputError } from '../table/input-error.ts'

/** One look at a test set. Digests are SHA-256 in hexadecimal. */
export interface LedgerEntry {
  /** When, as an ISO 8601 timestamp. */
  date: string
  /** Digest of the rows of the test set, whatever models say of them. */
  fingerprint: string
  /** Digest of what the policy demands: see `digest.ts`. */
  policy: string
  /** What the policy is called; null: nothing. Absent in ledgers of version 1. */
  name?: string | null
  /** The candidate's column. */
  model: string
  /** Number of rows of the test set. */
  rows: number
  /** Digest of all that was evaluated: facts and predictions of every row of every split. */
  evaluated: string
  verdict: Outcome
  /** Digest of the result. */
  result: string
}

/** The looks at test sets, in the order in which they were made. */
export interface Ledger {
  /** The rule by which looks count; a ledger keeps its own: see `lookOf`. */
  version: 1 | 2
  entries: LedgerEntry[]
}

/** What tells one look from another. */
export type LookKey = Pick<LedgerEntry, 'fingerprint' | 'policy' | 'evaluated' | 'name'>

/** A ledger without looks. */
export const emptyLedger: Ledger = { version: 2, entries: [] }

const digest = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits'))
const entry = {
  date: v.pipe(v.string(), v.isoTimestamp('a date such as 2026-01-31T12:00:00.000Z')),
  fingerprint: digest,
  policy: digest,
  model: v.string(),
  rows: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  evaluated: digest,
  verdict: v.picklist(['pass', 'fail', 'undecided']),
  result: digest,
}
const format = v.literal('good-enough/ledger')
const version1 = v.strictObject({ format, version: v.literal(1), entries: v.array(v.strictObject(entry)) })
const version2 = v.strictObject({
  format,
  version: v.picklist([1, 2]),
  entries: v.array(v.strictObject({ ...entry, name: v.nullable(v.string()) })),
})

const remedy = 'Restore it from its history: looks that are lost are not counted.'
const ledgerFile: DocumentKind = {
  code: 'ledger_not_readable',
  noun: 'a ledger',
  isJson: true,
  characterLimit: 10_000_000,
  remedy,
}

/** A ledger from its file's text. What is not one, down to an unknown key, is an InputError with its line and path. */
export function parseLedger(file: string, text: string): Ledger {
  const document = readDocument(file, text, ledgerFile)
  const isFirst = isMapping(document.value) && document.value.version === 1
  const parsed = v.safeParse(isFirst ? version1 : version2, document.value)
  if (!parsed.success) throw ledgerFault(document, parsed.issues[0])
  const { version, entries } = parsed.output
  return { version, entries }
}

/** The file's text: an entry a line, so that a history shows each as one. */
export function ledgerText({ version, entries }: Ledger): string {
  const lines = entries.map(({ date, fingerprint, policy, name = null, model, rows, evaluated, verdict, result }) => {
    const ofPolicy = version === 1 ? { policy } : { policy, name }
    return `\n${JSON.stringify({ date, fingerprint, ...ofPolicy, model, rows, evaluated, verdict, result })}`
  })
  return `{"format": "good-enough/ledger", "version": ${version}, "entries": [${lines.join(',')}\n]}\n`
}

/** How the rows of an earlier look and those of this one belong together. */
export type SharedRows =
  /** They are the same. */
  | 'same'
  /** Those before are a part of these: the set has grown. */
  | 'grown'
  /** Which rows are in both cannot be told; the policy, or its name, is the same. */
  | 'unknown'

/** An earlier look that counts for this one. */
export interface EarlierLook extends LedgerEntry {
  /** Absent in ledgers of version 1, in which rows are the same. */
  shared?: SharedRows
}

/** The ledger with one more look. */
export function withEntry({ version, entries }: Ledger, entry: LedgerEntry): Ledger {
  return { version, entries: [...entries, entry] }
}

/** Whether two looks are one: nothing new is learnt from what was seen before, whatever the model is called. */
function isSameLook(a: LookKey, b: LookKey): boolean {
  return a.fingerprint === b.fingerprint && a.policy === b.policy && a.evaluated === b.evaluated
}

function ledgerFault(document: PolicyDocument, issue: v.BaseIssue<unknown>): InputError {
  const path = (issue.path ?? []).map(({ key }) => key as string | number)
  const isUnknown = issue.type === 'strict_object' && issue.expected === 'never'
  const found = isUnknown
    ? `unknown key ${JSON.stringify(path.at(-1))}`
    : issue.input === undefined
      ? 'nothing'
      : JSON.stringify(issue.input).slice(0, 80)
  const expected = isUnknown
    ? 'the keys of a ledger, version 1'
    : issue.type === 'regex' || issue.type === 'iso_timestamp'
      ? issue.message
      : String(issue.expected)
  return new InputError({ code: 'invalid_ledger', place: document.placeOf(path, isUnknown), found, expected, remedy })
}

/** One look at a test set among those that were made. */
export interface Look {
  /** 1 is the first. */
  number: number
  /** The look at whose level it is judged: the last of those made so far. */
  judgedAs: number
  /** Level of every interval of the look. */
  confidence: number
  correction: 'none' | 'bonferroni' | 'spending'
  /** The looks before this one. */
  earlier: EarlierLook[]
  /** The same look was made before. */
  isKnown: boolean
}

/** A look at the test set that the ledger counts, and what identifies it there. */
export interface CountedLook {
  look: Look
  key: Omit<LedgerEntry, 'date' | 'verdict' | 'result'> & LookKey
}

/** Why a look is not counted: the policy names no ledger, or there is no test split to look at. */
export type Uncounted = 'no_ledger' | 'no_test_split'

/**
 * Which look at its test set an evaluation is, and how sure its intervals must be. What was evaluated before, the same
 * rows, predictions and demands, is the same look and gets the same number.
 *
 * Version 2: looks at the same rows, at a part of them (a set that has grown), and, where rows cannot be told, those by the
 * same policy or one of its name. Look k spends α/(k(k + 1)) of the policy's α, so that all looks together, however many there
 * will be, spend α (1/1·2 + 1/2·3 + … = 1). A look that is made again after others is one that was chosen among them: it is
 * judged at the level of the last.
 *
 * Version 1: looks at exactly the same rows; look k is judged at confidence 1 − α/k (Bonferroni: Dunn, JASA 1961), the first at
 * the policy's own. Over K looks the chance that any errs is at most α·(1 + 1/2 + … + 1/K).
 *
 * @param confidence the policy's, such as 0.95
 * @param partPrints fingerprints of parts of the rows, of so many as the earlier looks had
 */
export function lookOf(
  ledger: Ledger,
  key: LookKey,
  confidence: number,
  partPrints: ReadonlySet<string> = new Set(),
): Look {
  const looks = ledger.version === 1 ? looksAt(ledger, key.fingerprint) : relatedLooks(ledger, key, partPrints)
  const known = looks.findIndex((entry) => isSameLook(entry, key))
  const earlier = known < 0 ? looks : looks.slice(0, known)
  const number = earlier.length + 1
  const alpha = 1 - confidence
  if (ledger.version === 1)
    return {
      number,
      judgedAs: number,
      confidence: number === 1 ? confidence : 1 - alpha / number,
      correction: number === 1 ? 'none' : 'bonferroni',
      earlier,
      isKnown: known >= 0,
    }
  const judgedAs = known < 0 ? number : looks.length
  return {
    number,
    judgedAs,
    confidence: 1 - alpha / (judgedAs * (judgedAs + 1)),
    correction: 'spending',
    earlier,
    isKnown: known >= 0,
  }
}

/** The looks at exactly the rows of a test set. */
function looksAt({ entries }: Ledger, fingerprint: string): LedgerEntry[] {
  return entries.filter((entry) => entry.fingerprint === fingerprint)
}

function relatedLooks({ entries }: Ledger, key: LookKey, partPrints: ReadonlySet<string>): EarlierLook[] {
  const sharedOf = ({ fingerprint, policy, name = null }: LedgerEntry): SharedRows | null => {
    if (fingerprint === key.fingerprint) return 'same'
    if (partPrints.has(fingerprint)) return 'grown'
    return policy === key.policy || (name !== null && name === key.name) ? 'unknown' : null
  }
  return entries.flatMap((entry) => {
    const shared = sharedOf(entry)
    return shared === null ? [] : [{ ...entry, shared }]
  })
}

/** Settings that came after ledgers did: they count only where they are not as usual, so that ledgers know the looks of before. */
const addedLater: (keyof Policy)[] = ['reading', 'thresholdInterval']

/**
 * SHA-256 of what a policy demands of a task. What it only calls or places by name is left out (`name`, `columns`,
 * `ledger`), what reports show (`smallestGroup`), and how rows are split: fingerprints tell that.
 */
export function policyDigest(policy: Policy, task: string): string {
  const { threshold, onShortInterval } = policy
  const written: Record<string, unknown> = {
    ...policy,
    reading: readingTerms(policy.reading),
    // The usual one was called otherwise when ledgers began, and looks by it are known.
    onShortInterval: onShortInterval === defaultPolicy.onShortInterval ? 'pass' : 'pass on short intervals',
    // Whether somebody named it does not change what is demanded.
    threshold: threshold.kind === 'fixed' ? { kind: threshold.kind, value: threshold.value } : threshold,
  }
  const usual: Record<string, unknown> = { ...defaultPolicy, reading: readingTerms(defaultPolicy.reading) }
  const asUsual = addedLater.filter((key) => JSON.stringify(written[key]) === JSON.stringify(usual[key]))
  const demands = {
    ...written,
    ...Object.fromEntries(asUsual.map((key) => [key, undefined])),
    task,
    name: undefined,
    columns: undefined,
    ledger: undefined,
    split: undefined,
    smallestGroup: undefined,
  }
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(demands, inKeyOrder))))
}

function inKeyOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}

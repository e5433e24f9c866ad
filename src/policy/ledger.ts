import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import * as v from 'valibot'
import { type DocumentKind, type PolicyDocument, readDocument } from './file/document.ts'
import type { Outcome } from './judgement.ts'
import { defaultPolicy, type Policy } from './policy.ts'
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
  entries: LedgerEntry[]
}

/** What tells one look from another. */
export type LookKey = Pick<LedgerEntry, 'fingerprint' | 'policy' | 'evaluated'>

/** A ledger without looks. */
export const emptyLedger: Ledger = { entries: [] }

const digest = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits'))
const schema = v.strictObject({
  format: v.literal('good-enough/ledger'),
  version: v.literal(1),
  entries: v.array(
    v.strictObject({
      date: v.pipe(v.string(), v.isoTimestamp('a date such as 2026-01-31T12:00:00.000Z')),
      fingerprint: digest,
      policy: digest,
      model: v.string(),
      rows: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
      evaluated: digest,
      verdict: v.picklist(['pass', 'fail', 'undecided']),
      result: digest,
    }),
  ),
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
  const parsed = v.safeParse(schema, document.value)
  if (!parsed.success) throw ledgerFault(document, parsed.issues[0])
  return { entries: parsed.output.entries }
}

/** The file's text: an entry a line, so that a history shows each as one. */
export function ledgerText({ entries }: Ledger): string {
  const lines = entries.map(
    ({ date, fingerprint, policy, model, rows, evaluated, verdict, result }) =>
      `\n${JSON.stringify({ date, fingerprint, policy, model, rows, evaluated, verdict, result })}`,
  )
  return `{"format": "good-enough/ledger", "version": 1, "entries": [${lines.join(',')}\n]}\n`
}

/** The looks at one test set. Sets that have only some of their rows in common are different ones. */
export function looksAt({ entries }: Ledger, fingerprint: string): LedgerEntry[] {
  return entries.filter((entry) => entry.fingerprint === fingerprint)
}

/** The ledger with one more look. */
export function withEntry({ entries }: Ledger, entry: LedgerEntry): Ledger {
  return { entries: [...entries, entry] }
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
  /** Level of every interval of the look. */
  confidence: number
  correction: 'none' | 'bonferroni'
  /** The looks before this one. */
  earlier: LedgerEntry[]
  /** The same look was made before. */
  isKnown: boolean
}

/** A look at the test set that the ledger counts, and what identifies it there. */
export interface CountedLook {
  look: Look
  key: Omit<LedgerEntry, 'date' | 'verdict' | 'result'>
}

/** Why a look is not counted: the policy names no ledger, or there is no test split to look at. */
export type Uncounted = 'no_ledger' | 'no_test_split'

/**
 * Which look at its test set an evaluation is, and how sure its intervals must be. What was evaluated before, the same
 * rows, predictions and demands, is the same look and gets the same number.
 *
 * Look k is judged at confidence 1 − α/k, where the policy's is 1 − α: Bonferroni's correction (Dunn, JASA 1961) for the
 * k looks so far, by convention. The first look keeps the policy's own. It holds for each family of k looks as the last
 * of them is judged; over K looks to come the chance that any errs is at most α·(1 + 1/2 + … + 1/K).
 * @param confidence the policy's, such as 0.95
 */
export function lookOf(ledger: Ledger, key: LookKey, confidence: number): Look {
  const looks = looksAt(ledger, key.fingerprint)
  const known = looks.findIndex((entry) => isSameLook(entry, key))
  const earlier = known < 0 ? looks : looks.slice(0, known)
  const number = earlier.length + 1
  return {
    number,
    confidence: number === 1 ? confidence : 1 - (1 - confidence) / number,
    correction: number === 1 ? 'none' : 'bonferroni',
    earlier,
    isKnown: known >= 0,
  }
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

import * as v from 'valibot'
import { InputError } from '../table/input-error.ts'
import { readDocument, type DocumentKind, type PolicyDocument } from './file/document.ts'
import type { Outcome } from './judgement.ts'

/** One look at a test set. Digests are SHA-256 in hexadecimal. */
export interface LedgerEntry {
  /** When, as an ISO 8601 timestamp. */
  date: string
  /** Of the rows of the test set, whatever models say of them. */
  fingerprint: string
  /** Of what the policy demands: see `digest.ts`. */
  policy: string
  /** The candidate's column. */
  model: string
  /** Rows of the test set. */
  rows: number
  /** Of all that was evaluated: facts and predictions of every row of every split. */
  evaluated: string
  verdict: Outcome
  /** The result's own. */
  result: string
}

/** The looks at test sets, in the order in which they were made. */
export interface Ledger {
  entries: LedgerEntry[]
}

/** What tells one look from another. */
export type LookKey = Pick<LedgerEntry, 'fingerprint' | 'policy' | 'evaluated'>

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

export function withEntry({ entries }: Ledger, entry: LedgerEntry): Ledger {
  return { entries: [...entries, entry] }
}

/** Whether two looks are one: nothing new is learnt from what was seen before, whatever the model is called. */
export function isSameLook(a: LookKey, b: LookKey): boolean {
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

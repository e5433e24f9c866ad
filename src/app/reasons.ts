import type { Task } from '../dataset/roles.ts'
import type {
  EvaluationDocument,
  RequirementResult,
  RowSetResult,
  SplitFindingResult,
  Verdict,
} from '../report/evaluation.ts'
import { isSameSlice } from '../report/slice.ts'
import {
  countOf,
  countText,
  differenceText,
  intervalText,
  levelText,
  metricText,
  metricTextAgainst,
  writtenText,
} from './format.ts'
import { metricLabel } from '../metrics/definitions/names.ts'
import { decidingFindings, exampleWords, findingTitle } from './split-findings.ts'

/** A run of words of a sentence; numbers that matter are strong. */
export interface Words {
  text: string
  isStrong?: boolean
}

/** Why the verdict is what it is: a requirement, or a finding about the splits, as a sentence and what it rests on. */
export interface Reason {
  outcome: Verdict
  /** Code of the finding; null of a requirement. */
  finding: string | null
  sentence: Words[]
  support: string
  /** Told, and no part of the verdict. */
  isAdvisory: boolean
}

export interface Headline {
  verdict: Verdict | 'none'
  /** The verdict itself. */
  title: string
  /** What it comes from, in a few words. */
  because: string
}

/** The verdict in words: "Not good enough", "1 of 6 requirements failed". */
export function headlineOf(document: EvaluationDocument): Headline {
  const { verdict } = document
  const requirements = document.requirements.filter(({ advisory }) => advisory !== true)
  const count = (outcome: Verdict) => requirements.filter((requirement) => requirement.outcome === outcome).length
  const all = requirements.length
  switch (verdict) {
    case 'pass':
      return {
        verdict,
        title: 'Good enough',
        because: all === 1 ? 'the one requirement is met' : `all ${all} requirements are met`,
      }
    case 'fail':
      return { verdict, title: 'Not good enough', because: `${count('fail')} of ${countOf(all, 'requirement')} failed` }
    case 'undecided':
      return { verdict, title: 'Undecided', because: undecidedWords(requirements, document) }
    case null:
      return { verdict: 'none', title: 'Measured, not judged', because: 'add a policy for a verdict' }
  }
}

function undecidedWords(requirements: RequirementResult[], document: EvaluationDocument): string {
  if (requirements.length === 0) return 'no requirement that counts could be judged'
  const open = requirements.filter(({ outcome }) => outcome === 'undecided')
  if (open.length === 0) return splitWords(document)
  if (open.every(({ doubt }) => doubt === 'suspicious_improvement'))
    return 'an improvement too good to be believed unseen'
  return `too little data to settle ${open.length} of ${countOf(requirements.length, 'requirement')}`
}

/** Why splits alone leave it open. */
function splitWords(document: EvaluationDocument): string {
  const codes = [...new Set(decidingFindings(document).map(({ code }) => code))]
  return codes.length === 1
    ? `${findingTitle(codes[0]).toLowerCase()}, so that meeting the requirements shows nothing`
    : `${countOf(codes.length, 'finding')} about the splits, so that meeting the requirements shows nothing`
}

const importance: Record<Verdict, number> = { fail: 0, undecided: 1, pass: 2 }

/**
 * The requirements and the findings that decide as reasons, in order of importance: failed first, then the findings,
 * then undecided, then met; after them, likewise, what the verdict does not depend on.
 * @param confidence level of the intervals, such as 0.95
 */
export function reasonsOf(document: EvaluationDocument, confidence: number): Reason[] {
  const findings = document.verdict === null ? [] : decidingFindings(document).map(reasonOfFinding)
  return [...findings, ...document.requirements.map((requirement) => reasonOf(requirement, document, confidence))].sort(
    (a, b) => Number(a.isAdvisory) - Number(b.isAdvisory) || importance[a.outcome] - importance[b.outcome],
  )
}

function reasonOf(requirement: RequirementResult, document: EvaluationDocument, confidence: number): Reason {
  const support = supportOf(requirement, document, confidence)
  return {
    outcome: requirement.outcome,
    finding: null,
    sentence: sentenceOf(requirement, document.task),
    support,
    isAdvisory: requirement.advisory === true,
  }
}

function reasonOfFinding({ code, message, examples }: SplitFindingResult): Reason {
  return {
    outcome: 'undecided',
    finding: code,
    sentence: [{ text: findingTitle(code), isStrong: true }, { text: `: ${message}` }],
    support: exampleWords(examples),
    isAdvisory: false,
  }
}

function sentenceOf(requirement: RequirementResult, task: Task): Words[] {
  const { value, bound, skipped } = requirement
  const { comparison, limits } = readBound(bound)
  const limit = limits[0]?.value ?? 0
  const isDifference = comparison !== null
  const shown =
    skipped === 'no_production'
      ? 'not judged'
      : value === null
        ? 'not defined'
        : isCountOfRows(requirement)
          ? countText(value)
          : isDifference
            ? signed(value, limit)
            : metricTextAgainst(value, limit)
  return [
    { text: `${requiredSubject(requirement, task)} is ` },
    { text: shown, isStrong: true },
    {
      text: `${comparison ?? ''}; the policy asks for ${limits.map((entry) => entry.words).join(' and ')}${doubtWords(requirement)}`,
    },
  ]
}

/** Why an interval that would decide does not. */
function doubtWords({ doubt, bound }: RequirementResult): string {
  if (doubt === 'many_slices') return ', and of so many slices one may look so by chance'
  if (doubt === 'short_interval') return ', but its interval is known to be too short with so few rows'
  if (doubt !== 'suspicious_improvement') return ''
  const { suspicious_above: above } = bound.versus_production as { suspicious_above: number }
  return `, and takes an improvement of more than ${writtenText(above)} for suspicious: look for a leak`
}

export function isCountOfRows({ metric }: RequirementResult): boolean {
  return metric === 'rows' || metric === 'positives'
}

const partWords = { decided: ' on the rows decided', abstained: ' on the rows left to a human' }

/** What a requirement is of: "Recall for segment = new_customer on validation". */
export function requiredSubject(
  { metric, class: ofClass, where: part, slice, split }: RequirementResult,
  task: Task,
): string {
  const what =
    metricLabel(metric, task) +
    (ofClass === undefined ? '' : ` of ${ofClass}`) +
    (part === undefined ? '' : partWords[part])
  const where = slice === null ? '' : ` for ${sliceWords(slice)}`
  const on = split === 'test' || split === 'all' ? '' : ` on ${split}`
  return what + where + on
}

/** A slice in words: `segment = new_customer`. */
export function sliceWords(where: Record<string, string>): string {
  return Object.entries(where)
    .map(([column, value]) => `${column} = ${value === '' ? '(empty)' : value}`)
    .join(', ')
}

export interface ReadBound {
  /** What the value is a difference from, in words; null where it is the metric itself. */
  comparison: string | null
  limits: { words: string; value: number }[]
}

export function readBound(bound: Record<string, unknown>): ReadBound {
  if (isBound(bound.versus_production)) {
    return { comparison: ' against production', limits: limitsOf(bound.versus_production) }
  }
  if (isBound(bound.gap)) {
    return { comparison: ` away from ${String(bound.gap.from)}`, limits: limitsOf(bound.gap) }
  }
  return { comparison: null, limits: limitsOf(bound) }
}

function limitsOf(bound: Record<string, unknown>): { words: string; value: number }[] {
  const limits = []
  if (typeof bound.at_least === 'number')
    limits.push({ words: `at least ${writtenText(bound.at_least)}`, value: bound.at_least })
  if (typeof bound.at_most === 'number')
    limits.push({ words: `at most ${writtenText(bound.at_most)}`, value: bound.at_most })
  return limits
}

function isBound(bound: unknown): bound is Record<string, unknown> {
  return typeof bound === 'object' && bound !== null
}

function signed(value: number, limit: number): string {
  const text = metricTextAgainst(value, limit)
  return value > 0 ? `+${text}` : text
}

/** What the outcome rests on: the rows, the interval, and what would settle it. */
function supportOf(requirement: RequirementResult, document: EvaluationDocument, confidence: number): string {
  const { low, high, bound, caution, threshold } = requirement
  const parts: string[] = requirement.advisory === true ? ['No part of the verdict'] : []
  const rows = isCountOfRows(requirement) ? null : rowsOf(requirement, document)
  if (rows?.positives !== undefined)
    parts.push(`${countOf(rows.positives, 'positive')} in ${countOf(rows.rows, 'row')}`)
  else if (rows !== null) parts.push(countOf(rows.rows, 'row'))
  if (rows?.weight !== undefined) parts.push(`weight ${countText(rows.weight)}`)
  if (low !== null && high !== null) {
    const format = readBound(bound).comparison === null ? metricText : differenceText
    const short =
      caution === undefined
        ? ''
        : `, which may be too short (the cautious one is ${intervalText(caution.low, caution.high, format)})`
    const chosen = threshold === undefined ? '' : ' at the threshold as it was chosen (how it was chosen is not in it)'
    parts.push(`${levelText(confidence)} interval ${intervalText(low, high, format)}${short}${chosen}`)
  }
  const needed = neededWords(requirement)
  return parts.join(', ') + (needed === null ? '' : `. ${needed}`)
}

/** What would settle an undecided requirement; null where nothing has to be, or is known. */
function neededWords({ outcome, positives_needed, rows_needed }: RequirementResult): string | null {
  if (outcome !== 'undecided') return null
  if (positives_needed !== null) return `About ${countText(positives_needed)} positives in all would settle it`
  return rows_needed === null ? null : `About ${countText(rows_needed)} rows in all would settle it`
}

function rowsOf({ split, slice }: RequirementResult, document: EvaluationDocument): RowSetResult | null {
  const result = document.models.candidate.splits[split]
  if (result === undefined) return null
  if (slice === null) return result
  return result.slices.find(({ where }) => isSameSlice(where, slice)) ?? null
}

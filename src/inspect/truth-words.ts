import { conventionalLabels } from '../dataset/labels.ts'
import { question } from './answers.ts'
import type { Column } from './columns.ts'
import type { Question } from './inspection.ts'
import { listWords, quoted, quotedList, sentence, valuesClause } from './sentences.ts'
import type { TruthCandidate } from './truth.ts'

/** Why a column is the truth: its header, its values, and what else the rows show. */
export function truthWhy(candidate: TruthCandidate): string {
  return sentence([...reasonsFor(candidate), valuesOf(candidate.column)])
}

/** Which of several columns is the truth. */
export function truthQuestion(plausible: readonly TruthCandidate[], why: string): Question {
  const choices = plausible.slice(0, 12).map((candidate) => ({
    text: `${quoted(candidate.column.header)}: ${listWords(saidOf(candidate))}`,
    answer: { roles: { label: candidate.column.name } },
  }))
  return question('label', why, choices, { columns: plausible.slice(0, 12).map(({ column }) => column.name) })
}

/** Why none of several columns is taken as the truth. */
export function severalTruths(plausible: readonly TruthCandidate[]): string {
  const names = quotedList(plausible.map(({ column }) => column.header))
  if (plausible.length > 1) return `${names} may each be the truth, and nothing in the file decides between them.`
  const [only] = plausible
  const doubt = only.evidence.find(({ weight, says }) => weight < 0 && says !== '')
  if (doubt !== undefined) return `${names} may be the truth, ${doubt.says}.`
  const reasons = reasonsFor(only)
  return reasons.length === 0
    ? `${names} may be the truth, but only its values say so.`
    : `${names} may be the truth: ${listWords(reasons)}. The rows do not show it.`
}

function saidOf(candidate: TruthCandidate): string[] {
  return [valuesOf(candidate.column), ...reasonsFor(candidate)]
}

/** What speaks for a column as the truth. */
function reasonsFor({ evidence }: TruthCandidate): string[] {
  return evidence.filter(({ says, weight }) => says !== '' && weight > 0).map(({ says }) => says)
}

function valuesOf(column: Column): string {
  return valuesClause(column, conventionalLabels([...column.counts.keys()])?.positive)
}

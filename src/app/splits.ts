import type { EvaluationDocument } from '../report/evaluation.ts'

const usualOrder = ['test', 'validation', 'train', 'all']

/** The splits of a result: test, validation, train, then any others in the result's order. */
export function splitsOf(document: EvaluationDocument): string[] {
  const names = Object.keys(document.models.candidate.splits)
  const rank = (name: string) => (usualOrder.includes(name) ? usualOrder.indexOf(name) : usualOrder.length)
  return names.toSorted((a, b) => rank(a) - rank(b))
}

/** The split to show first: the one that requirements are judged on, else test or the first there is. */
export function startingSplit(document: EvaluationDocument): string {
  const splits = splitsOf(document)
  const judged = document.requirements[0]?.split
  return judged !== undefined && splits.includes(judged) ? judged : splits[0]
}

import type { Inspection } from '../../src/inspect/inspection.ts'
import type { MadeFile } from './made-file.ts'

/** What came of a made file: read right, asked about, refused for want of roles, or what is wrong. */
export type Outcome = { kind: 'right' | 'asked' | 'refused' } | { kind: 'wrong'; says: string }

/** Holds an inspection against what a file was made to say. */
export function judge({ planted }: MadeFile, inspection: Inspection): Outcome {
  const { roles, task, questions } = inspection
  if (questions.some(({ isBlocking }) => isBlocking)) return { kind: 'asked' }
  const label = roles.label?.column
  const candidate = roles.candidate?.column
  const prediction = roles.prediction?.column
  const production = roles.production?.column ?? roles.productionPrediction?.column
  if (label === undefined || (candidate === undefined && prediction === undefined)) return { kind: 'refused' }
  const wrong = (says: string): Outcome => ({ kind: 'wrong', says })
  if (planted === null)
    return wrong(`nothing can be evaluated, and ${label} was taken as the truth of ${candidate ?? prediction}`)
  if (!planted.labels.includes(label)) return wrong(`the truth is ${planted.labels[0]}, not ${label}`)
  const isOfDecisions = planted.isAboutScores === true && candidate === undefined
  if (planted.mustAsk && !isOfDecisions) return wrong('nothing was asked')
  if (planted.task !== task) return wrong(`the task is ${planted.task}, not ${task}`)
  if (planted.task === 'binary' && roles.positive?.column !== planted.positive)
    return wrong(`the positive class is ${planted.positive}, not ${roles.positive?.column}`)
  if (candidate !== undefined && !planted.candidates.includes(candidate) && !isSameList(candidate, planted.candidates))
    return wrong(`the candidate is one of ${planted.candidates.join(' or ')}, not ${candidate}`)
  if (candidate === undefined && !planted.predictions.includes(prediction!))
    return wrong(`the prediction is ${planted.predictions.join(' or ')}, not ${prediction}`)
  if (production !== planted.productions[0])
    return wrong(`${planted.productions[0]} is in production, not ${production}`)
  return { kind: 'right' }
}

/** Columns named in another order, or with their classes, are the same. */
function isSameList(text: string, lists: readonly string[]): boolean {
  const partsOf = (list: string) =>
    list
      .split(',')
      .map((part) => part.replaceAll('"', ''))
      .toSorted()
      .join(',')
  return lists.some((list) => partsOf(list) === partsOf(text))
}

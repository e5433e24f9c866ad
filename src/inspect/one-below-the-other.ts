import { question, type Choice } from './answers.ts'
import { textOf } from './choose-models.ts'
import { positiveOf, usedColumns, type Found } from './found-models.ts'
import type { Answers, Inspection, Question } from './inspection.ts'
import type { LongShape } from './long.ts'
import type { Reading } from './models.ts'
import type { Context } from './outputs.ts'
import { positiveQuestion, scoreClass, thresholdFindings } from './questions-scores.ts'
import { chosenWhy } from './sentences.ts'

/** Models whose rows stand below one another: which of them are evaluated is asked. */
export function oneBelowTheOther(context: Context, reading: Reading, answers: Answers, long: LongShape): Found {
  const { roles: given } = answers
  const positive = positiveOf(reading, answers)
  const model = reading.models[0] ?? null
  const numbers = model?.numbers ?? null
  const roles: Inspection['roles'] = { model: { column: long.model.name, why: long.says } }
  const questions: Question[] = []
  const text =
    given.score ?? (numbers === null ? (model?.decision?.columns[0].name ?? null) : textOf(numbers, positive))
  if (text !== null)
    roles.score = { column: text, why: given.score == null ? (numbers ?? model.decision!).says : chosenWhy }
  const { candidate, production } = namedModels(answers, numbers !== null)
  if (candidate.name !== null) roles[candidate.role] = { column: candidate.name, why: chosenWhy }
  if (production.name !== null) roles[production.role] = { column: production.name, why: chosenWhy }
  if (candidate.name === null) questions.push(modelsQuestion(long, text, candidate.role, production.role))
  if (model === null) return { roles, questions, notes: [], used: [] }
  if (reading.task === 'binary' && positive === null && reading.truth.counts.size <= 2)
    questions.push(positiveQuestion(reading, null))
  // What holds of the scores holds of each model’s.
  for (const which of production.name === null ? (['candidate'] as const) : (['candidate', 'production'] as const)) {
    const { of, question: open } = scoreClass(context, reading, model, which, positive, answers)
    if (open !== null) questions.push(open)
    if (of === null) continue
    roles[which === 'candidate' ? 'candidateOf' : 'productionOf'] = {
      column: of,
      why: `The score is of the class that “${of}” names.`,
    }
    if (roles.score !== undefined) roles.score = { ...roles.score, of }
  }
  const threshold = thresholdFindings(context, reading, [['candidate', model]], answers)
  if (threshold.question !== null) questions.push(threshold.question)
  return { roles, questions, notes: threshold.notes, used: usedColumns(model, positive) }
}

/** The models that were named, and the roles that name them: those of scores, or those of predicted classes. */
function namedModels({ roles }: Answers, hasScores: boolean) {
  const candidate = roles.candidate ?? roles.prediction ?? null
  const production = roles.production ?? roles.productionPrediction ?? null
  return {
    candidate: { role: hasScores ? ('candidate' as const) : ('prediction' as const), name: candidate },
    production: { role: hasScores ? ('production' as const) : ('productionPrediction' as const), name: production },
  }
}

/** Most models of which every pair is an option. */
const mostPaired = 3

function modelsQuestion(
  { model, id, names, says }: LongShape,
  score: string | null,
  candidateRole: 'candidate' | 'prediction',
  productionRole: 'production' | 'productionPrediction',
): Question {
  const common = { model: model.name, ...(score === null ? {} : { score }), ...(id === null ? {} : { id: id.name }) }
  const alone = names.map((name): Choice => ({
    text: `“${name}” alone`,
    answer: { roles: { ...common, [candidateRole]: name } },
  }))
  const pair = (name: string, other: string): Choice => ({
    text: `“${name}” against “${other}” in production`,
    answer: { roles: { ...common, [candidateRole]: name, [productionRole]: other } },
  })
  const pairs =
    names.length > mostPaired
      ? []
      : names.flatMap((name) => names.filter((other) => other !== name).map((other) => pair(name, other)))
  const why = `${says} No name says which of them is the candidate and which, if any, is in production.`
  return question('models', why, [...alone, ...pairs], { columns: [model.name] })
}

import type { ModelName, Roles } from '../dataset/roles.ts'
import { chooseModels, rolesOf } from './choose-models.ts'
import type { Column } from './columns.ts'
import { positiveOf, usedColumns, type Found } from './found-models.ts'
import type { Answers, Inspection, Question, RoleProposal } from './inspection.ts'
import type { Model, Reading } from './models.ts'
import { ownPattern } from './own-pattern.ts'
import type { Context, ModelOutput } from './outputs.ts'
import { classesQuestion, positiveQuestion, scoreClass, thresholdFindings } from './questions-scores.ts'

/** Models in columns of their own. */
export function sideBySide(context: Context, reading: Reading, answers: Answers): Found {
  const choice = chooseModels(context, reading, answers)
  const positive = positiveOf(reading, answers)
  const roles: Inspection['roles'] = {}
  const questions: Question[] = choice.question === null ? [] : [choice.question]
  const used: Column[] = []
  if (reading.task === 'binary' && positive === null && reading.truth.counts.size <= 2)
    questions.push(positiveQuestion(reading, choice.candidate))
  for (const which of ['candidate', 'production'] as const) {
    const model = choice[which]
    if (model === null) continue
    used.push(...usedColumns(model, positive))
    const classes = classesQuestion(context, reading, model, which, positive, answers)
    if (classes !== null) questions.push(classes)
    const { of, question: open } = scoreClass(context, reading, model, which, positive, answers)
    if (open !== null) questions.push(open)
    if (of !== null) used.push(...context.frame.columns.filter(({ name }) => name === of))
    Object.assign(roles, proposals(model, which, positive, of))
  }
  for (const [own, other] of [
    ['candidate', 'production'],
    ['production', 'candidate'],
  ] as const) {
    const proposal = roles[own]
    if (proposal !== undefined)
      roles[own] = { ...proposal, column: ownPattern(context.frame, proposal.column, roles[other]?.column) }
  }
  const threshold = thresholdFindings(
    context,
    reading,
    [
      ['candidate', choice.candidate],
      ['production', choice.production],
    ],
    answers,
  )
  if (threshold.question !== null) questions.push(threshold.question)
  return { roles, questions, notes: [...threshold.notes, ...confidenceNotes(context, reading, choice.candidate)], used }
}

/** The roles that a chosen model fills, each with its why. */
function proposals(model: Model, which: ModelName, positive: string | null, of: string | null): Inspection['roles'] {
  const named = rolesOf(model, which, positive) as Partial<Record<keyof Roles, string>>
  const said: ModelOutput = model.numbers ?? model.decision!
  const entries = Object.entries(named).map(([role, column]) => {
    const why = role === 'prediction' || role === 'productionPrediction' ? model.decision!.says : said.says
    const proposal: RoleProposal = {
      column,
      why,
      ...(of === null ? {} : { of }),
      ...(elementIn(column, said) === null ? {} : { element: elementIn(column, said)! }),
      ...(said.kind === 'classes' && said.columns.length > 1 ? { columns: said.columns.map(({ name }) => name) } : {}),
      ...(said.kind === 'classes' && said.classes !== null ? { classes: [...said.classes] } : {}),
    }
    return [role, proposal]
  })
  const ofRole = which === 'candidate' ? 'candidateOf' : 'productionOf'
  const ofWhy = `The score is of the class that “${of}” names.`
  return Object.fromEntries([...entries, ...(of === null ? [] : [[ofRole, { column: of, why: ofWhy }]])])
}

function elementIn(text: string, { columns }: ModelOutput): number | null {
  const match = columns.length === 1 && columns[0].vectors !== null ? /\[(\d+)\]$/.exec(text) : null
  return match === null ? null : Number(match[1])
}

/** A number for each row beside predicted classes says nothing of the other classes. */
function confidenceNotes({ frame }: Context, { task }: Reading, candidate: Model | null): Inspection['notes'] {
  if (task !== 'multiclass' || candidate === null || candidate.numbers !== null) return []
  const isOf = ({ themes, isNumeric, min, max, counts }: Column) =>
    isNumeric && counts.size > 2 && min >= 0 && max <= 1 && (themes.has('confidence') || themes.has('score'))
  return frame.columns.filter(isOf).map(({ header }) => ({
    code: 'confidence_unused',
    message: `“${header}” plays no part: one number a row says nothing of how likely the other classes are.`,
  }))
}

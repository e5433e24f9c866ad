import type { Roles } from '../dataset/roles.ts'
import { columnsIn, isPattern } from '../dataset/named-columns.ts'
import { holdsClasses, type Column } from './columns.ts'
import type { Frame } from './frame.ts'
import { associationOf, strengths, type Model, type Reading } from './models.ts'
import type { Context, ModelOutput } from './outputs.ts'
import { output } from './outputs.ts'
import { question, type Choice } from './answers.ts'
import type { Answers, Question } from './inspection.ts'
import { isNamedOutput } from './naming.ts'
import { chosenWhy, quoted, quotedList } from './sentences.ts'

/** Which models are evaluated, as far as it is known. */
export interface ModelChoice {
  candidate: Model | null
  production: Model | null
  question: Question | null
}

/** Most models of which every pair is an option. */
const mostPaired = 3

/** The candidate and the model in production: as named, the only one, or as names tell; else it is asked. */
export function chooseModels(context: Context, reading: Reading, answers: Answers): ModelChoice {
  const { roles } = answers
  const given = givenModel(context, reading, roles.candidate ?? null, roles.prediction ?? null)
  const inUse = givenModel(context, reading, roles.production ?? null, roles.productionPrediction ?? null)
  const noProduction = roles.production === null || roles.productionPrediction === null
  const models = reading.models.filter((model) => !isSameModel(model, inUse))
  if (given !== null) {
    const others = models.filter((model) => !isSameModel(model, given))
    const named = others.filter(({ isProduction }) => isProduction)
    const production = inUse ?? (noProduction || named.length !== 1 || given.isProduction ? null : named[0])
    return { candidate: given, production, question: null }
  }
  if (models.length === 0) return { candidate: null, production: inUse, question: noModel(context, reading) }
  if (models.length === 1) {
    const [only] = models
    const isSure = isBelievable(context, reading, only)
    return isSure
      ? { candidate: only, production: inUse, question: null }
      : { candidate: null, production: inUse, question: isItThat(reading, models) }
  }
  const isUnsure = models.every((model) => strengthOf(model) === strengths.suggested)
  const named = models.filter(({ isProduction }) => isProduction)
  if (models.length === 2 && named.length === 1 && inUse === null && !isUnsure) {
    const candidate = models.find((model) => model !== named[0])!
    return { candidate, production: noProduction ? null : named[0], question: null }
  }
  if (isUnsure) return { candidate: null, production: inUse, question: isItThat(reading, models) }
  return {
    candidate: null,
    production: inUse,
    question: whichModels(models, inUse !== null || noProduction, named, roles.positive ?? null),
  }
}

/** The roles that a model fills as the candidate, or in production. */
export function rolesOf(model: Model, which: 'candidate' | 'production', positive: string | null): Partial<Roles> {
  const text = model.numbers === null ? null : textOf(model.numbers, positive)
  if (model.numbers !== null) {
    if (text === null) return {}
    return which === 'candidate' ? { candidate: text } : { production: text }
  }
  const [column] = model.decision!.columns
  return which === 'candidate' ? { prediction: column.name } : { productionPrediction: column.name }
}

/** How a role names an output: of two classes the score of the positive one; null while that is open. */
export function textOf(numbers: ModelOutput, positive: string | null): string | null {
  if (numbers.byClass === null) return numbers.text
  return positive === null ? numbers.text : (numbers.byClass.get(positive) ?? numbers.text)
}

/** The model that roles name, with what is known of its columns. */
function givenModel(
  { frame }: Context,
  reading: Reading,
  scores: string | null,
  prediction: string | null,
): Model | null {
  if (scores === null && prediction === null) return null
  const isNamed = ({ numbers, decision }: Model) =>
    scores === null
      ? decision?.columns[0].name === prediction || decision?.columns[0].header === prediction
      : numbers !== null &&
        (numbers.text === scores ||
          [...(numbers.byClass?.values() ?? [])].includes(scores) ||
          (numbers.columns.length === 1 &&
            numbers.columns.some(({ name, header }) => name === scores || header === scores)))
  const known = reading.models.find(isNamed)
  const columns = columnsNamed(frame, scores ?? prediction!)
  const said = { columns, text: scores ?? prediction, strength: 'proven' as const, says: chosenWhy, key: '' }
  const own = known ?? {
    name: scores ?? prediction!,
    numbers: null,
    decision: null,
    cut: null,
    scoreOf: null,
    isProduction: false,
    isCandidate: false,
  }
  const scored = known?.numbers?.columns ?? columns
  return scores === null
    ? { ...own, numbers: null, decision: output({ ...said, kind: 'decision' }) }
    : {
        ...own,
        // An element of a vector is of the class that it is the element of, whatever was decided.
        decision: scored.some(({ vectors }) => vectors !== null) ? null : own.decision,
        numbers: output({
          ...(known?.numbers ?? {}),
          ...said,
          columns: scored,
          byClass: null,
          unordered: null,
          kind: known?.numbers?.kind ?? 'score',
        }),
      }
}

/** The columns that a role's text names: one, those of a list, or those that a pattern matches. */
function columnsNamed(frame: Frame, text: string): Column[] {
  const samples = [...frame.samples]
  if (isPattern(text, samples)) {
    const [before, after] = text.split('*')
    return frame.columns.filter(({ name, header }) =>
      [name, header].some((each) => each.startsWith(before) && each.endsWith(after)),
    )
  }
  return columnsIn(samples, text).flatMap(
    (name) =>
      frame.columns.find((column) => column.name === name) ?? frame.columns.find(({ header }) => header === name) ?? [],
  )
}

function isSameModel(one: Model, other: Model | null): boolean {
  if (other === null) return false
  if (one === other) return true
  return columnsOfModel(one).some((column) => columnsOfModel(other).includes(column))
}

function columnsOfModel({ numbers, decision }: Model): Column[] {
  return [...(numbers?.columns ?? []), ...(decision?.columns ?? [])]
}

function strengthOf({ numbers, decision }: Model): number {
  return Math.max(
    numbers === null ? 0 : strengths[numbers.strength],
    decision === null ? 0 : strengths[decision.strength],
  )
}

/** A model that only its values suggest is taken only where no column has a name, the file holds nothing else, and it has to do with the truth. */
function isBelievable(context: Context, reading: Reading, model: Model): boolean {
  if (strengthOf(model) > strengths.suggested) return true
  const { frame, reserved } = context
  const others = frame.columns.filter(
    (column) => column !== reading.truth && !reserved.has(column) && !columnsOfModel(model).includes(column),
  )
  // A header of numbers says nothing, so that the values are all there is.
  if (others.length > 0 || columnsOfModel(model).some(({ words }) => words.some(({ word }) => !/^\d+$/.test(word))))
    return false
  const { z } = associationOf(context, { ...reading, models: [model] })
  return z >= 4
}

function noModel({ frame, reserved }: Context, { truth, task }: Reading): Question {
  const numbers = frame.columns.filter(
    (column) =>
      column !== truth &&
      !reserved.has(column) &&
      column.isNumeric &&
      column.counts.size > 2 &&
      frame.areTogether(column, truth),
  )
  const what =
    task === 'regression'
      ? 'predicted numbers'
      : task === 'binary'
        ? 'scores or decisions'
        : 'predicted classes or a probability for each class'
  const why = `No column is named or looks as if it held the ${what} of a model for ${quoted(truth.header)}.${task === 'regression' ? '' : otherClasses(frame, truth)}`
  const choices =
    task === 'multiclass'
      ? []
      : numbers
          .slice(0, 12)
          .map(({ name, header }) => ({ text: quoted(header), answer: { roles: { candidate: name } } }))
  return question('candidate', why, choices)
}

/** That a column named as what a model says has other classes than the truth, as names have for numbers; nothing where none has. */
function otherClasses(frame: Frame, truth: Column): string {
  const predicted = frame.columns.find(
    (column) =>
      column !== truth &&
      isNamedOutput(column) &&
      holdsClasses(column) &&
      column.counts.size > 1 &&
      frame.areTogether(column, truth) &&
      [...column.counts.keys()].every((value) => !truth.counts.has(value)),
  )
  if (predicted === undefined) return ''
  const [said, own] = [predicted, truth].map(({ counts }) => quotedList([...counts.keys()].toSorted()))
  return ` ${quoted(predicted.header)} has other classes, ${said}, than ${quoted(truth.header)}, ${own}: write both in the same words.`
}

function isItThat({ truth }: Reading, models: readonly Model[]): Question {
  const names = quotedList(models.map(({ name }) => name))
  const why = `Only their values suggest that ${names} ${models.length === 1 ? 'is' : 'are'} what a model says of ${quoted(truth.header)}.`
  return question(
    'candidate',
    why,
    models.map((model) => ({ text: quoted(model.name), answer: { roles: rolesOf(model, 'candidate', null) } })),
  )
}

function whichModels(
  models: readonly Model[],
  isProductionSaid: boolean,
  named: readonly Model[],
  positive: string | null,
): Question {
  const names = quotedList(models.map(({ name }) => name))
  const why = `${names} are of ${models.length} models, and no name says which of them is the candidate${isProductionSaid ? '' : ' and which, if any, is in production'}.`
  // What the scores of a model are called may be open until the positive class is known.
  const able = models.filter((model) => Object.keys(rolesOf(model, 'candidate', positive)).length > 0)
  const alone = (model: Model): Choice => ({
    text: isProductionSaid ? `${quoted(model.name)} is the candidate` : `${quoted(model.name)} alone`,
    answer: { roles: rolesOf(model, 'candidate', positive) },
  })
  const pair = (candidate: Model, production: Model): Choice => ({
    text: `${quoted(candidate.name)} against ${quoted(production.name)} in production`,
    answer: { roles: { ...rolesOf(candidate, 'candidate', positive), ...rolesOf(production, 'production', positive) } },
  })
  const inUse = named.length === 1 ? named : models.length <= mostPaired ? models : []
  const pairs = isProductionSaid
    ? []
    : able.flatMap((candidate) =>
        inUse.filter((other) => other !== candidate && able.includes(other)).map((other) => pair(candidate, other)),
      )
  // What a name says is in production is in production, whichever other model is the candidate.
  const all = named.length === 1 && pairs.length > 0 ? pairs : [...able.map(alone), ...pairs]
  return question('models', why, all)
}

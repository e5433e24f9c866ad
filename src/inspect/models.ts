import { conventionalLabels } from '../dataset/labels.ts'
import type { Task } from '../dataset/roles.ts'
import { agreement, correlation, rankAssociation, type Association } from './association.ts'
import { classCount, comparableValue, holdsClasses, type Column } from './columns.ts'
import type { Cut, ScoreOfClass } from './cuts.ts'
import type { Frame } from './frame.ts'
import { binaryOutputs } from './outputs-binary.ts'
import { multiclassOutputs } from './outputs-multiclass.ts'
import { regressionOutputs } from './outputs-regression.ts'
import type { Context, ModelOutput, Strength } from './outputs.ts'
import { isEqual } from './relations.ts'
import { themesOfWords, headerWords } from './words.ts'

/** What one model says of a truth: numbers, classes, or both. */
export interface Model {
  /** What its columns are named by, in words. */
  name: string
  /** Scores, probabilities of classes, or predicted numbers. */
  numbers: ModelOutput | null
  decision: ModelOutput | null
  /** How its decisions follow from its scores. */
  cut: Cut | null
  /** Its scores are of the class that its decisions name. */
  scoreOf: ScoreOfClass | null
  /** A name says that it is in use, or that it is the new one. */
  isProduction: boolean
  isCandidate: boolean
}

/** What a truth and models of it make together. */
export interface Reading {
  truth: Column
  task: Task
  models: readonly Model[]
}

/** The tasks that a column's values allow. */
export function tasksOf(truth: Column): Task[] {
  if (truth.kind === 'numbers')
    return truth.hasFractions || truth.counts.size > 100 ? ['regression'] : ['regression', 'multiclass']
  if (!holdsClasses(truth)) return truth.isNumeric ? ['regression'] : []
  if (classCount(truth) <= 2) return ['binary']
  return truth.isNumeric ? ['multiclass', 'regression'] : ['multiclass']
}

/** What models say of a truth in one task. */
export function readingOf(context: Context, truth: Column, task: Task): Reading {
  const outputs =
    task === 'binary'
      ? binaryOutputs(context, truth)
      : task === 'multiclass'
        ? multiclassOutputs(context, truth)
        : regressionOutputs(context, truth)
  return { truth, task, models: modelsOf(context, believable(outputs)) }
}

/** How sure an output is, as a number. */
export const strengths: Record<Strength, number> = { suggested: 1, named: 2, proven: 3 }

/** Without the outputs that only their values suggest, where others are surer. */
function believable(outputs: readonly ModelOutput[]): ModelOutput[] {
  const isSure = outputs.some(({ strength }) => strength !== 'suggested')
  return outputs.filter(({ strength, kind, columns }) => {
    if (!isSure || strength !== 'suggested') return true
    return kind === 'decision' && !columns[0].isNumeric && outputs.every((other) => other.kind === 'decision')
  })
}

function modelsOf(context: Context, outputs: readonly ModelOutput[]): Model[] {
  const numbers = outputs.filter(({ kind }) => kind !== 'decision')
  const decisions = outputs.filter(({ kind }) => kind === 'decision')
  const taken = new Set<ModelOutput>()
  const models = numbers.map((each): Model => {
    const related = decisions.filter((decision) => !taken.has(decision) && relationOf(context, each, decision) !== null)
    const alike = decisions.filter(
      (decision) => !taken.has(decision) && decision.key === each.key && isOnlyNumbers(numbers, each),
    )
    const decision = related.find(({ key }) => key === each.key) ?? related[0] ?? alike[0] ?? null
    if (decision !== null) taken.add(decision)
    // Further columns of the same decisions are of the same model.
    for (const other of decision === null ? [] : decisions)
      if (isEqual(context.frame, other.columns[0], decision!.columns[0])) taken.add(other)
    const relation = decision === null ? null : relationOf(context, each, decision)
    return {
      ...named(each, decision),
      numbers: each,
      decision,
      cut: relation?.cut ?? null,
      scoreOf: relation?.scoreOf ?? null,
    }
  })
  const alone = decisions
    .filter((decision) => !taken.has(decision))
    .filter(
      (decision, i, all) =>
        all.findIndex((other) => isEqual(context.frame, other.columns[0], decision.columns[0])) === i,
    )
    .map((decision): Model => ({ ...named(null, decision), numbers: null, decision, cut: null, scoreOf: null }))
  return withPooledNumbers(withoutParts(context.frame, [...models, ...alone]))
}

function isOnlyNumbers(numbers: readonly ModelOutput[], one: ModelOutput): boolean {
  return numbers.every((other) => other === one || other.key !== one.key)
}

/** How decisions go with scores: cut by a threshold, or the class that a score is of. */
function relationOf(
  { relations }: Context,
  numbers: ModelOutput,
  decision: ModelOutput,
): { cut: Cut | null; scoreOf: ScoreOfClass | null } | null {
  const [column] = decision.columns
  const cuts = relations.cuts.filter((each) => each.column === column && numbers.columns.includes(each.score))
  // Of the scores of both classes that of the positive one.
  const cut = cuts.find(({ score }) => score.name === numbers.text) ?? cuts[0] ?? null
  const scoreOf =
    relations.scoresOfClass.find(
      (each) => each.column === column && each.score === numbers.columns[0] && numbers.columns.length === 1,
    ) ?? null
  return cut === null && scoreOf === null ? null : { cut, scoreOf: cut === null ? scoreOf : null }
}

function named(
  numbers: ModelOutput | null,
  decision: ModelOutput | null,
): Pick<Model, 'name' | 'isProduction' | 'isCandidate'> {
  const columns = [...(numbers?.columns ?? []), ...(decision?.columns ?? [])]
  const themes = [
    ...columns.map((column) => column.themes),
    ...columns.map(({ fileName }) => themesOfWords(headerWords(fileName))),
  ]
  const says = (theme: 'production' | 'candidate') => themes.some((each) => each.has(theme))
  const name = numbers?.columns[0].header ?? decision?.columns[0].header ?? ''
  return {
    name,
    isProduction: says('production') && !says('candidate'),
    isCandidate: says('candidate') && !says('production'),
  }
}

/** Without the models whose one score is an element of another's vector, or the largest of its elements: they are the same model. */
function withoutParts(frame: Frame, models: readonly Model[]): Model[] {
  const isPart = ({ numbers }: Model, { numbers: whole }: Model) =>
    numbers?.columns.length === 1 &&
    numbers.columns[0].vectors === null &&
    whole?.columns.length === 1 &&
    whole.columns[0].vectors !== null &&
    isOfVector(frame, numbers.columns[0], whole.columns[0])
  const parts = models.filter((model) => models.some((other) => isPart(model, other)))
  return models
    .filter((model) => !parts.includes(model))
    .map((model) => {
      const decided = parts.find((part) => part.decision !== null && isPart(part, model))
      return model.decision !== null || decided === undefined ? model : { ...model, decision: decided.decision }
    })
}

/** Whether every number of a column is the same element of the vector beside it, or the largest of its elements. */
function isOfVector(frame: Frame, column: Column, whole: Column): boolean {
  const [numbers, vectors] = [frame.numbersOf(column), frame.vectorsOf(whole)]
  const known = vectors.flatMap((vector, row) => (vector === null || Number.isNaN(numbers[row]) ? [] : [row]))
  const isEach = (valueOf: (vector: readonly number[]) => number) =>
    known.every((row) => Math.abs(valueOf(vectors[row]!) - numbers[row]) < 1e-6)
  const length = known.length === 0 ? 0 : vectors[known[0]]!.length
  return (
    length > 0 &&
    (Array.from({ length }, (_, i) => i).some((i) => isEach((vector) => vector[i])) ||
      isEach((vector) => Math.max(...vector)))
  )
}

/** Of one model's scores in several forms the surest. */
function withPooledNumbers(models: readonly Model[]): Model[] {
  return models.filter((model, i) =>
    models.every((other, k) => {
      if (k === i || model.decision === null || other.decision === null || model.decision !== other.decision)
        return true
      return i < k
    }),
  )
}

/** How much a reading's models have to do with its truth: of the model that has the most. */
export function associationOf({ frame }: Context, reading: Reading): Association {
  const known = associations.get(reading)
  if (known !== undefined) return known
  const found = largestAssociation(frame, reading)
  associations.set(reading, found)
  return found
}

const associations = new WeakMap<Reading, Association>()

function largestAssociation(frame: Frame, { truth, task, models }: Reading): Association {
  const values = [...truth.counts.keys()].map(comparableValue)
  const positive = conventionalLabels([...truth.counts.keys()])?.positive ?? values.at(-1) ?? ''
  const all = models.flatMap(({ numbers, decision, scoreOf }): Association[] => {
    const found: Association[] = []
    if (decision !== null) found.push(agreement(frame, truth, decision.columns[0]))
    if (numbers === null || scoreOf !== null) return found
    if (task === 'regression') found.push(correlation(frame, truth, numbers.columns[0]))
    else if (task === 'binary' && numbers.columns[0].vectors === null)
      found.push(absolute(rankAssociation(frame, truth, comparableValue(positive), numbers.columns[0])))
    else if (numbers.classes !== null && numbers.columns.length > 1)
      found.push(rankAssociation(frame, truth, comparableValue(numbers.classes[0]), numbers.columns[0]))
    return found
  })
  return all.reduce((best, each) => (each.z > best.z ? each : best), { strength: 0, z: 0 })
}

function absolute({ strength, z }: Association): Association {
  return { strength: Math.abs(strength), z: Math.abs(z) }
}

import { conventionalLabels, labelOrder } from '../dataset/labels.ts'
import { classListText } from '../dataset/named-columns.ts'
import { modelRoles, type ModelName, type Roles } from '../dataset/roles.ts'
import { question, type Choice } from './answers.ts'
import { rankAssociation, rankAssociationOf, rankCorrelation } from './association.ts'
import { isShare } from './class-columns.ts'
import { ordersOf, agreementOf } from './class-orders.ts'
import { comparableValue, type Column } from './columns.ts'
import { isMadeAt, thresholdOf, type Cut } from './cuts.ts'
import type { Answers, Inspection, Question } from './inspection.ts'
import type { Model, Reading } from './models.ts'
import { isNamedOutput } from './naming.ts'
import type { Context } from './outputs.ts'
import { listWords, quoted, shortNumber } from './sentences.ts'

/** The class that a model's score is shown to be of, and what shows it; null where nothing does. */
function classOfScore({ truth }: Reading, { numbers, cut }: Model): { value: string; says: string } | null {
  if (numbers === null || numbers.byClass !== null || numbers.unordered !== null || numbers.columns.length !== 1)
    return null
  const [column] = numbers.columns
  const values = [...truth.counts.keys()]
  const written = (value: string) => values.find((each) => comparableValue(each) === value)
  const upper = cut === null || cut.column === truth ? undefined : written(cut.classes[1])
  if (upper !== undefined)
    return {
      value: upper,
      says: `${quoted(cut!.column.header)} is ${upper.trim()} where ${quoted(column.header)} is high`,
    }
  const words = column.words.map(({ word }) => word)
  const named = values.filter((value) => isNamedIn(words, value, column))
  if (named.length === 1)
    return { value: named[0], says: `the header of ${quoted(column.header)} names ${named[0].trim()}` }
  return null
}

/** Whether a header names a class: one of its words, or several in a row. `0` and `1` count only beside a word of probability. */
function isNamedIn(words: readonly string[], value: string, column: Column): boolean {
  const key = comparableValue(value)
  const isNegative = /-1\D*$/.test(column.header)
  if (key === '-1' || (key === '1' && isNegative))
    return column.themes.has('probability') && isNegative === (key === '-1')
  if (/^-?\d+$/.test(key)) return column.themes.has('probability') && words.at(-1) === key
  const parts = key.split(/[^\p{L}\p{N}]+/u).filter((part) => part !== '')
  if (parts.length === 0 || key.length < 2) return false
  return words.some((_, i) => parts.every((part, k) => words[i + k] === part))
}

/** Which of two values is the positive class, where they do not tell. */
export function positiveQuestion(reading: Reading, candidate: Model | null): Question {
  const { truth } = reading
  const values = [...truth.counts.keys()]
  const shown = candidate === null ? null : classOfScore(reading, candidate)
  const numbers = candidate?.numbers ?? null
  const choices = labelOrder(values).map((value): Choice => {
    const ofClass = numbers?.byClass?.get(value)
    const count = truth.counts.get(value)!
    const rows = `${count} of the first ${truth.cells.length} rows`
    const isOfOther = shown !== null && shown.value !== value
    const evidence =
      ofClass !== undefined
        ? `; ${quoted(ofClass)} is its score`
        : shown === null
          ? ''
          : isOfOther
            ? `; its score is 1 − ${quoted(numbers!.columns[0].header)}`
            : `; ${shown.says}`
    const roles: Partial<Roles> = {
      positive: value,
      ...(ofClass === undefined ? {} : { candidate: ofClass }),
      ...(isOfOther ? { reversed: ['candidate'] } : {}),
    }
    return { text: `${quoted(value.trim())} (${rows}${evidence})`, answer: { roles } }
  })
  const why = `${quoted(truth.header)} has the values ${listWords(values.map((value) => quoted(value.trim())))}, which do not tell which of them is to be found: the positive class.`
  return question('positive', why, choices, { columns: [truth.name] })
}

/** What is known, or asked, of the class that a model's score is of. */
export interface ScoreClass {
  /** The column of the predicted class that the score is of. */
  of: string | null
  question: Question | null
}

const roleOf = { candidate: 'candidateOf', production: 'productionOf' } as const

/** Rows that show that a score never falls below a half. */
const fewestRows = 20

/** Of which class a model's score is: the positive one unless rows or names show otherwise, which is asked. */
export function scoreClass(
  context: Context,
  reading: Reading,
  model: Model,
  which: ModelName,
  positive: string | null,
  { roles }: Answers,
): ScoreClass {
  const { numbers, scoreOf } = model
  const given = roles[roleOf[which]]
  if (
    reading.task !== 'binary' ||
    numbers === null ||
    numbers.columns.length !== 1 ||
    numbers.byClass !== null ||
    numbers.unordered !== null
  )
    return { of: given ?? null, question: null }
  if (given !== undefined || roles.reversed?.includes(which)) return { of: given ?? null, question: null }
  const [column] = numbers.columns
  const score = quoted(column.header)
  const ofPositive: Choice = {
    text: `${score} is of the positive class in every row`,
    answer: { roles: { [roleOf[which]]: null } },
  }
  if (scoreOf !== null) {
    const predicted = scoreOf.column
    const ofPredicted: Choice = {
      text: `${score} is of the class that ${quoted(predicted.header)} names: where that is the negative class, the positive class has 1 − ${score}`,
      answer: { roles: { [roleOf[which]]: predicted.name } },
    }
    return {
      of: predicted.name,
      question: question('score_of', `${scoreOf.says}.`, [ofPredicted, ofPositive], { columns: [column.name] }),
    }
  }
  const decision = model.decision?.columns[0]
  if (decision !== undefined && model.cut === null && !followsFrom(context, decision, column)) {
    const why = `${score} does not follow from ${quoted(decision.header)} by a threshold, so it may be of the predicted class or of another model.`
    const ofPredicted: Choice = {
      text: `${score} is of the class that ${quoted(decision.header)} names`,
      answer: { roles: { [roleOf[which]]: decision.name } },
    }
    return { of: null, question: question('score_of', why, [ofPositive, ofPredicted], { columns: [column.name] }) }
  }
  if (isShare(column) && column.hasFractions && column.min >= 0.4995 && column.numbers.length >= fewestRows) {
    const why = `${score} is never below 0.5, as the score of a predicted class is, and no column holds that class.`
    return { of: null, question: question('score_of', why, [ofPositive], { columns: [column.name] }) }
  }
  if (positive === null) return { of: null, question: null }
  return { of: null, question: turnedRound(context, reading, model, which, positive, ofPositive, roles) }
}

/** Whether decisions have as much to do with a score as those of the same model must have. */
function followsFrom({ frame }: Context, decision: Column, score: Column): boolean {
  if (decision.counts.size < 2 || decision.cells.length < 2 * fewestRows) return true
  const [value] = decision.counts.keys()
  return Math.abs(rankAssociation(frame, decision, comparableValue(value), score).strength) > 0.6
}

/** The question whether a score is of the other class, where something shows or suggests it. */
function turnedRound(
  context: Context,
  reading: Reading,
  model: Model,
  which: ModelName,
  positive: string,
  ofPositive: Choice,
  roles: Partial<Roles>,
): Question | null {
  const [column] = model.numbers!.columns
  const shown = classOfScore(reading, model)
  const reversed: Choice = {
    text: `${quoted(column.header)} is of the other class: it is read the other way round`,
    answer: { roles: { reversed: withModel(roles.reversed, which) } },
  }
  const choices = [reversed, ofPositive]
  if (shown !== null && comparableValue(shown.value) !== comparableValue(positive)) {
    const why = `The positive class is ${positive.trim()}, and ${shown.says}.`
    return question('score_of', why, choices, { columns: [column.name] })
  }
  const opposite = shown === null ? oppositeOf(context, column) : undefined
  if (opposite !== undefined) {
    const why = `${quoted(column.header)} is high where ${quoted(opposite.header)} is low, and no name says which of them is of the positive class.`
    return question('score_of', why, choices, { columns: [column.name, opposite.name] })
  }
  const { strength, z } = rankAssociation(context.frame, reading.truth, comparableValue(positive), column)
  if (z > -4) return null
  const isConventional = conventionalLabels([...reading.truth.counts.keys()]) !== null
  const why = `${quoted(column.header)} is lower where ${quoted(reading.truth.header)} is ${positive.trim()} (ROC AUC ${((strength + 1) / 2).toFixed(2)}), so it may be of the other class.`
  return question('score_of', why, choices, { columns: [column.name], isBlocking: !isConventional })
}

/** Another score that puts rows in the opposite order. */
function oppositeOf({ frame }: Context, column: Column): Column | undefined {
  return frame.columns.find(
    (other) =>
      other !== column &&
      other.isNumeric &&
      other.counts.size > 2 &&
      isNamedOutput(other) &&
      rankCorrelation(frame, column, other) < -0.98,
  )
}

/** Which of several columns, or elements, is of which class. */
export function classesQuestion(
  { frame }: Context,
  reading: Reading,
  model: Model,
  which: ModelName,
  positive: string | null,
  { roles }: Answers,
): Question | null {
  const { numbers } = model
  const ofLogits = { logits: withModel(roles.logits, which) }
  if (numbers?.logits?.text != null)
    return logitsQuestion(model, reading, numbers.logits.text, which, positive, ofLogits)
  if (numbers?.unordered == null) return null
  const { truth, task } = reading
  const names = numbers.unordered
  const says = numbers.logits === null ? numbers.says : `${numbers.says} ${noProbabilities}`
  const isVector = numbers.columns.length === 1
  const rows: readonly ArrayLike<number>[] = isVector
    ? names.map((_, i) => frame.vectorsOf(numbers.columns[0]).map((vector) => vector?.[i] ?? NaN))
    : numbers.columns.map((column) => frame.numbersOf(column))
  const truths = frame.valuesOf(truth)
  if (task === 'binary') {
    const wanted = positive ?? conventionalLabels([...truth.counts.keys()])?.positive
    if (wanted === undefined) return null
    const choices = names.map((name, i): Choice => {
      const { strength } = rankAssociationOf(truths, comparableValue(wanted), rows[i])
      const text = `${quoted(name)} is of ${wanted.trim()} (ROC AUC ${((strength + 1) / 2).toFixed(2)})`
      if (numbers.logits === null) return { text, answer: { roles: { [which]: name } } }
      const other = [...truth.counts.keys()].find((value) => comparableValue(value) !== comparableValue(wanted)) ?? ''
      const list = names.map((each, k) => ({ label: k === i ? wanted : other, name: each }))
      return {
        text: `${text}, and the numbers are logits: probabilities are their softmax`,
        answer: { roles: { [which]: classListText(list), ...ofLogits } },
      }
    })
    return question('classes', says, choices, { columns: numbers.columns.map(({ name }) => name) })
  }
  const values = [...truth.counts.keys()]
  const choices = ordersOf(values, names, (order) => agreementOf(order, truths, rows)).map(
    ({ order, share, isSorted }): Choice => {
      const evidence = [
        `the largest is of the true class in ${(100 * share).toFixed(1)} % of the rows`,
        ...(isSorted ? ['the order of scikit-learn'] : []),
      ]
      const list = classListText(order.map((label, i) => ({ label, name: names[i] })))
      const text = `${order.map((value, i) => `${value.trim()} = ${names[i]}`).join(', ')} (${listWords(evidence)})`
      return numbers.logits === null
        ? { text, answer: { roles: { [which]: list } } }
        : { text: `${text}, as logits: ${bySoftmax}`, answer: { roles: { [which]: list, ...ofLogits } } }
    },
  )
  return question('classes', says, choices, { columns: numbers.columns.map(({ name }) => name) })
}

const noProbabilities =
  'They are no probabilities, as they do not lie between 0 and 1 and sum to 1: they may be logits.'
const bySoftmax = 'probabilities are their softmax'

/** Whether numbers of classes that are no probabilities are logits, or are taken as they are: the largest of a row decides. */
function logitsQuestion(
  { numbers, decision }: Model,
  { task }: Reading,
  text: string,
  which: ModelName,
  positive: string | null,
  ofLogits: Pick<Roles, 'logits'>,
): Question {
  const { columns, classes, says } = numbers!
  const choices: Choice[] = [
    { text: `they are logits: ${bySoftmax}`, answer: { roles: { [which]: text, ...ofLogits } } },
  ]
  if (task === 'multiclass') {
    choices.push({
      text: 'take them as they are: the largest of a row decides, and metrics of probabilities stay undefined',
      answer: { roles: { [which]: text } },
    })
  } else if (columns.length === 2 && positive !== null) {
    const own = classes!.findIndex((value) => comparableValue(value) === comparableValue(positive))
    if (own >= 0)
      choices.push({
        text: `take ${quoted(columns[own].header)} alone as the score of ${positive.trim()}`,
        answer: { roles: { [which]: columns[own].name } },
      })
  }
  if (decision !== null) {
    const [column] = decision.columns
    choices.push({
      text: `take the predicted classes in ${quoted(column.header)}`,
      answer: { roles: { [modelRoles[which].classes]: column.name } },
    })
  }
  const why = `${says} ${noProbabilities}`
  return question('classes', why, choices, { columns: columns.map(({ name }) => name) })
}

/** A list of models with one more. */
function withModel(models: readonly ModelName[] | undefined, model: ModelName): ModelName[] {
  return [...new Set([...(models ?? []), model])]
}

/** What is to be said of the threshold: a question where 0.5 makes no sense of the scores, a note where decisions were made at another. */
export function thresholdFindings(
  context: Context,
  reading: Reading,
  models: readonly [which: ModelName, model: Model | null][],
  answers: Answers,
): { question: Question | null; notes: Inspection['notes'] } {
  if (reading.task !== 'binary') return { question: null, notes: [] }
  const scored = models.flatMap(([which, model]) =>
    model?.numbers?.columns.length === 1 && model.numbers.columns[0].vectors === null
      ? [{ which, model, column: model.numbers.columns[0] }]
      : [],
  )
  const notes: Inspection['notes'] = []
  let found: Question | null = null
  for (const { which, model, column } of scored) {
    const isFormatted = answers.reading.numberFormat.has(column.name)
    const isOutside = !(isShare(column) && column.min > -0.001 && column.max < 1.001)
    if (answers.hasThreshold) break
    if (isOutside && !answers.roles.logits?.includes(which)) {
      // One threshold holds for both models: what may be logits becomes probabilities together.
      const others = scored.filter((other) => other.column.min < 0 && other.column.max > 0)
      const logits = others.reduce((all, other) => withModel(all, other.which), answers.roles.logits ?? [])
      found ??= outsideQuestion(context, model, column, isFormatted, { logits })
    } else if (which === 'candidate' && isMadeElsewhere(reading, model)) {
      const threshold = thresholdOf(model.cut!)
      const choices = [threshold, 0.5].map((each): Choice => ({ text: String(each), answer: { threshold: each } }))
      const why = elsewhereText(model.cut!)
      found ??= question('threshold', why, choices, { isBlocking: false, columns: [column.name], takesNumber: true })
    }
  }
  for (const model of reading.models) {
    const which = models.find(([, each]) => each?.numbers === model.numbers)?.[0]
    if (isMadeElsewhere(reading, model))
      notes.push({
        code: 'decided_elsewhere',
        message: elsewhereText(model.cut!),
        ...(which === undefined ? {} : { model: which }),
      })
  }
  return { question: found, notes }
}

/** Whether a model's decisions follow from its probabilities at another threshold than 0.5. */
function isMadeElsewhere({ truth }: Reading, { cut }: Model): boolean {
  return cut !== null && cut.column !== truth && cut.isDecision && isShare(cut.score) && !isMadeAt(cut, 0.5)
}

function elsewhereText(cut: Cut): string {
  const threshold = thresholdOf(cut)
  const written = [...cut.column.counts.keys()].find((value) => comparableValue(value) === cut.classes[1])
  return `${quoted(cut.column.header)} is ${(written ?? cut.classes[1]).trim()} where ${quoted(cut.score.header)} is at least ${threshold}: its decisions were made at ${threshold}, not at 0.5.`
}

function outsideQuestion(
  { relations }: Context,
  { cut }: Model,
  column: Column,
  isFormatted: boolean,
  ofLogits: Pick<Roles, 'logits'>,
): Question {
  const why = `${quoted(column.header)} has numbers from ${shortNumber(column.min)} to ${shortNumber(column.max)}, of which a threshold of 0.5 makes no sense: say from which score on a row is positive.`
  const choices: Choice[] = []
  const add = (threshold: number, text: string) => {
    if (!choices.some(({ answer }) => answer.threshold === threshold)) choices.push({ text, answer: { threshold } })
  }
  if (cut !== null) add(thresholdOf(cut), `${thresholdOf(cut)}, where ${quoted(cut.column.header)} changes`)
  if (column.min < 0 && column.max > 0) {
    add(0, '0, which is where a margin or a logit changes sides')
    choices.push({
      text: 'these are logits (log-odds): the sigmoid makes probabilities of them, and 0.5 is the threshold',
      answer: { roles: ofLogits },
    })
  }
  const isHundred = column.min >= 0 && column.max > 1.5 && column.max <= 100
  if (isHundred && column.hasFractions && !isFormatted) {
    choices.push({
      text: 'these are per cent: 50 is 0.5',
      answer: { reading: { numberFormat: new Map([[column.name, ['percent']]]) } },
    })
    add(50, '50, as it is')
  }
  for (const step of relations.cuts.filter((each) => each.score === column && !each.isDecision)) {
    step.gaps.forEach(([, from], i) =>
      add(
        from,
        `${from}, where ${quoted(step.column.header)} changes from ${step.classes[i]} to ${step.classes[i + 1]}`,
      ),
    )
  }
  if (!column.hasFractions && column.counts.size <= 12) {
    const steps = [...column.counts.keys()].map(Number).filter((value) => value > column.min)
    steps.sort((a, b) => a - b).forEach((value) => add(value, `${value} and above`))
  }
  return question('threshold', why, choices, { columns: [column.name], takesNumber: true })
}

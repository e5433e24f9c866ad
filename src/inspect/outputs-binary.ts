import { conventionalLabels } from '../dataset/labels.ts'
import { classListText } from '../dataset/named-columns.ts'
import { agreement, rankAssociation, rankCorrelation } from './association.ts'
import { areSharesOfOne, classColumns, classColumnsText, isShare, sumsToOne } from './class-columns.ts'
import { provenOrder } from './class-orders.ts'
import { comparableValue, holdsClasses, type Column } from './columns.ts'
import { isEqual, rises } from './relations.ts'
import { isGrade, isNamedOutput, restWords } from './naming.ts'
import { canBeLogits, freeColumns, modelKey, output, type Context, type ModelOutput } from './outputs.ts'
import type { HeaderWord, Theme } from './words.ts'

/** What models say of a truth with two values: scores, and decisions. */
export function binaryOutputs(context: Context, truth: Column): ModelOutput[] {
  const free = freeColumns(context, truth)
  const pairs = classPairs(context, truth, free)
  const used = new Set(pairs.flatMap(({ columns }) => columns))
  const complements = complementPairs(
    context,
    truth,
    free.filter((column) => !used.has(column)),
  )
  complements.forEach(({ columns }) => columns.forEach((column) => used.add(column)))
  const decisions = decisionColumns(context, truth, free)
  const vectors = vectorPairs(
    context,
    truth,
    free,
    decisions.map(({ columns: [column] }) => column),
  )
  const decided = new Set(decisions.flatMap(({ columns }) => columns))
  const scores = scoreColumns(
    context,
    truth,
    free.filter((column) => !used.has(column) && !decided.has(column)),
    decided,
  )
  const all = [...pairs, ...complements, ...vectors, ...scores]
  return [...all.filter((each) => !isMarginOf(context, each, all)), ...decisions]
}

/** Whether scores are the logit of others. */
function isMarginOf({ frame }: Context, one: ModelOutput, all: readonly ModelOutput[]): boolean {
  const [margin] = one.columns
  if (one.columns.length > 1 || isShare(margin) || !(margin.themes.has('margin') || margin.min < 0)) return false
  return all.some(
    ({ columns: [other], key }) =>
      isShare(other) &&
      (one.key === '' || one.key === key) &&
      other.vectors === null &&
      Math.abs(rankCorrelation(frame, margin, other)) > 0.98,
  )
}

/** A column for each of the two classes. */
function classPairs(context: Context, truth: Column, free: readonly Column[]): ModelOutput[] {
  const told = conventionalLabels([...truth.counts.keys()])
  return classColumns(context.frame, truth)
    .filter(
      (group) =>
        group.columns.every((column) => free.includes(column)) &&
        (group.isProbability || group.columns.every((column) => isNamedOutput(column) && column.hasFractions)) &&
        group.columns.length === 2,
    )
    .map((group) => {
      const { columns, classes, isProbability } = group
      const key = modelKey(context, truth, columns[0], wordsOfOne(columns))
      const names = columns.map(({ header }) => `“${header}”`).join(' and ')
      const logits = isProbability ? null : { text: null }
      const sums = isProbability ? ' and sum to 1 in each row' : ''
      if (classes === null || ranksTheOther(context, truth, columns[0], classes[0])) {
        const says =
          classes === null
            ? `${names} ${isProbability ? 'sum to 1 in each row' : 'are numbered'}, and no name says which class each of them is of.`
            : `${names} are named as the two classes, and yet each is high where the truth is the other one.`
        return output({
          kind: 'score',
          columns,
          text: null,
          unordered: columns.map(({ name }) => name),
          logits,
          strength: 'proven',
          says,
          key,
        })
      }
      const says = `${names} are named as the two classes${sums}.`
      if (!isProbability) {
        const text = classColumnsText(context.frame, group)
        return output({ kind: 'score', columns, text: null, logits: { text }, classes, strength: 'proven', says, key })
      }
      const byClass = new Map(columns.map(({ name }, i) => [classes[i], name]))
      const text = told === null ? null : (byClass.get(told.positive) ?? null)
      return output({ kind: 'score', columns, text, byClass, classes, strength: 'proven', says, key })
    })
}

/** Whether a column that is named as a class is clearly higher where the truth is the other one. */
function ranksTheOther({ frame }: Context, truth: Column, column: Column, value: string): boolean {
  return rankAssociation(frame, truth, comparableValue(value), column).z < -beyondChance
}

/** The words of the first header that the other one does not have: the class. */
function wordsOfOne([first, second]: readonly Column[]): string[] {
  const others = new Set(second.words.map(({ word }) => word))
  return first.words.map(({ word }) => word).filter((word) => !others.has(word))
}

/** So many columns are compared in pairs. */
const mostShares = 100

/** So many standard errors from chance leave no doubt. */
const beyondChance = 5

/** Two columns that sum to 1 in each row, and are not named as the classes: one ranks the one class first, the other the other. */
function complementPairs(context: Context, truth: Column, free: readonly Column[]): ModelOutput[] {
  const { frame } = context
  const shares = free
    .filter((column) => column.counts.size > 2 && isShare(column) && !column.themes.has('truth'))
    .slice(0, mostShares)
  const outputs: ModelOutput[] = []
  const used = new Set<Column>()
  for (const [i, one] of shares.entries()) {
    const other = shares
      .slice(i + 1)
      .find((each) => each.file === one.file && !used.has(each) && sumsToOne(frame, [one, each]))
    if (other === undefined || used.has(one)) continue
    used.add(one).add(other)
    const columns = [one, other]
    const key = modelKey(context, truth, one, wordsOfOne(columns))
    const names = `“${one.header}” and “${other.header}”`
    const values = [...truth.counts.keys()]
    const { z } = rankAssociation(frame, truth, comparableValue(values[0]), one)
    if (values.length !== 2 || Math.abs(z) < beyondChance) {
      const says = `${names} sum to 1 in each row, and nothing says which class each of them is of.`
      outputs.push(
        output({
          kind: 'score',
          columns,
          text: null,
          unordered: columns.map(({ name }) => name),
          strength: 'proven',
          says,
          key,
        }),
      )
      continue
    }
    const classes = z > 0 ? values : values.toReversed()
    const byClass = new Map(columns.map(({ name }, k) => [classes[k], name]))
    const told = conventionalLabels(values)
    const text = told === null ? null : byClass.get(told.positive)!
    const says = `${names} sum to 1 in each row, and “${one.header}” is high where “${truth.header}” is ${classes[0]}.`
    outputs.push(output({ kind: 'score', columns, text, byClass, classes, strength: 'proven', says, key }))
  }
  return outputs
}

/** Vectors of two probabilities in each cell. Where classes are numbers, an element has its number. */
function vectorPairs(
  context: Context,
  truth: Column,
  free: readonly Column[],
  decisions: readonly Column[],
): ModelOutput[] {
  const values = [...truth.counts.keys()]
  const told = conventionalLabels(values)
  const candidates = free.filter(({ vectors }) => vectors?.find((vector) => vector !== null)?.length === 2)
  return candidates
    .filter((column) => {
      const vectors = context.frame.vectorsOf(column)
      return isOfShares(vectors) || (isNamedOutput(column) && canBeLogits(vectors))
    })
    .map((column) => {
      const elements = [1, 2].map((element) => `${column.name}[${element}]`)
      const key = modelKey(context, truth, column)
      const vectors = context.frame.vectorsOf(column)
      const isProbability = isOfShares(vectors)
      const held = `“${column.header}” holds two numbers in each cell${isProbability ? ' that sum to 1' : ''}`
      const proof = provenOrder(context.frame, decisions, 2, (row) => vectors[row])
      const classes = proof?.classes.map((value) =>
        values.find((each) => comparableValue(each) === comparableValue(value)),
      )
      if (proof !== null && classes !== undefined && !classes.includes(undefined)) {
        const says = `${held}; the larger of them gives “${proof.decision.header}”, which tells the class of each.`
        if (!isProbability) return logitsInVector(column, classes as string[], elements, says, key)
        const byClass = new Map(classes.map((value, i) => [value!, elements[i]]))
        const text = told === null ? null : (byClass.get(told.positive) ?? null)
        return output({ kind: 'score', columns: [column], text, byClass, strength: 'proven', says, key })
      }
      const isNumbered =
        told !== null && comparableValue(told.negative) === '0' && comparableValue(told.positive) === '1'
      if (!isNumbered) {
        const says = `${held}, and nothing says which class each of them is of.`
        return output({
          kind: 'score',
          columns: [column],
          text: null,
          unordered: elements,
          logits: isProbability ? null : { text: null },
          strength: 'proven',
          says,
          key,
        })
      }
      const byClass = new Map([
        [told.negative, elements[0]],
        [told.positive, elements[1]],
      ])
      const says = `${held}: the first is of class ${told.negative}, the second of class ${told.positive}, as the classes are numbered from 0 on.`
      if (!isProbability) return logitsInVector(column, [told.negative, told.positive], elements, says, key)
      return output({
        kind: 'score',
        columns: [column],
        text: elements[1],
        byClass,
        element: 2,
        strength: 'proven',
        says,
        key,
      })
    })
}

/** Whether the numbers of each vector are probabilities of all classes. */
function isOfShares(vectors: readonly (readonly number[] | null)[]): boolean {
  return areSharesOfOne(vectors.length, (row) => vectors[row])
}

/** Vectors of numbers that may be logits of the two classes. */
function logitsInVector(
  column: Column,
  classes: readonly string[],
  elements: readonly string[],
  says: string,
  key: string,
): ModelOutput {
  const text = classListText(classes.map((label, i) => ({ label, name: elements[i] })))
  return output({
    kind: 'score',
    columns: [column],
    text: null,
    logits: { text },
    classes,
    strength: 'proven',
    says,
    key,
  })
}

/** Columns of the truth's own values that are a model's decisions. */
function decisionColumns(context: Context, truth: Column, free: readonly Column[]): ModelOutput[] {
  const values = new Set([...truth.counts.keys()].map(comparableValue))
  const isConventional = conventionalLabels([...truth.counts.keys()]) !== null
  return free.flatMap((column) => {
    const { themes, header } = column
    const isOfClasses =
      column.counts.size > 0 && [...column.counts.keys()].every((value) => values.has(comparableValue(value)))
    if (!holdsClasses(column) || !isOfClasses || themes.has('truth') || column.counts.size > 2) return []
    const cut = context.relations.cuts.find(
      (each) => each.column === column && each.isDecision && (isNamedOutput(each.score) || isShare(each.score)),
    )
    const scoreOf = context.relations.scoresOfClass.find((each) => each.column === column && isNamedOutput(each.score))
    const isGraded = themes.has('graded') || themes.has('residual')
    const isNamed = isNamedOutput(column) && !isGraded && !themes.has('feature')
    const sameValues = `has the values of “${truth.header}”`
    const key = modelKey(context, truth, column)
    if (cut !== undefined) {
      const says = `“${header}” ${sameValues} and follows from “${cut.score.header}” by a threshold.`
      return [
        output({
          kind: 'decision',
          columns: [column],
          text: column.name,
          strength: isNamed ? 'proven' : 'named',
          says,
          key,
        }),
      ]
    }
    if (isNamed) {
      const says = `“${header}” ${sameValues} and is named as what a model says.`
      return [output({ kind: 'decision', columns: [column], text: column.name, strength: 'named', says, key })]
    }
    const { z } = agreement(context.frame, truth, column)
    const isSameSet = column.counts.size === values.size
    const isLabelled =
      themes.has('label') && isSameSet && (scoreOf !== undefined || (truth.themes.has('truth') && z > 3))
    if (isLabelled && !isGraded) {
      const says = `“${header}” ${sameValues} and agrees with it more often than by chance.`
      return [output({ kind: 'decision', columns: [column], text: column.name, strength: 'named', says, key })]
    }
    if (!isGraded && !themes.has('feature') && isSameSet && !isConventional && z > 4) {
      const says = `“${header}” ${sameValues} and agrees with it more often than by chance.`
      return [output({ kind: 'decision', columns: [column], text: column.name, strength: 'suggested', says, key })]
    }
    return []
  })
}

/** Single columns of numbers that rank rows. */
function scoreColumns(
  context: Context,
  truth: Column,
  free: readonly Column[],
  decisions: ReadonlySet<Column>,
): ModelOutput[] {
  const { relations } = context
  const numbers = free.filter(
    ({ isNumeric, counts, themes }) =>
      isNumeric &&
      counts.size > 2 &&
      !themes.has('residual') &&
      !themes.has('truth') &&
      !themes.has('time') &&
      !isGrade(themes),
  )
  const isBound = (column: Column) =>
    column.themes.has('bound') && numbers.some((other) => !other.themes.has('bound') && isNamedOutput(other))
  const scores = numbers.filter((column) => !isBound(column))
  const outputs = scores.flatMap((column) => {
    const { header, themes } = column
    const key = modelKey(context, truth, column)
    const cut = relations.cuts.find((each) => each.score === column && decisions.has(each.column))
    const scoreOf = relations.scoresOfClass.find((each) => each.score === column && decisions.has(each.column))
    const range = `its numbers lie between ${column.min} and ${column.max}`
    const isFeature = themes.has('feature') && !themes.has('prediction') && !themes.has('probability')
    if (
      isNamedOutput(column) &&
      !isFeature &&
      (cut !== undefined || scoreOf !== undefined || !isScoreOfElse(column, truth, decisions))
    ) {
      const proof = cut === undefined ? range : `“${cut.column.header}” follows from it by a threshold`
      const says = `“${header}” is named as what a model says, and ${proof}.`
      const isProven = cut !== undefined || scoreOf !== undefined
      return [
        output({
          kind: 'score',
          columns: [column],
          text: column.name,
          strength: isProven ? 'proven' : 'named',
          says,
          key,
        }),
      ]
    }
    if (cut !== undefined && isShare(column)) {
      const says = `“${cut.column.header}” follows from “${header}” by a threshold.`
      return [output({ kind: 'score', columns: [column], text: column.name, strength: 'proven', says, key })]
    }
    if (!isShare(column) && !isFeature && !themes.has('score')) return []
    const says = `“${header}” may be a score: ${range}.`
    return [output({ kind: 'score', columns: [column], text: column.name, strength: 'suggested', says, key })]
  })
  const sure = outputs.filter(({ strength }) => strength !== 'suggested')
  if (sure.length === 0) return outputs.slice(0, mostShares)
  const isShareFound = sure.some(({ columns: [column], strength }) => isShare(column) && strength !== 'suggested')
  const isOfModel = ({ columns: [column], strength }: ModelOutput) =>
    isShare(column) ||
    strength === 'proven' ||
    ['prediction', 'model', 'margin'].some((theme) => column.themes.has(theme as Theme))
  return withoutTransforms(context, isShareFound ? sure.filter(isOfModel) : sure)
}

/** Whether a header names a score of something else, as far as can be seen: `engagement_score`, where it could be `churn_score`. */
function isScoreOfElse(column: Column, truth: Column, decisions: ReadonlySet<Column>): boolean {
  const { themes } = column
  if (!themes.has('score') || themes.has('probability') || themes.has('prediction') || themes.has('model')) return false
  const rest = restWords(column).join(' ')
  if ([...decisions].some((decision) => restWords(decision).join(' ') === rest)) return false
  const own = new Set(truth.words.map(({ word }) => word))
  const isFree = ({ word, themes: of }: HeaderWord) =>
    own.has(word) || /^\d+$/.test(word) || free.some((theme) => of.has(theme))
  return !column.words.every(isFree)
}

/** Words that may stand beside “score”. */
const free: readonly Theme[] = [
  'score',
  'event',
  'label',
  'truth',
  'filler',
  'production',
  'candidate',
  'percent',
  'confidence',
  'margin',
]

/** Of scores that put rows in the same order, and are of one model, the one that is a probability, or comes first. */
function withoutTransforms({ frame }: Context, outputs: readonly ModelOutput[]): ModelOutput[] {
  const rank = ({ columns: [column], strength }: ModelOutput) =>
    (strength === 'proven' ? 4 : strength === 'named' ? 2 : 0) +
    (isShare(column) ? 4 : 0) +
    (column.themes.has('probability') ? 1 : 0)
  return outputs.filter((each, i) =>
    outputs.every((other, k) => {
      if (k === i || !isSameScore(frame, each, other)) return true
      return rank(each) > rank(other) || (rank(each) === rank(other) && i < k)
    }),
  )
}

function isSameScore(frame: Context['frame'], { columns: [one], key }: ModelOutput, other: ModelOutput): boolean {
  const [second] = other.columns
  if (isEqual(frame, one, second)) return true
  if (key !== other.key || !frame.areTogether(one, second) || one.counts.size !== second.counts.size) return false
  return rises(frame, one, second) && rises(frame, second, one)
}

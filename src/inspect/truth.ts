import { conventionalLabels } from '../dataset/labels.ts'
import { isShare } from './class-columns.ts'
import type { Task } from '../dataset/roles.ts'
import { holdsClasses, holdsNumbers, type Column, isSameSet } from './columns.ts'
import { agreement, type Association } from './association.ts'
import { associationOf, readingOf, tasksOf, type Reading } from './models.ts'
import { isNamedOutput, subjectWords } from './naming.ts'
import type { Context } from './outputs.ts'

/** One thing that speaks for a column as the truth, or against it. */
export interface Evidence {
  weight: number
  /** Part of a sentence whose subject is the column: "its header has the word “actual”". Empty: it is not told. */
  says: string
  /** Rows leave no doubt, or another header names the column. */
  isProof?: true
}

/** A column as the truth, with all that speaks for it. */
export interface TruthCandidate {
  column: Column
  evidence: readonly Evidence[]
  weight: number
  /** By task, where models of it were found. */
  readings: readonly Reading[]
}

/** Whether a header says that a column holds what a model says, whatever else it says. */
function isPredictionByName(column: Column): boolean {
  const { themes } = column
  if (themes.has('prediction') || themes.has('probability') || themes.has('confidence') || themes.has('margin'))
    return true
  return isNamedOutput(column) && !themes.has('truth')
}

/** So many columns are looked at as the truth. */
const mostColumns = 50

function claimOf(column: Column): number {
  const { themes } = column
  return (
    (themes.has('truth') ? 4 : themes.has('label') ? 3 : saysWhatHappened(column) ? 2 : 0) +
    (holdsClasses(column) ? 1 : 0)
  )
}

/** Every column that may be the truth, that for which the most speaks first. */
export function truthCandidates(context: Context, task: Task | null): TruthCandidate[] {
  const { frame, relations, reserved } = context
  const columns = frame.columns.filter(
    (column) =>
      !reserved.has(column) &&
      !relations.copies.has(column) &&
      !relations.derived.has(column) &&
      !isPredictionByName(column) &&
      (holdsClasses(column) || holdsNumbers(column)) &&
      !(column.isUnique && !column.isNumeric) &&
      (column.counts.size > 1 || column.themes.has('truth') || column.themes.has('label')),
  )
  // Of very many columns those whose header says the most.
  const looked =
    columns.length <= mostColumns ? columns : columns.toSorted((a, b) => claimOf(b) - claimOf(a)).slice(0, mostColumns)
  return looked
    .map((column): TruthCandidate => {
      const readings = tasksOf(column)
        .filter((each) => task === null || each === task)
        .map((each) => readingOf(context, column, each))
        .filter(({ models }) => models.length > 0)
      const evidence = evidenceFor(context, column, readings)
      return { column, evidence, weight: evidence.reduce((sum, { weight }) => sum + weight, 0), readings }
    })
    .sort((a, b) => b.weight - a.weight)
}

function evidenceFor(context: Context, column: Column, readings: readonly Reading[]): Evidence[] {
  const { themes, counts } = column
  const { relations } = context
  const found: Evidence[] = []
  const add = (weight: number, says: string) => void found.push({ weight, says })
  const word = themes.get('truth') ?? themes.get('label')
  const isBare = subjectWords(column).length === 0
  if (word !== undefined)
    add(themes.has('truth') ? (isBare ? 6 : 4) : isBare ? 4 : 2, `its header has the word “${word}”`)
  else if (saysWhatHappened(column) && holdsClasses(column))
    add(2, `its header says what happened (“${eventWord(column)}”)`)
  else if (themes.has('sort') && holdsClasses(column))
    add(2, `its header says what rows are sorted into (“${themes.get('sort')}”)`)
  else if (conventionalLabels([...counts.keys()]) !== null) add(0.5, '')
  if (themes.has('feature') && !themes.has('truth') && !themes.has('label') && !saysWhatHappened(column)) add(-3, '')
  if (themes.has('graded')) add(-3, '')
  const difference = relations.differences.find(({ truth }) => truth === column)
  if (difference !== undefined)
    found.push({ weight: 6, says: `“${difference.residual.header}” ${difference.says}`, isProof: true })
  const named = namedAfter(context, column)
  if (named !== undefined)
    found.push({ weight: 4, says: `“${named.header}” is named as its prediction`, isProof: true })
  const groups = readings.flatMap(({ models }) =>
    models.flatMap(({ numbers }) => (numbers?.classes != null && numbers.columns.length > 1 ? [numbers] : [])),
  )
  if (groups.length > 0)
    add(
      4,
      groups.some(({ logits }) => logits === null)
        ? 'there is a column of probabilities for each of its values'
        : 'there is a column of numbers for each of its values',
    )
  // Few whole numbers are the same set as a prediction of amounts has, too.
  const said = readings.flatMap(({ models, task }) =>
    models.flatMap(({ decision, numbers }) => decision ?? (task === 'regression' && numbers !== null ? numbers : [])),
  )
  const decision = said.map(({ columns }) => columns[0]).find((each) => isSameSet(each, column))
  const isSure = conventionalLabels([...counts.keys()]) === null
  if (decision !== undefined) add(isSure ? (counts.size > 2 ? 4 : 3) : 1, `“${decision.header}” has the same values`)
  const doubt = doubtOf(context, column, readings)
  if (doubt !== null) add(themes.has('truth') ? -3 : -9, doubt)
  if (readings.length > 0) {
    const all = readings.map((reading) => ({ reading, ...associationOf(context, reading) }))
    const { z, strength, reading } = all.reduce((best, each) => (each.z > best.z ? each : best))
    const isOfNumbers = reading.task === 'regression'
    if (isOfNumbers && z >= 5 && strength >= 0.7 && !isShare(column))
      add(3.5, `it goes up and down with “${reading.models[0].name}” in the same range`)
    else if (z >= 4) add(1, '')
    if (z < 2 && context.frame.rowCount >= (isOfNumbers ? 20 : 100)) add(isOfNumbers ? -8 : -4, '')
  }
  return found
}

/** Whether a header names something that happens, and not only that a row is or has something. */
function saysWhatHappened(column: Column): boolean {
  return eventWord(column) !== undefined
}

function eventWord({ words }: Column): string | undefined {
  return words.find(({ themes }) => themes.has('event') && !themes.has('filler'))?.written
}

/** What lets a column seem to be a model's decision, and not the truth; null where nothing does. */
function doubtOf({ relations }: Context, column: Column, readings: readonly Reading[]): string | null {
  const isScore = (score: Column) => isNamedOutput(score) || (score.min >= 0 && score.max <= 1)
  const cut = relations.cuts.find((each) => each.column === column && each.isDecision && isScore(each.score))
  if (cut !== undefined) return `but it follows from “${cut.score.header}” by a threshold, as a model’s decision does`
  const scoreOf = relations.scoresOfClass.find(
    (each) =>
      each.column === column &&
      readings.some(({ models }) =>
        models.some(({ numbers, decision }) => decision === null && numbers?.columns[0] === each.score),
      ),
  )
  return scoreOf === undefined ? null : `but ${scoreOf.says}`
}

/** A column that is named as a prediction of another one: `predicted_price`, `price_pred`. */
function namedAfter({ frame, relations }: Context, column: Column): Column | undefined {
  const words = column.words
    .filter(({ themes }) => !themes.has('truth') && !themes.has('filler'))
    .map(({ word }) => word)
  if (words.length === 0) return undefined
  return frame.columns.find((other) => {
    if (
      other === column ||
      relations.derived.has(other) ||
      !(other.themes.has('prediction') || other.themes.has('score'))
    )
      return false
    const own = other.words.map((each) => each.word)
    const isGlued = column.header.length > 3 && other.header.toLowerCase().includes(column.header.toLowerCase())
    return (
      (isGlued || words.every((each) => own.includes(each))) &&
      other.words.length > words.length - 1 &&
      other.header !== column.header
    )
  })
}

/** What the choice of the truth comes to. */
export interface TruthChoice {
  chosen: TruthCandidate | null
  /** Those that may be meant where none is chosen, the likeliest first. */
  plausible: readonly TruthCandidate[]
}

/**
 * The one column for which clearly the most speaks; none where another one is about as plausible, or where nothing but its values
 * speak for it.
 */
export function chooseTruth(context: Context, candidates: readonly TruthCandidate[]): TruthChoice {
  const able = candidates.some(hasModels)
    ? candidates.filter((each) => hasModels(each) || isNamedTruth(each))
    : candidates
  const plausible = able.filter((each) => each.weight >= 0.5 || hasWord(each))
  const [best, ...others] = plausible
  if (best === undefined) return { chosen: null, plausible }
  const rivals = others.filter(({ weight }) => weight > 0)
  const lead = rivals.length === 0 ? Infinity : best.weight - rivals[0].weight
  const isLeading = lead >= (best.weight >= 4 ? 2 : 1) && (hasModels(best) || !rivals.some(hasModels))
  const isTold = isNamedTruth(best)
    ? best.weight > -4 && !isUnrelated(best)
    : isHeaderless(best) && !candidates.some((other) => other !== best && hasModels(other))
      ? closest(context, best).z >= 4
      : (hasWord(best) ? best.weight >= 1.5 : best.weight >= 3.5) && isShownByRows(context, best, candidates)
  const hasRival = rivals.some((other) => isRival(best, other))
  return { chosen: isLeading && isTold && !hasRival ? best : null, plausible }
}

function hasModels({ readings }: TruthCandidate): boolean {
  return readings.length > 0
}

/** The header says that it is the truth, and not the truth of what. */
function isNamedTruth({ column }: TruthCandidate): boolean {
  return (column.themes.has('truth') || column.themes.has('label')) && subjectWords(column).length === 0
}

/** Columns without names are told by their values alone. */
function isHeaderless({ column }: TruthCandidate): boolean {
  return /^\d+$/.test(column.header)
}

function hasWord({ column }: TruthCandidate): boolean {
  if (column.themes.has('truth') || column.themes.has('label')) return true
  return holdsClasses(column) && (column.themes.has('sort') || saysWhatHappened(column))
}

/** Numbers that have nothing to do with what is predicted are not what is predicted. */
function isUnrelated({ weight, readings }: TruthCandidate): boolean {
  return weight < 0 && readings.length > 0 && readings.every(({ task }) => task === 'regression')
}

/**
 * Where a header says little, the rows have to show that a column has to do with the models, and more than any other column that
 * could be the truth. A few rows cannot show it.
 */
function isShownByRows(context: Context, best: TruthCandidate, candidates: readonly TruthCandidate[]): boolean {
  if (context.frame.rowCount < 20) return hasWord(best)
  const own = closest(context, best)
  if (own.z < 3) return false
  if (best.evidence.some(({ isProof }) => isProof === true)) return true
  return candidates.every((other) => {
    if (other === best || !hasModels(other)) return true
    const { strength, z } = closest(context, other)
    // What mostly says the same may be what is meant.
    if (mayHappen(other.column) && agreement(context.frame, best.column, other.column).strength > 0.5) return false
    return z < 3 || strength < (mayHappen(other.column) ? 0.5 : 0.8) * own.strength
  })
}

/** The header says that a row is, or has, something: what other headers do not say. */
function mayHappen({ themes }: Column): boolean {
  return themes.has('truth') || themes.has('label') || themes.has('event')
}

function closest(context: Context, { readings }: TruthCandidate): Association {
  return readings
    .map((reading) => associationOf(context, reading))
    .reduce((best, each) => (each.z > best.z ? each : best), { strength: 0, z: 0 })
}

/** Another column with the same classes that is not named as what a model says may be the truth just as well, unless one is named as the truth. */
function isRival({ column: a, weight }: TruthCandidate, { column: b, weight: other }: TruthCandidate): boolean {
  if (a.themes.has('truth') && !b.themes.has('truth')) return false
  if (a.counts.size < 3 && conventionalLabels([...a.counts.keys()]) !== null) return false
  return holdsClasses(a) && isSameSet(a, b) && weight - other < 4
}

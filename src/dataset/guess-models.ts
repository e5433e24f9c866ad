import { patternEvidence, type ClassPattern } from './class-patterns.ts'
import { holdsNumbers, isNamedPrediction } from './guess-label.ts'
import { evidenceOf, hasFractions, type HeadColumn } from './head-column.ts'
import { conventionalLabels } from './labels.ts'

/** The roles of what models say. */
export type ModelRole = 'candidate' | 'production' | 'prediction' | 'productionPrediction'

/** What a model's role is guessed to be: a column, or a pattern of columns. */
export interface ModelGuess {
  name: string
  evidence: string
  columns: HeadColumn[]
  /** How much speaks for it. */
  points: number
}

/** The roles of the models that could be guessed. */
export type ModelGuesses = Partial<Record<ModelRole, ModelGuess>>

const names = {
  score:
    /(score|prob|pred|p_|_p$|^p$|y_?hat|logit|risk|model|candidate|production|challenger|champion|baseline|forecast)/i,
  production: /(prod(uction)?|champion|baseline|incumbent|current|old|previous|v1)([^a-z]|$)/i,
  candidate: /(candidate|challenger|new|next|v2|v3)([^a-z]|$)/i,
}

/**
 * Which columns hold what the models say: patterns of probabilities for the label's values; else predictions, columns
 * of the label's own values that are named so, where it has more than two classes or nothing is named a score; else
 * scores or numbers. Production is taken only where a name tells it.
 */
export function guessModels(label: HeadColumn | undefined, free: HeadColumn[], patterns: ClassPattern[]): ModelGuesses {
  if (patterns.length > 0) return takeTwo(patterns.map(patternGuess), 'candidate', 'production')
  const decisions = label === undefined ? [] : free.filter((column) => isDecision(column, label))
  const scores = free.filter((column) => !decisions.includes(column) && scorePoints(column, label, free) > 0)
  const isNeeded =
    label !== undefined && (label.distinct.length > 2 || !scores.some(({ header }) => names.score.test(header)))
  const decided = decisions.map((column) => columnGuess(column, 1))
  if (isNeeded && decided.length > 0) return takeTwo(decided, 'prediction', 'productionPrediction')
  const taken = takeTwo(
    scores.map((column) => columnGuess(column, scorePoints(column, label, free))),
    'candidate',
    'production',
  )
  const productionPrediction = decided.find((guess) => isNamed('production', guess))
  const isFree = taken.candidate !== undefined && taken.production === undefined && productionPrediction !== undefined
  return isFree ? { ...taken, productionPrediction } : taken
}

/** The label's values, in a column that is named as what a model says; a label of numbers has no such column. */
export function isDecision(column: HeadColumn, label: HeadColumn): boolean {
  if (holdsNumbers(label) || column.distinct.length === 0) return false
  const isNamedSo =
    isNamedPrediction(column.header) || names.production.test(column.header) || names.candidate.test(column.header)
  const values = new Set(label.cells)
  return isNamedSo && column.distinct.every((value) => values.has(value))
}

/** The first that is named as production, where there are two, and the best of the others. */
function takeTwo(guesses: ModelGuess[], candidateRole: ModelRole, productionRole: ModelRole): ModelGuesses {
  const production = guesses.length < 2 ? undefined : guesses.find((guess) => isNamed('production', guess))
  const points = (guess: ModelGuess) => guess.points + (isNamed('candidate', guess) ? 2 : 0)
  const [candidate] = guesses.filter((guess) => guess !== production).sort((a, b) => points(b) - points(a))
  return {
    ...(candidate === undefined ? {} : { [candidateRole]: candidate }),
    ...(production === undefined ? {} : { [productionRole]: production }),
  }
}

function scorePoints(column: HeadColumn, label: HeadColumn | undefined, columns: HeadColumn[]): number {
  const { header, distinct, isNumeric } = column
  if (!isNumeric || distinct.length < 2 || (label !== undefined && isOfNegative(column, label, columns))) return 0
  const points = (names.score.test(header) ? 2 : 0) + (hasFractions(column) ? 1 : 0)
  const isOfLabel =
    label !== undefined && label.header.length > 1 && header.toLowerCase().includes(label.header.toLowerCase())
  return points > 0 && isOfLabel ? points + 1 : points
}

/** `p_0` beside `p_1`: what is not said of the positive class is said of the negative one. */
function isOfNegative({ header, file }: HeadColumn, label: HeadColumn, columns: HeadColumn[]): boolean {
  const told = conventionalLabels(label.distinct)
  if (told === null || !header.endsWith(told.negative)) return false
  const ofPositive = header.slice(0, header.length - told.negative.length) + told.positive
  return columns.some((other) => other.file === file && other.header === ofPositive)
}

function columnGuess(column: HeadColumn, points: number): ModelGuess {
  return { name: column.name, evidence: evidenceOf(column), columns: [column], points }
}

function patternGuess(pattern: ClassPattern): ModelGuess {
  return { name: pattern.name, evidence: patternEvidence(pattern), columns: pattern.columns, points: 1 }
}

/** Whether the column's own name, or the name of its file, says which model it is of. */
function isNamed(role: 'production' | 'candidate', { columns: [column, second], name }: ModelGuess): boolean {
  const own =
    second === undefined ? column.header : name.slice(name.startsWith(`${column.file}:`) ? column.file.length + 1 : 0)
  return names[role].test(own) || names[role].test(column.file)
}

import { isShare } from './class-columns.ts'
import { isNamedOutput, restWords } from './naming.ts'
import { holdsClasses, isSequence, type Column } from './columns.ts'
import type { Frame } from './frame.ts'
import { cutOf, scoreOfClass, type Cut, type ScoreOfClass } from './cuts.ts'
import { differenceOf, type Difference } from './differences.ts'

/** What columns are of each other, as the first rows show. */
export interface Relations {
  /** A column that repeats another one of the same name (`score`, `score.1`), with that one. */
  copies: ReadonlyMap<Column, Column>
  /** Columns that follow from others and play no part, with a sentence that says how. */
  derived: ReadonlyMap<Column, Derivation>
  /** Classes that are made by cutting a score. */
  cuts: readonly Cut[]
  /** Scores that are of the class beside them. */
  scoresOfClass: readonly ScoreOfClass[]
  /** What the truth and a prediction differ by, where a header or their names say that it is that. */
  differences: readonly Difference[]
  /** Pairs of columns of classes each value of one of which stands beside one value of the other. */
  recoded: readonly (readonly [Column, Column])[]
}

/** How a column follows from others. */
export interface Derivation {
  from: readonly Column[]
  /** "is score cut into 10 steps" */
  says: string
}

/** Relations are looked for among so many columns at most, those first whose headers say the most. */
const columnLimit = 60

/** Finds the relations between the columns of a frame. */
export function relationsOf(frame: Frame): Relations {
  const columns = frame.columns
  const copies = copiesAmong(frame, columns)
  const own = columns.filter((column) => !copies.has(column))
  const numeric = telling(own.filter((column) => column.isNumeric && column.counts.size > 2 && !isSequence(column)))
  const classes = telling(own.filter((column) => holdsClasses(column) && column.counts.size > 1))
  const scores = numeric.filter((column) => (!column.themes.has('time') && !column.isUnique) || column.hasFractions)
  const cuts = classes.flatMap((column) => scores.flatMap((score) => cutOf(frame, column, score) ?? []))
  const scoresOfClass = classes.flatMap((column) =>
    scores.flatMap((score) => scoreOfClass(frame, column, score, cuts) ?? []),
  )
  const differences = numeric.flatMap((column) => differenceOf(frame, column, numeric) ?? [])
  const recoded = recodedAmong(frame, classes)
  const derived = new Map<Column, Derivation>()
  for (const { residual, truth, prediction, says } of differences)
    derived.set(residual, { from: [truth, prediction], says })
  for (const column of numeric) {
    const step = derived.has(column) ? undefined : scores.find((score) => isStepOf(frame, column, score))
    if (step !== undefined) derived.set(column, { from: [step], says: `goes up in steps with “${step.header}”` })
  }
  for (const { column, score, isDecision } of cuts)
    if (!isDecision && !derived.has(column) && !derived.has(score) && !isSubject(column, score))
      derived.set(column, { from: [score], says: `is “${score.header}” cut into ${column.counts.size} ranges` })
  for (const { column, says, from } of agreements(frame, classes)) derived.set(column, { from, says })
  for (const [one, other] of recoded) {
    const code = [one, other].find((column) => column.themes.has('feature') && column.isNumeric)
    const coded = code === one ? other : one
    if (code !== undefined && !coded.isNumeric) {
      derived.set(code, { from: [coded], says: `writes the values of “${coded.header}” as numbers` })
    }
  }
  return { copies, derived, cuts, scoresOfClass, differences, recoded }
}

/** Whether a header is named after a column, or the column says that it is the truth: it is then predicted, and not made from it. */
function isSubject({ words, themes }: Column, { words: others }: Column): boolean {
  if (themes.has('truth') || themes.has('label')) return true
  return (
    words.length > 0 &&
    words.length < others.length &&
    words.every(({ word }) => others.some((other) => other.word === word))
  )
}

/** The columns whose headers say the most, where there are too many to compare all. */
function telling(columns: readonly Column[]): Column[] {
  if (columns.length <= columnLimit) return [...columns]
  const weight = ({ themes }: Column) =>
    ['truth', 'label', 'prediction', 'score', 'residual'].filter((theme) => themes.has(theme as never)).length
  return columns.toSorted((a, b) => weight(b) - weight(a)).slice(0, columnLimit)
}

/** Columns with the values of another whose name is theirs but for what programs add to a name that is there already. */
function copiesAmong(frame: Frame, columns: readonly Column[]): Map<Column, Column> {
  const copies = new Map<Column, Column>()
  for (const header of frame.repeatedHeaders) {
    const [first, ...others] = columns.filter((column) => column.header === header)
    for (const other of others) if (isEqual(frame, other, first)) copies.set(other, first)
  }
  const bases = new Map<string, Column>()
  for (const column of columns) bases.set(`${column.file}:${column.header}`, column)
  for (const column of columns) {
    const base = column.header.replace(/(\.\d+|_\d+|_[xy]|_dup|_copy| copy| \(\d+\))$/i, '')
    const twins = [base, `${base}_x`].map((header) => bases.get(`${column.file}:${header}`))
    const original = twins.find((twin) => twin !== undefined && twin !== column && !copies.has(twin))
    if (original !== undefined && isEqual(frame, column, original)) copies.set(column, original)
  }
  return copies
}

/** Whether two columns say the same in each row. */
export function isEqual(frame: Frame, one: Column, other: Column): boolean {
  if (!frame.areTogether(one, other)) return false
  const [a, b] = [frame.valuesOf(one), frame.valuesOf(other)]
  return a.every((value, row) => value === b[row])
}

/** Fewer rows are too few to tell one column from another by. */
const fewestRows = 20

const stepWords = new Set(
  `decile deciles quantile quintile quartile percentile band bucket bin rank rounded round level group tier class grade step`.split(
    ' ',
  ),
)

/** Whether a column of numbers never falls where another one rises (or never rises), and has fewer values: deciles, roundings. */
function isStepOf(frame: Frame, column: Column, score: Column): boolean {
  if (column === score || !frame.areTogether(column, score) || column.counts.size * 2 > score.counts.size) return false
  if (column.themes.has('truth') || column.themes.has('label')) return false
  // What is named as another model's is that model's, however alike the two are.
  if (
    isNamedOutput(column) &&
    restWords(column).some((word) => !restWords(score).includes(word) && !stepWords.has(word))
  )
    return false
  // Of a probability and its logit, the probability is what counts, however few digits it has.
  if (!isShare(score) && (column.themes.has('probability') || (isShare(column) && column.hasFractions))) return false
  return isMonotone(frame, score, column)
}

/** Whether one column is a function of another that never falls, or never rises. */
function isMonotone(frame: Frame, of: Column, column: Column): boolean {
  return directions(frame, of, column) !== null
}

/** Whether one column is a function of another that never falls. */
export function rises(frame: Frame, of: Column, column: Column): boolean {
  return directions(frame, of, column) === 1
}

/** 1 where a column is a function of another that never falls, −1 where it never rises; null where it is none. */
function directions(frame: Frame, of: Column, column: Column): 1 | -1 | null {
  const [x, y] = [frame.numbersOf(of), frame.numbersOf(column)]
  let direction: 1 | -1 | null = null
  let [last, rows] = [-1, 0]
  for (const row of frame.rowsByNumber(of)) {
    if (Number.isNaN(y[row])) continue
    rows++
    const change = last < 0 ? 0 : y[row] - y[last]
    if (change !== 0) {
      if (x[row] === x[last]) return null
      const way = change > 0 ? 1 : -1
      if (direction !== null && direction !== way) return null
      direction = way
    }
    last = row
  }
  return rows < fewestRows ? null : direction
}

/** Pairs of columns whose values stand for each other, one by one. */
function recodedAmong(frame: Frame, classes: readonly Column[]): [Column, Column][] {
  const pairs: [Column, Column][] = []
  classes.forEach((one, i) => {
    for (const other of classes.slice(i + 1)) {
      if (one.counts.size !== other.counts.size || !frame.areTogether(one, other)) continue
      if (isOneToOne(frame.valuesOf(one), frame.valuesOf(other))) pairs.push([one, other])
    }
  })
  return pairs
}

function isOneToOne(one: readonly (string | null)[], other: readonly (string | null)[]): boolean {
  if (one.length < fewestRows) return false
  const [there, back] = [new Map<string, string>(), new Map<string, string>()]
  for (let row = 0; row < one.length; row++) {
    const [a, b] = [one[row], other[row]]
    if (a === null || b === null) continue
    if ((there.get(a) ?? b) !== b || (back.get(b) ?? a) !== a) return false
    there.set(a, b)
    back.set(b, a)
  }
  return there.size > 1
}

/** Columns of two values that say whether two others agree, named so. */
function agreements(frame: Frame, classes: readonly Column[]): { column: Column; from: Column[]; says: string }[] {
  const named = classes.filter(
    ({ counts, themes }) => counts.size === 2 && (themes.has('graded') || themes.has('residual')),
  )
  return named.flatMap((column) => {
    const others = classes.filter((other) => other !== column && frame.areTogether(column, other))
    for (const [i, one] of others.entries()) {
      const other = others.slice(i + 1).find((each) => saysWhetherEqual(frame, column, one, each))
      if (other !== undefined)
        return [{ column, from: [one, other], says: `says whether “${one.header}” and “${other.header}” agree` }]
    }
    return []
  })
}

function saysWhetherEqual(frame: Frame, column: Column, one: Column, other: Column): boolean {
  const [says, a, b] = [column, one, other].map((each) => frame.valuesOf(each))
  const byAgreement = new Map<boolean, string>()
  for (let row = 0; row < says.length; row++) {
    const word = says[row]
    if (word === null || a[row] === null || b[row] === null) continue
    const agrees = a[row] === b[row]
    if ((byAgreement.get(agrees) ?? word) !== word) return false
    byAgreement.set(agrees, word)
  }
  return byAgreement.size === 2 && byAgreement.get(true) !== byAgreement.get(false)
}

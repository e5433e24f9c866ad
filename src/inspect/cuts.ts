import type { Column } from './columns.ts'
import type { Frame } from './frame.ts'
import { lazily } from './lazily.ts'

/** Classes that follow from a score: each of them is a range of it. */
export interface Cut {
  column: Column
  score: Column
  /** The classes from the lowest scores to the highest, as they are compared. */
  classes: readonly string[]
  /** Between two neighbouring classes the highest score of the lower one and the lowest of the upper one. */
  gaps: readonly (readonly [below: number, from: number])[]
  /** Two classes: somebody has decided by a threshold. */
  isDecision: boolean
}

/** A score that is of the class that stands beside it: the higher, the surer of that class. */
export interface ScoreOfClass {
  score: Column
  column: Column
  /** What shows it: a full sentence. */
  says: string
  /** Whether the rows show it, or only the names suggest it. */
  isProven: boolean
}

/** So many rows, and so many of the rarer class, show that a cut is none by chance. */
const [fewestRows, fewestOfClass] = [20, 4]

/** Most classes that a score is cut into. */
const mostClasses = 10

/** The cut of a score that gives a column's classes, or null where there is none. */
export function cutOf(frame: Frame, column: Column, score: Column): Cut | null {
  const classCount = column.counts.size
  if (column === score || classCount < 2 || classCount > mostClasses || score.counts.size <= classCount) return null
  if (!frame.areTogether(column, score)) return null
  const slack = unitOf(score)
  if (!areApart(rangesByClass(frame, column, score, startingRows), slack)) return null
  const ranges = rangesByClass(frame, column, score)
  if (!areApart(ranges, slack) || !areEnough(ranges)) return null
  const ordered = inOrder(ranges)
  return {
    column,
    score,
    classes: ordered.map(([value]) => value),
    gaps: ordered.slice(1).map(([, { min }], i) => [ordered[i][1].max, min]),
    isDecision: classCount === 2,
  }
}

interface Range {
  min: number
  max: number
  count: number
}

type Ranges = ReadonlyMap<string, Range>

/** So many rows are looked at before all are. */
const startingRows = 40

function inOrder(ranges: Ranges): [value: string, range: Range][] {
  return [...ranges.entries()].sort(([, a], [, b]) => a.min - b.min)
}

/** Whether no two classes have scores in common, but for those that rounding has made equal. */
function areApart(ranges: Ranges, slack: number): boolean {
  const ordered = inOrder(ranges)
  return ordered.every(([, { min }], i) => i === 0 || ordered[i - 1][1].max < min + slack)
}

/** The last decimal that fractions are written to: by so much a rounded score can be on the other side of a threshold. */
const unitOf = lazily((score: Column): number => {
  if (!score.hasFractions) return 0
  const decimals = score.cells.slice(0, 200).map((cell) => /[.,](\d+)\s*%?$/.exec(cell.trim())?.[1].length ?? 0)
  const most = Math.max(...decimals)
  return most > 4 ? 0 : Number(`1.001e-${most}`)
})

/** Whether rows are enough to show anything. */
function areEnough(ranges: Ranges): boolean {
  const counts = [...ranges.values()].map(({ count }) => count)
  return (
    counts.length > 1 &&
    Math.min(...counts) >= fewestOfClass &&
    counts.reduce((sum, count) => sum + count, 0) >= fewestRows
  )
}

/** The lowest and the highest score of each class. */
function rangesByClass(frame: Frame, column: Column, score: Column, rowLimit = Infinity): Map<string, Range> {
  const [values, numbers] = [frame.valuesOf(column), frame.numbersOf(score)]
  const ranges = new Map<string, Range>()
  for (let row = 0; row < Math.min(rowLimit, values.length); row++) {
    const [value, number] = [values[row], numbers[row]]
    if (value === null || Number.isNaN(number)) continue
    const range = ranges.get(value)
    if (range === undefined) {
      ranges.set(value, { min: number, max: number, count: 1 })
    } else {
      range.min = Math.min(range.min, number)
      range.max = Math.max(range.max, number)
      range.count++
    }
  }
  return ranges
}

/** The threshold that a decision was made at, as the shortest number that does it. */
export function thresholdOf(cut: Cut): number {
  const [below, from] = boundsOf(cut)
  for (let digits = 0; digits <= 12; digits++) {
    const unit = Number(`1e-${digits}`)
    const up = Number((Math.ceil(below / unit) * unit).toFixed(digits))
    const candidate = up > below ? up : Number((up + unit).toFixed(digits))
    if (candidate > below && candidate <= from) return candidate
  }
  return from
}

/** Whether rows are decided as with a threshold: those at it or above it are of the upper class. */
export function isMadeAt(cut: Cut, threshold: number): boolean {
  const [below, from] = boundsOf(cut)
  return below < threshold && threshold <= from
}

/** Above the first number, and at most the second, lies the threshold; rounded scores may be half a unit off. */
function boundsOf({ score, gaps: [[below, from]] }: Cut): [below: number, from: number] {
  const half = unitOf(score) / 2
  return [below - half, from + half]
}

/**
 * Whether a score is of the class that stands beside it: it never falls below the share that the likeliest of so many classes
 * has, whichever class that is; or it divides the classes once it is turned round for one of them.
 */
export function scoreOfClass(frame: Frame, column: Column, score: Column, cuts: readonly Cut[]): ScoreOfClass | null {
  const classCount = column.counts.size
  const isShare = score.hasFractions && score.min >= 0 && score.max <= 1
  if (column === score || !isShare || classCount < 2 || !frame.areTogether(column, score)) return null
  if (cuts.some((cut) => cut.column === column && cut.score === score)) return null
  const floor = 1 / classCount
  if (classCount > 2 && score.min < floor - 0.0005) return null
  const ranges = rangesByClass(frame, column, score)
  if (!areEnough(ranges)) return null
  if (score.min >= floor - 0.0005) {
    const says = `“${score.header}” is never below ${classCount === 2 ? '0.5' : `1/${classCount}`}, whichever class “${column.header}” has, as the score of the predicted class is`
    return { score, column, says, isProven: classCount === 2 }
  }
  const [one, other] = [...ranges.values()]
  if (classCount === 2 && (one.min > 1 - other.min || other.min > 1 - one.min) && Math.min(one.min, other.min) > 0.2) {
    const says = `“${score.header}” follows from “${column.header}” by one threshold only where it is taken as the score of the predicted class`
    return { score, column, says, isProven: true }
  }
  return null
}

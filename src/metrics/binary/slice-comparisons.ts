import { taken } from '../../dataset/columns.ts'
import type { ModelName } from '../../dataset/roles.ts'
import { takeSampling } from '../../dataset/sampling.ts'
import { partDecisions, rowDecisions, type JointDecisions } from '../../tally/decisions.ts'
import { rankOfThreshold, rankScores } from '../../tally/rank.ts'
import { sliceRows, tallyScoresHere, type RowSet } from '../../tally/rows.ts'
import { definedPair, moverDifference, type Difference } from '../difference.ts'
import { isDefined } from '../measure.ts'
import { allRowsInside, cautious, nestedShareDifference, type Count, type RowsEstimate } from '../nested.ts'
import type { Settings } from '../settings.ts'
import { compareWithAll, sliceComparison, type Against, type Pause, type SliceComparison } from '../slice-comparison.ts'
import { countFunction } from '../definitions/binary.ts'
import { isRatio, type CountRatio, cellCounts, dot } from '../definitions/confusion-counts.ts'
import { binaryMetric, type DecisionMetric, type ScoreMetric } from './catalogue.ts'
import { compareDecisions, compareScores } from './compare.ts'
import { deltaPrecision, gradientPrecision } from '../intervals/decisions.ts'
import { confusionCell, confusionOf, type Confusion } from './confusion.ts'
import { isTallied, rowInfluence, sampledRows } from './influence-table.ts'
import type { ScoredSplit } from './split-scores.ts'

/** Which metric of the slices is compared with what, and at which thresholds. */
export interface BinaryQuestion {
  metric: string
  against: Against
  /** Each model's. */
  thresholds: Map<ModelName, number>
  settings: Settings
}

/** Compares a metric on every slice that has rows, in the order in which `measureSplit` gives them. */
export async function compareBinarySlices(
  split: ScoredSplit,
  question: BinaryQuestion,
  pause: Pause,
): Promise<SliceComparison[]> {
  const metric = binaryMetric(question.metric)!
  if (metric.from === 'decisions') return decisionSlices(metric, split, question, pause)
  return question.against === 'production'
    ? scoreSlicesWithProduction(metric, split, question.settings, pause)
    : compareWithAll(
        { slices: split.slices, sampling: split.rows.sampling },
        scoreEstimator(metric, split, question.settings),
        question.settings.confidence,
        pause,
      )
}

async function decisionSlices(
  metric: DecisionMetric,
  split: ScoredSplit,
  { against, thresholds, settings }: BinaryQuestion,
  pause: Pause,
): Promise<SliceComparison[]> {
  const { sampling } = split.rows
  const ranks = new Map(
    [...split.tallies].map(([model, { scores }]) => [model, rankOfThreshold(scores, thresholds.get(model)!)]),
  )
  const ofRows = rowDecisions(split.rows, ranks)
  if (against === 'all_rows' && !isTallied(sampling)) {
    return compareWithAll(
      { slices: split.slices, sampling },
      decisionEstimator(metric, split.rows, ofRows, settings),
      settings.confidence,
      pause,
    )
  }
  const [all] = partDecisions(sampling, ofRows, null, 1)
  const comparisons: SliceComparison[] = []
  for (const { codes, values, parts } of split.slices) {
    for (const [code, decisions] of partDecisions(sampling, ofRows, codes(), values.length).entries()) {
      if (parts[code].rowCount === 0) continue
      const measureOf = (counts: Confusion) => metric.measure(counts, settings)
      const own = measureOf(confusionOf(decisions, 'candidate'))
      comparisons.push(
        against === 'production'
          ? sliceComparison(
              own,
              measureOf(confusionOf(decisions, 'production')),
              compareDecisions(metric, decisions, settings),
            )
          : sliceComparison(
              own,
              measureOf(confusionOf(all, 'candidate')),
              countedDifference(metric, decisions, all, settings),
            ),
      )
    }
    await pause()
  }
  return comparisons
}

/** On some independent rows minus on all of them, from counts alone. */
function countedDifference(
  metric: DecisionMetric,
  inside: JointDecisions,
  all: JointDecisions,
  settings: Settings,
): Difference {
  const [ofPart, ofAll] = [confusionOf(inside, 'candidate'), confusionOf(all, 'candidate')]
  const pair = definedPair(metric.measure(ofPart, settings), metric.measure(ofAll, settings))
  if ('undefinedBecause' in pair) return pair
  const counted = countFunction(metric, settings.costs)
  if (metric.interval === 'wilson' && isRatio(counted)) {
    const countOf = (counts: Confusion): Count => countIn(counted, counts)
    return nestedShareDifference(countOf(ofPart), countOf(ofAll), settings.confidence)
  }
  const [cells, allCells] = [cellCounts(ofPart), cellCounts(ofAll)]
  const outside = allCells.map((count, cell) => count - cells[cell])
  if (outside.every((count) => count === 0)) return allRowsInside
  const [slopes, allSlopes] = [counted.gradient(ofPart), counted.gradient(ofAll)]
  const gradient = Float64Array.of(
    ...slopes.map((slope, cell) => slope - allSlopes[cell]),
    ...allSlopes.map((slope) => -slope),
  )
  const { standardError: first, degreesOfFreedom } = deltaPrecision(counted, ofPart)
  const errors = {
    first,
    second: deltaPrecision(counted, ofAll).standardError,
    // The variance is the part's, all but for little: no surer than that.
    difference: {
      standardError: gradientPrecision(gradient, Float64Array.of(...cells, ...outside), null).standardError,
      degreesOfFreedom,
    },
  }
  return cautious(
    moverDifference(pair.candidate, pair.production, errors, settings.confidence, 'delta'),
    settings.confidence,
  )
}

function countIn({ numerator, denominator }: CountRatio, counts: Confusion): Count {
  return { count: dot(numerator, cellCounts(counts)), total: dot(denominator, cellCounts(counts)) }
}

/** Where rows belong together or have importance weights: what each adds, by its cell. */
function decisionEstimator(
  metric: DecisionMetric,
  { sampling }: RowSet,
  ofRows: Uint8Array,
  settings: Settings,
): (rows: Uint32Array) => RowsEstimate {
  return (rows) => {
    const cells = taken(ofRows, rows)
    const [decisions] = partDecisions(takeSampling(sampling, rows), cells, null, 1)
    const counts = confusionOf(decisions, 'candidate')
    const measure = metric.measure(counts, settings)
    if (!isDefined(measure)) return measure
    const slopes = countFunction(metric, settings.costs).gradient(counts)
    return {
      ...measure,
      influence: Float64Array.from(cells, (cell) => slopes[confusionCell(cell, 'candidate')]),
      test: 'delta',
    }
  }
}

/** The candidate's rows, ranked anew. */
function scoreEstimator(
  metric: ScoreMetric,
  { rows: all, hardModels }: ScoredSplit,
  settings: Settings,
): (rows: Uint32Array) => RowsEstimate {
  const { ranks, scores } = all.models.get('candidate')!
  return (rows) => {
    if (hardModels.has('candidate')) return { undefinedBecause: 'hard predictions, no scores' }
    const ranked = rankScores(Float64Array.from(rows, (row) => scores[ranks[row]]))
    const part: RowSet = {
      classes: taken(all.classes, rows),
      models: new Map([['candidate', ranked]]),
      sampling: takeSampling(all.sampling, rows),
    }
    const tally = tallyScoresHere(ranked, part.classes, part.sampling)
    const measure = metric.measure(tally, settings, sampledRows(part, 'candidate'))
    if (!isDefined(measure)) return measure
    const influence = metric.influence && rowInfluence(metric.influence(tally, measure.value), ranked, part.classes)
    return { ...measure, influence, test: metric.paired === 't' ? 't' : 'delta' }
  }
}

async function scoreSlicesWithProduction(
  metric: ScoreMetric,
  split: ScoredSplit,
  settings: Settings,
  pause: Pause,
): Promise<SliceComparison[]> {
  const comparisons: SliceComparison[] = []
  for (const { codes, values, parts } of split.slices) {
    const rowSets = sliceRows(split.rows, codes(), values.length)
    for (const [code, rows] of rowSets.entries()) {
      if (parts[code].rowCount === 0) continue
      const { measures } = parts[code]
      const difference = parts[code].differences?.get(metric.id) ?? comparedScores(metric, rows, measures, settings)
      comparisons.push(
        sliceComparison(
          measures.get('candidate')?.get(metric.id),
          measures.get('production')?.get(metric.id),
          difference,
        ),
      )
      await pause()
    }
  }
  return comparisons
}

function comparedScores(
  metric: ScoreMetric,
  rows: RowSet,
  measures: ScoredSplit['measures'],
  settings: Settings,
): Difference {
  const tallyOf = (model: ModelName) => tallyScoresHere(rows.models.get(model)!, rows.classes, rows.sampling)
  return compareScores([metric], {
    rows,
    candidate: tallyOf('candidate'),
    production: tallyOf('production'),
    measures,
    settings,
  }).get(metric.id)!
}

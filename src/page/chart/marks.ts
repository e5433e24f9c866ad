import type { ModelName } from '../../dataset/roles.ts'
import { recall } from '../../metrics/definitions/binary-decisions.ts'
import { dependsOnThreshold } from '../../metrics/definitions/binary.ts'
import type { MetricDefinition } from '../../metrics/definitions/definition.ts'
import { countsOfMatrix, type Placing } from './series.ts'
import type { ConfusionCounts } from '../../metrics/definitions/confusion-counts.ts'
import type { EvaluationDocument } from '../../result/evaluation.ts'
import { countText, levelText, metricText, writtenText } from '../../words/numbers.ts'
import type { CurveBands } from '../../worker/protocol.ts'

/** Where a model stands on a chart at a threshold. */
export interface Mark {
  model: ModelName
  /** Whether the mark is at the threshold as it is now, or at the one that the model was judged at before it was moved. */
  standing: 'now' | 'judged'
  x: number
  y: number
  /** Where it stands in words: "at 0.50: recall 0.861, precision 0.912". */
  words: string
}

/** A line to compare with: from corner to corner, or at a height. */
export type Reference = { kind: 'diagonal' } | { kind: 'height'; y: number; label: string }

/** An upright line at a threshold of the candidate. */
export interface Upright {
  at: number
  standing: Mark['standing']
  words: string
}

/** Where a model's threshold is, and the counts there. */
export interface Standing {
  model: ModelName
  standing: Mark['standing']
  threshold: number
  counts: ConfusionCounts
}

/**
 * Where the models stand on a split: the candidate where its threshold has been moved to, and where it was judged;
 * production where it was.
 * @param moved the candidate's threshold and confusion counts, null where it has not been moved
 */
export function standingsOn(
  { models: { candidate, production } }: EvaluationDocument,
  split: string,
  moved: { threshold: number; confusion: number[][] } | null,
): Standing[] {
  const of = (model: ModelName, standing: Mark['standing'], threshold: number, confusion: number[][]): Standing => ({
    model,
    standing,
    threshold,
    counts: countsOfMatrix(confusion),
  })
  const judged = of(
    'candidate',
    moved === null ? 'now' : 'judged',
    candidate.threshold!.value,
    candidate.splits[split].confusion!.counts,
  )
  return [
    ...(moved === null ? [] : [of('candidate', 'now', moved.threshold, moved.confusion)]),
    judged,
    ...(production?.threshold === undefined
      ? []
      : [of('production', 'now', production.threshold.value, production.splits[split].confusion!.counts)]),
  ]
}

/**
 * The mark of each standing on a chart, with words for it; where its point is not defined there is none.
 * @param xWords what x is called; null where x is the threshold, which the words begin with anyway
 */
export function marksOf(standings: Standing[], place: Placing, xWords: string | null, yWords: string): Mark[] {
  return standings.flatMap(({ model, standing, threshold, counts }) => {
    const point = place(counts, threshold)
    if (point === null) return []
    const x = xWords === null ? '' : `${xWords} ${metricText(point.x)}, `
    return [
      {
        model,
        standing,
        ...point,
        words: `${standingWords(standing, threshold)}: ${x}${yWords} ${metricText(point.y)}`,
      },
    ]
  })
}

/** "at 0.42", "judged at 0.50" */
export function standingWords(standing: Mark['standing'], threshold: number): string {
  return `${standing === 'judged' ? 'judged ' : ''}at ${writtenText(threshold)}`
}

/** What is shaded: "shaded: pointwise 95 % bands (bootstrap, 2,000 replicates)". */
export function bandText({ confidence, replicates }: Omit<CurveBands, 'models'>): string {
  return `shaded: pointwise ${levelText(confidence)} bands (bootstrap, ${countText(replicates)} replicates)`
}

/** The description of a chart for screen readers: what it draws, where each model stands, and what is shaded. */
export function describe(
  what: string,
  standings: { model: ModelName; words: string }[],
  shaded: string | null = null,
): string {
  const words = standings.map((standing) => `${standing.model} ${standing.words}`)
  return `${what} ${[...words, ...(shaded === null ? [] : [shaded])].join('; ')}.`
}

/** A metric's title within a sentence: proper names keep their capital. */
export function withinSentence({ title, isProperName }: Pick<MetricDefinition, 'title' | 'isProperName'>): string {
  return isProperName ? title : title.charAt(0).toLowerCase() + title.slice(1)
}

/** The metric to draw against the threshold first: one that the policy asks for, else recall. */
export function startingThresholdMetric(document: EvaluationDocument): string {
  return document.requirements.find(({ metric }) => dependsOnThreshold(metric))?.metric ?? recall.id
}

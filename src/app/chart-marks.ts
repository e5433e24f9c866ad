import type { Mark } from '../chart/mark.ts'
import { rates, type Counts } from '../chart/rates.ts'
import type { ModelName } from '../dataset/roles.ts'
import type { EvaluationDocument } from '../report/evaluation.ts'
import type { CurveBands } from '../worker/protocol.ts'
import { countText, levelText, metricText, writtenText } from './format.ts'

/** Where a model's threshold is, and the counts there. */
export interface Standing {
  model: ModelName
  threshold: number
  counts: Counts
}

/**
 * The mark of each model on a chart, with words for it; a model whose point is not defined has none.
 * @param xWords what x is called; null where x is the threshold, which the words begin with anyway
 */
export function marksOf(
  standings: Standing[],
  place: (counts: Counts, threshold: number) => { x: number; y: number } | null,
  xWords: string | null,
  yWords: string,
): Mark[] {
  return standings.flatMap(({ model, threshold, counts }) => {
    const point = place(counts, threshold)
    if (point === null) return []
    const x = xWords === null ? '' : `${xWords} ${metricText(point.x)}, `
    return [{ model, ...point, words: `at ${writtenText(threshold)}: ${x}${yWords} ${metricText(point.y)}` }]
  })
}

/** What is shaded: "shaded: pointwise 95 % bands (bootstrap, 2,000 replicates)". */
export function bandText({ confidence, replicates }: Omit<CurveBands, 'models'>): string {
  return `shaded: pointwise ${levelText(confidence)} bands (bootstrap, ${countText(replicates)} replicates)`
}

/** A chart for those who cannot see it: what it draws, where each model stands, and what is shaded, if anything is. */
export function describe(what: string, standings: { model: ModelName; words: string }[], shaded: string | null = null): string {
  const words = standings.map((standing) => `${standing.model} ${standing.words}`)
  return `${what} ${[...words, ...(shaded === null ? [] : [shaded])].join('; ')}.`
}

/** The rate to draw first: one that the policy asks for, else recall. */
export function startingRate(document: EvaluationDocument): string {
  const drawn = new Set(rates.map((rate) => rate.id))
  return document.requirements.find(({ metric }) => drawn.has(metric))?.metric ?? 'recall'
}

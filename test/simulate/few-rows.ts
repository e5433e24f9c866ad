import { fewDecisions } from './few-decisions.ts'
import { fewLosses } from './few-losses.ts'
import { fewNumbers } from './few-numbers.ts'
import { fewScores } from './few-scores.ts'
import type { FewRows } from './few-kind.ts'
import { isDefined, type Measure } from '../../src/metrics/measure.ts'
import { percent, type PromiseSettings } from './promise.ts'

const kinds: FewRows[] = [...fewScores, ...fewDecisions, ...fewLosses, ...fewNumbers]

/** The other promises take a tenth of the data sets asked for; these closed forms are cheap. */
const times = 5

/**
 * Metrics of which few rows decide, each held against a bound just beyond its true value, which is not met, and against one that is met
 * by so much that an interval of the right length would pass in 80 of 100 data sets.
 */
export async function fewRowsTable({ dataSets, seed, isQuick, metrics }: PromiseSettings): Promise<string[]> {
  const widths = [62, 24, 9, 13, 13, 13, 13, 13]
  const line = (cells: string[]) =>
    cells
      .map((cell, i) => cell.padEnd(widths[i]))
      .join('')
      .trimEnd()
  const lines = [
    line(['', '', '', 'holds', 'false pass', 'false pass', 'good: passes', 'good: held']),
    line(['rows', 'metric', 'none', 'the truth', 'by interval', 'as judged', '(80 aimed)', 'back by it']),
  ]
  for (const kind of kinds) {
    const truths = kind.truths(isQuick)
    const ids = Object.keys(truths).filter((id) => metrics === null || metrics.includes(id))
    if (ids.length === 0) continue
    const count = Math.ceil((times * dataSets) / kind.oneIn)
    const found = new Map<string, Measure[]>()
    for (let number = 0; number < count; number++) {
      const measures = await kind.measure({ seed, world: `few rows: ${kind.name}`, size: 0, number })
      for (const id of ids) found.set(id, [...(found.get(id) ?? []), measures.get(id)!])
    }
    for (const [id, measures] of found)
      lines.push(line([kind.name, id, ...cellsOf(`${kind.name}, ${id}`, measures, truths[id], kind.better(id))]))
  }
  return lines
}

function cellsOf(name: string, measures: Measure[], truth: number, better: 'higher' | 'lower'): string[] {
  const sign = better === 'higher' ? 1 : -1
  const defined = measures.filter(isDefined)
  const mean = defined.reduce((sum, { value }) => sum + value, 0) / defined.length
  const spread = Math.sqrt(defined.reduce((sum, { value }) => sum + (value - mean) ** 2, 0) / (defined.length - 1))
  const margin = 1e-12 * Math.max(1, Math.abs(truth))
  const counts = { none: 0, held: 0, alone: 0, judged: 0, good: 0, heldBack: 0 }
  const goodBound = truth - sign * (1.959964 + 0.841621) * spread
  for (const measure of measures) {
    if (!isDefined(measure) || measure.interval === null) {
      counts.none++
      continue
    }
    const { low, high, caution } = measure.interval
    if (low > measure.value || high < measure.value)
      throw new Error(`${name}: ${measure.value} lies outside ${low} to ${high}`)
    const judged = caution ?? { low, high }
    const endOf = (ends: { low: number; high: number }) => (sign === 1 ? ends.low : -ends.high)
    if (low <= truth + margin && high >= truth - margin) counts.held++
    if (endOf({ low, high }) > sign * truth + margin) counts.alone++
    if (endOf(judged) > sign * truth + margin) counts.judged++
    if (endOf({ low, high }) > sign * goodBound) {
      if (endOf(judged) > sign * goodBound) counts.good++
      else counts.heldBack++
    }
  }
  const total = measures.length
  return [
    ((100 * counts.none) / total).toFixed(0),
    percent(counts.held, Math.max(1, total - counts.none)),
    ...[counts.alone, counts.judged, counts.good, counts.heldBack].map((each) => percent(each, total)),
  ]
}

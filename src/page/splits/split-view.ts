import type { EvaluationDocument, SplitGapResult } from '../../result/evaluation.ts'
import { ruleResult } from '../../policy/file/split-rule.ts'
import type { SplitRule, TimeRule } from '../../split/rule.ts'
import { parseTime, type TimeKind } from '../../split/time.ts'
import type { MetricDefinition } from '../../metrics/definitions/definition.ts'
import { metricDefinition } from '../../metrics/definitions/catalogue.ts'

/** How large one split came out. */
export interface SplitSize {
  name: string
  rows: number
  positives: number | null
  /** The share of rows that the rule asks for, 0 to 1; null where it asks for none. */
  asked: number | null
}

const madeOrder = ['train', 'validation', 'test']

/** The splits in the order in which they are used: train, validation, test, then others as the result has them. */
export function splitSizes({ models }: EvaluationDocument, rule: SplitRule | null): SplitSize[] {
  const rank = (name: string) => (madeOrder.includes(name) ? madeOrder.indexOf(name) : madeOrder.length)
  return Object.entries(models.candidate.splits)
    .toSorted(([a], [b]) => rank(a) - rank(b))
    .map(([name, { rows, positives }]) => ({ name, rows, positives: positives ?? null, asked: askedShare(rule, name) }))
}

function askedShare(rule: SplitRule | null, name: string): number | null {
  if (rule === null || (rule.by === 'time' && rule.starts !== null)) return null
  const part = rule.parts.find((one) => one.name === name)
  return part === undefined ? null : part.share / rule.parts.reduce((sum, { share }) => sum + share, 0)
}

/** How a rule splits, in words: "by the SHA-256 of customer, as TFX does it". */
export function ruleWords(rule: SplitRule): string {
  const seeded = 'seed' in rule && rule.seed !== null ? `, seed ${rule.seed}` : ''
  switch (rule.by) {
    case 'random':
      return `at random${rule.key === null ? '' : ` by ${rule.key}`}${seeded}`
    case 'stratified':
      return `at random${rule.key === null ? '' : ` by ${rule.key}`} within each ${rule.strata.join(' × ')}${seeded}`
    case 'group':
      return `by whole ${rule.group}${seeded}`
    case 'time':
      return timeWords(rule)
    case 'hash': {
      const [hash, user] = rule.hash === 'sha256' ? ['the SHA-256', 'TFX'] : ['FARM_FINGERPRINT', 'BigQuery']
      return `by ${hash} of ${rule.key}${rule.seed === null ? `, as ${user} does it` : seeded}`
    }
  }
}

function timeWords(rule: TimeRule): string {
  const starts = rule.starts?.map((start, at) => `, ${rule.parts[at + 1].name} from ${start}`).join('') ?? ''
  return `by ${rule.time}${starts}${rule.gapMs === 0 ? '' : `, with a gap of ${String(ruleResult(rule).gap)}`}`
}

/** Whether a column of times holds dates or numbers, by its first values. */
export function timeKindOf(values: readonly string[]): TimeKind {
  return (values.length === 0 ? null : parseTime(values[0]))?.kind ?? 'date'
}

/** The difference of a metric between two splits. */
export interface Gap {
  difference: number
  low: number | null
  high: number | null
  /** Where the interval leaves out 0, what that says: "better on train". */
  says: string | null
}

/** A metric's gaps, one for each pair of splits; null for pairs without one. */
export interface GapRow {
  metric: string
  gaps: (Gap | null)[]
}

/** Every metric that some pair of splits has a gap of, in the result's order. */
export function gapRows({ splitting, task }: EvaluationDocument): GapRow[] {
  const pairs = splitting?.gaps ?? []
  const metrics = [...new Set(pairs.flatMap((pair) => Object.keys(pair.metrics)))]
  return metrics.map((metric) => {
    const better = metricDefinition(metric, task)?.better ?? 'neither'
    return { metric, gaps: pairs.map((pair) => gapOf(pair, metric, better)) }
  })
}

function gapOf({ from, to, metrics }: SplitGapResult, metric: string, better: MetricDefinition['better']): Gap | null {
  const gap = metrics[metric]
  if (gap === undefined) return null
  return { ...gap, says: saying(gap, from, to, better) }
}

function saying(
  { low, high }: Omit<Gap, 'says'>,
  from: string,
  to: string,
  better: MetricDefinition['better'],
): string | null {
  if (low === null || high === null || (low <= 0 && high >= 0)) return null
  if (better === 'neither') return `${low > 0 ? 'higher' : 'lower'} on ${from}`
  return `better on ${low > 0 === (better === 'higher') ? from : to}`
}

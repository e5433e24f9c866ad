import type { PlanAssumptions } from '../policy/plan/assumptions.ts'
import type { Plan, Planned, PlannedRequirement, PlannedStage, PlanPoint } from '../policy/plan/plan.ts'
import type { Requirement } from '../policy/policy.ts'
import { boundResult } from './document.ts'
import { aligned } from './tables.ts'
import type { BoundResult } from '../result/evaluation.ts'
import { sourceText } from '../words/plan.ts'
import { boundText, countText, percent, shortNumber } from '../words/numbers.ts'

/** A plan as other programs read it. */
export interface PlanDocument {
  format: 'good-enough/plan'
  version: 1
  task: string
  confidence: number
  assumed: { prevalence: number; discordance: number; correlation: number; slice_share: number | null; chance: number }
  /** Labelled rows for all requirements that gate, decided at once with the chance that was asked for, those by slice left out where no share is named; null where unknown. */
  rows: number | null
  requirements: PlannedRequirementResult[]
  stages: PlannedStage[]
}

/** A requirement, and the rows that it takes; or why that cannot be told. */
export type PlannedRequirementResult = AskedResult & (PlannedResult | { cannot: string })

interface AskedResult {
  metric: string
  class?: string
  where?: string
  split: string | null
  slices: string[] | null
  bound: BoundResult
  advisory?: true
}

interface PlannedResult {
  expected: number
  given: boolean
  source: string
  /** What its formula takes for true that often is not. */
  caveat?: string
  outcome: 'pass' | 'fail'
  rows_even_chance: number
  rows_needed: number
  positives_needed: number | null
  per_slice: boolean
  curve: { rows: number; low: number; high: number; half_width: number; decided: boolean }[]
}

/** The plan in the form of a file. */
export function planDocument(
  { task, confidence, rows, requirements, stages }: Plan,
  assumptions: PlanAssumptions,
): PlanDocument {
  const { prevalence, discordance, correlation, sliceShare, chance } = assumptions
  return {
    format: 'good-enough/plan',
    version: 1,
    task,
    confidence,
    assumed: { prevalence, discordance, correlation, slice_share: sliceShare, chance },
    rows,
    requirements: requirements.map(requirementResult),
    stages,
  }
}

function requirementResult({ requirement, planned }: PlannedRequirement): PlannedRequirementResult {
  const { metric, ofClass, where, split, slices, isAdvisory } = requirement
  return {
    metric,
    ...(ofClass === null ? {} : { class: ofClass }),
    ...(where === null ? {} : { where }),
    split,
    slices,
    bound: boundResult(requirement),
    ...(isAdvisory ? { advisory: true as const } : {}),
    ...('cannot' in planned ? planned : plannedResult(planned)),
  }
}

function plannedResult({
  expected,
  isGiven,
  source,
  caveat,
  outcome,
  evenRows,
  rows,
  positives,
  isPerSlice,
  curve,
}: Planned): PlannedResult {
  return {
    expected,
    given: isGiven,
    source: sourceText(source),
    ...(caveat === null ? {} : { caveat }),
    outcome,
    rows_even_chance: evenRows,
    rows_needed: rows,
    positives_needed: positives,
    per_slice: isPerSlice,
    curve: curve.map((point) => ({
      rows: point.rows,
      low: point.low,
      high: point.high,
      half_width: point.halfWidth,
      decided: point.isDecided,
    })),
  }
}

/** The plan for a terminal: what it takes in all, a line a requirement, the curve of the one that takes the most. */
export function planText(plan: Plan, assumptions: PlanAssumptions, askedRows: number | null): string {
  const sections = [
    headline(plan, assumptions),
    table(plan, askedRows),
    cannotLines(plan),
    caveatLines(plan),
    stageTable(plan),
    curveText(plan),
    assumptionText(plan, assumptions),
  ]
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`
}

type Told = PlannedRequirement & { planned: Planned }

function headline(
  { rows, confidence, requirements, task }: Plan,
  { chance, prevalence, sliceShare }: PlanAssumptions,
): string {
  const how = `at confidence ${shortNumber(confidence)}, with a chance of ${percent(chance)}`
  if (rows === null)
    return `How many rows it takes to decide all of this policy (${how}) cannot be told yet: see below.`
  const positives = task === 'binary' ? `, ${countText(Math.ceil(rows * prevalence))} of them positive` : ''
  const bySlice = sliceShare === null && requirements.some(({ requirement }) => requirement.slices !== null)
  return (
    `To decide this policy ${how}, it takes about ${countText(rows)} labelled rows on test${positives}, all requirements at once.` +
    (bySlice
      ? ' That leaves out the requirements by slice, each slice of which takes the rows in its line: to have them in it, name the share of the smallest slice (--slice-share).'
      : '')
  )
}

function table({ requirements }: Plan, askedRows: number | null): string {
  const told = requirements.filter(isTold)
  if (told.length === 0) return ''
  const header = [
    '',
    'expected',
    'comes to',
    'rows, even chance',
    'rows',
    'positives',
    ...(askedRows === null ? [] : [`at ${countText(askedRows)} rows`]),
  ]
  const rows = told.map(({ requirement, planned }) => {
    const per = planned.isPerSlice ? ' a slice' : ''
    const point = planned.curve.find(({ rows: at }) => at === askedRows)
    return [
      `  ${requirementWords(requirement)}`,
      `${shortNumber(planned.expected)}${planned.isGiven ? '' : ' (assumed)'}`,
      planned.outcome,
      countText(planned.evenRows) + per,
      countText(planned.rows) + per,
      planned.positives === null ? '' : countText(planned.positives) + per,
      ...(askedRows === null
        ? []
        : [point === undefined ? (askedRows >= planned.rows ? 'decided' : 'not decided') : pointText(point)]),
    ]
  })
  return aligned([header, ...rows]).join('\n')
}

function pointText({ halfWidth, isDecided }: PlanPoint): string {
  return `±${shortNumber(halfWidth)}, ${isDecided ? 'decided' : 'not decided'}`
}

function cannotLines({ requirements }: Plan): string {
  return requirements
    .flatMap(({ requirement, planned }) =>
      'cannot' in planned ? [`? ${requirementWords(requirement)}: ${planned.cannot}`] : [],
    )
    .join('\n')
}

function caveatLines({ requirements }: Plan): string {
  return requirements
    .filter(isTold)
    .flatMap(({ requirement, planned: { caveat } }) =>
      caveat === null ? [] : [`! ${requirementWords(requirement)}: ${caveat}`],
    )
    .join('\n')
}

function stageTable({ stages }: Plan): string {
  if (stages.length === 0) return ''
  const rows = stages.map(({ name, share, confidence, rows: needed, traffic }) => [
    `  ${JSON.stringify(name)}`,
    percent(share),
    shortNumber(confidence),
    needed === null ? 'not told' : countText(needed),
    traffic === null ? '' : countText(traffic),
  ])
  return aligned([['stages', 'traffic', 'confidence', 'labelled rows', 'out of traffic'], ...rows]).join('\n')
}

const barLength = 40

/** Half of the interval against rows, for the requirement that takes the most. */
function curveText({ requirements }: Plan): string {
  const told = requirements.filter(isTold).filter(({ planned }) => planned.curve.length > 0)
  if (told.length === 0) return ''
  const { requirement, planned } = told.reduce((most, one) => (one.planned.rows > most.planned.rows ? one : most))
  const widest = Math.max(...planned.curve.map(({ halfWidth }) => halfWidth))
  const rows = planned.curve.map(({ rows: at, halfWidth, isDecided }) => [
    countText(at).padStart(15),
    '█'.repeat(Math.max(1, Math.round((barLength * halfWidth) / widest))),
    `±${shortNumber(halfWidth)}${isDecided ? ' decided' : ''}`,
  ])
  return [
    `${requirementWords(requirement)}: half of its interval, by rows${planned.isPerSlice ? ' of a slice' : ''}`,
    ...aligned(rows),
  ].join('\n')
}

function assumptionText(
  { task, requirements, isThresholdChosen }: Plan,
  { prevalence, discordance, correlation, sliceShare, chance }: PlanAssumptions,
): string {
  const has = (of: Requirement['of']) => requirements.some(({ requirement }) => requirement.of === of)
  const sources = [
    ...new Set(
      requirements.flatMap(({ planned }) =>
        'cannot' in planned || planned.source === null ? [] : [sourceText(planned.source)],
      ),
    ),
  ]
  const taken = [
    ...(task === 'regression' ? [] : [`prevalence ${prevalence} (--prevalence)`]),
    ...(has('versus_production')
      ? [
          `${percent(discordance)} of the rows decided differently by production (--discordance)`,
          `values of the two models correlated by ${correlation} (--correlation)`,
        ]
      : []),
    ...(sliceShare === null ? [] : [`the smallest slice has ${percent(sliceShare)} of the rows (--slice-share)`]),
    `a chance of ${percent(chance)} (--chance)`,
  ]
  return [
    `Taken for true: ${taken.join('; ')}; expected values as in the table (--expected METRIC=VALUE).`,
    'An even chance: the interval around just the expected value decides; half of all samples fall on its worse side.',
    ...(isThresholdChosen
      ? ['At a fixed threshold; one that is chosen on validation makes the intervals of decisions wider.']
      : []),
    ...(sources.length === 0 ? [] : [`Intervals: ${sources.join('; ')}.`]),
  ].join('\n')
}

function requirementWords({ metric, ofClass, of, bound, gapFrom, where, slices, isAdvisory }: Requirement): string {
  const kind = { value: '', versus_production: ' versus production', gap: ` gap from ${JSON.stringify(gapFrom)}` }[of]
  const measured =
    metric +
    (ofClass === null ? '' : ` of ${JSON.stringify(ofClass)}`) +
    (where === null ? '' : ` where ${where}`) +
    kind
  const bySlice = slices === null ? '' : `, by ${slices.map((column) => JSON.stringify(column)).join(' and ')}`
  return `${measured} ${boundText(bound)}${bySlice}${isAdvisory ? ' (does not count)' : ''}`
}

function isTold(one: PlannedRequirement): one is Told {
  return !('cannot' in one.planned)
}

import { modelNames, type ModelName } from '../dataset/roles.ts'
import type {
  BoundResult,
  EvaluationDocument,
  RequirementResult,
  RowSetResult,
  SplitFindingResult,
  SplittingResult,
  Verdict,
} from './evaluation.ts'

/** Whether two slices have the same values of the same columns, in whatever order. */
export function isSameSlice(a: Record<string, string>, b: Record<string, string>): boolean {
  const columns = Object.keys(a)
  return columns.length === Object.keys(b).length && columns.every((column) => a[column] === b[column])
}

const usualOrder = ['test', 'validation', 'train', 'all']

/** The splits of a result: test, validation, train, then any others in the result's order. */
export function splitsOf(document: EvaluationDocument): string[] {
  const names = Object.keys(document.models.candidate.splits)
  const rank = (name: string) => (usualOrder.includes(name) ? usualOrder.indexOf(name) : usualOrder.length)
  return names.toSorted((a, b) => rank(a) - rank(b))
}

/** The split to show first: the one that requirements are judged on, else test or the first there is. */
export function startingSplit(document: EvaluationDocument): string {
  const splits = splitsOf(document)
  const judged = document.requirements[0]?.split
  return judged !== undefined && splits.includes(judged) ? judged : splits[0]
}

/** The splits in the order of a report: test first, the others in the result's order. */
export function splitNames(document: EvaluationDocument): string[] {
  return Object.keys(document.models.candidate.splits).sort((a, b) => Number(b === 'test') - Number(a === 'test'))
}

/** The requirements that the verdict depends on. */
export function gatingRequirements(requirements: RequirementResult[]): RequirementResult[] {
  return requirements.filter(({ advisory }) => advisory !== true)
}

const importance: Verdict[] = ['fail', 'undecided', 'pass']

/** Orders what counts before what does not; failed, then undecided, then met. It is stable: ties stay in the policy's order. */
export function byImportance(
  a: { outcome: Verdict; isAdvisory: boolean },
  b: { outcome: Verdict; isAdvisory: boolean },
): number {
  return Number(a.isAdvisory) - Number(b.isAdvisory) || importance.indexOf(a.outcome) - importance.indexOf(b.outcome)
}

/** The requirements by importance. */
export function mostImportantFirst(requirements: RequirementResult[]): RequirementResult[] {
  const ranked = ({ outcome, advisory }: RequirementResult) => ({ outcome, isAdvisory: advisory === true })
  return requirements.toSorted((a, b) => byImportance(ranked(a), ranked(b)))
}

/** Whether a requirement is on a number of rows, not on a metric. */
export function isCountOfRows({ metric }: Pick<RequirementResult, 'metric'>): boolean {
  return metric === 'rows' || metric === 'positives'
}

/** What a bound asks for, and of what: the metric itself, its difference from production, or its gap from another split. */
export interface ReadBound {
  of: 'value' | 'versus_production' | 'gap'
  atLeast?: number
  atMost?: number
  /** The split that a gap is from. */
  gapFrom: string | null
  /** A larger improvement over production is suspicious. */
  suspiciousAbove: number | null
}

/** A bound as the result writes it, in one shape. */
export function readBound({ versus_production: versus, gap, ...own }: BoundResult): ReadBound {
  const limits = (versus ?? gap ?? own) as {
    at_least?: number
    at_most?: number
    from?: string
    suspicious_above?: number
  }
  return {
    of: versus !== undefined ? 'versus_production' : gap !== undefined ? 'gap' : 'value',
    ...(limits.at_least === undefined ? {} : { atLeast: limits.at_least }),
    ...(limits.at_most === undefined ? {} : { atMost: limits.at_most }),
    gapFrom: limits.from ?? null,
    suspiciousAbove: limits.suspicious_above ?? null,
  }
}

/** The rows that a requirement is judged on; null where the result does not show them. */
export function rowsOfRequirement(
  { split, slice }: RequirementResult,
  document: EvaluationDocument,
): RowSetResult | null {
  const result = document.models.candidate.splits[split]
  if (result === undefined) return null
  if (slice === null) return result
  return result.slices.find(({ where }) => isSameSlice(where, slice)) ?? null
}

/** Whether a finding about the splits keeps the verdict from being a pass. */
export function isDeciding({ effect, waived }: SplitFindingResult): boolean {
  return effect === 'undecided' && !waived
}

/** The findings that keep the verdict from being a pass. */
export function decidingFindings(splitting: SplittingResult | null): SplitFindingResult[] {
  return (splitting?.findings ?? []).filter(isDeciding)
}

/** Whether a model is known by the classes that it predicts, without scores or probabilities. */
export function givesClasses({ setup }: Pick<EvaluationDocument, 'setup'>, model: ModelName): boolean {
  return setup.columns[model === 'candidate' ? 'prediction' : 'production_prediction'] !== undefined
}

/** Rows that no number rests on, whatever the reason. */
export function rowsLeftOut({ warnings }: Pick<EvaluationDocument, 'warnings'>): number {
  return warnings.reduce((sum, { rows_left_out: count = 0 }) => sum + count, 0)
}

/** The models whose scores look reversed on some split. Nothing is flipped unasked. */
export function reversedModels({ warnings }: EvaluationDocument): ModelName[] {
  return modelNames.filter((name) => warnings.some(({ code, model }) => code === 'scores_reversed' && model === name))
}

/**
 * The class to take as positive where every model's scores look reversed; null where they do not, or only one model's
 * do. No score is changed then: only which class is looked for.
 */
export function otherClass(document: EvaluationDocument): string | null {
  const { models } = document
  const [negative] = Object.values(models.candidate.splits)[0]?.confusion?.labels ?? []
  return reversedModels(document).length === Object.keys(models).length && negative !== undefined ? negative : null
}

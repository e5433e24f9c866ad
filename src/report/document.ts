import type { ReadingSettings } from '../dataset/reading.ts'
import { roleNames, roleTable, type ModelName, type Roles } from '../dataset/roles.ts'
import type { DetectedTask } from '../dataset/task.ts'
import type { AbstainBand } from '../metrics/binary/abstain.ts'
import type { Difference } from '../metrics/difference.ts'
import type { Caution, Ends, Measure } from '../metrics/measure.ts'
import type {
  DecisionChanges,
  MeasuredAbstention,
  MeasuredModel,
  MeasuredRows,
  MeasuredSlice,
  MeasuredSplit,
} from '../metrics/measured.ts'
import type { Baseline } from '../policy/baseline.ts'
import { isGating, verdictOf, type Judgement, type JudgedFinding } from '../policy/judgement.ts'
import type { CountedLook, Uncounted } from '../policy/ledger.ts'
import type { OperatingPoint } from '../policy/operating-point.ts'
import type { PassingThreshold } from '../policy/passing-threshold.ts'
import type { Trivial } from '../policy/trivial.ts'
import type { ShiftSinceBaseline } from '../policy/shift-since-baseline.ts'
import type { Bound, Policy, Requirement } from '../policy/policy.ts'
import { readingTerms } from '../policy/reading-terms.ts'
import type { FoundRule } from '../split/verify/verify.ts'
import type { Engine } from '../tally/kernels.ts'
import { type AutonomyStanding, autonomyStanding, type StageStanding, stageStandings } from '../policy/autonomy.ts'
import { mostAutonomy } from '../policy/autonomy-levels.ts'
import type {
  AbstainResult,
  AutonomyResult,
  BoundResult,
  CalibrationResult,
  CautionResult,
  ChangesResult,
  DifferenceResult,
  EvaluationDocument,
  LooksResult,
  MetricResult,
  ModelResult,
  RecalibrationResult,
  RequirementResult,
  RowSetResult,
  SetupResult,
  ShiftResult,
  SplittingResult,
  StageResult,
  ThresholdSearchResult,
  UnpairedResult,
} from '../result/evaluation.ts'
import { moreRows, reasonText } from '../words/reasons.ts'
import { checklistText, leftOutText, obstacleText, trivialText, uncountedText } from '../words/remarks.ts'
import { shiftText, warningOf, type Notice } from '../words/warnings.ts'
import { resultDigest, type UndigestedDocument } from './digest.ts'
import { withoutSmallGroups } from './small-groups.ts'
import { ruleResult } from '../policy/file/split-rule.ts'
import { findingResult, gapResults, madeByResult, shiftTestResult } from './splitting.ts'

/** Everything that the document is made of. */
export interface Findings {
  engine: Engine
  rowCount: number
  told: DetectedTask
  /** The classes, in the order of every confusion table; null in regression. */
  labels: string[] | null
  models: ModelName[]
  /** What stands for production; null where it has scores of its own, or nothing is compared. */
  baseline: Baseline | null
  /** How the rows differ from the baseline's. */
  shifts: ShiftSinceBaseline[]
  splits: MeasuredSplit[]
  /** By split, and what recalibrating would do; none where a model gives no scores of two classes. */
  calibrations: Map<ModelName, { splits: Map<string, CalibrationResult>; recalibrations: RecalibrationResult[] }>
  operatingPoints: Map<ModelName, OperatingPoint>
  judgements: Judgement[]
  /** Who meets all requirements without knowing anything; null: nobody. */
  trivial: Trivial | null
  passingThreshold: PassingThreshold | null
  policy: Policy
  roles: Roles
  /** How files were read, with what was found out on the way. */
  reading: ReadingSettings
  madeBy: FoundRule | null
  findings: JudgedFinding[]
  /** Null where nothing is required, so that there is nothing to count. */
  looks: CountedLook | { uncounted: Uncounted } | null
  notices: Notice[]
}

/** The result in the contract's form and key order. */
export function evaluationDocument(findings: Findings): EvaluationDocument {
  const document = withoutSmallGroups(undigested(findings), findings.policy.smallestGroup)
  return { ...document, sha256: resultDigest(document) }
}

function undigested(findings: Findings): UndigestedDocument {
  const hasProduction = findings.models.includes('production')
  return {
    format: 'good-enough/evaluation',
    version: 1,
    verdict: verdictOf(findings.judgements, findings.findings, findings.trivial !== null),
    task: findings.told.task,
    task_evidence: findings.told.evidence,
    backend: findings.engine,
    rows: findings.rowCount,
    models: {
      candidate: modelResult('candidate', findings),
      ...(hasProduction ? { production: modelResult('production', findings) } : {}),
    },
    comparison: comparisonResult(findings),
    splitting: splittingResult(findings),
    requirements: findings.judgements.map(requirementResult),
    ...(findings.trivial === null ? {} : { trivial: trivialResult(findings.trivial) }),
    ...planResults(findings),
    threshold_search: findings.passingThreshold && thresholdSearchResult(findings.passingThreshold),
    looks: findings.looks && looksResult(findings.looks),
    warnings: findings.notices.map(warningOf),
    setup: setupResult(findings, findings.told.task === 'binary' ? findings.labels![1] : null),
  }
}

function trivialResult(trivial: Trivial): NonNullable<EvaluationDocument['trivial']> {
  return { met_by: trivial.metBy, message: trivialText(trivial) }
}

/** Only where something was required: what was measured alone shows nothing. */
function planResults({
  judgements,
  findings,
  trivial,
  policy,
}: Findings): Pick<EvaluationDocument, 'autonomy' | 'stages'> {
  if (judgements.length === 0) return {}
  const isTrivial = trivial !== null
  const standings = stageStandings(policy.stages, judgements, findings, policy.confidence, isTrivial)
  const autonomy = autonomyStanding({ policy, judgements, findings, isTrivial })
  return {
    ...(autonomy === null ? {} : { autonomy: autonomyResult(autonomy) }),
    ...(standings.length === 0 ? {} : { stages: standings.map(stageResult) }),
  }
}

function comparisonResult({ splits, models, baseline, shifts }: Findings): EvaluationDocument['comparison'] {
  if (baseline === null && !models.includes('production')) return null
  return {
    ...(baseline === null ? {} : { unpaired_with: unpairedResult(baseline) }),
    splits: Object.fromEntries(
      splits.map((split) => [
        split.name,
        {
          rows: split.rowCount,
          ...(baseline === null ? {} : { baseline_rows: split.baseline!.rowCount }),
          metrics: Object.fromEntries(
            [...split.differences!].map(([id, difference]) => [id, differenceResult(difference)]),
          ),
          ...shiftResults(shifts.filter((shift) => shift.split === split.name)),
          ...(baseline === null && split.changes !== undefined
            ? { changes: changesResult(split.changes, split.slices) }
            : {}),
        },
      ]),
    ),
  }
}

function shiftResults(shifts: ShiftSinceBaseline[]): { shifts?: ShiftResult[] } {
  return shifts.length === 0
    ? {}
    : {
        shifts: shifts.map((shift) => ({ of: shift.of, message: shiftText(shift), test: shiftTestResult(shift.test) })),
      }
}

function changesResult(changes: DecisionChanges, slices: MeasuredSlice[]): ChangesResult {
  return {
    ...changes,
    slices: slices.flatMap((slice) =>
      slice.changes === undefined ? [] : [{ where: slice.where, rows: slice.rowCount, ...slice.changes }],
    ),
  }
}

function splittingResult({ splits, policy, madeBy, findings }: Findings): SplittingResult | null {
  if (splits.length < 2) return null
  return {
    rule: policy.split && ruleResult(policy.split),
    made_by: madeBy && madeByResult(madeBy),
    findings: findings.map(findingResult),
    gaps: gapResults(splits),
  }
}

/** The document as text: two-space JSON, numbers in their shortest round-trip form, one line break at the end. */
export function jsonText(document: EvaluationDocument): string {
  return `${JSON.stringify(document, null, 2)}\n`
}

/** One model's metrics and confusion on a set of rows. */
export function rowSetResult(
  { rowCount, weight, positives }: Pick<MeasuredRows, 'rowCount' | 'weight' | 'positives'>,
  { confusion, measures, classes }: MeasuredModel,
  labels: string[] | null,
): RowSetResult {
  return {
    rows: rowCount,
    ...(weight === null ? {} : { weight }),
    ...(positives === null ? {} : { positives }),
    metrics: metricResults(measures),
    ...(classes === null
      ? {}
      : { classes: Object.fromEntries([...classes].map(([label, ofClass]) => [label, metricResults(ofClass)])) }),
    ...(confusion === null || labels === null ? {} : { confusion: { labels, counts: confusion } }),
  }
}

function metricResults(measures: Map<string, Measure>): Record<string, MetricResult> {
  return Object.fromEntries([...measures].map(([id, measure]) => [id, metricResult(measure)]))
}

function modelResult(
  model: ModelName,
  { splits, labels, operatingPoints, calibrations, policy }: Findings,
): ModelResult {
  const calibration = calibrations.get(model)
  const point = operatingPoints.get(model)
  const result = (rows: MeasuredRows) => {
    const measured = rows.models.get(model)!
    const { abstention } = measured
    return {
      ...rowSetResult(rows, measured, labels),
      ...(abstention === undefined ? {} : { abstain: abstainResult(policy.abstain!, abstention) }),
    }
  }
  return {
    ...(point === undefined ? {} : { threshold: thresholdResult(point) }),
    splits: Object.fromEntries(
      splits.map((split) => [
        split.name,
        {
          ...result(split),
          ...(calibration === undefined ? {} : { calibration: calibration.splits.get(split.name)! }),
          slices: split.slices.map((slice) => ({ where: slice.where, ...result(slice) })),
        },
      ]),
    ),
    ...(calibration === undefined || calibration.recalibrations.length === 0
      ? {}
      : { recalibrations: calibration.recalibrations }),
  }
}

function thresholdResult({ value, chosen, predicts }: OperatingPoint): NonNullable<ModelResult['threshold']> {
  return { value, chosen, ...(predicts === null ? {} : { predicts }) }
}

function abstainResult({ from, to }: AbstainBand, { coverage, decided, abstained }: MeasuredAbstention): AbstainResult {
  return {
    from,
    to,
    coverage: metricResult(coverage),
    decided: metricResults(decided),
    abstained: metricResults(abstained),
  }
}

function thresholdSearchResult({
  passes,
  closest,
  predicts,
  margin,
  judged,
  leftOut,
}: PassingThreshold): ThresholdSearchResult {
  return {
    on: 'validation',
    passes,
    closest,
    ...(predicts === null ? {} : { predicts }),
    margin: margin === null ? null : plain(margin),
    judged,
    left_out: leftOut.map(({ reason, ...left }) => ({ ...left, reason: leftOutText(reason) })),
  }
}

/** One measure in the form of the document. */
export function metricResult(measure: Measure): MetricResult {
  if ('undefinedBecause' in measure) return { value: null, undefined: measure.undefinedBecause }
  const { value, interval } = measure
  return {
    value: plain(value),
    low: interval === null ? null : plain(interval.low),
    high: interval === null ? null : plain(interval.high),
    interval: interval?.method ?? null,
    ...cautionResult(interval?.caution),
    ...choiceResult(interval?.withChoice),
    ...(measure.optimism === undefined ? {} : { optimism: plain(measure.optimism) }),
  }
}

function choiceResult(ends: Ends | undefined): { with_choice?: { low: number; high: number } } {
  return ends === undefined ? {} : { with_choice: { low: plain(ends.low), high: plain(ends.high) } }
}

function cautionResult(caution: Caution | null | undefined): { caution?: CautionResult } {
  return caution == null
    ? {}
    : { caution: { reason: caution.reason, low: plain(caution.low), high: plain(caution.high) } }
}

function differenceResult(difference: Difference): DifferenceResult {
  if ('undefinedBecause' in difference) return { difference: null, undefined: difference.undefinedBecause }
  const { interval } = difference
  return {
    difference: plain(difference.difference),
    low: interval === null ? null : plain(interval.low),
    high: interval === null ? null : plain(interval.high),
    p: difference.p,
    test: difference.test,
    ...cautionResult(interval?.caution),
    ...choiceResult(interval?.withChoice),
  }
}

function requirementResult(judgement: Judgement): RequirementResult {
  const { requirement, slice } = judgement
  return {
    metric: requirement.metric,
    ...(requirement.ofClass === null ? {} : { class: requirement.ofClass }),
    ...(requirement.where === null ? {} : { where: requirement.where }),
    split: judgement.split,
    slice,
    bound: boundResult(requirement),
    value: judgement.value === null ? null : plain(judgement.value),
    low: judgement.low === null ? null : plain(judgement.low),
    high: judgement.high === null ? null : plain(judgement.high),
    ...cautionResult(judgement.caution),
    ...(judgement.choice === null ? {} : { threshold: judgement.choice }),
    ...(judgement.optimism === null ? {} : { optimism: plain(judgement.optimism) }),
    outcome: judgement.outcome,
    reason: reasonText(judgement),
    rows_needed: judgement.rowsNeeded,
    positives_needed: judgement.positivesNeeded,
    ...moreRowsResult(judgement),
    ...(isGating(judgement) ? {} : { advisory: true as const }),
    ...(judgement.skipped === null ? {} : { skipped: judgement.skipped }),
    ...(judgement.doubt === null ? {} : { doubt: judgement.doubt }),
  }
}

function moreRowsResult(judgement: Judgement): Pick<RequirementResult, 'more_rows'> {
  const more = moreRows(judgement)
  if (more === null) return {}
  const { rows, positives, range } = more
  return { more_rows: { rows, ...(positives === null ? {} : { positives }), range } }
}

/** As the policy writes it. */
export function boundResult({ of, bound, gapFrom, suspiciousAbove }: Requirement): BoundResult {
  const suspicious = suspiciousAbove === null ? {} : { suspicious_above: suspiciousAbove }
  if (of === 'versus_production') return { versus_production: { ...written(bound), ...suspicious } }
  return of === 'gap' ? { gap: { from: gapFrom, ...written(bound) } } : written(bound)
}

function written({ atLeast, atMost }: Bound): BoundResult {
  return {
    ...(atLeast === undefined ? {} : { at_least: atLeast }),
    ...(atMost === undefined ? {} : { at_most: atMost }),
  }
}

/** −0 is written as 0 by JSON; here too, so that values and text agree. */
function plain(value: number): number {
  return value + 0
}

function autonomyResult({ level, standing, checklist, obstacle }: AutonomyStanding): AutonomyResult {
  return {
    level,
    of: mostAutonomy,
    standing,
    checklist: checklist.map(({ item, isThere }) => ({ item, there: isThere, what: checklistText(item) })),
    missing: obstacle && obstacleText(obstacle),
  }
}

function stageResult({ name, share, confidence, isShown, rowsNeeded, rowsRange }: StageStanding): StageResult {
  return {
    name,
    share,
    confidence,
    shown: isShown,
    rows_needed: rowsNeeded,
    ...(rowsRange === null ? {} : { rows_range: rowsRange }),
  }
}

/** What stands for production, in the form of the document. */
function unpairedResult({ record }: Baseline): UnpairedResult {
  const { model, rows, threshold, confidence, policy, result, selected_from: selectedFrom } = record
  const selected = selectedFrom === undefined ? {} : { selected_from: selectedFrom }
  return { model, rows, threshold: threshold?.value ?? null, ...selected, confidence, policy, result }
}

/**
 * What was asked, in the form of the document.
 * @param positive the positive class, whether it was named or the labels told it; null where the task has none
 */
function setupResult({ policy, roles, reading }: Findings, positive: string | null): SetupResult {
  const terms = readingTerms(reading)
  const named: Roles = { ...roles, positive }
  return {
    policy: policy.name,
    columns: Object.fromEntries(
      roleNames.flatMap((role) => {
        const column = named[role]
        return column === null || column.length === 0 ? [] : [[roleTable[role].policyKey.replace('.', '_'), column]]
      }),
    ),
    ...(Object.keys(terms).length === 0 ? {} : { reading: terms }),
    confidence: policy.confidence,
    assurance: Number(((1 + policy.confidence) / 2).toFixed(12)),
    replicates: policy.replicates,
    seed: policy.seed,
    costs: { false_positive: policy.costs.falsePositive, false_negative: policy.costs.falseNegative },
    smallest_group: policy.smallestGroup,
  }
}

/** A look in the form of the document: earlier looks were by the same policy or another. */
function looksResult(looks: NonNullable<Findings['looks']>): LooksResult {
  if ('uncounted' in looks) return { number: null, reason: uncountedText(looks.uncounted) }
  const { number, judgedAs, confidence, correction, earlier } = looks.look
  return {
    number,
    ...(judgedAs === number ? {} : { judged_as: judgedAs }),
    confidence,
    correction,
    earlier: earlier.map(({ date, model, policy, verdict, shared }) => ({
      date,
      model,
      policy: policy === looks.key.policy ? 'same' : 'other',
      ...(shared === undefined ? {} : { rows: shared }),
      verdict,
    })),
  }
}

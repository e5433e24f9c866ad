import type { UndigestedDocument } from './digest.ts'
import type {
  AbstainResult,
  CalibrationResult,
  ModelResult,
  RequirementResult,
  SplitResult,
} from '../result/evaluation.ts'
import { isSameSlice } from '../result/reading.ts'
import { hiddenText } from '../words/reasons.ts'

/**
 * The document without the numbers of slices, and without the calibration bins, that have fewer than `smallest` rows.
 * Requirements on such slices keep their outcome, which was judged on their numbers.
 */
export function withoutSmallGroups(document: UndigestedDocument, smallest: number): UndigestedDocument {
  const { candidate, production } = document.models
  return {
    ...document,
    models: {
      candidate: modelWithout(candidate, smallest),
      ...(production === undefined ? {} : { production: modelWithout(production, smallest) }),
    },
    comparison: document.comparison && comparisonWithout(document.comparison, smallest),
    requirements: document.requirements.map((requirement) =>
      isOfFew(requirement, candidate, smallest) ? withoutNumbers(requirement, smallest) : requirement,
    ),
  }
}

function comparisonWithout(
  comparison: NonNullable<UndigestedDocument['comparison']>,
  smallest: number,
): UndigestedDocument['comparison'] {
  const splits = Object.entries(comparison.splits).map(([name, { changes, ...split }]) => [
    name,
    changes === undefined
      ? split
      : { ...split, changes: { ...changes, slices: changes.slices.filter(({ rows }) => rows >= smallest) } },
  ])
  return { ...comparison, splits: Object.fromEntries(splits) }
}

function modelWithout(model: ModelResult, smallest: number): ModelResult {
  const splits = Object.entries(model.splits).map(([name, split]) => [name, splitWithout(split, smallest)])
  return { ...model, splits: Object.fromEntries(splits) }
}

function splitWithout(split: SplitResult, smallest: number): SplitResult {
  const small = split.slices.filter(({ rows }) => rows < smallest)
  return {
    ...split,
    ...(split.calibration === undefined ? {} : { calibration: calibrationWithout(split.calibration, smallest) }),
    slices: split.slices.filter(({ rows }) => rows >= smallest),
    ...(split.abstain === undefined ? {} : { abstain: abstainWithout(split.abstain, split.rows, smallest) }),
    ...(small.length === 0 ? {} : { small_slices: small.map(({ where }) => ({ where })) }),
  }
}

/** Without the metrics of a part (about) so small; an empty one has none to show. */
function abstainWithout(abstain: AbstainResult, rows: number, smallest: number): AbstainResult {
  const decidedRows = Math.round((abstain.coverage.value ?? 0) * rows)
  return {
    ...abstain,
    decided: decidedRows < smallest ? {} : abstain.decided,
    abstained: rows - decidedRows < smallest ? {} : abstain.abstained,
  }
}

function calibrationWithout(calibration: CalibrationResult, smallest: number): CalibrationResult {
  const { equal_width: byWidth, equal_mass: byMass } = calibration.bins
  const isShown = ({ rows }: { rows: number }) => rows >= smallest
  return {
    ...calibration,
    bins: {
      equal_width: Array.isArray(byWidth) ? byWidth.filter(isShown) : byWidth,
      equal_mass: byMass.filter(isShown),
    },
  }
}

/** A gap is of two splits: one slice of few rows tells of the other. */
function isOfFew({ slice, split, bound }: RequirementResult, candidate: ModelResult, smallest: number): boolean {
  if (slice === null) return false
  const gap = bound.gap as { from: string } | undefined
  const splits = gap === undefined ? [split] : [split, gap.from]
  return splits.some((name) =>
    candidate.splits[name].slices.some(({ where, rows }) => rows < smallest && isSameSlice(where, slice)),
  )
}

function withoutNumbers(requirement: RequirementResult, smallest: number): RequirementResult {
  return {
    ...requirement,
    value: null,
    low: null,
    high: null,
    caution: undefined,
    threshold: undefined,
    optimism: undefined,
    reason: hiddenText(smallest),
    rows_needed: null,
    positives_needed: null,
    more_rows: undefined,
  }
}

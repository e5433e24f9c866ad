import type { JudgedFinding } from '../policy/judgement.ts'
import { isDefined } from '../metrics/measure.ts'
import type { MeasuredSplit } from '../metrics/measured.ts'
import { splitGaps } from '../split/check/generalisation.ts'
import type { ShiftTest } from '../split/finding.ts'
import { ruleText } from '../split/rule.ts'
import type { FoundRule } from '../split/verify/verify.ts'
import type { MadeByResult, ShiftTestResult, SplitFindingResult, SplitGapResult } from '../result/evaluation.ts'
import { findingText } from '../words/finding-sentences.ts'
import { policyBlock } from '../policy/file/split-rule.ts'

/** The rule that made the splits, in the form of the document. */
export function madeByResult({ rule, disagreeing }: FoundRule): MadeByResult {
  return { words: ruleText(rule), rule: policyBlock(rule), disagreeing_rows: disagreeing }
}

/** A finding in the form of the document. */
export function findingResult(finding: JudgedFinding): SplitFindingResult {
  const { code, splits, rows, examples, test, effect, isWaived } = finding
  return {
    code,
    splits,
    rows,
    examples: examples.map(({ file, lineNumber }) => ({ file: file!, line: lineNumber! })),
    message: findingText(finding),
    ...(test === null ? {} : { test: shiftTestResult(test) }),
    effect,
    waived: isWaived,
  }
}

/** The test of a shift, in the form of the document. */
export function shiftTestResult({ name, statistic, p, effectSize }: ShiftTest): ShiftTestResult {
  return { name, statistic, p, effect_size: effectSize }
}

/** The candidate's metrics on one split minus those on a later one, where both are defined. */
export function gapResults(splits: MeasuredSplit[]): SplitGapResult[] {
  const gaps = splitGaps(splits).filter(({ model }) => model === 'candidate')
  const pairs = new Map(gaps.map(({ splits: pair }) => [pair.join(' '), pair]))
  return [...pairs].map(([key, [from, to]]) => ({
    from,
    to,
    metrics: Object.fromEntries(
      gaps.flatMap(({ splits: pair, metric, gap }) =>
        pair.join(' ') !== key || !isDefined(gap)
          ? []
          : [
              [
                metric,
                {
                  difference: gap.value + 0,
                  low: gap.interval === null ? null : gap.interval.low + 0,
                  high: gap.interval === null ? null : gap.interval.high + 0,
                },
              ],
            ],
      ),
    ),
  }))
}

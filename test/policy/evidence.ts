import type { Measure } from '../../src/metrics/measure.ts'
import type { MeasuredRows, MeasuredSplit } from '../../src/metrics/measured.ts'
import { judge, type Evidence } from '../../src/policy/judge.ts'
import type { Judgement } from '../../src/policy/judgement.ts'
import { defaultPolicy, type Bound, type Policy, type Requirement } from '../../src/policy/policy.ts'
import { reasonText } from '../../src/words/reasons.ts'

export const wilson = (value: number, low: number, high: number): Measure => ({
  value,
  interval: { low, high, method: 'wilson' },
})

/** 200 rows, 100 of them positive, on which the candidate's recall is as measured. */
export function rows(
  measure: Measure,
  difference: { difference: number; low: number; high: number } | null = null,
): MeasuredRows {
  return {
    rowCount: 200,
    weight: null,
    positives: 100,
    models: new Map([
      [
        'candidate',
        {
          confusion: [
            [95, 5],
            [16, 84],
          ],
          classes: null,
          measures: new Map([['recall', measure]]),
        },
      ],
    ]),
    differences:
      difference === null
        ? null
        : new Map([
            [
              'recall',
              {
                difference: difference.difference,
                interval: { low: difference.low, high: difference.high },
                p: 0.5,
                test: 'mcnemar',
              },
            ],
          ]),
  }
}

export const split = (name: string, own: MeasuredRows, slices: MeasuredSplit['slices'] = []): MeasuredSplit => ({
  name,
  ...own,
  slices,
})

export const requirement = (bound: Bound, rest: Partial<Requirement> = {}): Requirement => ({
  metric: 'recall',
  ofClass: null,
  of: 'value',
  bound,
  suspiciousAbove: null,
  where: null,
  split: null,
  gapFrom: null,
  slices: null,
  values: [],
  isAdvisory: false,
  path: 'requirements[0]',
  ...rest,
})

/** The judgements of some requirements, each with its reason in words. */
export function judged(
  requirements: Requirement[],
  splits: MeasuredSplit[],
  rules: Partial<Policy> = {},
  evidence: Partial<Evidence> = {},
): (Judgement & { reason: string })[] {
  const judgements = judge(
    { ...defaultPolicy, ...rules, requirements },
    {
      splits,
      hasProduction: false,
      isCounted: false,
      chosenOn: rules.threshold?.kind === 'best' ? rules.threshold.on : null,
      ...evidence,
    },
  )
  return judgements.map((judgement) => ({ ...judgement, reason: reasonText(judgement) }))
}

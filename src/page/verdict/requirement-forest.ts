import { aroundBound, type ForestRow } from '../chart/forest.ts'
import type { ChartNumbers } from '../chart/numbers.ts'
import type { EvaluationDocument, RequirementResult } from '../../result/evaluation.ts'
import { isCountOfRows, readBound } from '../../result/reading.ts'
import { countText, differenceText, intervalText, metricText, metricTextAgainst } from '../../words/numbers.ts'
import { comparisonWords, limitWords, outcomeWords, requirementSubject } from '../../words/requirements.ts'
import { pageStyle } from '../../words/style.ts'

/** The requirements that have a number, each around its own bound, in the policy's order; and the same as numbers. */
export function requirementForest({ requirements, task }: EvaluationDocument): {
  rows: ForestRow[]
  numbers: ChartNumbers
} {
  const drawn = requirements.filter(
    (requirement): requirement is RequirementResult & { value: number } => requirement.value !== null,
  )
  return {
    rows: drawn.map((requirement): ForestRow => {
      const bound = readBound(requirement.bound)
      const { value, low, high, outcome, advisory } = requirement
      const write = isCountOfRows(requirement) ? countText : bound.of === 'value' ? metricText : differenceText
      const shown = isCountOfRows(requirement)
        ? countText(value)
        : `${bound.of !== 'value' && value > 0 ? '+' : ''}${metricTextAgainst(value, bound.atLeast ?? bound.atMost ?? 0)}`
      return {
        label: requirementSubject(requirement, task, pageStyle) + comparisonWords(bound, pageStyle),
        detail: `${limitWords(bound, pageStyle).join(' and ')}${advisory === true ? ', no part of the verdict' : ''}`,
        ...aroundBound({ value, low, high }, bound),
        tone: outcome,
        words: `${shown} ${outcomeWords[outcome]}`,
        more: low === null || high === null ? '' : intervalText(low, high, write),
      }
    }),
    numbers: {
      columns: [
        { title: 'Requirement' },
        { title: 'Value', format: metricText, hasInterval: true },
        { title: 'At least' },
        { title: 'At most' },
        { title: 'Outcome' },
      ],
      rows: drawn.map((requirement) => {
        const { value, low, high, outcome } = requirement
        const bound = readBound(requirement.bound)
        return [
          requirementSubject(requirement, task, pageStyle) + comparisonWords(bound, pageStyle),
          { value, low, high },
          bound.atLeast ?? null,
          bound.atMost ?? null,
          outcomeWords[outcome],
        ]
      }),
    },
  }
}

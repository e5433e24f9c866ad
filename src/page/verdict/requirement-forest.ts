import { aroundBound, type ForestRow } from '../chart/forest.ts'
import type { ChartNumbers } from '../chart/numbers.ts'
import type { EvaluationDocument, RequirementResult, Verdict } from '../../report/evaluation.ts'
import { countText, differenceText, intervalText, metricText, metricTextAgainst } from '../../app/format.ts'
import { isCountOfRows, readBound, requiredSubject } from '../../app/reasons.ts'

/** How a requirement came out, in words. */
export const outcomeWords: Record<Verdict, string> = { pass: 'met', fail: 'failed', undecided: 'undecided' }

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
      const { comparison, limits } = readBound(requirement.bound)
      const { value, low, high, outcome, advisory } = requirement
      const write = isCountOfRows(requirement) ? countText : comparison === null ? metricText : differenceText
      const shown = isCountOfRows(requirement)
        ? countText(value)
        : `${comparison !== null && value > 0 ? '+' : ''}${metricTextAgainst(value, limits[0].value)}`
      return {
        label: `${requiredSubject(requirement, task)}${comparison ?? ''}`,
        detail: `${limits.map(({ words }) => words).join(' and ')}${advisory === true ? ', no part of the verdict' : ''}`,
        ...aroundBound({ value, low, high }, limitsOf(requirement)),
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
        const { atLeast, atMost } = limitsOf(requirement)
        const { comparison } = readBound(requirement.bound)
        return [
          `${requiredSubject(requirement, task)}${comparison ?? ''}`,
          { value, low, high },
          atLeast ?? null,
          atMost ?? null,
          outcomeWords[outcome],
        ]
      }),
    },
  }
}

function limitsOf({ bound }: RequirementResult): { atLeast?: number; atMost?: number } {
  const inner = (bound.versus_production ?? bound.gap ?? bound) as { at_least?: number; at_most?: number }
  return { atLeast: inner.at_least, atMost: inner.at_most }
}

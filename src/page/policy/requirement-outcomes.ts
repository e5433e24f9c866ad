import type { RequirementResult, Verdict } from '../../result/evaluation.ts'
import { outcomeWords } from '../../words/requirements.ts'
import type { RequirementFile } from '../../worker/protocol.ts'

/** What a requirement came to, over all the rows that it was judged on. */
export interface RequirementOutcome {
  /** The worst outcome. */
  outcome: Verdict
  /** The outcome in words: "met", "1 of 3 failed", "undecided". */
  words: string
}

const worst: Verdict[] = ['fail', 'undecided', 'pass']

/**
 * What each requirement of a policy came to in a result that was judged by it: results come in the policy's order, one
 * of each, or one of each value of its slices.
 */
export function requirementOutcomes(
  requirements: RequirementFile[],
  results: RequirementResult[],
): (RequirementOutcome | null)[] {
  let at = 0
  return requirements.map((requirement) => {
    const start = at
    const seen = new Set<string>()
    while (
      at < results.length &&
      isOf(results[at], requirement) &&
      !seen.has(JSON.stringify(results[at].slice)) &&
      (requirement.slices !== undefined || at === start)
    ) {
      seen.add(JSON.stringify(results[at].slice))
      at += 1
    }
    return summary(results.slice(start, at))
  })
}

function isOf({ metric, slice, class: ofClass }: RequirementResult, requirement: RequirementFile): boolean {
  const columns = requirement.slices === undefined ? [] : [requirement.slices].flat()
  const where = Object.keys(slice ?? {})
  return (
    metric === requirement.metric &&
    ofClass === requirement.class &&
    where.length === columns.length &&
    where.every((column) => columns.includes(column))
  )
}

function summary(results: RequirementResult[]): RequirementOutcome | null {
  const outcome = worst.find((one) => results.some((result) => result.outcome === one))
  if (outcome === undefined) return null
  const count = results.filter((result) => result.outcome === outcome).length
  return {
    outcome,
    words:
      results.length === 1 || (count === results.length && outcome === 'pass')
        ? outcomeWords[outcome]
        : `${count} of ${results.length} ${outcomeWords[outcome]}`,
  }
}

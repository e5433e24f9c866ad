import type { FindingCode, SplitFinding } from '../split/finding.ts'

/** What a check of the splits found, and whether the policy lives with it. */
export interface JudgedFinding extends SplitFinding {
  isWaived: boolean
}

/** Findings with those waived that the policy names. */
export function withWaivers(findings: SplitFinding[], waive: FindingCode[]): JudgedFinding[] {
  return findings.map((finding) => ({ ...finding, isWaived: waive.includes(finding.code) }))
}

/** Those for which nothing measured on these splits is a pass. */
export function findingsThatCount(findings: JudgedFinding[]): JudgedFinding[] {
  return findings.filter(({ effect, isWaived }) => effect === 'undecided' && !isWaived)
}

import type { Look } from '../policy/look.ts'
import type { LooksResult } from './evaluation.ts'

/** @param policyDigest the policy's own: earlier looks were by the same one or another */
export function looksResult({ number, confidence, correction, earlier }: Look, policyDigest: string): LooksResult {
  return {
    number,
    confidence,
    correction,
    earlier: earlier.map(({ date, model, policy, verdict }) => ({
      date,
      model,
      policy: policy === policyDigest ? 'same' : 'other',
      verdict,
    })),
  }
}

/** "Third look at this test set: …"; null where nothing was required. */
export function looksWords(looks: LooksResult | null): string | null {
  if (looks === null) return null
  if (looks.number === null) return `Looks at the test set are not counted: ${looks.reason}.`
  const first = `${ordinal(looks.number)} look at this test set`
  if (looks.number === 1) return `${first}.`
  return `${first}: intervals have confidence ${Number(looks.confidence.toFixed(6))}, corrected for ${looks.number} looks (Bonferroni).`
}

/** Those before, one a line: "2026-01-31 score_v1, by the same policy: fail". */
export function earlierLookLines(looks: LooksResult | null): string[] {
  if (looks === null || looks.number === null) return []
  return looks.earlier.map(
    ({ date, model, policy, verdict }) =>
      `${date.slice(0, 10)} ${shortened(model)}, by ${policy === 'same' ? 'the same' : 'another'} policy: ${verdict}`,
  )
}

const longestName = 80

function shortened(name: string): string {
  return name.length <= longestName ? name : `${name.slice(0, longestName)}…`
}

const ordinals = ['First', 'Second', 'Third', 'Fourth', 'Fifth', 'Sixth', 'Seventh', 'Eighth', 'Ninth', 'Tenth']

function ordinal(number: number): string {
  return ordinals[number - 1] ?? `${number}${ending(number)}`
}

function ending(number: number): string {
  const [tens, ones] = [Math.floor(number / 10) % 10, number % 10]
  return tens === 1 ? 'th' : (['th', 'st', 'nd', 'rd'][ones] ?? 'th')
}

import type { SplitFinding } from '../../../src/split/finding.ts'
import { findingText } from '../../../src/words/finding-sentences.ts'

/** A finding as results tell it: the fields that all findings have, and its sentence. */
export function told(finding: SplitFinding) {
  const { code, splits, rows, examples, test, effect } = finding
  return { code, splits, rows, examples, test, effect, message: findingText(finding) }
}

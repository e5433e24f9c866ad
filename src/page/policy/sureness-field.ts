import { plainKey } from '../../policy/keys.ts'
import { defaultPolicy } from '../../policy/policy.ts'
import { levelText } from '../../words/numbers.ts'
import type { PolicyFile } from '../../worker/protocol.ts'

/** The field that says how sure a pass has to be: of the key that the policy’s file has. */
export interface SurenessField {
  key: 'assurance' | 'confidence'
  /** The sentence up to the field. */
  sentence: string
  label: string
  /** What the file says; null: nothing. */
  value: number | null
  /** What an empty field shows. */
  empty: string
  /** What the number means by the other of the two, in words that follow the field. */
  meaning: string
}

/**
 * How sure a pass has to be, as the file says it: one-sided, by its assurance, or two-sided, by its confidence, which is twice the assurance,
 * less one. A file has one of the two.
 * @example surenessField({ …, assurance: 0.975 }).meaning // 'sure, so that intervals have confidence 95 %'
 */
export function surenessField({ assurance, confidence }: Pick<PolicyFile, 'assurance' | 'confidence'>): SurenessField {
  if (assurance !== undefined)
    return {
      key: 'assurance',
      sentence: 'A pass has to be',
      label: 'Assurance of a pass',
      value: assurance,
      empty: String(assuranceOf(defaultPolicy.confidence)),
      meaning: `sure, so that intervals have confidence ${levelText(2 * assurance - 1)}`,
    }
  const { sentence, label } = plainKey('confidence').form!
  return {
    key: 'confidence',
    sentence,
    label,
    value: confidence ?? null,
    empty: String(defaultPolicy.confidence),
    meaning: `so that a pass is ${levelText(assuranceOf(confidence ?? defaultPolicy.confidence))} sure`,
  }
}

function assuranceOf(confidence: number): number {
  return Number(((1 + confidence) / 2).toFixed(12))
}

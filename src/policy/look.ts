import { isSameLook, looksAt, type Ledger, type LedgerEntry, type LookKey } from './ledger.ts'

/** One look at a test set among those that were made. */
export interface Look {
  /** 1 is the first. */
  number: number
  /** Level of every interval of the look. */
  confidence: number
  correction: 'none' | 'bonferroni'
  /** Those before it. */
  earlier: LedgerEntry[]
  /** It was made before, and is looked at again. */
  isKnown: boolean
}

/**
 * Which look at its test set an evaluation is, and how sure its intervals must be. What was evaluated before, the same
 * rows, predictions and demands, is the same look and gets the same number.
 *
 * Look k is judged at confidence 1 − α/k, where the policy's is 1 − α: Bonferroni's correction (Dunn, JASA 1961) for the
 * k looks so far, by convention. The first look keeps the policy's own. It holds for each family of k looks as the last
 * of them is judged; over K looks to come the chance that any errs is at most α·(1 + 1/2 + … + 1/K).
 * @param confidence the policy's, such as 0.95
 */
export function lookOf(ledger: Ledger, key: LookKey, confidence: number): Look {
  const looks = looksAt(ledger, key.fingerprint)
  const known = looks.findIndex((entry) => isSameLook(entry, key))
  const earlier = known < 0 ? looks : looks.slice(0, known)
  const number = earlier.length + 1
  return {
    number,
    confidence: number === 1 ? confidence : 1 - (1 - confidence) / number,
    correction: number === 1 ? 'none' : 'bonferroni',
    earlier,
    isKnown: known >= 0,
  }
}

import { rounded } from './rounded.ts'

/** What a wrong verdict loses, in any one unit. */
export interface VerdictLosses {
  /** L: what is lost where a model that is not good enough passes. */
  wrongPass: number
  /** G: what is forgone where a model that is good enough is held back. */
  wrongHold: number
}

/** How sure a pass has to be for what is at stake. */
export interface Sureness {
  /** G/(G + L): up to this chance of not being good enough a pass pays; three significant digits. */
  chance: number
  /** For the policy: one less the chance, within what a policy can ask for. */
  assurance: number
  /** Whether the assurance is another than one less the chance: no less shows anything, or no more can be carried. */
  limit: 'least' | 'most' | null
}

/** A policy takes no assurance of 0.75 or less: intervals of so little confidence show nothing. */
export const leastAssurance = 0.8
/** Of 100,000 replicates of the bootstrap, the most that a policy may ask for, ten are outside an interval so sure. */
export const mostAssurance = 0.99995

/**
 * How sure a pass has to be: passing loses L with the chance of not being good enough, holding forgoes G with the chance of being so, and a
 * pass is the cheaper where the first chance is at most G/(G + L) (Berger, *Statistical Decision Theory and Bayesian Analysis*, 1985,
 * 4.4). One less the assurance is taken for that chance, as if nothing were known of the model beforehand.
 * @example surenessOf({ wrongPass: 39, wrongHold: 1 }) // { chance: 0.025, assurance: 0.975, limit: null }
 */
export function surenessOf({ wrongPass, wrongHold }: VerdictLosses): Sureness {
  const chance = rounded(wrongHold / (wrongHold + wrongPass))
  const assurance = Number((1 - chance).toFixed(12))
  if (assurance < leastAssurance) return { chance, assurance: leastAssurance, limit: 'least' }
  if (assurance > mostAssurance) return { chance, assurance: mostAssurance, limit: 'most' }
  return { chance, assurance, limit: null }
}

import type { Task } from '../../dataset/roles.ts'
import { rounded } from '../../policy/stakes/rounded.ts'
import type { DecisionMode, Stakes } from '../../policy/stakes/stakes.ts'
import { surenessOf, type VerdictLosses } from '../../policy/stakes/sureness.ts'
import type { EvaluationDocument } from '../../result/evaluation.ts'
import { splitsOf, startingSplit } from '../../result/reading.ts'
import { ruleResult } from '../../policy/file/split-rule.ts'
import type { SplitRule } from '../../split/rule.ts'
import { levelText, percent } from '../../words/numbers.ts'
import type { Inspection } from '../../worker/protocol.ts'
import { rolesOf, type RolesDraft } from './roles-draft.ts'
import { draftSplitNames } from './split-draft.ts'

/** The name that the page's policy is saved and judged under. */
export const policyName = 'policy.yaml'

/** What is at stake, while it is being answered: texts as typed; null: not answered, so that what is known holds. */
export interface StakesDraft {
  does: DecisionMode
  isReversible: boolean
  falsePositive: string
  falseNegative: string
  /** What a wrong pass loses and a wrong hold forgoes; both '': not known. */
  wrongPass: string
  wrongHold: string
  prevalence: string | null
  production: string | null
  slices: string[] | null
  countsLooks: boolean
  /** The policy as edited by hand; null: as the answers make it. */
  edited: string | null
}

/** The answers that are numbers. */
export type StakesNumber = 'falsePositive' | 'falseNegative' | 'prevalence' | 'wrongPass' | 'wrongHold'

/** How files are read, as it was answered, and why. */
export type ReadAs = Required<Pick<Stakes, 'reading' | 'invalidRows' | 'threshold' | 'reasons'>>

/** What the set-up and the result already say about the stakes. */
export interface KnownStakes {
  task: Task
  roles: RolesDraft
  rule: SplitRule | null
  read: ReadAs
  hasValidation: boolean
  /** Whether results are on the page already. */
  hasLooked: boolean
  /** Share of positives, and the split that it was counted on; null: not measured. */
  prevalence: { share: number; split: string } | null
}

/** What the answers come to. */
export interface StakesReading {
  /** What the engine makes a policy of; null where a fault stands in the way. */
  stakes: Stakes | null
  /** What is wrong with a field, in words. */
  faults: Partial<Record<StakesNumber, string>>
}

/** Nothing answered: a model that suggests, mistakes of equal cost that cannot be undone. */
export const noAnswers: StakesDraft = {
  does: 'suggest',
  isReversible: false,
  falsePositive: '1',
  falseNegative: '1',
  wrongPass: '',
  wrongHold: '',
  prevalence: null,
  production: null,
  slices: null,
  countsLooks: false,
  edited: null,
}

/** Where it is known from. */
interface StakesSources {
  task: Task
  roles: RolesDraft
  rule: SplitRule | null
  read: ReadAs
  inspection: Inspection
  /** The result of just this set-up; null where there is none. */
  document: EvaluationDocument | null
  hasLooked: boolean
}

/** What need not be asked, from the result where there is one, else from the set-up and the first rows. */
export function knownStakes({ task, roles, rule, read, inspection, document, hasLooked }: StakesSources): KnownStakes {
  const splits = document === null ? draftSplitNames(roles, rule, inspection) : splitsOf(document)
  const prevalence = document === null || task !== 'binary' ? null : measuredPrevalence(document)
  return { task, roles, rule, read, hasValidation: splits.includes('validation'), hasLooked, prevalence }
}

function measuredPrevalence(document: EvaluationDocument): KnownStakes['prevalence'] {
  const split = startingSplit(document)
  const share = document.models.candidate.splits[split].metrics.prevalence?.value ?? null
  return share === null || !isShare(share) ? null : { share: rounded(share), split }
}

/** The prevalence as its field shows it. */
export function prevalenceText(draft: StakesDraft, known: KnownStakes): string {
  return draft.prevalence ?? (known.prevalence === null ? '' : String(known.prevalence.share))
}

/** The production model as its field shows it: a column or a pattern; '' is none. */
export function productionOf(draft: StakesDraft, { roles }: KnownStakes): string {
  return draft.production ?? (roles.production || roles.productionPrediction)
}

/** The columns of the groups that may be harmed: as answered, else the set-up's slices. */
export function harmedOf(draft: StakesDraft, { roles }: KnownStakes): string[] {
  return draft.slices ?? roles.slices
}

/** What the answers come to, with what is wrong with each field. */
export function readStakes(draft: StakesDraft, known: KnownStakes): StakesReading {
  const faults = { ...(known.task === 'binary' ? faultsOf(draft, known) : {}), ...lossFaults(draft) }
  return { stakes: Object.keys(faults).length > 0 ? null : stakesOf(draft, known), faults }
}

function faultsOf(draft: StakesDraft, known: KnownStakes): StakesReading['faults'] {
  const prevalence = prevalenceText(draft, known).trim()
  const cost = 'A cost is a number above 0, in any unit, such as 10.'
  return {
    ...(isCost(draft.falsePositive) ? {} : { falsePositive: cost }),
    ...(isCost(draft.falseNegative) ? {} : { falseNegative: cost }),
    ...(prevalence === '' || isShare(Number(prevalence))
      ? {}
      : { prevalence: 'A share is a number between 0 and 1, such as 0.02.' }),
  }
}

/** Both losses or neither: how sure a pass has to be follows from their ratio. */
function lossFaults({ wrongPass, wrongHold }: StakesDraft): StakesReading['faults'] {
  const isSaid = (text: string) => text.trim() !== ''
  const faultOf = (text: string, other: string) =>
    isSaid(text)
      ? isCost(text)
        ? null
        : 'A loss is a number above 0, in any unit, such as 10.'
      : isSaid(other)
        ? 'Say both, or neither: what counts is their ratio.'
        : null
  const [ofPass, ofHold] = [faultOf(wrongPass, wrongHold), faultOf(wrongHold, wrongPass)]
  return { ...(ofPass === null ? {} : { wrongPass: ofPass }), ...(ofHold === null ? {} : { wrongHold: ofHold }) }
}

/** What a wrong verdict loses, as answered; null where it is not, or cannot be read. */
export function lossesOf(draft: StakesDraft): VerdictLosses | null {
  const { wrongPass, wrongHold } = draft
  if (wrongPass.trim() === '' || Object.keys(lossFaults(draft)).length > 0) return null
  return { wrongPass: Number(wrongPass), wrongHold: Number(wrongHold) }
}

/** How sure a pass has to be for these losses; '' where they are not known. */
export function surenessWords(losses: VerdictLosses | null): string {
  if (losses === null) return ''
  const { chance, assurance, limit } = surenessOf(losses)
  const sure = `A pass has to be ${levelText(assurance)} sure`
  switch (limit) {
    case null:
      return sure
    case 'least':
      return `${sure}: the least that shows anything`
    case 'most':
      return `${sure}: a chance of ${percent(chance)} cannot be shown here`
  }
}

function stakesOf(draft: StakesDraft, known: KnownStakes): Stakes {
  const prevalence = prevalenceText(draft, known).trim()
  const isBinary = known.task === 'binary'
  return {
    name: null,
    task: known.task,
    does: draft.does,
    isReversible: draft.isReversible,
    costs: isBinary
      ? { falsePositive: Number(draft.falsePositive), falseNegative: Number(draft.falseNegative) }
      : { falsePositive: 1, falseNegative: 1 },
    losses: lossesOf(draft),
    reviewCost: null,
    prevalence: isBinary && prevalence !== '' ? Number(prevalence) : null,
    columns: { ...rolesOf(known.roles), ...productionRoles(draft, known), slices: harmedOf(draft, known) },
    ...known.read,
    split: known.rule === null ? null : ruleResult(known.rule),
    hasValidation: known.hasValidation,
    hasLooked: known.hasLooked,
    ledger: draft.countsLooks ? policyName.replace(/\.yaml$/, '.ledger.json') : null,
  }
}

/** Another production model says what the candidate does: scores, or classes. */
function productionRoles({ production }: StakesDraft, { roles }: KnownStakes) {
  if (production === null) return {}
  const name = production === '' ? null : production
  return roles.candidate === ''
    ? { production: null, productionPrediction: name }
    : { production: name, productionPrediction: null }
}

function isCost(text: string): boolean {
  const cost = Number(text)
  return Number.isFinite(cost) && cost > 0
}

function isShare(share: number): boolean {
  return share > 0 && share < 1
}

import { canonicalSplit } from '../../dataset/splits.ts'
import type { SplitRule } from '../../split/rule.ts'
import type { EvaluationDocument } from '../../result/evaluation.ts'
import { splitsOf } from '../../result/reading.ts'
import type { PolicyChoices, PolicyFile, RoleGuess } from '../../worker/protocol.ts'
import { sliceCandidates } from '../setup/role-choices.ts'
import type { RolesDraft } from '../setup/roles-draft.ts'

/** What the form of a policy offers: what its task has, and what the data have as far as they are known. */
export interface PolicyOffer extends PolicyChoices {
  splits: string[]
  /** Columns of which every value can be looked at, and pairs of them. */
  slices: string[][]
  classes: string[]
}

interface Known {
  roles: RolesDraft
  rule: SplitRule | null
  guess: RoleGuess
  document: EvaluationDocument | null
}

/** @param known of the data; null before there are any */
export function policyOffer(choices: PolicyChoices, form: PolicyFile, known: Known | null): PolicyOffer {
  const asked = form.requirements
  const named = asked.flatMap(({ split, gap }) => [split, gap?.from]).filter((name) => name !== undefined)
  const columns = unique([
    ...(form.columns?.slices ?? []),
    ...(known === null
      ? []
      : [...known.roles.slices, ...sliceCandidates(known.guess, known.roles).map(({ column }) => column)]),
  ])
  const pairs = columns.flatMap((one, at) => columns.slice(at + 1).map((other) => [one, other]))
  const sets = [
    ...columns.map((column) => [column]),
    ...asked.flatMap(({ slices }) => (slices === undefined ? [] : [[slices].flat()])),
    ...pairs,
  ]
  return {
    ...choices,
    splits: unique([...(known === null ? ['test', 'validation', 'train'] : splitsKnown(known)), ...named]),
    slices: sets.filter((set, at) => sets.findIndex((other) => isSameSet(set, other)) === at),
    classes: unique([
      ...classesKnown(known),
      ...asked.flatMap(({ class: ofClass }) => (ofClass === undefined ? [] : [ofClass])),
    ]),
  }
}

function splitsKnown({ document, roles, rule, guess }: Known): string[] {
  if (document !== null) return splitsOf(document)
  if (roles.split !== '') return (guess.values[roles.split] ?? []).map(canonicalSplit)
  return rule?.parts.map(({ name }) => name) ?? ['all']
}

function classesKnown(known: Known | null): string[] {
  const confusion = known?.document && Object.values(known.document.models.candidate.splits)[0]?.confusion
  return confusion?.labels ?? known?.guess.values[known.roles.label] ?? []
}

function isSameSet(a: string[], b: string[]): boolean {
  return a.length === b.length && a.every((name) => b.includes(name))
}

function unique(names: string[]): string[] {
  return [...new Set(names)]
}

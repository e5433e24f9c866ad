import type { Task } from '../../dataset/roles.ts'
import type { EvaluationDocument } from '../../result/evaluation.ts'
import { splitsOf } from '../../result/reading.ts'
import type { PolicyChoices, PolicyFile } from '../../worker/protocol.ts'

/** What the form of a policy offers: what its task has, and what the data have as far as they are known. */
export interface PolicyOptions extends PolicyChoices {
  splits: string[]
  /** Columns of which every value can be looked at, and pairs of them. */
  slices: string[][]
  classes: string[]
}

/** What is known of the loaded data, from their first rows and from results. */
export interface KnownData {
  /** The task; null where it cannot be detected. */
  task: Task | null
  /** The names of splits in the first rows or in the rule. */
  splits: string[]
  /** Columns that are slices, or can be. */
  sliceColumns: string[]
  /** The label's values in the first rows. */
  classes: string[]
  /** The result of just this set-up; null where there is none. */
  document: EvaluationDocument | null
}

/** @param known of the data; null before there are any */
export function policyOptions(choices: PolicyChoices, form: PolicyFile, known: KnownData | null): PolicyOptions {
  const asked = form.requirements
  const named = asked.flatMap(({ split, gap }) => [split, gap?.from]).filter((name) => name !== undefined)
  const columns = unique([...(form.columns?.slices ?? []), ...(known?.sliceColumns ?? [])])
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

function splitsKnown({ document, splits }: KnownData): string[] {
  return document === null ? splits : splitsOf(document)
}

function classesKnown(known: KnownData | null): string[] {
  const confusion = known?.document && Object.values(known.document.models.candidate.splits)[0]?.confusion
  return confusion?.labels ?? known?.classes ?? []
}

function isSameSet(a: string[], b: string[]): boolean {
  return a.length === b.length && a.every((name) => b.includes(name))
}

function unique(names: string[]): string[] {
  return [...new Set(names)]
}

import type { Policy } from '../../policy/policy.ts'
import { policyTerms } from '../../policy/file/written.ts'
import type { RolesDraft } from './roles-draft.ts'
import { linkHash, mostCharacters, type SetupLink } from './setup-link.ts'
import type { SplitDraft } from './split-draft.ts'

/** What a link is made from. */
export interface LinkSource extends Pick<SetupLink, 'invalidRows' | 'threshold'> {
  roles: RolesDraft
  split: SplitDraft
  /** The loaded policy; null where none is loaded. */
  policy: Policy | null
  fileNames: readonly string[]
  /** Whether the receiver's page will detect the positive class by itself. */
  isPositiveTold: boolean
}

/** A link to a set-up. */
export interface MadeLink {
  hash: string
  /** What it does not carry, each with the reason. */
  leftOut: string[]
}

/** Makes the link to a set-up. What names files or values of the data is left out, and listed. */
export function linkOf({
  roles,
  split,
  invalidRows,
  threshold,
  policy,
  fileNames,
  isPositiveTold,
}: LinkSource): MadeLink {
  const namesFile = (name: string) =>
    fileNames.some((file) => name.startsWith(`${file}:`) || name.startsWith(`${file.replace(/\.[^.]*$/, '')}:`))
  const { positive, ...columns } = roles
  const kept = Object.fromEntries(
    Object.entries(columns).map(([role, name]) => [
      role,
      typeof name === 'string' ? (namesFile(name) ? '' : name) : name.filter((slice) => !namesFile(slice)),
    ]),
  ) as SetupLink['roles']
  const splitNames = [split.key, split.group, split.time, ...(split.strata ?? [])]
  const isSplitKept = !splitNames.some(namesFile)
  const why = policy === null ? null : whyNotLinked(policy)
  const link: SetupLink = {
    roles: kept,
    split: isSplitKept ? split : { ...split, by: '' },
    invalidRows,
    threshold,
    policy: policy === null || why !== null ? null : JSON.stringify({ ...policyTerms(policy), task: undefined }),
  }
  const leftOut = [
    ...(positive === '' || isPositiveTold ? [] : ['the positive class, which is a value of the data']),
    ...(JSON.stringify(kept) === JSON.stringify(columns) && isSplitKept
      ? []
      : ['columns that are named with their file']),
    ...(why === null ? [] : [`the policy, which names ${why}`]),
  ]
  const hash = linkHash(link)
  if (hash.length <= mostCharacters || link.policy === null) return { hash, leftOut }
  return {
    hash: linkHash({ ...link, policy: null }),
    leftOut: [...leftOut, 'the policy, which is too long for a link'],
  }
}

const usualSplit = /^(?:train|validation|test|all|fold_\d+)$/

/** Why a policy may not go into a link, in words; null where it may. Without that part it would be another policy, so it is left out whole. */
function whyNotLinked({ ledger, baseline, requirements, threshold }: Policy): string | null {
  if (ledger !== null) return 'the file of a ledger'
  if (baseline !== null) return 'the file of a baseline'
  if (requirements.some(({ ofClass, values }) => ofClass !== null || values.length > 0)) return 'values of the data'
  const splits = [
    ...requirements.flatMap(({ split, gapFrom }) => [split, gapFrom]),
    threshold.kind === 'best' ? threshold.on : null,
  ]
  return splits.some((split) => split !== null && !usualSplit.test(split)) ? 'splits as the data call them' : null
}

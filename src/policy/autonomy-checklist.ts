import type { Costs } from '../metrics/settings.ts'
import { isGating, type JudgedFinding, type Judgement } from './judgement.ts'
import type { Policy } from './policy.ts'

/**
 * What a policy has to contain before a level of autonomy can be told from it:
 * - `errors`: bounds on both kinds of error, or on their cost
 * - `no_waived_leak`: no finding of the splits that makes a pass worthless is waived
 * - `groups`: a requirement on slices, of those who may be harmed
 * - `present_practice`: a comparison with what is done now
 * - `looks_counted`: a ledger of looks at the test set
 * - `later_test`: a test that is later in time than what the model was made of
 * - `irreversible`: a bound on the error that is dearer, which cannot be undone
 * - `confirmation`: a requirement on a split that is neither train, validation nor test: rows kept for the last look
 * - `shadow`: a stage in which the model runs and decides nothing
 */
export type ChecklistItem = (typeof checklist)[number]['item']

/** What of it there is. */
export interface CheckedItem {
  item: ChecklistItem
  isThere: boolean
}

/** What an item is looked for in. */
interface Looked {
  policy: Policy
  /** Those that gate. */
  gating: Judgement[]
  findings: JudgedFinding[]
}

const missedPositives = ['recall', 'false_negative_rate']
const falseAlarms = ['precision', 'specificity', 'false_positive_rate']
/** Metrics of which one alone is about every kind of error. */
const ofAllErrors = [
  'expected_cost',
  'balanced_accuracy',
  'recall_macro',
  'f1_macro',
  'matthews_corrcoef',
  'cohen_kappa',
  'mean_absolute_error',
  'mean_squared_error',
  'root_mean_squared_error',
  'median_absolute_error',
]
const usualSplits = ['train', 'validation', 'test', 'all']

const checklist = [
  { item: 'errors', from: 2, isThere: ({ gating }: Looked) => boundsBothErrors(gating) },
  {
    item: 'no_waived_leak',
    from: 2,
    isThere: ({ findings }: Looked) => !findings.some(({ effect, isWaived }) => effect === 'undecided' && isWaived),
  },
  { item: 'groups', from: 3, isThere: ({ gating }: Looked) => gating.some(({ slice }) => slice !== null) },
  {
    item: 'present_practice',
    from: 3,
    isThere: ({ gating }: Looked) => gating.some(({ requirement }) => requirement.of === 'versus_production'),
  },
  { item: 'looks_counted', from: 4, isThere: ({ policy }: Looked) => policy.ledger !== null },
  { item: 'later_test', from: 4, isThere: isTestLater },
  {
    item: 'irreversible',
    from: 5,
    isThere: ({ policy, gating }: Looked) => gating.some((judgement) => boundsDearerError(judgement, policy.costs)),
  },
  {
    item: 'confirmation',
    from: 5,
    isThere: ({ gating }: Looked) => gating.some(({ split }) => !usualSplits.includes(split)),
  },
  { item: 'shadow', from: 5, isThere: ({ policy }: Looked) => policy.stages.some(({ share }) => share === 0) },
] as const

/** What a level has to contain, and whether it is there; a higher level has to contain what a lower one has. */
export function checkedItems(
  level: number,
  policy: Policy,
  judgements: Judgement[],
  findings: JudgedFinding[],
): CheckedItem[] {
  const looked = { policy, gating: judgements.filter(isGating), findings }
  return checklist.filter(({ from }) => from <= level).map(({ item, isThere }) => ({ item, isThere: isThere(looked) }))
}

function boundsBothErrors(gating: Judgement[]): boolean {
  const bounded = (metrics: string[]) => gating.some(({ requirement }) => metrics.includes(requirement.metric))
  return bounded(ofAllErrors) || (bounded(missedPositives) && bounded(falseAlarms))
}

/** The rate of the dearer error itself: its mean cost can be met by being cheap elsewhere. */
function boundsDearerError({ requirement: { metric, ofClass } }: Judgement, costs: Costs): boolean {
  if (ofClass !== null) return true
  return (costs.falseNegative >= costs.falsePositive ? missedPositives : falseAlarms).includes(metric)
}

/** By the policy's own rule; or by the times that a column has, where no row is earlier than it ought to be. */
function isTestLater({ policy, findings }: Looked): boolean {
  if (policy.split?.by === 'time') return true
  const hasTimes = policy.columns.time != null && policy.columns.split != null
  return hasTimes && !findings.some(({ code }) => code === 'times_overlap')
}

import type { RolePlace } from '../dataset/model-columns.ts'
import { plainReading, type ReadingSettings } from '../dataset/reading.ts'
import { completedRoles, modelNames, modelsRoles, type ModelsRole, type Roles, roleTable } from '../dataset/roles.ts'
import type { AbstainBand } from '../metrics/binary/abstain.ts'
import type { AbstainPart } from '../metrics/measured.ts'
import type { Costs } from '../metrics/settings.ts'
import { plainSettings, type PlainSettings } from './keys.ts'
import type { SplitRule } from '../split/rule.ts'
import { InputError } from '../table/input-error.ts'

/**
 * What is good enough here, as parsed and checked. What a file says for most keys is taken as it is (see `keys.ts`); these
 * are the others.
 */
export interface Policy extends PlainSettings {
  columns: Partial<Roles>
  /** How cells and files are read, where that is not plain from them. */
  reading: ReadingSettings
  /** The rule that assigns rows to splits. Beside `columns.split`, it says what that column must hold. */
  split: SplitRule | null
  threshold: ThresholdRule
  costs: Costs
  /** Scores from `from` up to `to` go to a human; null: every row is decided by the model. Binary only. */
  abstain: AbstainBand | null
  /** Steps of the rollout, in their order; empty: none are planned. */
  stages: Stage[]
  /** Groups of fewer rows are reported without numbers. */
  smallestGroup: number
  /** Empty only where no policy was given: then everything is measured and nothing is judged. */
  requirements: Requirement[]
}

/** A row is predicted positive where its score is at least the threshold. */
export type ThresholdRule =
  /** `isUsual`: nobody named it, and it makes sense of probabilities alone. */
  | { kind: 'fixed'; value: number; isUsual?: true }
  | {
      kind: 'best'
      direction: 'maximise' | 'minimise'
      metric: string
      subjectTo: { metric: string; bound: Bound }[]
      on: string
    }

/** A threshold that is to be chosen. */
export type ChoosingRule = Extract<ThresholdRule, { kind: 'best' }>

/** Inclusive, in the metric's own units. At least one of the two is given. */
export interface Bound {
  atLeast?: number
  atMost?: number
}

/** A bound on a metric, or on how many rows there are. */
export interface Requirement {
  /** An id of the catalogue; `coverage`; or a count: `rows`, `positives`. */
  metric: string
  /** The class whose precision, recall or F1 it is, in a multiclass task; null: of all classes. */
  ofClass: string | null
  /** `value`: the candidate's; `versus_production`: candidate minus production; `gap`: `from` minus `split`. */
  of: 'value' | 'versus_production' | 'gap'
  bound: Bound
  /**
   * Of `versus_production`: an improvement that may be larger than this is no pass. Above 0, in the metric's own units
   * and its better direction: where lower is better, a drop by more than this.
   */
  suspiciousAbove: number | null
  /** Measured on the rows that the abstain band leaves to the model, or to a human; null: on all. */
  where: AbstainPart | null
  /** null: on test, or on all rows where there are no splits. */
  split: string | null
  gapFrom: string | null
  /** Slice column (or two, for their intersections) of which every value must meet the bound. */
  slices: string[] | null
  /** Values (of each column) that must be there: without rows they are missing. */
  values: string[][]
  /** Judged and reported, and no part of the verdict. */
  isAdvisory: boolean
  /** Path in the policy, such as `requirements[0]`. */
  path: string
}

/** A step of a rollout: how much of the traffic the model gets, and how sure the requirements have to be met before it. */
export interface Stage {
  name: string
  /** Share of the traffic that the model decides, from 0 (it runs in the shadow) to 1. */
  share: number
  /** Confidence level of the intervals at which every requirement has to be met; null: the policy's. */
  confidence: number | null
  /** Fewest rows that the split must have; null: as many as the requirements take. */
  rows: number | null
}

/** What holds where no policy says otherwise. */
export const defaultPolicy: Policy = {
  ...plainSettings({}),
  columns: {},
  reading: plainReading,
  split: null,
  threshold: { kind: 'fixed', value: 0.5, isUsual: true },
  costs: { falsePositive: 1, falseNegative: 1 },
  abstain: null,
  stages: [],
  smallestGroup: 1,
  requirements: [],
}

/** The policy's roles with those that it must name; slices that a requirement names are read too. */
export function completeRoles({ columns, requirements }: Policy, placeOf: RolePlace): Roles {
  if (columns.label === undefined) throw notNamed('label', 'the column of the truth', placeOf)
  if (columns.candidate == null && columns.prediction == null)
    throw notNamed('candidate', 'the column of the candidate’s scores', placeOf)
  if ((columns.model == null) !== (columns.score == null)) {
    throw columns.model == null
      ? notNamed('model', 'the column of the models’ names, as one of what they say (score) is named', placeOf)
      : notNamed('score', 'the column of what the models say, as there is a row for each', placeOf)
  }
  const ofRequirements = requirements.flatMap(({ slices }) => slices ?? [])
  return completedRoles({
    ...columns,
    label: columns.label,
    slices: [...new Set([...(columns.slices ?? []), ...ofRequirements])],
    ...(Object.fromEntries(
      modelsRoles.map((role) => [role, modelNames.filter((model) => columns[role]?.includes(model))]),
    ) as Pick<Roles, ModelsRole>),
  })
}

function notNamed(role: 'label' | 'candidate' | 'model' | 'score', expected: string, placeOf: RolePlace): InputError {
  const orPredictions = role === 'candidate' ? ' (hard predictions: --prediction COLUMN)' : ''
  return new InputError({
    code: 'role_not_named',
    place: placeOf(role),
    found: 'nothing',
    expected,
    remedy: `Name it: --${roleTable[role].flag} COLUMN, or columns.${roleTable[role].policyKey} in the policy${orPredictions}.`,
  })
}

import { canonicalSplit } from '../../dataset/splits.ts'
import type { Task } from '../../dataset/roles.ts'
import type { SplitRuleFile } from '../../policy/file/schema.ts'
import { splitRuleOf, type SplitRuleFault } from '../../policy/file/split-rule.ts'
import { ruleResult } from '../../report/rule-block.ts'
import { type HashName, namedParts, type SplitRule } from '../../split/rule.ts'
import { requireRule, type RuleField } from '../../split/require-rule.ts'
import { InputError } from '../../table/input-error.ts'
import type { Inspection } from '../../worker/protocol.ts'
import { sliceCandidates, valuesOf, type RolesDraft } from './roles-draft.ts'

/** How a rule assigns rows to splits. */
export type SplitMethod = SplitRule['by']

/** A key of a policy's `split:` block that says how. */
export type SplitField = Exclude<keyof SplitRuleFile, 'by'>

/** How rows are to be split, while it is being chosen: texts as typed, '' where there is none. */
export interface SplitDraft extends Record<Exclude<SplitField, 'hash' | 'strata'>, string> {
  /** '': not at all. */
  by: SplitMethod | ''
  hash: HashName
  /** null: the label alone. */
  strata: string[] | null
  /** By time: splits begin when somebody says, instead of having shares. */
  isFromTimes: boolean
}

/** What a draft comes to: a rule, or what is wrong by field, in words; neither where nothing is chosen. */
export interface SplitReading {
  rule: SplitRule | null
  faults: Partial<Record<SplitField, string>>
}

const shareFields = ['train', 'validation', 'test'] as const
const usualShares = Object.fromEntries(namedParts({}).map(({ name, share }) => [name, String(share)])) as Record<
  (typeof shareFields)[number],
  string
>

/** Rows stay unsplit. */
export const noSplit: SplitDraft = {
  by: '',
  key: '',
  group: '',
  time: '',
  hash: 'farm_fingerprint',
  strata: null,
  seed: '',
  ...usualShares,
  folds: '',
  isFromTimes: false,
  validation_from: '',
  test_from: '',
  gap: '',
}

/** A policy's rule, to be looked at and changed. */
export function splitDraftOf(rule: SplitRule | null): SplitDraft {
  if (rule === null) return noSplit
  const written = Object.entries(ruleResult(rule)).map(([key, value]) => [
    key,
    Array.isArray(value) ? value : String(value),
  ])
  const texts = Object.fromEntries(written) as Partial<SplitDraft>
  const hasShares = shareFields.some((field) => texts[field] !== undefined)
  return {
    ...noSplit,
    ...(hasShares ? { train: '', validation: '', test: '' } : {}),
    ...texts,
    isFromTimes: rule.by === 'time' && rule.starts !== null,
  }
}

/** Another way to split; what it goes by starts as the roles and the first rows name it. */
export function withMethod(
  draft: SplitDraft,
  by: SplitMethod | '',
  roles: RolesDraft,
  { offers }: Pick<Inspection, 'offers'>,
): SplitDraft {
  return {
    ...draft,
    by,
    seed: '',
    key: draft.key || roles.id,
    group: draft.group || roles.group || (offers.group?.column ?? ''),
    time: draft.time || roles.time,
  }
}

/** Shares instead of folds. */
export function withShares(draft: SplitDraft): SplitDraft {
  return { ...draft, ...usualShares, folds: '' }
}

/** The columns whose values each split is to have alike. A label of numbers is none: it has too many values. */
export function strataOf(draft: SplitDraft, label: string, task: Task | null): string[] {
  if (draft.strata !== null) return draft.strata
  return label === '' || task === 'regression' ? [] : [label]
}

/** Takes a column among the strata, or takes it out again. */
export function withStratum(draft: SplitDraft, column: string, label: string, task: Task | null): SplitDraft {
  const strata = strataOf(draft, label, task)
  return { ...draft, strata: strata.includes(column) ? strata.filter((name) => name !== column) : [...strata, column] }
}

/** The label is another column: it is so among the strata too. */
export function withOtherLabel(draft: SplitDraft, before: string, after: string): SplitDraft {
  const strata = draft.strata?.map((column) => (column === before ? after : column)).filter((column) => column !== '')
  return { ...draft, strata: strata === undefined ? null : [...new Set(strata)] }
}

/** Columns that can be strata: the label's classes, those that can be slices, and those chosen. */
export function strataCandidates(
  draft: SplitDraft,
  roles: RolesDraft,
  inspection: Pick<Inspection, 'columns' | 'values'>,
  task: Task | null,
): string[] {
  const chosen = strataOf(draft, roles.label, task)
  const label = roles.label === '' || task === 'regression' ? [] : [roles.label]
  return [...new Set([...label, ...sliceCandidates(inspection, roles).map(({ column }) => column), ...chosen])]
}

/** What there is to fill in, by what has been chosen so far: what rows go by, then where they are cut. */
export function splitFields(draft: SplitDraft): { goesBy: SplitField[]; cuts: SplitField[] } {
  const parts: readonly SplitField[] = draft.folds === '' ? shareFields : ['folds']
  switch (draft.by) {
    case '':
      return { goesBy: [], cuts: [] }
    case 'random':
      return { goesBy: ['key'], cuts: [...parts, 'seed'] }
    case 'stratified':
      return { goesBy: ['key', 'strata'], cuts: [...parts, 'seed'] }
    case 'group':
      return { goesBy: ['group'], cuts: [...parts, 'seed'] }
    case 'time':
      return {
        goesBy: ['time'],
        cuts: [...(draft.isFromTimes ? (['validation_from', 'test_from'] as const) : shareFields), 'gap'],
      }
    case 'hash':
      return { goesBy: ['key', 'hash'], cuts: [...parts, 'seed'] }
  }
}

function allFields(draft: SplitDraft): SplitField[] {
  return Object.values(splitFields(draft)).flat()
}

/** The rule that a draft means. */
export function readSplit(draft: SplitDraft, label: string, task: Task | null): SplitReading {
  if (draft.by === '') return { rule: null, faults: {} }
  const faults = typedFaults(draft, label, task)
  if (Object.keys(faults).length > 0) return { rule: null, faults }
  const rule = splitRuleOf(fileOf(draft, draft.by, label, task), {})
  const fault = 'by' in rule ? ruleFault(rule, draft) : rule
  return 'by' in rule && fault === null
    ? { rule, faults: {} }
    : { rule: null, faults: { [fault!.key]: faultWords(fault!) } }
}

/** Why a rule cannot be followed on any rows. */
function ruleFault(rule: SplitRule, draft: SplitDraft): SplitRuleFault | null {
  try {
    requireRule(rule, (field) => ({ column: field }))
    return null
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    const { place, found, expected } = error.fault
    return { key: fieldOf(place.column as RuleField, draft), found, expected }
  }
}

/** Where a field of a rule is filled in. */
function fieldOf(field: RuleField, draft: SplitDraft): SplitField {
  if (field === 'parts') return 'train'
  return field !== 'starts' ? field : draft.test_from.trim() === '' ? 'validation_from' : 'test_from'
}

/** The draft as a policy writes it. */
function fileOf(draft: SplitDraft, by: SplitMethod, label: string, task: Task | null): SplitRuleFile {
  const given = allFields(draft).flatMap((field): [string, unknown][] => {
    if (field === 'strata') return [[field, strataOf(draft, label, task)]]
    const text = draft[field].trim()
    return text === '' ? [] : [[field, field in numberForms ? Number(text) : text]]
  })
  return { by, ...Object.fromEntries(given) }
}

const share = { isValid: (value: number) => value > 0, words: 'A share is a number above 0, such as 70.' }

/** What numbers may be, and what to say where one is not. */
const numberForms: Partial<Record<SplitField, { isValid: (value: number) => boolean; words: string }>> = {
  train: share,
  validation: share,
  test: share,
  seed: { isValid: (value) => Number.isSafeInteger(value) && value >= 0, words: 'A seed is a whole number from 0 on.' },
  folds: { isValid: (value) => Number.isInteger(value) && value >= 2 && value <= 100, words: 'From 2 to 100 folds.' },
}

/** What a policy's form would refuse before it came to a rule. */
function typedFaults(draft: SplitDraft, label: string, task: Task | null): SplitReading['faults'] {
  const faults: SplitReading['faults'] = {}
  const fields = allFields(draft)
  for (const field of fields) {
    const form = numberForms[field]
    if (form === undefined || field === 'strata') continue
    const text = draft[field].trim()
    if (text !== '' && !(Number.isFinite(Number(text)) && form.isValid(Number(text)))) faults[field] = form.words
  }
  const isEmpty = (...some: readonly Exclude<SplitField, 'strata'>[]) =>
    fields.includes(some[0]) && some.every((field) => draft[field].trim() === '')
  if (isEmpty(...shareFields)) faults.train = 'Give two splits or three a share.'
  if (isEmpty('validation_from', 'test_from')) faults.validation_from = 'Say when validation begins, or test, or both.'
  if (fields.includes('strata') && strataOf(draft, label, task).length === 0) {
    faults.strata = 'Choose the columns whose values each split is to have alike.'
  }
  return faults
}

function faultWords({ found, expected }: SplitRuleFault): string {
  return found === 'nothing' ? `Choose ${expected}.` : `Found ${found}, expected ${expected}.`
}

/** The names of the splits before anything is evaluated: the values of the split's column in the first rows, or the parts of the rule. */
export function draftSplitNames(
  roles: RolesDraft,
  rule: SplitRule | null,
  inspection: Pick<Inspection, 'values'>,
): string[] {
  if (roles.split !== '') return valuesOf(inspection, roles.split).map(canonicalSplit)
  return rule?.parts.map(({ name }) => name) ?? ['all']
}

interface Described<T> {
  value: T
  title: string
}

/** The ways to split, as they are offered, each with what it does. */
export const splitMethods: (Described<SplitMethod> & { does: string })[] = [
  {
    value: 'random',
    title: 'Random',
    does: 'Rows in an order that the seed gives. With a key, rows of one key stay together, whatever their order in the file.',
  },
  {
    value: 'stratified',
    title: 'Stratified by label',
    does: 'At random within each class, so that every split has the classes in the same shares.',
  },
  {
    value: 'group',
    title: 'Grouped',
    does: 'Whole groups at random: no group is on both sides. Shares come out as closely as the groups allow.',
  },
  {
    value: 'time',
    title: 'By time',
    does: 'The earliest rows train, the latest test, as in production, where a model meets what came after.',
  },
  {
    value: 'hash',
    title: 'By hash of a key',
    does: 'The key alone decides, so that a pipeline elsewhere makes the same split, and a new row never moves an old one.',
  },
]

interface FieldWords {
  title: string
  hint: string
  /** What the empty choice is called; an example of what may be typed. */
  empty: string
}

/** What each field is called. */
export const splitFieldWords: Record<SplitField, FieldWords> = {
  key: { title: 'Key', hint: 'column that decides', empty: 'choose…' },
  group: { title: 'Group', hint: 'what stays together', empty: 'choose…' },
  time: { title: 'Time', hint: 'when a row is from', empty: 'choose…' },
  hash: { title: 'Hash', hint: 'as your pipeline does', empty: '' },
  strata: { title: 'Alike in every split', hint: 'each combination by itself', empty: '' },
  train: { title: 'Train', hint: 'share', empty: 'none' },
  validation: { title: 'Validation', hint: 'share', empty: 'none' },
  test: { title: 'Test', hint: 'share', empty: 'none' },
  folds: { title: 'Folds', hint: 'of the same size', empty: '' },
  seed: { title: 'Seed', hint: 'another, another split', empty: '1' },
  validation_from: { title: 'Validation from', hint: '', empty: 'such as 2024-03-01' },
  test_from: { title: 'Test from', hint: '', empty: 'such as 2024-04-01' },
  gap: { title: 'Gap', hint: 'left out between splits', empty: 'such as 7d, 12h' },
}

/** The hashes on offer: names in a policy, and who splits so. */
export const hashTitles = [
  { value: 'farm_fingerprint', title: 'BigQuery (FarmHash)' },
  { value: 'sha256', title: 'TFX (SHA-256)' },
] as const satisfies Described<string>[]

/** The first thing that is wrong, with its field's name: "Splits, seed: A seed is a whole number from 0 on."; null where nothing is. */
export function whatIsWrong({ faults }: SplitReading): string | null {
  const [first] = Object.entries(faults) as [SplitField, string][]
  return first === undefined ? null : `Splits, ${splitFieldWords[first[0]].title.toLowerCase()}: ${first[1]}`
}

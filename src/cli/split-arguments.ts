import { mostBuckets } from '../split/buckets.ts'
import { foldParts, namedParts } from '../split/parts.ts'
import type { Part, SplitRule } from '../split/rule.ts'
import { parseDuration } from '../split/time.ts'
import { invalidOption, numberOf, oneOf, parsedOptions, wholeOf } from './options.ts'

/** The options of `good-enough split`, as given. */
export interface SplitArguments {
  file: string
  rule: SplitRule
  /** The column that is to be what the rule makes; null: a column is to be added. */
  verify: string | null
  /** The added column's name. */
  column: string
  out: string | null
}

const options = {
  by: { type: 'string' },
  key: { type: 'string' },
  label: { type: 'string' },
  slice: { type: 'string', multiple: true },
  group: { type: 'string' },
  time: { type: 'string' },
  'validation-from': { type: 'string' },
  'test-from': { type: 'string' },
  gap: { type: 'string' },
  hash: { type: 'string' },
  train: { type: 'string' },
  validation: { type: 'string' },
  test: { type: 'string' },
  folds: { type: 'string' },
  seed: { type: 'string' },
  column: { type: 'string' },
  verify: { type: 'string' },
  out: { type: 'string' },
} as const

type Options = ReturnType<typeof parsedOptions<typeof options>>['values']
type Option = keyof typeof options
type Method = SplitRule['by']

const methods = ['random', 'stratified', 'group', 'time', 'hash'] as const
const partNames = ['train', 'validation', 'test'] as const
const mostFolds = 100
const parts: Option[] = ['train', 'validation', 'test', 'folds']
const always: Option[] = ['by', 'verify', 'column', 'out']

/** What each method goes by, beside the parts. */
const optionsOf: Record<Method, Option[]> = {
  random: [...parts, 'key', 'seed'],
  stratified: [...parts, 'label', 'slice', 'key', 'seed'],
  group: [...parts, 'group', 'key', 'seed'],
  time: ['train', 'validation', 'test', 'time', 'validation-from', 'test-from', 'gap'],
  hash: [...parts, 'key', 'hash', 'seed'],
}

/** Reads the arguments after `split`; throws InputError where they are off. */
export function splitArguments(args: string[]): SplitArguments {
  const { values, positionals } = parsedOptions(args, options, 'split')
  if (positionals.length !== 1) {
    throw invalidOption('FILE', positionals.length === 0 ? 'no file' : `${positionals.length} files`, 'one CSV', 'Name one file, or - for standard input.')
  }
  if (values.by === undefined) throw invalidOption('--by', 'nothing', methods.join(', '), 'Say how rows come into splits: --by hash --key COLUMN, for example.')
  const by = oneOf('--by', values.by, methods)
  const foreign = (Object.keys(values) as Option[]).find((name) => !always.includes(name) && !optionsOf[by].includes(name))
  if (foreign !== undefined) {
    throw invalidOption(`--${foreign}`, `--${foreign} with --by ${by}`, `options of --by ${by}: ${optionsOf[by].map((name) => `--${name}`).join(' ')}`, 'Leave it out.')
  }
  const writing = (['column', 'out'] as const).find((name) => values.verify !== undefined && values[name] !== undefined)
  if (writing !== undefined) throw invalidOption(`--${writing}`, `--${writing} with --verify`, '--verify alone, which writes no file', 'Leave one out.')
  return {
    file: positionals[0], rule: ruleOf(by, values), verify: values.verify ?? null, column: values.column ?? 'split', out: values.out ?? null,
  }
}

function ruleOf(by: Method, values: Options): SplitRule {
  const key = values.key ?? null
  const seed = wholeOf('--seed', values.seed, 0, Number.MAX_SAFE_INTEGER)
  switch (by) {
    case 'random': return { by, key, seed: seed ?? 1, parts: sharedParts(values) }
    case 'stratified': return { by, key, strata: strataOf(values), seed: seed ?? 1, parts: sharedParts(values) }
    case 'group': return { by, group: groupOf(values), seed: seed ?? 1, parts: sharedParts(values) }
    case 'time': return { by, time: required('--time', values.time, 'the column of times'), ...timeParts(values), gapMs: gapOf(values) }
    case 'hash': return {
      by, key: required('--key', values.key, 'the column whose values are hashed'), hash: oneOf('--hash', values.hash ?? 'farm_fingerprint', ['farm_fingerprint', 'sha256'] as const),
      seed, parts: wholeParts(sharedParts(values)),
    }
  }
}

function required(option: string, value: string | undefined, expected: string): string {
  if (value === undefined) throw invalidOption(option, 'nothing', expected, `Name it: ${option} COLUMN.`)
  return value
}

function strataOf({ label, slice = [] }: Options): string[] {
  const strata = [...new Set([...(label === undefined ? [] : [label]), ...slice])]
  if (strata.length === 0) throw invalidOption('--label', 'nothing', 'the label, or a slice, whose values each split is to have in the same shares', 'Name it: --label COLUMN.')
  return strata
}

function groupOf({ group, key }: Options): string {
  if (group !== undefined && key !== undefined) throw invalidOption('--key', '--group and --key, which mean the same here', 'one of them', 'Leave one out.')
  return required('--group', group ?? key, 'the column of groups')
}

/** Folds, or the parts that are named and not 0; the usual three where none is named. */
function sharedParts(values: Options): Part[] {
  const folds = wholeOf('--folds', values.folds, 2, mostFolds)
  const named = partNames.filter((name) => values[name] !== undefined)
  if (folds !== null) {
    if (named.length > 0) throw invalidOption('--folds', `--folds with --${named[0]}`, 'folds, or train, validation and test', 'Leave one out.')
    return foldParts(folds)
  }
  const shares = named.map((name) => [name, numberOf(`--${name}`, values[name], 'a share of 0 or more, in any unit', (share) => share >= 0)!] as const)
    .filter(([, share]) => share > 0)
  if (named.length > 0 && shares.length < 2) {
    throw invalidOption(`--${named[0]}`, `${shares.length === 1 ? 'one part' : 'no part'} above 0`, 'two parts or more', 'Give another its share, as in --train 80 --test 20.')
  }
  return namedParts(Object.fromEntries(shares))
}

function wholeParts(shared: Part[]): Part[] {
  const broken = shared.find(({ share }) => !Number.isInteger(share))
  const sum = shared.reduce((total, { share }) => total + share, 0)
  if (broken === undefined && sum <= mostBuckets) return shared
  const [option, found] = broken === undefined ? [shared[0].name, `parts that add up to ${sum}`] : [broken.name, String(broken.share)]
  throw invalidOption(`--${option}`, found, `whole numbers of buckets, ${mostBuckets} in all at most, with --by hash`, 'Write 0.8 and 0.2 as 8 and 2, for example.')
}

/** Cut-offs, or shares. */
function timeParts(values: Options): { parts: Part[]; starts: string[] | null } {
  const cuts = (['validation', 'test'] as const).flatMap((name) => {
    const start = values[`${name}-from`]
    return start === undefined ? [] : [{ name, start }]
  })
  if (cuts.length === 0) return { parts: sharedParts(values), starts: null }
  const share = partNames.find((name) => values[name] !== undefined)
  if (share !== undefined) throw invalidOption(`--${share}`, `--${share} with --${cuts[0].name}-from`, 'cut-offs, or shares', 'Leave one out.')
  return { parts: ['train', ...cuts.map(({ name }) => name)].map((name) => ({ name, share: 1 })), starts: cuts.map(({ start }) => start) }
}

function gapOf({ gap }: Options): number {
  if (gap === undefined) return 0
  const gapMs = parseDuration(gap)
  if (gapMs === null) throw invalidOption('--gap', JSON.stringify(gap), 'a duration such as 7d, 12h, 30m or 15s', 'See good-enough --help.')
  return gapMs
}

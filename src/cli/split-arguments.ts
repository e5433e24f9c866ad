import type { SplitRuleFile } from '../policy/file/schema.ts'
import { splitRuleOf } from '../policy/file/split-rule.ts'
import type { Shares, SplitRule } from '../split/rule.ts'
import { snippetTargets, type SnippetTarget } from '../split/snippet/snippet.ts'
import { invalidOption, numberOf, oneOf, outputPath, parsedOptions, wholeOf } from './options.ts'

/** The options of `good-enough split`, as given. */
export interface SplitArguments {
  file: string
  /** Null: it is to be found (`verify`). */
  rule: SplitRule | null
  /** The column that is to be what the rule makes, or whose rule is to be found; null: a column is to be added. */
  verify: string | null
  /** What may have been the key and the strata of a rule that is to be found, and the seed. */
  suspected: { keys: string[]; strata: string[]; seed: number | null }
  /** Where the same split is to be made; null: here. */
  snippet: SnippetTarget | null
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
  snippet: { type: 'string' },
  out: { type: 'string' },
} as const

type Options = ReturnType<typeof parsedOptions<typeof options>>['values']
type Option = keyof typeof options
type Method = SplitRule['by']

const methods = ['random', 'stratified', 'group', 'time', 'hash'] as const
const partNames = ['train', 'validation', 'test'] as const
const mostFolds = 100
const parts: Option[] = ['train', 'validation', 'test', 'folds']
const always: Option[] = ['by', 'verify', 'snippet', 'column', 'out']
const toFind: Option[] = ['verify', 'key', 'label', 'slice', 'seed']

/** The options that each method takes. */
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
    throw invalidOption(
      'FILE',
      positionals.length === 0 ? 'no file' : `${positionals.length} files`,
      'one CSV',
      'Name one file, or - for standard input.',
    )
  }
  if (values.by === undefined && values.verify !== undefined) return { ...ofFile(positionals[0], values), rule: null }
  if (values.by === undefined)
    throw invalidOption(
      '--by',
      'nothing',
      methods.join(', '),
      'Say how rows come into splits: --by hash --key COLUMN, for example.',
    )
  const by = oneOf('--by', values.by, methods)
  const foreign = (Object.keys(values) as Option[]).find(
    (name) => !always.includes(name) && !optionsOf[by].includes(name),
  )
  if (foreign !== undefined) {
    throw invalidOption(
      `--${foreign}`,
      `--${foreign} with --by ${by}`,
      `options of --by ${by}: ${optionsOf[by].map((name) => `--${name}`).join(' ')}`,
      'Leave it out.',
    )
  }
  if (by === 'group' && values.key !== undefined) {
    if (values.group !== undefined)
      throw invalidOption('--key', '--group and --key, which mean the same here', 'one of them', 'Leave one out.')
    values.group = values.key
    delete values.key
  }
  return { ...ofFile(positionals[0], values), rule: ruleOf(by, values) }
}

/** All of the arguments but the rule. */
function ofFile(file: string, values: Options): Omit<SplitArguments, 'rule'> {
  const { verify, snippet } = values
  const foreign =
    values.by === undefined ? (Object.keys(values) as Option[]).find((name) => !toFind.includes(name)) : undefined
  if (foreign !== undefined)
    throw invalidOption(
      `--${foreign}`,
      `--${foreign} without --by`,
      'a rule (--by …) that it belongs to',
      'Say --by, or leave it out.',
    )
  const asked = verify !== undefined ? '--verify' : snippet !== undefined ? '--snippet' : null
  const writing = (['snippet', 'column', 'out'] as const).find(
    (name) => asked !== null && `--${name}` !== asked && values[name] !== undefined,
  )
  if (writing !== undefined)
    throw invalidOption(
      `--${writing}`,
      `--${writing} with ${asked}`,
      `${asked} alone, which writes no file`,
      'Leave one out.',
    )
  return {
    file,
    verify: verify ?? null,
    column: values.column ?? 'split',
    out: outputPath(values.out),
    suspected: {
      keys: values.key === undefined ? [] : [values.key],
      strata: strataOf(values) ?? [],
      seed: wholeOf('--seed', values.seed, 0, Number.MAX_SAFE_INTEGER),
    },
    snippet: snippet === undefined ? null : oneOf('--snippet', snippet, snippetTargets),
  }
}

function ruleOf(by: Method, values: Options): SplitRule {
  const block: SplitRuleFile = {
    by,
    key: values.key,
    group: values.group,
    time: values.time,
    strata: strataOf(values),
    gap: values.gap,
    validation_from: values['validation-from'],
    test_from: values['test-from'],
    hash: values.hash === undefined ? undefined : oneOf('--hash', values.hash, ['farm_fingerprint', 'sha256'] as const),
    seed: wholeOf('--seed', values.seed, 0, Number.MAX_SAFE_INTEGER) ?? undefined,
    folds: wholeOf('--folds', values.folds, 2, mostFolds) ?? undefined,
    ...sharesOf(values),
  }
  const rule = splitRuleOf(
    Object.fromEntries(Object.entries(block).filter(([, value]) => value !== undefined)) as SplitRuleFile,
    {},
  )
  if ('parts' in rule) return rule
  throw invalidOption(optionOfKey(rule.key), rule.found, rule.expected, 'See good-enough --help.')
}

/** An option's name for what a policy's `split:` names otherwise. */
function optionOfKey(key: string): string {
  return key === 'strata' ? '--label' : `--${key.replace('_', '-')}`
}

function strataOf({ label, slice = [] }: Options): string[] | undefined {
  const strata = [...new Set([...(label === undefined ? [] : [label]), ...slice])]
  return strata.length === 0 ? undefined : strata
}

/** The shares above 0 that options name. */
function sharesOf(values: Options): Shares {
  const named = partNames.filter((name) => values[name] !== undefined)
  const shares = named.map(
    (name) =>
      [name, numberOf(`--${name}`, values[name], 'a share of 0 or more, in any unit', (share) => share >= 0)!] as const,
  )
  const above = shares.filter(([, share]) => share > 0)
  if (named.length > 0 && above.length === 0)
    throw invalidOption(`--${named[0]}`, 'no share above 0', 'two splits or three', 'See good-enough --help.')
  return Object.fromEntries(above)
}

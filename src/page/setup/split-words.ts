import type { SplitField, SplitMethod, SplitReading } from './split-draft.ts'

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

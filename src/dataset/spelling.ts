import type { DictionaryColumn } from '../table/column.ts'
import { comparable } from '../table/missing-words.ts'
import type { CellReadings } from './cell-reading.ts'
import { nameOf, type LoadedFile } from './columns.ts'
import { valueCounts } from './labels.ts'
import type { ModelColumns } from './model-columns.ts'
import type { DatasetNotice, OneSpelling } from './notices.ts'
import type { Spelling } from './reading.ts'
import { isSameUse, type ColumnPlan } from './plan.ts'
import type { ColumnAddress } from './resolve.ts'
import type { ModelName } from './roles.ts'

/** Files whose words have one spelling each, and what named them, spelled alike. */
export interface Spelled {
  files: LoadedFile[]
  models: Map<ModelName, ModelColumns>
  /** The positive class; null where none is named. */
  positive: string | null
  notices: DatasetNotice[]
}

/** What several spellings of one word have in common; null: the word is not compared this way. */
type Key = (word: string) => string | null

/** Rows by word, and the spellings that count first where several have as many rows. */
interface WordCounts {
  rows: Map<string, number>
  first: ReadonlySet<string>
}

/**
 * Gives words that mean the same one spelling: those of a column whose case and blanks do not count, in truth and predictions
 * together; and classes that all are whole numbers (`1` and `1.0`) or booleans (`True` and `true`), unless somebody said that each
 * spelling is a class. What is changed is said.
 */
export function unifySpelling(
  files: LoadedFile[],
  plan: ColumnPlan,
  positive: string | null,
  readings: CellReadings,
): Spelled {
  const isSaid = (said: Spelling, addresses: ColumnAddress[]) =>
    addresses.some(({ file, column }) => readings(file, column).spelling === said)
  const notices: DatasetNotice[] = []
  let columns = dictionariesOf(files)
  const recode = (addresses: ColumnAddress[], spelling: Map<string, string>) => {
    for (const address of addresses)
      columns = columns.map((each) =>
        isAt(each, address) ? { ...each, column: recoded(each.column, spelling) } : each,
      )
  }
  const wordsAt = (addresses: ColumnAddress[]) => columns.filter((each) => addresses.some((one) => isAt(each, one)))

  for (const addresses of otherWords(plan)) {
    if (!isSaid('fold', addresses)) continue
    const spelling = commonSpelling(countedRows(wordsAt(addresses)), comparable)
    recode(addresses, spelling)
    notices.push(...foldNotice(nameOf(files, addresses[0]), spelling))
  }

  const classes = classAddresses(plan)
  let { models } = plan
  let positiveClass = positive
  const spell = (addresses: ColumnAddress[], spelling: Map<string, string>, key: Key) => {
    recode(addresses, spelling)
    models = new Map([...models].map(([model, of]) => [model, relabelled(of, spelling, key)]))
    positiveClass = positiveClass && spelledLike(positiveClass, spelling, key)
  }
  if (isSaid('fold', classes)) {
    const spelling = commonSpelling(countedRows(wordsAt(classes)), comparable)
    spell(classes, spelling, comparable)
    notices.push(...foldNotice(null, spelling))
  }
  for (const { key, are } of isSaid('exact', classes) ? [] : literals) {
    const alike = classes.filter((address) =>
      wordsAt([address]).every(({ column }) => column.values.every((word) => key(word) !== null)),
    )
    const truth = new Set(wordsAt(plan.label).flatMap(({ column }) => column.values))
    const spelling = commonSpelling(countsFor(wordsAt(alike), truth, key), key)
    spell(alike, spelling, key)
    notices.push(...alikeNotice(are, spelling))
  }
  return { files: withDictionaries(files, columns), models, positive: positiveClass, notices }
}

/** Ways of writing one value that are known without being told. */
const literals: { key: Key; are: 'whole numbers' | 'booleans' }[] = [
  { key: (word) => /^[+]?(-?(?:0|[1-9]\d*))(?:\.0*)?$/.exec(word)?.[1] ?? null, are: 'whole numbers' },
  { key: (word) => (/^(?:true|false)$/i.test(word) ? word.toLowerCase() : null), are: 'booleans' },
]

/** Where truth, predicted classes and the classes of scores are. */
function classAddresses({ task, label, models }: ColumnPlan): ColumnAddress[] {
  if (task === 'regression') return []
  const ofModels = [...models.values()].flatMap((model) =>
    model.kind === 'prediction' ? [model.address] : model.kind === 'score' && model.of !== undefined ? [model.of] : [],
  )
  return [...label, ...ofModels]
}

/** Where words are that are no classes. */
function otherWords({ slices, split, group, modelRows, splitting }: ColumnPlan): ColumnAddress[][] {
  const ofRows = modelRows === null ? [] : [modelRows.address]
  return [
    ...[...slices, ...(splitting?.strata ?? [])].map(({ addresses }) => addresses),
    ...[split, group, ofRows].filter((addresses) => addresses.length > 0),
  ]
}

/** One column of words, and where it stands. */
interface PlacedWords {
  file: number
  place: number
  use: LoadedFile['uses'][number]
  column: DictionaryColumn
}

function dictionariesOf(files: LoadedFile[]): PlacedWords[] {
  return files.flatMap(({ uses, table }, file) =>
    uses.flatMap((use, place) => {
      const column = table.columns[place]
      return column.kind === 'dictionary' ? [{ file, place, use, column }] : []
    }),
  )
}

function withDictionaries(files: LoadedFile[], columns: PlacedWords[]): LoadedFile[] {
  return files.map((loaded, i) => {
    const changed = columns.filter(({ file, place, column }) => file === i && loaded.table.columns[place] !== column)
    if (changed.length === 0) return loaded
    const all = loaded.table.columns.map((column, at) => changed.find(({ place }) => place === at)?.column ?? column)
    return { ...loaded, table: { ...loaded.table, columns: all } }
  })
}

function isAt({ file, use }: PlacedWords, { file: other, ...address }: ColumnAddress): boolean {
  return file === other && isSameUse(use, { ...address, kind: 'dictionary' })
}

/** As `countedRows`; rows are not counted where all words are one way of writing something each, so that it does not matter. */
function countsFor(columns: PlacedWords[], first: ReadonlySet<string>, key: Key): WordCounts {
  const words = new Set(columns.flatMap(({ column }) => column.values))
  const isEachOne = new Set([...words].map(key)).size === words.size
  return isEachOne ? { rows: new Map([...words].map((word) => [word, 0])), first } : countedRows(columns, first)
}

function countedRows(columns: PlacedWords[], first: ReadonlySet<string> = new Set()): WordCounts {
  const rows = new Map<string, number>()
  for (const { column } of columns)
    for (const { value, count } of valueCounts(column)) rows.set(value, (rows.get(value) ?? 0) + count)
  return { rows, first }
}

/** For each word its spelling: of those with one key the one that most rows have, of as many the first by code points. */
function commonSpelling({ rows, first }: WordCounts, key: Key): Map<string, string> {
  const best = new Map<string, string>()
  const isBetter = (word: string, than: string) => {
    const [isFirst, count] = [Number(first.has(word)) - Number(first.has(than)), rows.get(word)! - rows.get(than)!]
    return isFirst > 0 || (isFirst === 0 && (count > 0 || (count === 0 && word < than)))
  }
  for (const word of rows.keys()) {
    const of = key(word)
    const known = of === null ? undefined : best.get(of)
    if (of !== null && (known === undefined || isBetter(word, known))) best.set(of, word)
  }
  return new Map([...rows.keys()].map((word) => [word, best.get(key(word) ?? '') ?? word]))
}

/** The column with its words spelled so; itself where that changes nothing. */
function recoded(column: DictionaryColumn, spelling: Map<string, string>): DictionaryColumn {
  const spelled = column.values.map((value) => spelling.get(value) ?? value)
  if (spelled.every((value, code) => value === column.values[code])) return column
  const values = [...new Set(spelled)]
  const codes = Uint32Array.from(spelled, (value) => values.indexOf(value))
  return { kind: 'dictionary', codes: column.codes.map((code) => codes[code]), values }
}

/** A class that was named, as the rows spell it. */
function spelledLike(name: string, spelling: Map<string, string>, key: Key): string {
  const exact = spelling.get(name)
  if (exact !== undefined) return exact
  const of = key(name)
  return of === null ? name : ([...spelling].find(([word]) => key(word) === of)?.[1] ?? name)
}

/** Columns of probabilities with their classes as the rows spell them, unless two of them would be one. */
function relabelled(columns: ModelColumns, spelling: Map<string, string>, key: Key): ModelColumns {
  if (columns.kind !== 'probabilities' || columns.columns.some(({ label }) => key(label) === null)) return columns
  const renamed = columns.columns.map((column) => ({ ...column, label: spelledLike(column.label, spelling, key) }))
  return new Set(renamed.map(({ label }) => label)).size < renamed.length ? columns : { ...columns, columns: renamed }
}

/** The words that are written in more than one way, by code points, so that the order of rows leaves no trace. */
function changedSpellings(spelling: Map<string, string>): OneSpelling[] {
  const others = new Map<string, string[]>()
  for (const [word, as] of spelling) if (word !== as) others.set(as, [...(others.get(as) ?? []), word])
  return [...others].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([word, also]) => ({ word, also: also.toSorted() }))
}

function foldNotice(column: string | null, spelling: Map<string, string>): DatasetNotice[] {
  const spellings = changedSpellings(spelling)
  return spellings.length === 0 ? [] : [{ code: 'spelling_folded', column, spellings }]
}

function alikeNotice(are: 'whole numbers' | 'booleans', spelling: Map<string, string>): DatasetNotice[] {
  const spellings = changedSpellings(spelling)
  return spellings.length === 0 ? [] : [{ code: 'classes_alike', are, spellings }]
}

import type { UsableRows } from '../dataset/assemble.ts'
import { agreedNumbers, agreedWords, nameOf, numbersOf, textsOf, type LoadedFile } from '../dataset/columns.ts'
import type { ModelColumns } from '../dataset/model-columns.ts'
import type { ColumnPlan } from '../dataset/plan.ts'
import type { Roles } from '../dataset/roles.ts'
import { rowsOfSplits, type RowsOfSplit } from '../dataset/splits.ts'
import type { LedgerEntry } from '../policy/ledger.ts'
import type { DictionaryColumn } from '../table/column.ts'
import {
  digestOfParts,
  digestOfTexts,
  numberPart,
  RowsDigest,
  textDigest,
  wordPart,
  type RowDigest,
  type RowPart,
} from './row-digest.ts'

/** The rows that are tested on, and what is said of them, as a ledger knows them. */
export type TestSet = Pick<LedgerEntry, 'fingerprint' | 'evaluated' | 'model' | 'rows'>

/**
 * The test split, or all rows where there are no splits; null where splits have no test.
 *
 * Its fingerprint is of the ids; where no column of ids is named, of each row's truth, group and slices. It shows no row;
 * whoever holds all rows but one can test guesses at that one.
 * @param split every usable row's; null where there is none
 * @param positive the positive class; null where the task has none
 */
export function testSet(
  files: LoadedFile[],
  plan: ColumnPlan,
  usable: UsableRows,
  split: DictionaryColumn | null,
  roles: Roles,
  positive: string | null,
): TestSet | null {
  const splits = rowsOfSplits(split)
  const test = splits.find(({ name, rows }) => name === 'test' || rows === null)
  if (test === undefined) return null
  const facts = factParts(files, plan, usable)
  const identity =
    plan.ids.length === 0 ? digestOfParts(facts) : digestOfTexts(textsOf(files, plan.ids[0], usable.rows))
  const models = [...plan.models].map(([model, columns]) => ({
    model,
    isOfClass: columns.kind === 'score' && columns.of !== undefined,
    ...modelParts(files, columns, usable),
  }))
  const weights = usable.weights === null ? [] : [numberPart(usable.weights.values)]
  const whole = digestOfParts([...facts, ...weights, ...models.flatMap(({ parts }) => parts)])
  const shape = [
    plan.task,
    positive,
    weights.length,
    models.map(({ model, classes }) => [model, classes]),
    ...(roles.reversed.length === 0 ? [] : [{ reversed: roles.reversed }]),
    ...(models.some(({ isOfClass }) => isOfClass) ? [{ of: models.map(({ isOfClass }) => isOfClass) }] : []),
  ]
  return {
    fingerprint: textDigest(
      `good-enough test set ${plan.ids.length === 0 ? 'facts' : 'ids'} ${sumOf(test, usable, identity)}`,
    ),
    evaluated: textDigest(JSON.stringify([shape, splits.map((rows) => [rows.name, sumOf(rows, usable, whole)])])),
    model: modelName(files, plan, roles),
    rows: test.rows?.length ?? usable.rowCount,
  }
}

function sumOf({ rows }: RowsOfSplit, { rowCount }: UsableRows, digest: RowDigest): string {
  const sum = new RowsDigest()
  const count = rows?.length ?? rowCount
  for (let i = 0; i < count; i++) sum.add(digest(rows === null ? i : rows[i]))
  return sum.sum()
}

/** What is true of a row, whatever models say. */
function factParts(files: LoadedFile[], plan: ColumnPlan, { rows }: UsableRows): RowPart[] {
  const slices = plan.slices.toSorted((a, b) => (a.column < b.column ? -1 : 1)).map(({ addresses }) => addresses)
  const words = [...(plan.group.length === 0 ? [] : [plan.group]), ...slices]
  const truth =
    plan.task === 'regression'
      ? numberPart(agreedNumbers(files, plan.label, rows))
      : wordPart(agreedWords(files, plan.label, rows))
  return [truth, ...words.map((addresses) => wordPart(agreedWords(files, addresses, rows)))]
}

function modelParts(
  files: LoadedFile[],
  columns: ModelColumns,
  { rows }: UsableRows,
): { parts: RowPart[]; classes: string[] | null } {
  switch (columns.kind) {
    case 'score': {
      const { address, of } = columns
      const ofClass = of === undefined ? [] : [wordPart(agreedWords(files, [of], rows))]
      return { parts: [numberPart(numbersOf(files, address, rows)), ...ofClass], classes: null }
    }
    case 'prediction':
      return { parts: [wordPart(agreedWords(files, [columns.address], rows))], classes: [] }
    case 'probabilities': {
      const ofClasses = columns.columns.toSorted((a, b) => (a.label < b.label ? -1 : 1))
      return {
        parts: ofClasses.map(({ address }) => numberPart(numbersOf(files, address, rows))),
        classes: ofClasses.map(({ label }) => label),
      }
    }
  }
}

/** The candidate's name in its rows, or its column with its file where there are several. */
function modelName(files: LoadedFile[], plan: ColumnPlan, { candidate }: Roles): string {
  const columns = plan.models.get('candidate')!
  if (plan.modelRows !== null) return plan.modelRows.names.get('candidate')!
  if (columns.kind === 'probabilities') return candidate!
  const { element } = columns.address
  const column = `${nameOf(files, columns.address)}${element === undefined ? '' : `[${element}]`}`
  return files.length === 1 ? column : `${files[columns.address.file].file}:${column}`
}

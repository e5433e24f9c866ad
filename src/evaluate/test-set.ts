import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { UsableRows } from '../dataset/assemble.ts'
import { agreedNumbers, agreedWords, type LoadedFile, nameOf, numbersOf, textsOf } from '../dataset/columns.ts'
import type { ModelColumns } from '../dataset/model-columns.ts'
import type { ColumnPlan } from '../dataset/plan.ts'
import { modelsRoles, type Roles } from '../dataset/roles.ts'
import { type RowsOfSplit, rowsOfSplits } from '../dataset/splits.ts'
import type { LedgerEntry } from '../policy/ledger.ts'
import { keyDigest } from '../split/buckets.ts'
import type { DictionaryColumn, Utf8Column } from '../table/column.ts'

/** The rows that are tested on, and what is said of them, as a ledger knows them. */
export interface TestSet extends Pick<LedgerEntry, 'fingerprint' | 'evaluated' | 'model' | 'rows'> {
  /**
   * The fingerprints of the first and of the last so many of its rows, in the order of the file, for each of some numbers of
   * rows: a set to which rows were put, at its end or at its beginning, is recognised by them.
   */
  partPrints(counts: readonly number[]): Set<string>
}

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
    ...modelsRoles.flatMap((role) => (roles[role].length === 0 ? [] : [{ [role]: roles[role] }])),
    ...(models.some(({ isOfClass }) => isOfClass) ? [{ of: models.map(({ isOfClass }) => isOfClass) }] : []),
  ]
  const printOf = (sum: string) => textDigest(`good-enough test set ${plan.ids.length === 0 ? 'facts' : 'ids'} ${sum}`)
  return {
    fingerprint: printOf(sumOf(test, usable, identity)),
    partPrints: (counts) => new Set(sumsOfParts(test, usable, identity, new Set(counts)).map(printOf)),
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

/** The sums of the first and of the last so many rows. */
function sumsOfParts(
  { rows }: RowsOfSplit,
  { rowCount }: UsableRows,
  digest: RowDigest,
  counts: ReadonlySet<number>,
): string[] {
  const count = rows?.length ?? rowCount
  const longest = Math.max(0, ...[...counts].filter((some) => some < count))
  const sumsFrom = (rowAt: (i: number) => number) => {
    const sum = new RowsDigest()
    const sums: string[] = []
    for (let i = 0; i < longest; i++) {
      sum.add(digest(rowAt(i)))
      if (counts.has(i + 1)) sums.push(sum.sum())
    }
    return sums
  }
  const row = (i: number) => (rows === null ? i : rows[i])
  return [...sumsFrom(row), ...sumsFrom((i) => row(count - 1 - i))]
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

/** Eight bytes of each row. */
export type RowPart = (view: DataView, at: number, row: number) => void

/** SHA-256 of a row; the same 32 bytes are written anew on every call. */
export type RowDigest = (row: number) => DataView

const partBytes = 8

/** The number of a row, as 8 bytes. */
function numberPart(values: Float64Array): RowPart {
  return (view, at, row) => view.setFloat64(at, values[row])
}

/** The first 64 bits of the SHA-256 of a row's word. */
function wordPart({ codes, values }: DictionaryColumn): RowPart {
  const digests = values.map((value) => new DataView(sha256(utf8ToBytes(value)).buffer))
  const [high, low] = [0, 4].map((at) => Uint32Array.from(digests, (digest) => digest.getUint32(at)))
  return (view, at, row) => {
    view.setUint32(at, high[codes[row]])
    view.setUint32(at + 4, low[codes[row]])
  }
}

/** SHA-256 of the parts of a row, one after another. */
function digestOfParts(parts: RowPart[]): RowDigest {
  const bytes = new Uint8Array(parts.length * partBytes)
  const view = new DataView(bytes.buffer)
  const digest = keyDigest(null)
  return (row) => {
    for (let i = 0; i < parts.length; i++) parts[i](view, i * partBytes, row)
    return digest(bytes, 0, bytes.length)
  }
}

/** SHA-256 of a row's text as it is in the file. */
function digestOfTexts({ bytes, offsets }: Utf8Column): RowDigest {
  const digest = keyDigest(null)
  return (row) => digest(bytes, offsets[row], offsets[row + 1])
}

const limbCount = 16
const limb = 1 << 16

/**
 * A digest of a multiset of rows: SHA-256 of the sum, modulo 2^256, of the rows' own SHA-256. The order of the rows leaves
 * no trace, and no row can be tested against it without all others. (Clarke et al., ASIACRYPT 2003, MSet-Add-Hash
 * without its key: whoever could forge a set of rows could as well edit what it is compared with.)
 */
class RowsDigest {
  /** Sums of 16 bits each, the most significant first: exact for 2^37 rows. */
  readonly #limbs = new Float64Array(limbCount)
  #rowCount = 0

  /** @param digest of a row, 32 bytes */
  add(digest: DataView): void {
    for (let i = 0; i < limbCount; i++) this.#limbs[i] += digest.getUint16(2 * i)
    this.#rowCount++
  }

  /** How many were added, and the sum, in hexadecimal digits. */
  sum(): string {
    const bytes = new DataView(new ArrayBuffer(2 * limbCount))
    let carry = 0
    for (let i = limbCount - 1; i >= 0; i--) {
      const total = this.#limbs[i] + carry
      carry = Math.floor(total / limb)
      bytes.setUint16(2 * i, total - carry * limb)
    }
    return `${this.#rowCount} ${bytesToHex(new Uint8Array(bytes.buffer))}`
  }
}

/** SHA-256 of a text, in hexadecimal digits. */
function textDigest(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)))
}

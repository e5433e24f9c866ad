import { DateUnit, TimeUnit as Units, Type } from '@uwdata/flechette'
import { booleans, expandedBits, integerNumber, type StoredColumn, type StoredTexts, textAt } from '../stored-column.ts'
import {
  dateText,
  decimalText,
  halfNumber,
  jsonText,
  timeOfDayText,
  timestampText,
  type TimeUnit,
} from '../value-text.ts'
import type { ArrowBatch, ArrowField, ArrowSchema, ArrowType } from './types.ts'

/** One column as it is offered: a field, or a field of a struct, its names joined as `a.b`. */
export interface ArrowColumn {
  name: string
  /** Index of the field in the schema. */
  field: number
  /** Indexes of the fields of structs on the way. */
  path: number[]
}

/** The columns of a schema, in its order. */
export function arrowColumns({ fields }: ArrowSchema): ArrowColumn[] {
  const below = ({ name, type }: ArrowField, field: number, path: number[]): ArrowColumn[] =>
    type.typeId === Type.Struct
      ? type.children!.flatMap((child, k) => below({ ...child, name: `${name}.${child.name}` }, field, [...path, k]))
      : [{ name, field, path }]
  return fields.flatMap((field, k) => below(field, k, []))
}

/** The rows of a column in a record batch. */
export function storedColumn(batch: ArrowBatch, path: number[]): StoredColumn {
  let column = batch
  let valid = validityOf(column)
  for (const child of path) {
    column = column.children[child]
    valid = both(valid, validityOf(column))
  }
  const stored = valuesOf(column)
  if (stored.kind !== 'cells') return { ...stored, valid }
  return valid === null
    ? stored
    : { kind: 'cells', cells: Array.from(stored.cells, (cell, row) => (valid[row] === 0 ? null : cell)) }
}

function validityOf(batch: ArrowBatch): Uint8Array | null {
  const { validity, nullCount, length } = batch
  if (nullCount > 0 && validity !== undefined && validity.length > 0) requireWhole(batch)
  return nullCount > 0 && validity !== undefined && validity.length > 0 ? expandedBits(validity, length) : null
}

function both(a: Uint8Array | null, b: Uint8Array | null): Uint8Array | null {
  return a === null ? b : b === null ? a : a.map((bit, row) => bit & b[row])
}

const timeUnits: Record<number, TimeUnit> = {
  [Units.SECOND]: 's',
  [Units.MILLISECOND]: 'ms',
  [Units.MICROSECOND]: 'us',
  [Units.NANOSECOND]: 'ns',
}

/** Elements of the values of a row; 0 where they are counted otherwise. */
function elementsOfRow({ typeId, stride, bitWidth }: ArrowType): number {
  switch (typeId) {
    case Type.Int:
    case Type.Duration:
    case Type.Float:
    case Type.Date:
    case Type.Time:
    case Type.Timestamp:
    case Type.Dictionary:
      return 1
    case Type.Bool:
      return 1 / 8
    case Type.Decimal:
      return Math.max(1, bitWidth! / 64)
    case Type.FixedSizeBinary:
      return stride!
    case Type.Utf8View:
    case Type.BinaryView:
      return 16
  }
  return 0
}

/** Throws where a column has fewer values than rows, as a damaged one may have. */
function requireWhole(batch: ArrowBatch): void {
  const { type, values, offsets, sizes, children, length, validity, nullCount } = batch
  const isWhole =
    length >= 0 &&
    (nullCount === 0 || validity === undefined || 8 * validity.length >= length) &&
    (elementsOfRow(type) === 0 || values.length >= Math.floor(length * elementsOfRow(type))) &&
    (offsets === undefined || length === 0 || offsets.length >= length + (sizes === undefined ? 1 : 0)) &&
    (type.typeId !== Type.FixedSizeList || children[0].length >= length * type.stride!)
  if (!isWhole) throw new Error('a column ends early')
}

/** A column's values, as if all rows had one. */
function valuesOf(batch: ArrowBatch): StoredColumn {
  requireWhole(batch)
  const { type, values, length } = batch
  switch (type.typeId) {
    case Type.Null:
      return { kind: 'cells', cells: new Array<null>(length).fill(null) }
    case Type.Bool:
      return {
        kind: 'codes',
        codes: expandedBits(values as unknown as Uint8Array, length),
        entries: booleans,
        valid: null,
      }
    case Type.Int:
      return type.bitWidth === 64
        ? integers(values, length, type.signed === false)
        : { kind: 'numbers', values: (values as unknown as Int32Array).subarray(0, length), valid: null }
    case Type.Duration:
      return integers(values, length, false)
    case Type.Float:
      return type.precision === 0
        ? { kind: 'numbers', values: Float32Array.from({ length }, (_, row) => halfNumber(values[row])), valid: null }
        : { kind: 'numbers', values: (values as unknown as Float64Array).subarray(0, length), valid: null }
    case Type.Utf8:
    case Type.Binary:
      return texts(values as unknown as Uint8Array, batch.offsets as Int32Array, length)
    case Type.LargeUtf8:
    case Type.LargeBinary:
      return texts(
        values as unknown as Uint8Array,
        largeOffsets(batch.offsets as unknown as ArrayBufferView, length),
        length,
      )
    case Type.Utf8View:
    case Type.BinaryView:
      return viewTexts(batch)
    case Type.FixedSizeBinary: {
      const starts = Float64Array.from({ length }, (_, row) => row * type.stride!)
      return {
        kind: 'texts',
        bytes: values as unknown as Uint8Array,
        starts,
        ends: starts.map((start) => start + type.stride!),
        valid: null,
      }
    }
    case Type.Dictionary:
      return {
        kind: 'codes',
        codes: (values as unknown as Int32Array).subarray(0, length),
        entries: entriesOf(batch.dictionary!.data),
        valid: null,
      }
    case Type.Decimal:
      return each(batch, (row) => decimalText(BigInt(batch.at(row) as bigint | number), type.scale!))
    case Type.Date:
      return each(batch, (row) => dateText(Number(values[row]) / (type.unit === DateUnit.DAY ? 1 : 86_400_000)))
    case Type.Time:
      return each(batch, (row) => timeOfDayText(values[row], timeUnits[type.unit!]))
    case Type.Timestamp: {
      const isInstant = type.timezone !== null && type.timezone !== undefined && type.timezone !== ''
      return each(batch, (row) => timestampText(values[row], timeUnits[type.unit!], isInstant))
    }
    case Type.List:
    case Type.LargeList:
    case Type.ListView:
    case Type.LargeListView:
    case Type.FixedSizeList:
    case Type.Map:
    case Type.Struct:
      return each(batch, nestedJson(batch))
    default:
      return each(batch, (row) => plainCell(batch.at(row)))
  }
}

function each(batch: ArrowBatch, convert: (row: number) => string | number | null): StoredColumn {
  const valid = validityOf(batch)
  return {
    kind: 'cells',
    cells: Array.from({ length: batch.length }, (_, row) => (valid !== null && valid[row] === 0 ? null : convert(row))),
  }
}

function integers({ buffer, byteOffset }: ArrayBufferView, length: number, isUnsigned: boolean): StoredColumn {
  return { kind: 'integers', halves: new Int32Array(buffer, byteOffset, 2 * length), isUnsigned, valid: null }
}

function texts(bytes: Uint8Array, offsets: Int32Array | Float64Array, length: number): StoredTexts {
  for (let row = 0; row < length; row++)
    if (!(offsets[row] >= 0 && offsets[row] <= offsets[row + 1])) throw new Error('a column of texts is damaged')
  if (length > 0 && offsets[length] > bytes.length) throw new Error('a column of texts ends early')
  // A column without rows may have no offsets.
  return {
    kind: 'texts',
    bytes,
    starts: offsets.subarray(0, length),
    ends: offsets.subarray(1, length + 1),
    valid: null,
  }
}

/** Offsets of 64 bits as numbers. */
function largeOffsets({ buffer, byteOffset, byteLength }: ArrayBufferView, length: number): Float64Array {
  const halves = new Int32Array(buffer, byteOffset, byteLength / 4)
  const offsets = new Float64Array(halves.length === 0 ? 0 : length + 1)
  for (let k = 0; k < offsets.length; k++) offsets[k] = integerNumber(halves[2 * k], halves[2 * k + 1], false)
  return offsets
}

/** Texts that lie in several buffers, put into one. */
function viewTexts(batch: ArrowBatch): StoredTexts {
  const valid = validityOf(batch)
  const empty = new Uint8Array(0)
  const views = Array.from({ length: batch.length }, (_, row) =>
    valid !== null && valid[row] === 0 ? empty : batch.view!(row),
  )
  const offsets = new Float64Array(views.length + 1)
  views.forEach((view, row) => {
    offsets[row + 1] = offsets[row] + view.length
  })
  const bytes = new Uint8Array(offsets[views.length])
  views.forEach((view, row) => bytes.set(view, offsets[row]))
  return texts(bytes, offsets, views.length)
}

/** The entries of a dictionary, which may have grown by several batches. */
function entriesOf(batches: readonly ArrowBatch[]): StoredColumn {
  if (batches.length === 1) return storedColumn(batches[0], [])
  const cells = batches.flatMap((batch) => {
    const stored = storedColumn(batch, [])
    return Array.from({ length: batch.length }, (_, row) => textAt(stored, row))
  })
  return { kind: 'cells', cells }
}

/** Values of a nested column as JSON texts. */
function nestedJson(batch: ArrowBatch): (row: number) => string {
  const { type, offsets = [], sizes = [], children } = batch
  if (type.typeId === Type.Struct) {
    const parts = children.map(jsonOf)
    return (row) => `{${parts.map((json, k) => `${JSON.stringify(type.children![k].name)}:${json(row)}`).join(',')}}`
  }
  const { length } = children[0]
  const elements = (start: number, end: number, text: (k: number) => string): string => {
    if (!(start >= 0 && end <= length)) throw new Error('a column of lists ends early')
    const texts: string[] = []
    for (let k = start; k < end; k++) texts.push(text(k))
    return texts.join(',')
  }
  if (type.typeId === Type.Map) {
    const [keys, values] = children[0].children
    const key = storedColumn(keys, [])
    const json = jsonOf(values)
    const pair = (k: number) => `${JSON.stringify(textAt(key, k))}:${json(k)}`
    return (row) => `{${elements(Number(offsets[row]), Number(offsets[row + 1]), pair)}}`
  }
  const json = jsonOf(children[0])
  switch (type.typeId) {
    case Type.FixedSizeList:
      return (row) => `[${elements(row * type.stride!, (row + 1) * type.stride!, json)}]`
    case Type.ListView:
    case Type.LargeListView:
      return (row) => `[${elements(Number(offsets[row]), Number(offsets[row]) + Number(sizes[row]), json)}]`
    default:
      return (row) => `[${elements(Number(offsets[row]), Number(offsets[row + 1]), json)}]`
  }
}

const plainTypes: number[] = [Type.Int, Type.Float, Type.Bool, Type.Duration]
const nestedTypes: number[] = [
  Type.List,
  Type.LargeList,
  Type.ListView,
  Type.LargeListView,
  Type.FixedSizeList,
  Type.Map,
  Type.Struct,
]

/** The elements of lists as JSON; a decimal stands as the number that it is. */
function jsonOf(batch: ArrowBatch): (row: number) => string {
  const { typeId } = batch.type
  const isBare = plainTypes.includes(typeId) || nestedTypes.includes(typeId) || typeId === Type.Decimal
  const stored = storedColumn(batch, [])
  const valid = validityOf(batch)
  return (row) => {
    if (valid !== null && valid[row] === 0) return 'null'
    const text = textAt(stored, row)
    return isBare ? (text === '' ? 'null' : text) : JSON.stringify(text)
  }
}

/** A value of another type, such as of a union. */
function plainCell(value: unknown): string | number | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'number' || typeof value === 'string') return value
  return typeof value === 'bigint' || typeof value === 'boolean' ? String(value) : jsonText(value)
}
